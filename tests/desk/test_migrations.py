"""The desk's database arrives where the models are, goes back, and comes again with its data."""

from datetime import date

import pytest
from sqlalchemy import inspect, text

from portal.desk.audit.actions import Act
from portal.desk.history import HISTORY, RECORDS
from portal.desk.officers.records import OfficerRecord
from portal.desk.preparing import prepare
from portal.web.database import Database
from portal.web.migrating import differences, downgrade, upgrade
from portal.web.schema import WrongSchema, current, head, require_current
from tests import databases
from tests.house.source import PORTAL, name


def tables(database):
    with database.reading() as session:
        return set(inspect(session.connection()).get_table_names())


def test_migrations_arrive_at_the_models(bureau):
    assert differences(bureau.desk.database, HISTORY) == []
    assert tables(bureau.desk.database) - {"alembic_version"} == set(HISTORY.metadata.tables)


def test_every_rooms_records_are_known_to_the_history():
    known = {module.__name__ for module in RECORDS}
    there = {name(path).removesuffix(".py").replace("/", ".") for path in (PORTAL / "desk").rglob("records.py")}
    assert known == there


def test_down_to_nothing_and_up_again(bureau):
    database = bureau.desk.database
    downgrade(database, HISTORY, "base")
    assert tables(database) == {"alembic_version"}
    with pytest.raises(WrongSchema):
        require_current(database, HISTORY)
    upgrade(database, HISTORY)
    assert differences(database, HISTORY) == []


def test_officers_and_chain_survive_the_way_down_to_the_first_revision_and_back(bureau):
    lin = bureau.member("lin")
    bureau.sign_in(lin)
    before = bureau.lines()
    downgrade(bureau.desk.database, HISTORY, "0001")
    prepare(bureau.desk)
    assert bureau.lines()[: len(before)] == before
    assert bureau.lines(Act.COMMAND)[-1][2] == f"db upgrade {head(HISTORY)}"
    assert bureau.intact()
    with bureau.desk.database.reading() as session:
        record = session.get(OfficerRecord, lin.id)
        assert (record.login, record.enrolled, record.revoked) == ("lin", date(2026, 11, 23), None)
    bureau.sign_in(lin)


def test_preparing_twice_is_one_line(bureau):
    before = bureau.lines()
    assert prepare(bureau.desk) == head(HISTORY)
    assert bureau.lines() == before


def test_a_new_database_begins_its_chain(tmp_path, bureau):
    from dataclasses import replace

    fresh = replace(bureau.desk, database=Database(databases.empty(tmp_path / "fresh.sqlite")))
    prepare(fresh)
    assert current(fresh.database) == head(HISTORY)
    with fresh.database.reading() as session:
        verdict = fresh.ledger.verify(session)
    assert (verdict.lines, verdict.intact) == (1, True)


def test_cases_of_the_first_desk_arrive_in_the_nineteen_states_with_their_terms(bureau):
    """Five states there were; each is a state still, and who was waiting is under the term since then."""
    from portal.desk.casework.records import CaseRecord, TermRecord

    database = bureau.desk.database
    downgrade(database, HISTORY, "0002")
    states = ("delivered", "registered", "declined", "accepted", "concluded")
    with database.writing() as session:
        for slot, state in enumerate(states):
            session.execute(
                text(
                    "INSERT INTO cases (id, number, received, state, changed, letters, letters_read, answers)"
                    " VALUES (:id, :number, '2026-02-10', :state, '2026-02-11', 2, 1, 3)"
                ),
                {"id": f"{slot:032x}", "number": f"2026-00000{slot}", "state": state},
            )
    prepare(bureau.desk)
    with database.reading() as session:
        cases = {case.state: case for case in session.query(CaseRecord)}
        terms = {(term.case_id, term.code): (term.since, term.due, term.ended) for term in session.query(TermRecord)}
    assert set(cases) == set(states)
    assert {(case.version, case.letters_then, case.open_items) for case in cases.values()} == {(0, 2, 0)}
    assert terms == {
        (cases["delivered"].id, "DL12"): (date(2026, 2, 10), date(2026, 2, 13), None),
        (cases["accepted"].id, "DL06"): (date(2026, 2, 11), date(2026, 3, 11), None),
    }
    assert cases["accepted"].next_due == date(2026, 3, 11)
    assert cases["concluded"].next_due is None
    downgrade(database, HISTORY, "0002")
    upgrade(database, HISTORY)
    assert differences(database, HISTORY) == []

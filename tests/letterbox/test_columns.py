"""Never-arrow 6: every column of the letterbox is listed here with its meaning, and means nothing else.

A new column fails this test until somebody has asked of it: whom could it point to?
"""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, String, inspect, text

from portal.letterbox import slot as letterbox
from portal.letterbox.records import Day, metadata
from portal.web.database import Database
from portal.web.migrating import upgrade
from tests.letterbox.samples import HISTORY, answer, letter, mailbox_for, parcel, shelf_of

RANDOM_ID = "a random id"
LOCATOR = "the hash of a locator"
SHELF = "the hash of a locator and a random id"
PUBLIC = "a public key"
SEALED = "sealed bytes"
BLOB = "the random name of a blob"
BUCKET = "a size bucket"
DAY = "a day"
OFFICE = "which offices, by the ids of the public roster (T1 allows it)"
OFFICER = "which officer's key, by the random id of the public roster"
MAC = "a MAC under a key that only the receipt gives"
OWN_ORDER = "the place among the items of one and the same sending or mailbox"
GATE = "a random key of the street door's tickets; opens nothing, says nothing of any reporter"
ROSTER = "the highest roster version used; one row; says nothing of any reporter"

MEANING = {
    "mailboxes.locator_hash": LOCATOR,
    "mailboxes.parcel": RANDOM_ID,
    "mailboxes.case_recipient": PUBLIC,
    "mailboxes.offices": OFFICE,
    "mailboxes.binding": MAC,
    "mailboxes.day": DAY,
    "parcels.id": RANDOM_ID,
    "parcels.sealed": SEALED,
    "parcels.packet": SEALED,
    "slips.parcel": RANDOM_ID,
    "slips.officer": OFFICER,
    "slips.sealed": SEALED,
    "letter_marks.id": RANDOM_ID,
    "letter_marks.locator_hash": LOCATOR,
    "letter_marks.slot": OWN_ORDER,
    "letters.id": RANDOM_ID,
    "letters.day": DAY,
    "letters.sealed": SEALED,
    "files.holder": RANDOM_ID,
    "files.slot": OWN_ORDER,
    "files.blob": BLOB,
    "files.bucket": BUCKET,
    "answers.locator_hash": SHELF,
    "answers.slot": OWN_ORDER,
    "answers.day": DAY,
    "answers.sealed": SEALED,
    "gate_keys.day": DAY,
    "gate_keys.key": GATE,
    "roster_mark.id": ROSTER,
    "roster_mark.version": ROSTER,
}
COLUMNS = {f"{table.name}.{column.name}": column for table in metadata.sorted_tables for column in table.columns}


def test_every_column_has_its_meaning_here() -> None:
    assert set(COLUMNS) == set(MEANING)


def test_the_database_has_no_other_column(box: Database) -> None:
    with box.reading() as session:
        database = inspect(session.connection())
        columns = {table: database.get_columns(table) for table in database.get_table_names()}
    found = {f"{table}.{column['name']}" for table, own in columns.items() for column in own}
    assert found == {*MEANING, "alembic_version.version_num"}


@pytest.mark.parametrize("name", [name for name, meaning in MEANING.items() if meaning == DAY])
def test_a_day_has_no_room_for_a_time(name: str) -> None:
    kind = COLUMNS[name].type
    assert isinstance(kind, Day)
    assert isinstance(kind.impl, String)
    assert kind.impl.length == len("2026-11-22")


@pytest.mark.parametrize("name", [name for name, meaning in MEANING.items() if meaning == SEALED])
def test_what_is_sealed_is_bytes(name: str) -> None:
    assert isinstance(COLUMNS[name].type, LargeBinary)


@pytest.mark.sqlite_only
def test_no_table_numbers_its_rows(box: Database) -> None:
    # A hidden row number would put all reports of a day into the order they came in.
    with box.reading() as session:
        hidden = session.execute(text("SELECT name, wr FROM pragma_table_list WHERE type = 'table'")).all()
    numbered = {name for name, without_rowid in hidden if not without_rowid}
    assert numbered == {"alembic_version", "sqlite_schema", "sqlite_temp_schema"}


def test_no_key_counts_up() -> None:
    for table in metadata.sorted_tables:
        assert not any(column.autoincrement is True for column in table.columns)
        first = next(iter(table.primary_key.columns))
        assert MEANING[f"{table.name}.{first.name}"] in {RANDOM_ID, LOCATOR, SHELF, ROSTER} or table.name == "gate_keys"


@pytest.mark.sqlite_only
def test_two_boxes_filled_in_opposite_order_hold_the_same_rows_in_the_same_order(box: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path}/other.sqlite")
    upgrade(other, HISTORY)
    dropped = [parcel() for _ in range(8)]
    mailboxes = {one.id: mailbox_for(one) for one in dropped}
    listings = []
    for database, order in ((box, dropped), (other, dropped[::-1])):
        for one in order:
            with database.writing() as session:
                letterbox.drop(session, one, mailboxes[one.id])
        with database.reading() as session:
            selects = [f"SELECT * FROM {table}" for table in ("mailboxes", "parcels", "slips")]  # noqa: S608
            listings.append([session.execute(text(select)).all() for select in selects])
    assert listings[0] == listings[1]


def test_a_datetime_is_stored_as_its_day_only(box: Database) -> None:
    dropped = parcel(day=date(2026, 11, 22))
    mailbox = mailbox_for(dropped)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        letterbox.post_letter(session, letter(mailbox.locator_hash))
        letterbox.answer(session, shelf_of(mailbox.locator_hash), answer())
        for table in ("mailboxes", "letters", "answers"):
            assert session.scalars(text(f"SELECT day FROM {table}")).all() == ["2026-11-22"]  # noqa: S608

"""T2: whoever has the desk's database but no passphrase learns the register only; what he moves is refused."""

from sqlalchemy import delete, insert, select, update

from portal.desk.casework.records import ItemRecord, LabelRecord, SlipRecord
from portal.desk.officers.records import OfficerRecord
from tests.canary import CANARIES, canary_report, found_in
from tests.world import SUMMARY


def two_cases(world):
    """Two registered cases of the same officer."""
    for summary in (SUMMARY, "第二件:范例乙" + SUMMARY):
        world.reporter().reports(summary=summary)
    world.collects()
    lin = world.officer("lin")
    numbers = sorted(lin.numbers())
    for number in numbers:
        lin.registers(number)
        lin.decides(number, "accept", text=f"受理理由之{number}")
    return lin, numbers


def swap(session, record, column, one, other):
    """Exchange a column between two rows, as someone who can write the database would."""
    mine, yours = getattr(one, column), getattr(other, column)
    for row, value in ((one, yours), (other, mine)):
        key = [getattr(record, k.name) == getattr(row, k.name) for k in record.__table__.primary_key]
        session.execute(update(record).where(*key).values(**{column: value}))


def test_the_desks_database_and_blobs_hold_no_word(world):
    reporter, files = canary_report(world)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.decides(number, "accept", text=CANARIES["reason"])
    lin.replies(number, CANARIES["reply"])
    reporter.writes_letter(CANARIES["letter"], files=files)
    world.collects()
    stolen = [(name, content) for name, content in world.every_byte() if name.startswith("desk")]
    assert any(name.startswith("desk-blobs/") for name, _ in stolen)
    secrets = [world.people["lin"].passphrase, world.people["lin"].totp_secret, "2026-03-10"]
    assert found_in(stolen, reporter.code, secrets) == []


def test_a_report_moved_to_another_case_is_refused(world):
    lin, (one, other) = two_cases(world)
    with world.desk.database.writing() as session:
        rows = session.scalars(select(ItemRecord).where(ItemRecord.kind == "report")).all()
        swap(session, ItemRecord, "sealed", *rows)
    for number in (one, other):
        page = lin.opens(number)
        assert "无法读出" in page.text
        assert "范例" not in page.text


def test_a_slip_moved_to_another_case_is_refused(world):
    lin, (one, other) = two_cases(world)
    with world.desk.database.writing() as session:
        me = session.scalars(select(OfficerRecord.id).where(OfficerRecord.login == "lin")).one()
        rows = session.scalars(select(SlipRecord).where(SlipRecord.officer == me)).all()
        swap(session, SlipRecord, "sealed", *rows)
    for number in (one, other):
        lin.opens(number)
        assert lin.answer.status_code == 404


def test_a_slip_of_a_colleague_opens_nothing(world):
    """Somebody puts his own officer id in place of a colleague's, at their slips and at the labels beside them."""
    _, (one, _) = two_cases(world)
    with world.desk.database.writing() as session:
        ids = {row.login: row.id for row in session.scalars(select(OfficerRecord))}
        slips = session.execute(select(SlipRecord.case_id, SlipRecord.sealed).where(SlipRecord.officer == ids["lin"]))
        session.execute(insert(SlipRecord), [slip._asdict() | {"officer": ids["sun"]} for slip in slips])
        session.execute(update(LabelRecord).where(LabelRecord.officer == ids["lin"]).values(officer=ids["sun"]))
        session.execute(delete(SlipRecord).where(SlipRecord.officer == ids["lin"]))
    sun = world.officer("sun")
    sun.opens(one)
    assert sun.answer.status_code == 404


def test_a_decision_moved_or_reordered_is_shown_as_unreadable(world):
    lin, (one, other) = two_cases(world)
    with world.desk.database.writing() as session:
        rows = session.scalars(select(ItemRecord).where(ItemRecord.kind == "decision", ItemRecord.slot == 2)).all()
        swap(session, ItemRecord, "sealed", *rows)
    for number in (one, other):
        page = lin.opens(number)
        assert "有一条决定记录无法读出" in page.text
        assert "受理理由之" not in page.text


def test_an_officers_identity_file_is_nothing_without_the_passphrase(world):
    sealed = (world.settings.desk.keys / "officers" / "lin.age").read_bytes()
    assert b"AGE-SECRET-KEY" not in sealed
    assert world.people["lin"].totp_secret.encode() not in sealed
    assert sealed.startswith(b"age-encryption.org/v1\n-> scrypt ")

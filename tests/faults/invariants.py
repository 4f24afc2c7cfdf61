"""What must hold after any fault: nothing readable, nothing lost, nothing twice, the chain whole, no leavings."""

from sqlalchemy import func, select

from portal.desk.audit.records import AuditLine
from portal.desk.base import DeskBase
from portal.desk.casework.records import CaseRecord, FileRecord, ItemRecord
from portal.desk.intake.actions import sweep
from portal.desk.retention.records import CondemnedRecord
from portal.letterbox.records import answers, files, letters, parcels
from tests.canary import found_in


def holds(world, code: str = "") -> None:
    """Look at everything on disk as the fault left it."""
    assert found_in(world.every_byte(), code or "no code was shown") == []
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact
        wanted = names_at_desk(session)
        doubled = select(ItemRecord.case_id).group_by(ItemRecord.case_id, ItemRecord.kind, ItemRecord.slot)
        assert session.execute(doubled.having(func.count() > 1)).all() == []
    assert wanted <= set(world.desk.blobs.names()), "a row names a blob that is not there"
    assert names_in_letterbox(world) <= set(world.desk.letterbox_blobs.names())


def cases(world) -> int:
    with world.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(CaseRecord))


def items(world, kind: str) -> int:
    """How many sealed items of a kind the desk has."""
    with world.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(ItemRecord).where(ItemRecord.kind == kind))


def audited(world, act: str) -> int:
    """How many lines of the chain tell of an act."""
    with world.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditLine).where(AuditLine.act == act))


def leaves_nothing(world) -> None:
    """After two days and a sweep every blob is one that a row names, and a letterbox that was emptied is empty."""
    world.passes(days=3)
    world.collects()
    sweep(world.desk, 24)
    with world.desk.database.reading() as session:
        assert set(world.desk.blobs.names()) == names_at_desk(session)
    assert set(world.desk.letterbox_blobs.names()) == names_in_letterbox(world)
    for store in (world.desk.blobs, world.desk.letterbox_blobs):
        assert not [path for path in store.path.glob("*") if path.name not in store.names()]


def names_at_desk(session) -> set[str]:
    """The blobs that must be there. Those of a case that is being destroyed go first, and their names after them."""
    condemned = CondemnedRecord.__table__
    tables = [table for table in DeskBase.metadata.sorted_tables if "blob" in table.c and table is not condemned]
    assert FileRecord.__table__ in tables
    return {name for table in tables for name in session.scalars(select(table.c.blob))}


def names_in_letterbox(world) -> set[str]:
    with world.desk.letterbox.reading() as session:
        return set(session.scalars(select(files.c.blob)))


def waiting_in_letterbox(world) -> tuple[int, int, int]:
    """How many parcels, letters and answers lie there."""
    with world.desk.letterbox.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(one)) for one in (parcels, letters, answers))

"""Keeping the rows and counts that queues are read from, in the transaction that changes a case or who may open it.

Nobody calls this: it follows every case and slip that a session writes, so no act can forget it. What it keeps is
computed from the cases and slips alone, and a test holds it against them after every transition. Statements that go
past the session, an update or delete of many rows at once, go past this too; a test of the house refuses them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, String, Table, delete, event, func, insert, select, update
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, object_session

from portal.desk.casework.records import LAST, CaseRecord, QueueRecord, SlipRecord, TallyRecord
from portal.desk.officers.records import OfficerRecord

Place = tuple[str, str]
Kept = Mapping[str, Any]
_TOUCHED = "cases and slips written since the last look"
_AT_ONCE = 400
_OFFICE = "office:"
_TABLE = cast("Table", QueueRecord.__table__)
_NEEDED = (
    CaseRecord.id, CaseRecord.number, CaseRecord.state, CaseRecord.received, CaseRecord.changed, CaseRecord.next_due,
    CaseRecord.handler, CaseRecord.letters, CaseRecord.letters_read, CaseRecord.waits,
)  # fmt: skip
# The same as `_row`, for who need not see it.
_COPIES = select(
    CaseRecord.id, given("at_shelf", type_=String), CaseRecord.number, CaseRecord.state, CaseRecord.received,
    CaseRecord.changed, func.coalesce(CaseRecord.next_due, LAST), func.coalesce(CaseRecord.handler, ""),
    CaseRecord.letters > CaseRecord.letters_read, CaseRecord.waits,
)  # fmt: skip
_COPIED = ("number", "state", "received", "changed", "due", "handler", "letters", "waits")


def shelf_of_office(office: str) -> str:
    """Name the shelf with every case that somebody of `office` can open."""
    return _OFFICE + office


@event.listens_for(CaseRecord, "after_update")
@event.listens_for(SlipRecord, "after_insert")
@event.listens_for(SlipRecord, "after_delete")
# A new case is in no queue before somebody holds a slip for it.
def _written(_mapper: object, _connection: Connection, target: CaseRecord | SlipRecord) -> None:
    session = object_session(target)
    if session is None:  # pragma: no cover  a row is written by a session
        return
    case = target.id if isinstance(target, CaseRecord) else target.case_id
    session.info.setdefault(_TOUCHED, set()).add(case)
    if not event.contains(session, "after_flush", _after_flush):
        event.listen(session, "after_flush", _after_flush)


def _after_flush(session: Session, _context: object) -> None:
    touched = sorted(session.info.pop(_TOUCHED, ()))
    for start in range(0, len(touched), _AT_ONCE):
        settle(session.connection(), touched[start : start + _AT_ONCE])


def settle(connection: Connection, cases: Sequence[str]) -> None:
    """Bring the rows of these cases, and the counts they are in, to what the cases and slips say now."""
    there = {(row.case_id, row.shelf): row._asdict() for row in connection.execute(_kept(cases))}
    wanted = {(row["case_id"], row["shelf"]): row for found in connection.execute(_true(cases)) for row in _rows(found)}
    gone = [place for place in there if place not in wanted]
    new = [row for place, row in wanted.items() if place not in there]
    other = [row for place, row in wanted.items() if place in there and there[place] != row]
    here = (_TABLE.c.case_id == given("at_case"), _TABLE.c.shelf == given("at_shelf"))
    if gone:
        connection.execute(delete(_TABLE).where(*here), [{"at_case": case, "at_shelf": shelf} for case, shelf in gone])
    if new:
        connection.execute(insert(_TABLE), new)
    if other:
        values: dict[str, Any] = {name: given(name) for name in _COPIED}
        changed = [{"at_case": row["case_id"], "at_shelf": row["shelf"]} | row for row in other]
        connection.execute(update(_TABLE).where(*here).values(values), changed)
    counts: Counter[Place] = Counter()
    for row in (*new, *other):
        counts.update((row["shelf"], key) for key in _keys(row))
    for place in (*gone, *((row["case_id"], row["shelf"]) for row in other)):
        counts.subtract((place[1], key) for key in _keys(there[place]))
    _count(connection, counts)


def seat(connection: Connection, officer: str, cases: Sequence[str]) -> None:
    """Put cases onto the shelf of an officer who has just been given slips for them by a colleague of their office.

    For who inserts many slips past the session: `settle` would look at every other shelf of these cases, too.
    """
    for start in range(0, len(cases), _AT_ONCE):
        few = cases[start : start + _AT_ONCE]
        copied = _COPIES.where(CaseRecord.id.in_(few), CaseRecord.batch.is_(False))
        connection.execute(insert(_TABLE).from_select(list(_TABLE.c.keys()), copied), {"at_shelf": officer})
        here = (_TABLE.c.shelf == officer, _TABLE.c.case_id.in_(few))
        alike = [_TABLE.c[name] for name in ("state", "due", "handler", "letters", "waits")]
        counts: Counter[Place] = Counter()
        for found in connection.execute(select(*alike, func.count()).where(*here).group_by(*alike)):
            *_, number = found
            counts.update({(officer, key): number for key in _keys(found._asdict())})
        _count(connection, counts)


def _kept(cases: Sequence[str]) -> Select[*tuple[Any, ...]]:
    return select(_TABLE).where(QueueRecord.case_id.in_(cases))


def _true(cases: Sequence[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(*_NEEDED, SlipRecord.officer, OfficerRecord.office)
        .join(SlipRecord, SlipRecord.case_id == CaseRecord.id)
        .outerjoin(OfficerRecord, OfficerRecord.id == SlipRecord.officer)
        .where(CaseRecord.id.in_(cases), CaseRecord.batch.is_(False))
    )


def _rows(found: Row[*tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    shelves = [found.officer, *([_OFFICE + found.office] if found.office else [])]
    return (_row(found, shelf) for shelf in shelves)


def _row(found: Row[*tuple[Any, ...]], shelf: str) -> dict[str, Any]:
    return {
        "case_id": found.id,
        "shelf": shelf,
        "number": found.number,
        "state": str(found.state),
        "received": found.received,
        "changed": found.changed,
        "due": found.next_due or LAST,
        "handler": found.handler or "",
        "letters": found.letters > found.letters_read,
        "waits": found.waits,
    }


def _keys(row: Kept) -> Iterator[str]:
    yield f"s:{row['state']}"
    yield f"h:{row['handler']}"
    if row["due"] != LAST:
        yield f"d:{row['due'].isoformat()}"
    yield from (key for key in ("letters", "waits") if row[key])


def _count(connection: Connection, counts: Counter[Place]) -> None:
    rows = [{"shelf": shelf, "key": key, "n": n} for (shelf, key), n in sorted(counts.items()) if n]
    if not rows:
        return
    upsert = sqlite_insert(TallyRecord) if connection.dialect.name == "sqlite" else postgresql_insert(TallyRecord)
    more = upsert.on_conflict_do_update(index_elements=["shelf", "key"], set_={"n": TallyRecord.n + upsert.excluded.n})
    connection.execute(more, rows)

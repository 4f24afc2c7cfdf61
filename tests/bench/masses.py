"""A desk with so many cases that their rows are made in bulk: the same rows, and checked against `settle` afterwards.

Slips are short, as no queue reads one; the labels are real.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from secrets import token_hex
from typing import Any

import psycopg
from sqlalchemy import Connection, func, insert, select

from portal.desk.casework import shelving
from portal.desk.casework.records import CaseRecord, LabelRecord, QueueRecord, SlipRecord, TallyRecord
from portal.desk.officers.rules import Who
from portal.domain.indicators import INDICATOR_OPTIONS
from portal.domain.statuses import State
from portal.sealing import Label, LabelKey
from tests import databases
from tests.bench.desks import MARKED, STATES
from tests.world import World

AT_ONCE = 10_000
SLIP = bytes(16)
CHECKED = 200
_SIGNS = [code for code, _ in INDICATOR_OPTIONS.words]


def with_many(world: World, who: Who, number: int) -> list[str]:
    """Put `number` cases with slips, labels and everything that a queue is read from; their ids, by number."""
    ids = [token_hex(16) for _ in range(number)]
    with world.desk.database.writing() as session:
        connection = session.connection()
        _put(connection, CaseRecord, _cases(world.clock.today(), who, ids))
        _put(connection, SlipRecord, ({"case_id": one, "officer": who.officer, "sealed": SLIP} for one in ids))
        _put(connection, LabelRecord, _labels(who, ids))
        indexes = sorted(shelving._TABLE.indexes, key=lambda index: index.name or "")
        # Made anew at the end: millions of rows would each be sorted into all of them.
        for index in indexes:
            index.drop(connection)
        for shelf in (who.officer, shelving.shelf_of_office(who.office)):
            copied = insert(QueueRecord).from_select(list(shelving._TABLE.c.keys()), shelving._COPIES)
            connection.execute(copied, {"at_shelf": shelf})
            shelving._count(connection, _counted(connection, shelf))
        for index in indexes:
            index.create(connection)
    with world.desk.database.writing() as session:
        connection = session.connection()
        before = _kept(connection)
        shelving.settle(connection, ids[:: max(1, number // CHECKED)][:CHECKED])
        if before != _kept(connection):
            raise RuntimeError("what was put in bulk is not what the desk would have put")
    if databases.on_postgresql():
        address = world.desk.database.engine.url.render_as_string()
        with psycopg.connect(databases.conninfo(address), autocommit=True) as cleaning:
            cleaning.execute("VACUUM (ANALYZE)")
        cleaning.close()
    return ids


def _put(connection: Connection, record: Any, rows: Iterable[dict[str, Any]]) -> None:
    if connection.dialect.name != "postgresql":
        left = iter(rows)
        while some := list(islice(left, AT_ONCE)):
            connection.execute(insert(record), some)
        return
    names = [column.name for column in record.__table__.columns]
    defaults = {
        column.name: column.default.arg if column.default is not None else None for column in record.__table__.columns
    }
    into = f"COPY {record.__tablename__} ({', '.join(names)}) FROM STDIN"
    with connection.connection.driver_connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row([row.get(name, defaults[name]) for name in names])


def _cases(today: date, who: Who, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
    dice = random.Random(7)  # noqa: S311
    for at, id_ in enumerate(ids, 1):
        received, due = (today + timedelta(days=dice.randrange(*span)) for span in ((-700, 0), (-20, 300)))
        state = dice.choice(STATES)
        yield {
            "id": id_, "number": f"2026-{at:06d}", "received": received, "state": str(state), "changed": received,
            "next_due": None if state is State.CONCLUDED else due, "letters": int(dice.random() < MARKED),
            "handler": who.officer if dice.random() < 0.02 else None,
        }  # fmt: skip


def _labels(who: Who, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
    dice, key = random.Random(9), LabelKey.of(who.identity)  # noqa: S311
    for id_ in ids:
        label = Label(tuple(dice.sample(_SIGNS, 3)), "范例市发展局", f"范例县第{dice.randrange(99)}单位")
        yield {"officer": who.officer, "case_id": id_, "closed": key.close(label, who.officer, id_)}


def _counted(connection: Connection, shelf: str) -> Counter[tuple[str, str]]:
    alike = [shelving._TABLE.c[name] for name in ("state", "due", "handler", "letters", "waits")]
    counts: Counter[tuple[str, str]] = Counter()
    here = shelving._TABLE.c.shelf == shelf
    for found in connection.execute(select(*alike, func.count()).where(here).group_by(*alike)):
        *_, number = found
        counts.update({(shelf, key): number for key in shelving._keys(found._asdict())})
    return counts


def _kept(connection: Connection) -> tuple[int, list[Any]]:
    counts = select(TallyRecord.shelf, TallyRecord.key, TallyRecord.n).order_by(TallyRecord.shelf, TallyRecord.key)
    rows = connection.scalar(select(func.count()).select_from(QueueRecord)) or 0
    return rows, [tuple(row) for row in connection.execute(counts)]

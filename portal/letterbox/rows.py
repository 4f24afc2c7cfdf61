"""What parcels and letters have in common as rows: inserting once, carrying files, distrusting what is read."""

import logging
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

from sqlalchemy import Column, Label, Table, case, delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portal.letterbox.items import BadItem, SealedFile
from portal.letterbox.records import files

Item = TypeVar("Item")

log = logging.getLogger(__name__)


def inserted(session: Session, table: Table, row: Mapping[str, object]) -> bool:
    """Insert `row` unless its key is there. One statement, so of two at once exactly one is told True."""
    statement = _insert_once(table, session.get_bind().dialect.name)
    return session.execute(statement, row).first() is not None


@cache
def _insert_once(table: Table, dialect: str) -> ReturningInsert[Any]:
    # Built once: building a statement takes longer than executing it.
    insert_into: sqlite.Insert | postgresql.Insert
    insert_into = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    # Asked back, not counted: some drivers no longer know the count once the insert is done, and say -1.
    return insert_into.on_conflict_do_nothing().returning(*table.primary_key)


def replaced(session: Session, table: Table, row: Mapping[str, object]) -> bool:
    """Insert `row`, or put it in the place of the one with its key. False when exactly that row was there."""
    statement = _insert_or_replace(table, session.get_bind().dialect.name)
    return session.execute(statement, row).first() is not None


@cache
def _insert_or_replace(table: Table, dialect: str) -> ReturningInsert[Any]:
    insert_into: sqlite.Insert | postgresql.Insert
    insert_into = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    keys = list(table.primary_key)
    others = [column for column in table.columns if column not in keys]
    # Rows that would stay as they are are not touched, so they are not given back either.
    return insert_into.on_conflict_do_update(
        index_elements=keys,
        set_={column.name: insert_into.excluded[column.name] for column in others},
        where=or_(*(column != insert_into.excluded[column.name] for column in others)),
    ).returning(*keys)


def bounded(column: Column[bytes], largest: int) -> Label[Any]:
    """Read sealed bytes only up to `largest`; what is longer reads as None and fails the check of its item.

    Whoever fills rows to the brim (T3) must not fill the memory of those who read them.
    """
    return case((func.length(column) <= largest, column)).label(column.name)


def light(ids: Sequence[str], sizes: Mapping[str, int], most_bytes: int) -> Sequence[str]:
    """Return the first of these, as many as have `most_bytes` together and one at least.

    So nobody who fills rows to the brim (T3) fills the memory of who collects.
    """
    heavy = list(accumulate(sizes.get(one, 0) for one in ids))
    return ids[: max(1, bisect_right(heavy, most_bytes))]


def insert_files(session: Session, holder: str, carried: Iterable[SealedFile]) -> None:
    """Write down which blobs belong to `holder` (a parcel or a letter)."""
    rows = [{"holder": holder, "slot": f.slot, "blob": f.blob, "bucket": f.bucket} for f in carried]
    if rows:
        session.execute(insert(files), rows)


def files_of(session: Session, holder: str) -> tuple[SealedFile, ...]:
    """Return the files of `holder` in slot order. Raise `BadItem`."""
    rows = session.execute(select(files).where(files.c.holder == holder).order_by(files.c.slot))
    return tuple(SealedFile(row.slot, row.blob, row.bucket) for row in rows)


def files_of_many(session: Session, holders: Sequence[str]) -> dict[str, list[tuple[int, str, int]]]:
    """Return what stands in the rows of each holder's files, in slot order: slot, blob, size bucket. Unchecked."""
    found: dict[str, list[tuple[int, str, int]]] = {}
    columns = select(files.c.holder, files.c.slot, files.c.blob, files.c.bucket)
    mine = columns.where(files.c.holder.in_(holders)).order_by(files.c.slot)
    for holder, slot, blob, bucket in session.execute(mine):
        found.setdefault(holder, []).append((slot, blob, bucket))
    return found


def take_files(session: Session, *holders: str) -> list[str]:
    """Forget the files of `holders` and return the names of their blobs."""
    names = list(session.scalars(select(files.c.blob).where(files.c.holder.in_(holders))))
    if names:
        session.execute(delete(files).where(files.c.holder.in_(holders)))
    return names


def sound(make: Callable[[], Item]) -> Item | None:
    """Make an item from a row; None, and a line in the log without content, when the row is not in its shape."""
    try:
        return make()
    except BadItem as spoilt:
        log.warning("a row of the letterbox is not in shape (%s); it stays where it is", spoilt)
        return None

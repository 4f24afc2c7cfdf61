"""Reports on their way from the public door to the desk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, exists, func, insert, select
from sqlalchemy.orm import Session

from portal.letterbox.items import (
    LARGEST_SEALED,
    LARGEST_SLIP,
    MOST_SLIPS,
    AlreadyDropped,
    BadItem,
    IdTaken,
    Mailbox,
    Parcel,
    SealedFile,
    SealedSlip,
)
from portal.letterbox.records import files, mailboxes, parcels, slips
from portal.letterbox.rows import bounded, files_of_many, insert_files, inserted, light, sound, take_files

# Statements of a hand-in, built once: building one takes longer than executing it.
_INSERT_PARCEL = insert(parcels)
_INSERT_SLIPS = insert(slips)
# What waits is few and mailboxes are many, for they stay: an outer join makes every database begin with what waits.
_OLDEST_FIRST = (
    select(parcels.c.id)
    .join(mailboxes, mailboxes.c.parcel == parcels.c.id, isouter=True)
    .order_by(mailboxes.c.day, parcels.c.id)
)
# Statements of a collection, for any number of parcels.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SIZES = select(parcels.c.id, func.length(parcels.c.sealed) + func.coalesce(func.length(parcels.c.packet), 0)).where(
    parcels.c.id.in_(_IDS)
)
_PARCELS = (
    select(
        parcels.c.id,
        bounded(parcels.c.sealed, LARGEST_SEALED),
        bounded(parcels.c.packet, LARGEST_SEALED),
        mailboxes.c.offices,
        mailboxes.c.day,
    )
    .join(mailboxes, mailboxes.c.parcel == parcels.c.id)
    .where(parcels.c.id.in_(_IDS))
)
_CROWDED = select(slips.c.parcel).where(slips.c.parcel.in_(_IDS)).group_by(slips.c.parcel)
_CROWDED = _CROWDED.having(func.count() > MOST_SLIPS)
_SLIPS = select(slips.c.parcel, slips.c.officer, bounded(slips.c.sealed, LARGEST_SLIP)).where(slips.c.parcel.in_(_IDS))


@dataclass(frozen=True)
class Collection:
    """Which parcels were looked at, and those of them that wait and are in shape."""

    looked_at: tuple[str, ...]
    parcels: tuple[Parcel, ...]


def drop(session: Session, parcel: Parcel, mailbox: Mailbox) -> None:
    """Put in a report with its mailbox. Raise `AlreadyDropped` when the mailbox exists, `IdTaken` when the parcel does.

    After `AlreadyDropped` the same receipt may be shown: within `Database.writing` the earlier one is durable. After
    `IdTaken` no receipt may be shown. Either way the caller's own blobs are not needed.
    """
    if (mailbox.parcel, mailbox.offices, mailbox.day) != (parcel.id, parcel.offices, parcel.day):
        raise BadItem("the mailbox of another parcel")
    row = {
        "locator_hash": mailbox.locator_hash,
        "parcel": parcel.id,
        "case_recipient": mailbox.case_recipient,
        "offices": ",".join(mailbox.offices),
        "binding": mailbox.binding,
        "day": mailbox.day,
    }
    if not inserted(session, mailboxes, row):
        known = exists().where(mailboxes.c.locator_hash == mailbox.locator_hash)
        raise AlreadyDropped if session.scalar(select(known)) else IdTaken
    session.execute(_INSERT_PARCEL, {"id": parcel.id, "sealed": parcel.report, "packet": parcel.packet})
    session.execute(
        _INSERT_SLIPS, [{"parcel": parcel.id, "officer": s.officer, "sealed": s.sealed} for s in parcel.slips]
    )
    insert_files(session, parcel.id, parcel.files)


def waiting(session: Session, limit: int) -> list[str]:
    """Return the ids of up to `limit` parcels that wait, oldest day first, in no order within a day.

    It looks at every parcel that waits, so ask for many at once.
    """
    return list(session.scalars(_OLDEST_FIRST.limit(limit)))


def collect(session: Session, parcel_id: str) -> Parcel | None:
    """Return one waiting parcel; None when it does not wait (any more), or its rows are spoilt (that is logged)."""
    return next(iter(collect_many(session, [parcel_id], 0).parcels), None)


def collect_many(session: Session, parcel_ids: Sequence[str], most_bytes: int) -> Collection:
    """Return the first of these parcels, as many as have `most_bytes` together and one at least.

    What does not wait any more is left out, and what is spoilt, which is logged. Many small parcels take no more
    statements than one.
    """
    sizes = {id_: size for id_, size in session.execute(_SIZES, {"ids": parcel_ids})}  # noqa: C416
    looked_at = light(parcel_ids, sizes, most_bytes)
    rows = {row.id: row for row in session.execute(_PARCELS, {"ids": looked_at})}
    crowded = set(session.scalars(_CROWDED, {"ids": looked_at}))
    own: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for parcel, officer, sealed in session.execute(_SLIPS, {"ids": [one for one in rows if one not in crowded]}):
        own[parcel].append((officer, sealed))
    carried = files_of_many(session, list(rows))
    made = (sound(partial(_made, rows[id_], own[id_], carried.get(id_, ()))) for id_ in looked_at if id_ in rows)
    return Collection(tuple(looked_at), tuple(parcel for parcel in made if parcel is not None))


def _made(
    row: Row[*tuple[Any, ...]], own: Sequence[tuple[str, Any]], carried: Sequence[tuple[int, str, int]]
) -> Parcel:
    return Parcel(
        row.id,
        row.day,
        tuple(str(row.offices).split(",")),
        row.sealed,
        # Of a parcel with more slips than there may be none were read, and one without slips is out of shape.
        # Sorted here: another database may sort text in another way, and a spoilt row may hold none.
        tuple(SealedSlip(officer, sealed) for officer, sealed in sorted(own, key=lambda slip: str(slip[0]))),
        tuple(SealedFile(*file) for file in carried),
        row.packet,
    )


def forget(session: Session, *parcel_ids: str) -> list[str]:
    """Remove the reports, slips and file rows of parcels; the mailboxes stay. Return the blobs nobody needs now.

    Delete them after the commit, then `Database.scrub`. A parcel forgotten before gives no names.
    """
    names = take_files(session, *parcel_ids)
    session.execute(delete(slips).where(slips.c.parcel.in_(parcel_ids)))
    session.execute(delete(parcels).where(parcels.c.id.in_(parcel_ids)))
    return names


def wants(session: Session, blob: str) -> bool:
    """Tell whether a waiting parcel or letter still needs this blob (for the sweep)."""
    return bool(session.scalar(select(exists().where(files.c.blob == blob))))

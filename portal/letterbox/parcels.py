"""Reports on their way from the public door to the desk."""

from sqlalchemy import delete, exists, insert, select
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
    SealedSlip,
)
from portal.letterbox.records import files, mailboxes, parcels, slips
from portal.letterbox.rows import bounded, files_of, insert_files, inserted, sound, take_files

# Statements of a hand-in, built once: building one takes longer than executing it.
_INSERT_PARCEL = insert(parcels)
_INSERT_SLIPS = insert(slips)


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
    """Return the ids of up to `limit` parcels that wait, oldest day first, in no order within a day."""
    oldest_first = (
        select(parcels.c.id)
        .join(mailboxes, mailboxes.c.parcel == parcels.c.id)
        .order_by(mailboxes.c.day, parcels.c.id)
        .limit(limit)
    )
    return list(session.scalars(oldest_first))


def collect(session: Session, parcel_id: str) -> Parcel | None:
    """Return one waiting parcel; None when it does not wait (any more), or its rows are spoilt (that is logged)."""
    row = session.execute(
        select(
            bounded(parcels.c.sealed, LARGEST_SEALED),
            bounded(parcels.c.packet, LARGEST_SEALED),
            mailboxes.c.offices,
            mailboxes.c.day,
        )
        .join(mailboxes, mailboxes.c.parcel == parcels.c.id)
        .where(parcels.c.id == parcel_id)
    ).one_or_none()
    if row is None:
        return None
    sealed_slips = session.execute(
        select(slips.c.officer, bounded(slips.c.sealed, LARGEST_SLIP))
        .where(slips.c.parcel == parcel_id)
        .order_by(slips.c.officer)
        .limit(MOST_SLIPS + 1)
    ).all()
    return sound(
        lambda: Parcel(
            parcel_id,
            row.day,
            tuple(str(row.offices).split(",")),
            row.sealed,
            tuple(SealedSlip(officer, sealed) for officer, sealed in sealed_slips),
            files_of(session, parcel_id),
            row.packet,
        )
    )


def forget(session: Session, parcel_id: str) -> list[str]:
    """Remove a parcel's report, slips and file rows; the mailbox stays. Return the blobs nobody needs now.

    Delete them after the commit, then `Database.scrub`. A parcel forgotten before gives no names.
    """
    names = take_files(session, parcel_id)
    session.execute(delete(slips).where(slips.c.parcel == parcel_id))
    session.execute(delete(parcels).where(parcels.c.id == parcel_id))
    return names


def wants(session: Session, blob: str) -> bool:
    """Tell whether a waiting parcel or letter still needs this blob (for the sweep)."""
    return bool(session.scalar(select(exists().where(files.c.blob == blob))))

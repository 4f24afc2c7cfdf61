"""Sealing to an officer's new key what was sealed to the old one: slips in batches, the few other things at once.

Only an officer who is signed in can do it, because both keys are open to nobody else. Each batch is a transaction of
its own and says how far it came, so an interruption loses nothing; what comes sealed to the old key later is found by
going round again.

Not moved are the halves of reporters' names: they lie inside packets whose digest the report names, and a key holder
cannot even reach them. The old key stays until no such packet is left (ADR 0043).
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.age import AgeError, Identity, Recipient, rewrapped
from portal.desk.approvals.finding import what_is_vouched
from portal.desk.approvals.records import RequestRecord
from portal.desk.audit.actions import Act
from portal.desk.casework.linking.records import IndexKeySlip
from portal.desk.casework.records import (
    CaseRecord,
    ItemRecord,
    LabelRecord,
    SavedViewsRecord,
    SearchEntryRecord,
    SlipRecord,
)
from portal.desk.desk import Desk
from portal.desk.handover.records import TransferSlipRecord
from portal.desk.officers.own_keys import NotChanged, Refused
from portal.desk.officers.records import KeyChangeRecord, OfficerRecord, ReplyKeySlip
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.vouching import vouched
from portal.desk.recovery.records import KeyHalfRecord, RecoveryRecord
from portal.desk.rekeying.rules import OLD_KEY_DAYS
from portal.desk.retention.records import HoldRecord
from portal.domain.statuses import State
from portal.sealing import GrownKey, Kind, LabelKey, NotUnwrapped, SearchKey

AT_ONCE = 250
MOVED = "key-moved"
_KEEP_NAMES = frozenset({Right.ASK_NAME, Right.HOLD_SHARE})
Small = (
    ReplyKeySlip
    | IndexKeySlip
    | SavedViewsRecord
    | ItemRecord
    | HoldRecord
    | TransferSlipRecord
    | KeyHalfRecord
    | RecoveryRecord
)


def move_some(session: Session, desk: Desk, who: Who, at_once: int = AT_ONCE) -> bool:
    """Move up to `at_once` slips with what lies beside them; after the last, all else. True when the round is done.

    Raise `NotChanged` when the key `who` is signed in with is not the one that a signed roster made theirs, as the
    chain has it: whoever can write the database could otherwise have everything sealed anew to a key of their choice.
    """
    change = session.get(KeyChangeRecord, who.officer, with_for_update=True)
    own, old = who.identity, who.other
    if change is None or change.vouched is None or old is None:
        raise NotChanged(Refused.UNDERWAY)
    if not vouched(session, desk.ledger).knows_officer(who.officer, own.recipient):
        raise NotChanged(Refused.UNDERWAY)
    mine = select(SlipRecord).where(SlipRecord.officer == who.officer, SlipRecord.case_id > change.upto)
    slips = session.scalars(mine.order_by(SlipRecord.case_id).limit(at_once)).all()
    moved = 0
    for slip in slips:
        fresh = _moved(slip.sealed, old, own.recipient)
        if fresh is not None:
            slip.sealed, moved = fresh, moved + 1
    _close_anew(session, who, [slip.case_id for slip in slips])
    done = len(slips) < at_once
    if done:
        moved += _move_the_rest(session, desk, who, old)
    change.upto = "" if done else slips[-1].case_id
    change.moved += moved
    session.flush()
    if moved:
        desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=f"{MOVED} {moved}")
    return done


def left(session: Session, who: Who) -> int:
    """How many things only the old key opens still, names apart. Goes through everything: not for a page."""
    if who.other is None:
        return 0
    slips = session.scalars(select(SlipRecord.sealed).where(SlipRecord.officer == who.officer))
    others = (record.sealed for record in _small(session, who) if record.sealed is not None)
    requests = (part for one in _requests(session) for part in (one.sealed, one.answer) if part is not None)
    return sum(_opens(sealed, who.other) for sealed in chain(slips, others, requests))


def names_left(session: Session, who: Who) -> int:
    """How many packets with a name, or perhaps one, came before the new key and have halves that the old one may open.

    Those of cases that nobody registered yet count too; for a key holder, who holds no slips, all of the desk's do.
    """
    change = session.get(KeyChangeRecord, who.officer)
    if who.other is None or change is None or change.vouched is None or not who.rights & _KEEP_NAMES:
        return 0
    packets = (
        select(func.count())
        .select_from(ItemRecord)
        .join(CaseRecord, CaseRecord.id == ItemRecord.case_id)
        .where(ItemRecord.kind == Kind.IDENTITY, or_(CaseRecord.named, CaseRecord.state == State.DELIVERED))
    )
    if Right.HOLD_SHARE not in who.rights:
        held = select(SlipRecord.case_id).where(SlipRecord.officer == who.officer)
        packets = packets.where(ItemRecord.case_id.in_(held))
    if change.published is not None:
        packets = packets.where(ItemRecord.day <= change.published + timedelta(days=OLD_KEY_DAYS))
    return session.scalar(packets) or 0


def _moved(sealed: bytes, old: Identity, to: Recipient) -> bytes | None:
    """The same for the new key; None for what the old key does not open: moved already, or never this officer's."""
    try:
        return rewrapped(sealed, old, to)
    except AgeError:
        return None


def _opens(sealed: bytes, key: Identity) -> bool:
    return _moved(sealed, key, key.recipient) is not None


def _close_anew(session: Session, who: Who, cases: list[str]) -> None:
    """Search entries and labels follow their slips; one that does not open goes, and is made again when needed."""
    entries, labels = SearchEntryRecord, LabelRecord
    mine = (entries.officer == who.officer, entries.case_id.in_(cases))
    _follow(session, who, session.scalars(select(entries).where(*mine)).all(), SearchKey)
    mine = (labels.officer == who.officer, labels.case_id.in_(cases))
    _follow(session, who, session.scalars(select(labels).where(*mine)).all(), LabelKey)


def _follow(
    session: Session, who: Who, there: Sequence[SearchEntryRecord | LabelRecord], grown: type[GrownKey]
) -> None:
    both, own = grown.of(who.keys), grown.of(who.identity)
    for one in there:
        try:
            content = both.unwrapped(one.closed, who.officer, one.case_id)
            one.closed = own.wrapped(content, who.officer, one.case_id)
        except NotUnwrapped:
            session.delete(one)


def _move_the_rest(session: Session, desk: Desk, who: Who, old: Identity) -> int:
    moved, to = 0, who.identity.recipient
    for record in _small(session, who):
        fresh = _moved(record.sealed, old, to) if record.sealed is not None else None
        if fresh is not None:
            record.sealed, moved = fresh, moved + 1
    for one in _requests(session):
        fresh, answer = _moved(one.sealed, old, to), _moved(one.answer, old, to) if one.answer else None
        if fresh is not None:
            # The desk's word is over the sealed bytes: it is given again only where it stood before.
            stands = desk.ledger.vouched(one.proof, *what_is_vouched(one))
            one.sealed, moved = fresh, moved + 1
            one.proof = desk.ledger.vouch(*what_is_vouched(one)) if stands else one.proof
        if answer is not None:
            one.answer, moved = answer, moved + 1
    return moved


def _small(session: Session, who: Who) -> Iterator[Small]:
    """What else is sealed to officers, and may be to this one: office keys, views, names, halves, holds, offers.

    Of recoveries: the halves of colleagues' keys that this officer keeps, and why one was refused.
    """
    office = session.scalar(select(OfficerRecord.office).where(OfficerRecord.id == who.officer))
    yield from session.scalars(select(ReplyKeySlip).where(ReplyKeySlip.officer == who.officer))
    yield from session.scalars(
        select(IndexKeySlip).where(IndexKeySlip.officer == who.officer, IndexKeySlip.office == office)
    )
    yield from session.scalars(select(SavedViewsRecord).where(SavedViewsRecord.officer == who.officer))
    yield from session.scalars(select(ItemRecord).where(ItemRecord.kind.in_((Kind.NAME, Kind.SHARE))))
    yield from session.scalars(select(TransferSlipRecord).where(TransferSlipRecord.officer == who.officer))
    yield from session.scalars(select(HoldRecord))
    yield from session.scalars(select(KeyHalfRecord).where(KeyHalfRecord.keeper == who.officer))
    yield from session.scalars(select(RecoveryRecord).where(RecoveryRecord.sealed.is_not(None)))


def _requests(session: Session) -> Iterator[RequestRecord]:
    yield from session.scalars(select(RequestRecord))

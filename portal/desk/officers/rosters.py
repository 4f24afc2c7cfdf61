"""From the desk's register to the roster that the street door trusts: compose, sign, publish."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.audit.actions import COMMAND, Act, ChainBroken
from portal.desk.desk import Desk
from portal.desk.keys import AUTHORITY_PUB, authority_of
from portal.desk.officers.adopting import adopt_waiting, note_published
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.records import FormerReplyKeyRecord, OfficeRecord, OfficerRecord, RosterRecord
from portal.desk.officers.vouching import Vouched, published_note, roster_note, vouched
from portal.domain.roles import IN_ROSTER, RECEIVES_REPORTS, Role
from portal.sealing import (
    BadRoster,
    FormerKey,
    Office,
    Roster,
    RosterDraft,
    RosterExpired,
    RosterNotYetIssued,
    RosterOfficer,
    SigningKey,
    VerifyKey,
    sign_roster,
)
from portal.whole_files import PUBLIC, replace

DOCUMENT, SIGNATURE = "roster.json", "roster.sig"
DAYS, MOST_DAYS = 90, 400
_NO_VERSION = 0


@dataclass(frozen=True)
class SignedRoster:
    """A roster of the desk: version, last day (ISO), what to compare by eye, and which offices were left out.

    `changed`: logins whose key is new in it.
    """

    version: int
    expires: str
    fingerprints: tuple[tuple[str, str, str], ...]
    left_out: tuple[str, ...]
    changed: tuple[str, ...] = ()


def sign_next(session: Session, desk: Desk, authority: SigningKey, days: int = DAYS) -> SignedRoster:
    """Compose the next version from the register, sign it and keep it.

    Raise `ChainBroken` when the audit chain does not hold; `DirectoryError` when a key in the register is not the one
    that was enrolled, when `authority` is not the pinned one, or when no office can receive anything.
    """
    if authority.verify_key != authority_of(desk.keys):
        raise DirectoryError("this is not the authority whose public half the desk and the street door have pinned")
    if not 1 <= days <= MOST_DAYS:
        raise DirectoryError(f"a roster lasts 1 to {MOST_DAYS} days")
    if not desk.ledger.verify(session).intact:
        raise ChainBroken("the audit chain does not hold; run: portal audit verify")
    changed = adopt_waiting(session, desk)
    known, today = vouched(session, desk.ledger), desk.clock.today()
    offices, left_out = _offices(session, known)
    if not any(office.receives for office in offices):
        raise DirectoryError("no office has an officer who receives reports; enrol one first")
    version = (session.scalar(select(func.max(RosterRecord.version))) or _NO_VERSION) + 1
    draft = RosterDraft(version, today, today + timedelta(days=days), offices)
    document, signature = sign_roster(draft, authority)
    session.add(RosterRecord(version=version, document=document, signature=signature, expires=draft.expires))
    session.flush()
    desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=roster_note(version))
    return SignedRoster(version, draft.expires.isoformat(), _fingerprints(session), left_out, changed)


def publish(session: Session, desk: Desk, folder: Path) -> int:
    """Put the newest roster into `folder` for the street host, and the pinned authority beside it if there is none.

    Raise a `BadRoster` when our newest does not verify, `DirectoryError` when there is none, when another authority is
    pinned there, or when a newer roster lies there already. Returns the version.
    """
    newest = session.scalars(select(RosterRecord).order_by(RosterRecord.version.desc()).limit(1)).one_or_none()
    if newest is None:
        raise DirectoryError("no roster was signed yet; run: portal roster sign")
    authority = authority_of(desk.keys)
    Roster.verified(newest.document, newest.signature, authority, desk.clock.today(), newest.version)
    pinned = folder / AUTHORITY_PUB
    if pinned.exists() and pinned.read_bytes().strip() != str(authority).encode("ascii"):
        raise DirectoryError(f"{pinned}: another authority is pinned there; nothing was published")
    there = _version_in(folder, authority, desk.clock.today())
    if there > newest.version:
        raise DirectoryError(
            f"{folder}: holds roster {there}, ours is {newest.version}; this desk runs on an old backup"
        )
    folder.mkdir(parents=True, exist_ok=True)
    if not pinned.exists():
        replace(pinned, f"{authority}\n".encode("ascii"), PUBLIC)
    # Between the two the street door sees a signature that does not fit: it closes, and looks again at each request.
    replace(folder / SIGNATURE, newest.signature, PUBLIC)
    replace(folder / DOCUMENT, newest.document, PUBLIC)
    note_published(session, desk.clock.today())
    desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=published_note(newest.version))
    return newest.version


def _offices(session: Session, known: Vouched) -> tuple[tuple[Office, ...], tuple[str, ...]]:
    """Every office that can answer, and the ids of those that cannot yet."""
    offices, left_out = [], []
    for record in session.scalars(select(OfficeRecord).order_by(OfficeRecord.id)):
        if not record.reply_key:
            left_out.append(record.id)
            continue
        key = VerifyKey.parse(record.reply_key)
        if not known.knows_office(record.id, key):
            raise DirectoryError(f"{record.id}: its reply key in the register is not the one that was made here")
        whose = (record.id, record.name_zh, record.name_en, record.level, record.parent)
        former = _former(session, record.id, known)
        offices.append(Office(*whose, key, _officers(session, record.id, known), former))
    for office in offices:
        if office.parent in left_out:
            raise DirectoryError(
                f"{office.parent}: stands above {office.id} but nobody there can answer; enrol an officer"
            )
    return tuple(offices), tuple(left_out)


def _former(session: Session, office: str, known: Vouched) -> tuple[FormerKey, ...]:
    """The reply keys the office had before, so that older answers are still read; only those that were made here."""
    wanted = select(FormerReplyKeyRecord).where(FormerReplyKeyRecord.office == office)
    found = []
    for record in session.scalars(wanted.order_by(FormerReplyKeyRecord.since, FormerReplyKeyRecord.until)):
        key = VerifyKey.parse(record.key)
        if not known.knows_former(office, key):
            raise DirectoryError(f"{office}: a former reply key in the register is not one that was made here")
        found.append(FormerKey(key, record.since, record.until))
    return tuple(found)


def _officers(session: Session, office: str, known: Vouched) -> tuple[RosterOfficer, ...]:
    """The active officers to whom something is sealed; the others need no key in public."""
    wanted = select(OfficerRecord).where(OfficerRecord.office == office, OfficerRecord.revoked.is_(None))
    found = []
    for record in session.scalars(wanted.order_by(OfficerRecord.id)):
        roles, recipient = frozenset(Role(code) for code in record.roles.split()), Recipient.parse(record.recipient)
        if not known.knows_officer(record.id, recipient):
            raise DirectoryError(f"{record.login}: the key in the register is not the one that was enrolled")
        if roles & IN_ROSTER:
            codes = frozenset(role.value for role in roles)
            found.append(RosterOfficer(record.id, recipient, codes, receives=bool(roles & RECEIVES_REPORTS)))
    return tuple(found)


def _fingerprints(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Office, login and fingerprint of every active officer, for the authority to compare with the enrolment papers."""
    ordered = (
        select(OfficerRecord).where(OfficerRecord.revoked.is_(None)).order_by(OfficerRecord.office, OfficerRecord.login)
    )
    return tuple((r.office, r.login, Recipient.parse(r.recipient).fingerprint) for r in session.scalars(ordered))


def _version_in(folder: Path, authority: VerifyKey, today: date) -> int:
    """Return the version of the roster that lies in `folder`, expired or not; 0 for none that the authority signed."""
    try:
        document, signature = (folder / DOCUMENT).read_bytes(), (folder / SIGNATURE).read_bytes()
        return Roster.verified(document, signature, authority, today, _NO_VERSION).version
    except (RosterExpired, RosterNotYetIssued):
        # Said only of a roster whose signature was good, so its number can be believed.
        return int(json.loads(document)["version"])
    except (OSError, BadRoster):
        return _NO_VERSION

"""Officers come, get a new second factor, and go. Done at the command line, in the officer's presence.

The key pair is made here, and the private half leaves this module only sealed by the officer's passphrase. Whoever runs
the command never learns that, and an administrator who later copies the file has nothing without it.
"""

from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from pathlib import Path
from secrets import token_hex

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.age import Cost, Identity, Recipient, seal_with_passphrase
from portal.desk.audit.actions import COMMAND, Act
from portal.desk.desk import Desk
from portal.desk.keys import identity_path, write_new
from portal.desk.officers import rules, second_factor, sessions
from portal.desk.officers.actions import reply_key
from portal.desk.officers.identity_file import NotAnIdentity, OfficerIdentity, read_identity
from portal.desk.officers.offices import LONGEST_NAME, DirectoryError
from portal.desk.officers.records import FormerReplyKeyRecord, OfficeRecord, OfficerRecord, ReplyKeySlip
from portal.desk.officers.rules import Who
from portal.desk.officers.vouching import enrolled_note, reply_key_note
from portal.domain.passphrase import normal_passphrase
from portal.domain.roles import Role
from portal.sealing import SigningKey, seal_reply_key
from portal.whole_files import replace


@dataclass(frozen=True)
class NewOfficer:
    """An officer to enrol."""

    login: str
    name: str
    office: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Enrolled:
    """What the officer takes away: the fingerprint to write down, and the second factor to put into a phone."""

    officer: str
    fingerprint: str
    totp_secret: str = field(repr=False)
    totp_uri: str = field(repr=False)


@dataclass(frozen=True)
class OfficerLine:
    """An officer as the command line lists them. `revoked` is an ISO day or empty."""

    login: str
    name: str
    office: str
    roles: tuple[str, ...]
    fingerprint: str
    answers: bool
    revoked: str


def enrol(desk: Desk, new: NewOfficer, passphrase: str, *, cost: Cost, colleague: Who | None = None) -> Enrolled:
    """Enrol an officer: key file, register and, for who speaks to reporters, a slip of the office's reply key.

    The first such officer of an office makes that key; later ones get it from a `colleague` who can open it (see
    `as_colleague`). Raise `DirectoryError` or `KeysError`; then nothing is left behind, neither row nor file.
    """
    _check(new, passphrase)
    fresh = OfficerIdentity(token_hex(16), new.login, second_factor.new_secret(), Identity.generate())
    sealed = seal_with_passphrase(fresh.write(), normal_passphrase(passphrase), cost)
    path, written = identity_path(desk.keys, new.login), False
    try:
        with desk.database.writing() as session:
            _enter(session, desk, new, fresh, colleague)
            write_new(path, sealed)
            written = True
    except BaseException:
        # The row was rolled back: a file without a row would stand in the way of the next attempt.
        if written:
            path.unlink(missing_ok=True)
        raise
    return _for_the_officer(fresh)


def as_colleague(desk: Desk, login: str, passphrase: str) -> Who:
    """Open an active officer's key file at the command line, to hand on what they can open.

    Raise `DirectoryError` for an unknown or revoked name or a foreign file, `WrongPassphrase` otherwise.
    """
    _, found = _opened_file(desk, login, passphrase)
    with desk.database.reading() as session:
        record = _active(session, login)
    own = found.with_key_of(record.recipient) if record.id == found.officer else None
    if own is None:
        raise DirectoryError(f"{login}: the key file is another officer's")
    roles = frozenset(Role(code) for code in record.roles.split())
    return Who(record.id, record.login, record.name, record.office, roles, own.identity, own.other)


def reset_second_factor(desk: Desk, login: str, passphrase: str, *, cost: Cost) -> Enrolled:
    """Make a new second factor; the old one, all passkeys and every sign-in end. Raise as `as_colleague`.

    The secret is inside the key file, so this takes the officer's passphrase: an administrator alone cannot do it.
    """
    who = as_colleague(desk, login, passphrase)
    before, found = _opened_file(desk, login, passphrase)
    fresh = replace_fields(found, totp=second_factor.new_secret(), passkeys=())
    sealed = seal_with_passphrase(fresh.write(), normal_passphrase(passphrase), cost)
    with desk.database.writing() as session:
        session.get(OfficerRecord, who.officer, with_for_update=True)
        if identity_path(desk.keys, who.login).read_bytes() != before:
            raise DirectoryError(f"{login}: the key file was changed a moment ago; run this again")
        sessions.end_all_of(session, who.officer)
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"officer reset-second-factor {who.login}")
        # Inside the transaction: if the commit fails, the new factor works without a line about it; better than a line
        # without the deed, and the command says that it failed.
        replace(identity_path(desk.keys, who.login), sealed)
    return _for_the_officer(fresh)


def revoke(session: Session, desk: Desk, login: str, *, by: str = COMMAND) -> Path:
    """End an officer's work: sign-ins end, none begins, no answer for the office, not in the next roster.

    Returns the path of the key file, which still opens the officer's slips in a copy of the database: destroy it once
    colleagues have the cases. `by` is who does it: an officer's id, or the command line. Raise
    `DirectoryError` for an unknown or already revoked name.
    """
    record = _active(session, login)
    record.revoked = desk.clock.today()
    sessions.end_all_of(session, record.id)
    slip = session.get(ReplyKeySlip, (record.office, record.id))
    if slip is not None:
        session.delete(slip)
    session.flush()
    act = Act.COMMAND if by == COMMAND else Act.LEAVE
    desk.ledger.record(session, actor=by, act=act, note=f"officer revoke {record.login}")
    return identity_path(desk.keys, record.login)


def list_officers(session: Session) -> list[OfficerLine]:
    """Return every officer by office and login, revoked ones too."""
    from_slips = set(session.scalars(select(ReplyKeySlip.officer)))
    ordered = select(OfficerRecord).order_by(OfficerRecord.office, OfficerRecord.login)
    return [
        OfficerLine(
            login=record.login,
            name=record.name,
            office=record.office,
            roles=tuple(record.roles.split()),
            fingerprint=Recipient.parse(record.recipient).fingerprint,
            answers=record.id in from_slips,
            revoked=record.revoked.isoformat() if record.revoked else "",
        )
        for record in session.scalars(ordered)
    ]


def _for_the_officer(fresh: OfficerIdentity) -> Enrolled:
    uri = second_factor.enrolment_uri(fresh.totp, fresh.login)
    return Enrolled(fresh.officer, fresh.identity.recipient.fingerprint, fresh.totp, uri)


def _check(new: NewOfficer, passphrase: str) -> None:
    if not rules.good_login(new.login):
        raise DirectoryError(
            f"{new.login}: a login is up to {rules.LOGIN_LIMIT} small letters, digits and single dashes, a letter first"
        )
    if not (new.name.strip() and new.name.isprintable() and len(new.name) <= LONGEST_NAME):
        raise DirectoryError(f"a name is needed, up to {LONGEST_NAME} characters")
    if not new.roles:
        raise DirectoryError("an officer needs at least one role")
    if pair := rules.clash(new.roles):
        raise DirectoryError(f"one person must not be both {pair[0]} and {pair[1]}")
    if weak := rules.weakness(normal_passphrase(passphrase), new.login):
        raise DirectoryError(f"the passphrase is too weak: {rules.WEAKNESS_REASONS[weak]}")


def _enter(session: Session, desk: Desk, new: NewOfficer, fresh: OfficerIdentity, colleague: Who | None) -> None:
    office = session.get(OfficeRecord, new.office)
    if office is None:
        raise DirectoryError(f"{new.office}: no such office; see: portal office list")
    if session.scalar(select(OfficerRecord.id).where(OfficerRecord.login == new.login)):
        raise DirectoryError(f"{new.login}: this login is taken (also a revoked officer keeps theirs)")
    session.add(
        OfficerRecord(
            id=fresh.officer,
            login=new.login,
            name=new.name.strip(),
            office=new.office,
            roles=" ".join(sorted(new.roles)),
            recipient=str(fresh.identity.recipient),
            enrolled=desk.clock.today(),
            totp_step=0,
        )
    )
    session.flush()
    note = enrolled_note(new.login, fresh.officer, fresh.identity.recipient)
    desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=note)
    if rules.speaks(new.roles):
        _hand_reply_key(session, desk, office, fresh, colleague)


def _hand_reply_key(
    session: Session, desk: Desk, office: OfficeRecord, fresh: OfficerIdentity, colleague: Who | None
) -> None:
    """Seal the office's reply key to the new officer; make one where nobody active holds it any more."""
    held = session.scalar(select(ReplyKeySlip.officer).where(ReplyKeySlip.office == office.id).limit(1))
    if held is None:
        key = SigningKey.generate()
        if office.reply_key:
            _keep_former(session, desk, office)
        office.reply_key = str(key.verify_key)
        note = reply_key_note(office.id, key.verify_key)
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=note)
    elif colleague is None or colleague.office != office.id:
        raise DirectoryError(
            f"{office.id} has a reply key already: a colleague of this office must hand it on (--granted-by LOGIN)"
        )
    else:
        key = reply_key(session, colleague)
        desk.ledger.record(session, actor=colleague.officer, act=Act.GRANT, note=f"reply-key {fresh.login}")
    day, recipient = desk.clock.today(), fresh.identity.recipient
    sealed = seal_reply_key(key, office.id, fresh.officer, recipient, day)
    session.add(ReplyKeySlip(office=office.id, officer=fresh.officer, sealed=sealed))
    session.flush()


def _keep_former(session: Session, desk: Desk, office: OfficeRecord) -> None:
    """Remember the key that nobody holds any more: reporters still read what the office answered with it.

    It spoke since the one before it ended, or since the office's first officer was enrolled.
    """
    ended = select(func.max(FormerReplyKeyRecord.until)).where(FormerReplyKeyRecord.office == office.id)
    first = select(func.min(OfficerRecord.enrolled)).where(OfficerRecord.office == office.id)
    today = desk.clock.today()
    since = session.scalar(ended) or session.scalar(first) or today
    session.add(FormerReplyKeyRecord(office=office.id, key=office.reply_key, since=since, until=today))


def _opened_file(desk: Desk, login: str, passphrase: str) -> tuple[bytes, OfficerIdentity]:
    """The file as it lies there, and what is in it."""
    if not rules.good_login(login):
        raise DirectoryError(f"{login}: no login name")
    path = identity_path(desk.keys, login)
    try:
        sealed = path.read_bytes()
        return sealed, read_identity(desk.open_identity(sealed, normal_passphrase(passphrase)))
    except OSError as missing:
        raise DirectoryError(f"{path}: cannot be read ({missing.strerror})") from missing
    except NotAnIdentity as foreign:
        raise DirectoryError(f"{path}: {foreign}") from foreign


def _active(session: Session, login: str) -> OfficerRecord:
    wanted = select(OfficerRecord).where(OfficerRecord.login == login, OfficerRecord.revoked.is_(None))
    record = session.scalars(wanted).one_or_none()
    if record is None:
        raise DirectoryError(f"{login}: no active officer of this login; see: portal officer list")
    return record

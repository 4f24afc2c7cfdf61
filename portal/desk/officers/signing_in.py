"""Signing in: a passphrase that opens the officer's key file, then a code from the officer's second device.

Every step spans more than one transaction, because a passphrase check takes a second and nobody may hold the write lock
meanwhile; so, unlike actions, these functions open and commit their own.

An unknown name, a wrong passphrase and a revoked officer are one and the same from outside: the same refusal after the
same reads, writes and one passphrase check of the same cost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.age import AgeError
from portal.desk.audit.actions import NOBODY, Act
from portal.desk.desk import Desk, TooBusy
from portal.desk.keys import identity_path
from portal.desk.officers import challenges, devices, passkeys, rules, second_factor, sessions, throttle
from portal.desk.officers.identity_file import NotAnIdentity, OfficerIdentity, read_identity
from portal.desk.officers.passkeys import NotThisPasskey, read_all, write_all
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.sessions import Sitting, Stage
from portal.desk.officers.throttle import Admission
from portal.domain.passphrase import normal_passphrase

_LONGEST_TYPED = 1024
CODE, PASSKEY = "", "passkey"
"""How the second factor was given, as the audit chain has it."""

Fits = Callable[[Session, Sitting, int], bool]
"""Whether a second factor is right; what it used up is used up in the same transaction."""


class Why(StrEnum):
    """Why a sign-in did not go on."""

    WRONG = "wrong"
    THROTTLED = "throttled"
    OVER = "over"


class SignInRefused(Exception):
    """Not signed in. `why` is all that may be said."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class SignedIn:
    """A finished sign-in: the cookies to set and when it ends (seconds since 1970)."""

    cookie: str
    device_cookie: str
    ends: int


@dataclass(frozen=True)
class _Caller:
    """What is known about an attempt before anything is checked. `officer` is empty for an unknown or revoked name."""

    officer: str
    recipient: str
    bucket: str
    known_device: bool


def give_passphrase(desk: Desk, typed_login: str, typed_passphrase: str, device_cookie: str) -> str:
    """Check name and passphrase; return the cookie of the half-finished sign-in.

    Raise `SignInRefused` (wrong, throttled) or `TooBusy`; then the attempt was counted, or nothing was checked at all.
    """
    login = rules.normal_login(typed_login[:_LONGEST_TYPED])
    passphrase = normal_passphrase(typed_passphrase[:_LONGEST_TYPED])
    caller = _admitted(desk, login, device_cookie)
    lane = desk.lanes.known_devices if caller.known_device else desk.lanes.strangers
    try:
        with lane.turn():
            opened = _opened(desk, login, caller, passphrase)
    except TooBusy:
        with desk.database.writing() as session:
            throttle.give_back(session, caller.bucket)
        raise
    with desk.database.writing() as session:
        if opened is not None:
            secrets = {"identity": str(opened.identity), "totp": opened.totp}
            secrets |= {"other": str(opened.other)} if opened.other else {}
            secrets |= {"passkeys": write_all(opened.passkeys)} if opened.passkeys else {}
            now = _now(desk)
            # Written down now: somebody who has the passphrase and not the phone goes no further than here.
            desk.ledger.record(session, actor=caller.officer, act=Act.HALF_SIGNED_IN)
            return sessions.begin(
                session, desk.policy, now, caller.officer, Stage.SECOND_FACTOR, secrets, caller.bucket
            )
        desk.ledger.record(session, actor=caller.officer or NOBODY, act=Act.SIGN_IN_FAILED)
    raise SignInRefused(Why.WRONG)


def give_code(desk: Desk, cookie: str, typed: str, device_cookie: str) -> SignedIn:
    """Check the second factor of the half-finished sign-in `cookie`; a code is good once.

    Raise `SignInRefused`: wrong (try again), throttled, or over (too late or too many codes: the passphrase again).
    """

    def fits(session: Session, found: Sitting, now: int) -> bool:
        step = second_factor.matching_step(found.secrets["totp"], typed, now)
        return step is not None and _use_step(session, found.officer, step)

    return _finish(desk, cookie, device_cookie, fits, CODE)


def ask_passkey(desk: Desk, cookie: str) -> str:
    """What the browser is asked, as JSON, with a new challenge bound to this half-finished sign-in.

    "" where there is none, the officer has no passkey, or the desk's address is not in the settings.
    """
    from portal.desk.officers.ceremonies import to_sign_in  # noqa: PLC0415  py_webauthn, when it is used

    site, now = desk.policy.site, _now(desk)
    with desk.database.reading() as session:
        found = sessions.find(session, desk.policy, now, cookie, Stage.SECOND_FACTOR)
    known = read_all(found.secrets.get("passkeys", "")) if found else ()
    if site is None or found is None or not known:
        return ""
    with desk.database.writing() as session:
        challenge = challenges.put(session, found.id, now)
    return to_sign_in(site, known, challenge)


def give_passkey(desk: Desk, cookie: str, answer: str, device_cookie: str) -> SignedIn:
    """Check a passkey's answer as the second factor, once for each challenge. Raise as `give_code`."""
    from portal.desk.officers.ceremonies import answered  # noqa: PLC0415  py_webauthn, when it is used

    site = desk.policy.site

    def fits(session: Session, found: Sitting, now: int) -> bool:
        challenge = challenges.take(session, found.id, now)
        if site is None or challenge is None:
            return False
        try:
            passkey = passkeys.whose(read_all(found.secrets.get("passkeys", "")), answer)
            before = challenges.counter(session, found.officer, passkey.mark)
            shown = answered(site, challenge, answer, passkey, before)
        except NotThisPasskey:
            return False
        challenges.keep_counter(session, found.officer, passkey.mark, shown)
        return True

    return _finish(desk, cookie, device_cookie, fits, PASSKEY)


def sign_out(desk: Desk, cookie: str) -> None:
    """End the sign-in of `cookie`, whatever its stage; nothing happens when there is none."""
    with desk.database.writing() as session:
        for stage in Stage:
            found = sessions.find(session, desk.policy, _now(desk), cookie, stage)
            if found is not None:
                sessions.end(session, found.id)
                desk.ledger.record(session, actor=found.officer, act=Act.SIGN_OUT)


def _admitted(desk: Desk, login: str, device_cookie: str) -> _Caller:
    """Find out whose bucket the attempt counts in, and count it. Raise `SignInRefused` when the bucket is spent.

    A flood of refused attempts only reads: it neither takes the write lock nor fills the audit chain.
    """
    now = _now(desk)
    with desk.database.reading() as session:
        caller = _caller(session, desk, login, device_cookie)
        spent = throttle.is_spent(session, caller.bucket, now)
    if spent:
        raise SignInRefused(Why.THROTTLED)
    with desk.database.writing() as session:
        admission = throttle.admit(session, caller.bucket, now)
        if admission is Admission.FIRST_REFUSAL:
            where = "known device" if caller.known_device else "strangers"
            desk.ledger.record(session, actor=caller.officer or NOBODY, act=Act.THROTTLED, note=where)
    if admission is not Admission.ADMITTED:
        raise SignInRefused(Why.THROTTLED)
    return caller


def _caller(session: Session, desk: Desk, login: str, device_cookie: str) -> _Caller:
    keys, today = desk.cookie_keys, desk.clock.today()
    found = select(OfficerRecord).where(OfficerRecord.login == login, OfficerRecord.revoked.is_(None))
    record = session.scalars(found).one_or_none()
    officer = record.id if record else NOBODY
    device = devices.known_device(keys.devices, device_cookie, officer, today) if record else None
    if device is not None:
        return _Caller(officer, record.recipient if record else "", throttle.device_bucket(device), known_device=True)
    bucket = throttle.strangers_bucket(keys.buckets, login)
    return _Caller(officer, record.recipient if record else "", bucket, known_device=False)


def _opened(desk: Desk, login: str, caller: _Caller, passphrase: str) -> OfficerIdentity | None:
    """Open the key file; exactly one passphrase check, whoever asks.

    The file must be this officer's and hold the key that the register knows: a file moved to another name, or a
    recipient exchanged in the database, ends here.
    """
    sealed = desk.decoy
    if caller.officer:
        try:
            sealed = identity_path(desk.keys, login).read_bytes()
        except OSError:
            caller = _Caller(NOBODY, "", caller.bucket, caller.known_device)
    try:
        found = read_identity(desk.open_identity(sealed, passphrase))
        return found.with_key_of(caller.recipient) if found.officer == caller.officer else None
    except (AgeError, NotAnIdentity):
        return None


def _finish(desk: Desk, cookie: str, device_cookie: str, fits: Fits, how: str) -> SignedIn:
    with desk.database.writing() as session:
        outcome = _judge(session, desk, cookie, device_cookie, fits, how)
    if isinstance(outcome, Why):
        raise SignInRefused(outcome)
    return outcome


def _judge(session: Session, desk: Desk, cookie: str, device_cookie: str, fits: Fits, how: str) -> SignedIn | Why:
    """Judge one second factor in one transaction. Return a refusal instead of raising it: the counts must stay."""
    now = _now(desk)
    found = sessions.find(session, desk.policy, now, cookie, Stage.SECOND_FACTOR)
    if found is None:
        return Why.OVER
    if sessions.one_more_try(session, found.id) > rules.CODES_PER_PASSPHRASE:
        sessions.end(session, found.id)
        return Why.OVER
    admission = throttle.admit(session, found.bucket, now)
    if admission is not Admission.ADMITTED:
        if admission is Admission.FIRST_REFUSAL:
            desk.ledger.record(session, actor=found.officer, act=Act.THROTTLED, note="second factor")
        return Why.THROTTLED
    if not fits(session, found, now):
        desk.ledger.record(session, actor=found.officer, act=Act.SECOND_FACTOR_FAILED)
        return Why.WRONG
    for _ in ("the passphrase", "the code"):
        throttle.give_back(session, found.bucket)
    sessions.end(session, found.id)
    secrets = {name: secret for name, secret in found.secrets.items() if name != "totp"}
    opened = sessions.begin(session, desk.policy, now, found.officer, Stage.OPEN, secrets)
    desk.ledger.record(session, actor=found.officer, act=Act.SIGN_IN, note=how)
    device = devices.remember(desk.cookie_keys.devices, device_cookie, found.officer, desk.clock.today())
    return SignedIn(opened, device, now + int(desk.policy.absolute.total_seconds()))


def _use_step(session: Session, officer: str, step: int) -> bool:
    """Claim a time step for ever. One statement: of two requests with the same code, one finds it taken."""
    claim = (
        update(OfficerRecord)
        .where(OfficerRecord.id == officer, OfficerRecord.totp_step < step, OfficerRecord.revoked.is_(None))
        .values(totp_step=step)
    )
    return session.connection().execute(claim).rowcount == 1


def _now(desk: Desk) -> int:
    return int(desk.clock.now().timestamp())

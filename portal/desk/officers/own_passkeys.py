"""An officer's own passkeys: to add one, to take one away. Both change the key file, so both ask for the passphrase.

The one-time codes always stay, so nobody takes away their last second factor. Every sign-in ends afterwards: those
that are open know the passkeys of before.
"""

from collections.abc import Callable
from dataclasses import replace

from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.keys import identity_path
from portal.desk.officers import challenges, sessions
from portal.desk.officers.identity_file import OfficerIdentity
from portal.desk.officers.own_keys import NotChanged, Refused, opened_file, own_record
from portal.desk.officers.passkeys import NotThisPasskey, Passkey
from portal.desk.officers.rules import Who
from portal.domain.text import one_line
from portal.whole_files import replace as replace_file

ADDED, REMOVED = "passkey-added", "passkey-removed"
MOST, LONGEST_NAME = 8, 40


def question(desk: Desk, who: Who, sitting: str, known: tuple[Passkey, ...]) -> str:
    """What the browser is asked to make a passkey, as JSON; "" where the desk's address is not in the settings."""
    from portal.desk.officers.ceremonies import to_register  # noqa: PLC0415  py_webauthn, when it is used

    site = desk.policy.site
    if site is None:
        return ""
    with desk.database.writing() as session:
        challenge = challenges.put(session, sitting, _now(desk))
    return to_register(site, who.officer, who.login, known, challenge)


def add(desk: Desk, who: Who, sitting: str, passphrase: str, name: str, answer: str) -> None:
    """Add the passkey that answered. Raise `NotChanged`; the challenge is spent all the same."""
    from portal.desk.officers.ceremonies import registered  # noqa: PLC0415  py_webauthn, when it is used

    site, called = desk.policy.site, one_line(name)[:LONGEST_NAME]
    with desk.database.writing() as session:
        challenge = challenges.take(session, sitting, _now(desk))
    if site is None or challenge is None or not called:
        raise NotChanged(Refused.PASSKEY)
    try:
        fresh, shown = registered(site, challenge, answer, called, desk.clock.today())
    except NotThisPasskey:
        raise NotChanged(Refused.PASSKEY) from None

    def with_it(found: OfficerIdentity) -> OfficerIdentity:
        if len(found.passkeys) >= MOST:
            raise NotChanged(Refused.MANY)
        others = tuple(one for one in found.passkeys if one.id != fresh.id)
        return replace(found, passkeys=(*others, fresh))

    _write(desk, who, passphrase, with_it, ADDED, (fresh.mark, shown))


def remove(desk: Desk, who: Who, passphrase: str, mark: str) -> None:
    """Take a passkey away. Raise `NotChanged`, also for one that this officer has not."""

    def without_it(found: OfficerIdentity) -> OfficerIdentity:
        left = tuple(one for one in found.passkeys if one.mark != mark)
        if left == found.passkeys:
            raise NotChanged(Refused.PASSKEY)
        return replace(found, passkeys=left)

    _write(desk, who, passphrase, without_it, REMOVED, (mark, 0))


def _write(
    desk: Desk,
    who: Who,
    passphrase: str,
    change: Callable[[OfficerIdentity], OfficerIdentity],
    what: str,
    counted: tuple[str, int],
) -> None:
    file = opened_file(desk, who, passphrase, change)
    with desk.database.writing() as session:
        own_record(session, desk, who, file)
        challenges.keep_counter(session, who.officer, *counted)
        desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=what)
        sessions.end_all_of(session, who.officer)
        # Last, inside the transaction, as for a new passphrase.
        replace_file(identity_path(desk.keys, who.login), file.sealed)


def _now(desk: Desk) -> int:
    return int(desk.clock.now().timestamp())

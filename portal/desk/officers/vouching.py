"""Which keys were really made here: the audit chain remembers, and the database alone cannot make it say otherwise.

Whoever can write the desk's database could put their own recipient beside an officer's name and wait for the next
roster: the authority would sign it and every new report would be sealed to them. So enrolment writes each key's
fingerprint into the keyed chain, and no roster is composed of keys that the chain does not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.audit.actions import COMMAND, Act, Ledger
from portal.sealing import VerifyKey

_OFFICER, _OFFICE, _ROSTER, _PUBLISHED = "officer enrol", "office reply-key", "roster sign", "roster publish"
_CHANGED, _WAITING, _WITHDRAWN = "officer key", "next-key", "key-withdrawn"


@dataclass(frozen=True)
class Vouched:
    """Fingerprints by officer id and by office id, as the chain has them; the newest counts.

    `made` has every reply key there ever was, as (office, fingerprint); `held` every officer's, as (id, fingerprint).
    """

    officers: dict[str, str]
    offices: dict[str, str]
    made: frozenset[tuple[str, str]] = frozenset()
    held: frozenset[tuple[str, str]] = frozenset()

    def knows_officer(self, officer: str, recipient: Recipient) -> bool:
        """Whether `recipient` was enrolled for this officer."""
        return self.officers.get(officer) == _short(recipient.fingerprint)

    def has_held(self, officer: str, recipient: Recipient) -> bool:
        """Whether `recipient` is, or once was, this officer's key."""
        return (officer, _short(recipient.fingerprint)) in self.held

    def knows_office(self, office: str, key: VerifyKey) -> bool:
        """Whether `key` was made as this office's reply key."""
        return self.offices.get(office) == _short(key.fingerprint)

    def knows_former(self, office: str, key: VerifyKey) -> bool:
        """Whether `key` was once made as this office's reply key and is not the present one."""
        return (office, _short(key.fingerprint)) in self.made and not self.knows_office(office, key)


def enrolled_note(login: str, officer: str, recipient: Recipient) -> str:
    """Write the audit note of an enrolment."""
    return f"{_OFFICER} {login} {officer} {_short(recipient.fingerprint)}"


def changed_note(login: str, officer: str, recipient: Recipient) -> str:
    """Write the audit note of a roster that vouches for an officer's new key."""
    return f"{_CHANGED} {login} {officer} {_short(recipient.fingerprint)}"


def waiting_note(recipient: Recipient) -> str:
    """Write the audit note of an officer who made a new key for themself."""
    return f"{_WAITING} {_short(recipient.fingerprint)}"


def withdrawn_note(recipient: Recipient) -> str:
    """Write the audit note of an officer who took a waiting key back."""
    return f"{_WITHDRAWN} {_short(recipient.fingerprint)}"


def made_by_officer(session: Session, ledger: Ledger, officer: str, recipient: Recipient) -> bool:
    """Whether `recipient` is the key that this officer made for themself last, and did not take back: by the chain."""
    return _made_last(session, ledger, officer) == waiting_note(recipient)


def lost_note(session: Session, ledger: Ledger, officer: str, left: Iterable[Recipient]) -> str | None:
    """Write the audit note that takes back the key this officer made last; None when it is among those `left`.

    By the chain alone: whoever can write the database could hide the row now and put it back afterwards.
    """
    made = _made_last(session, ledger, officer)
    if not made.startswith(f"{_WAITING} ") or made in map(waiting_note, left):
        return None
    return f"{_WITHDRAWN} {made.removeprefix(f'{_WAITING} ')}"


def reply_key_note(office: str, key: VerifyKey) -> str:
    """Write the audit note of a new reply key."""
    return f"{_OFFICE} {office} {_short(key.fingerprint)}"


def roster_note(version: int) -> str:
    """Write the audit note of a roster that was signed."""
    return f"{_ROSTER} {version}"


def newest_signed(session: Session, ledger: Ledger) -> int:
    """Return the version of the roster signed last, as the chain has it; 0 for none.

    Whoever deletes the newest roster from the database to have an older one believed does not delete it from here.
    """
    return _newest(session, ledger, _ROSTER)


def published_note(version: int) -> str:
    """Write the audit note of a roster that was put where the street door reads it."""
    return f"{_PUBLISHED} {version}"


def newest_published(session: Session, ledger: Ledger) -> int:
    """Return the version of the newest roster that was published, as the chain has it; 0 for none."""
    return _newest(session, ledger, _PUBLISHED)


def _made_last(session: Session, ledger: Ledger, officer: str) -> str:
    """The newest note about a key that this officer made or took back; empty when there is none."""
    about, newest = (f"{_WAITING} ", f"{_WITHDRAWN} "), ""
    for note in ledger.notes(session, officer, Act.OWN_KEY):
        newest = note if note.startswith(about) else newest
    return newest


def _newest(session: Session, ledger: Ledger, what: str) -> int:
    notes = (note for note in ledger.notes(session, COMMAND, Act.COMMAND) if note.startswith(f"{what} "))
    return max((int(note.removeprefix(f"{what} ")) for note in notes), default=0)


def vouched(session: Session, ledger: Ledger) -> Vouched:
    """Read from the chain which keys were made here. The caller has verified the chain."""
    officers: dict[str, str] = {}
    offices: dict[str, str] = {}
    made: set[tuple[str, str]] = set()
    held: set[tuple[str, str]] = set()
    for note in ledger.notes(session, COMMAND, Act.COMMAND):
        words = note.split(" ")
        if note.startswith((f"{_OFFICER} ", f"{_CHANGED} ")):
            officers[words[3]] = words[4]
            held.add((words[3], words[4]))
        elif note.startswith(f"{_OFFICE} "):
            offices[words[2]] = words[3]
            made.add((words[2], words[3]))
    return Vouched(officers, offices, frozenset(made), frozenset(held))


def _short(fingerprint: str) -> str:
    return fingerprint.replace(" ", "")

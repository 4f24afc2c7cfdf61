"""Which keys were really made here: the audit chain remembers, and the database alone cannot make it say otherwise.

Whoever can write the desk's database could put their own recipient beside an officer's name and wait for the next
roster: the authority would sign it and every new report would be sealed to them. So enrolment writes each key's
fingerprint into the keyed chain, and no roster is composed of keys that the chain does not know.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.audit.actions import COMMAND, Act, Ledger
from portal.sealing import VerifyKey

_OFFICER, _OFFICE, _ROSTER = "officer enrol", "office reply-key", "roster sign"


@dataclass(frozen=True)
class Vouched:
    """Fingerprints by officer id and by office id, as the chain has them; the newest counts.

    `made` has every reply key there ever was, as (office, fingerprint).
    """

    officers: dict[str, str]
    offices: dict[str, str]
    made: frozenset[tuple[str, str]] = frozenset()

    def knows_officer(self, officer: str, recipient: Recipient) -> bool:
        """Whether `recipient` was enrolled for this officer."""
        return self.officers.get(officer) == _short(recipient.fingerprint)

    def knows_office(self, office: str, key: VerifyKey) -> bool:
        """Whether `key` was made as this office's reply key."""
        return self.offices.get(office) == _short(key.fingerprint)

    def knows_former(self, office: str, key: VerifyKey) -> bool:
        """Whether `key` was once made as this office's reply key and is not the present one."""
        return (office, _short(key.fingerprint)) in self.made and not self.knows_office(office, key)


def enrolled_note(login: str, officer: str, recipient: Recipient) -> str:
    """Write the audit note of an enrolment."""
    return f"{_OFFICER} {login} {officer} {_short(recipient.fingerprint)}"


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
    notes = (note for note in ledger.notes(session, COMMAND, Act.COMMAND) if note.startswith(f"{_ROSTER} "))
    return max((int(note.removeprefix(f"{_ROSTER} ")) for note in notes), default=0)


def vouched(session: Session, ledger: Ledger) -> Vouched:
    """Read from the chain which keys were made here. The caller has verified the chain."""
    officers: dict[str, str] = {}
    offices: dict[str, str] = {}
    made: set[tuple[str, str]] = set()
    for note in ledger.notes(session, COMMAND, Act.COMMAND):
        words = note.split(" ")
        if note.startswith(f"{_OFFICER} "):
            officers[words[3]] = words[4]
        elif note.startswith(f"{_OFFICE} "):
            offices[words[2]] = words[3]
            made.add((words[2], words[3]))
    return Vouched(officers, offices, frozenset(made))


def _short(fingerprint: str) -> str:
    return fingerprint.replace(" ", "")

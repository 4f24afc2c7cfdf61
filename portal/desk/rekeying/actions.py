"""What an officer sees of their change of keys, going on with it, and whether the old key may go."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.desk.desk import Desk
from portal.desk.officers import key_change
from portal.desk.officers.key_change import KeyChange, Phase, change_of
from portal.desk.officers.records import KeyChangeRecord
from portal.desk.officers.rules import Who
from portal.desk.officers.standing import first_with
from portal.desk.officers.vouching import newest_published
from portal.desk.recovery.keeping import again
from portal.desk.rekeying.moving import left, move_some, names_left
from portal.desk.rekeying.rules import Obstacle, why_needed
from portal.letterbox import slot as letterbox

BATCHES = 4
"""So many transactions in one request; the next request goes on."""


@dataclass(frozen=True)
class OwnKey:
    """The page of an officer's key. `names`: cases whose name only the old key helps to open."""

    fingerprint: str
    change: KeyChange
    names: int
    obstacle: Obstacle | None

    @property
    def old(self) -> str:
        """The old key is still there."""
        return self.change.phase.value


def own_key(session: Session, desk: Desk, who: Who) -> OwnKey:
    """Show the key and where its change stands. What is left to be moved is not counted here: that takes long."""
    change = change_of(session, who)
    names = names_left(session, who)
    obstacle = _obstacle(session, desk, who, items=0, names=names) if change.phase is Phase.MOVING else None
    return OwnKey(who.identity.recipient.fingerprint, change, names, obstacle)


def begin(desk: Desk, who: Who, passphrase: str) -> None:
    """Make a new key, and divide both anew among the keepers of halves. Raise `NotChanged`."""
    key_change.begin(desk, who, passphrase, again(desk, who))


def move(desk: Desk, who: Who) -> bool:
    """Move some batches, each in a commit of its own. True when the round is done. Raise `NotChanged`."""
    for _ in range(BATCHES):
        with desk.database.writing() as session:
            done = move_some(session, desk, who)
        if done:
            return True
    return False


def withdraw(desk: Desk, who: Who, passphrase: str) -> None:
    """Take a waiting key back. Raise `NotChanged`."""
    key_change.withdraw(desk, who, passphrase, again(desk, who))


def destroy_old(desk: Desk, who: Who, passphrase: str) -> None:
    """Destroy the old key. Raise `NotChanged`, also when anything is left on it."""

    def needed(session: Session) -> bool:
        items, names = left(session, who), names_left(session, who)
        return _obstacle(session, desk, who, items=items, names=names) is not None

    key_change.end(desk, who, passphrase, needed, again(desk, who))


def _obstacle(session: Session, desk: Desk, who: Who, *, items: int, names: int) -> Obstacle | None:
    change = session.get(KeyChangeRecord, who.officer)
    first = first_with(session, desk, who, who.identity.recipient)
    published = first is not None and newest_published(session, desk.ledger) >= first.version
    with desk.letterbox.reading() as slot:
        waiting = bool(letterbox.waiting(slot, 1))
    day = change.published if change else None
    return why_needed(
        signed=change is not None and change.vouched is not None,
        published=published and day is not None,
        days=None if first is None else (desk.clock.today() - day).days if day else 0,
        waiting=waiting,
        items=items,
        names=names,
    )

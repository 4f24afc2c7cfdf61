"""When a key may be taken back, and who must have one before. Pure.

A case whose last key is gone can never be opened again, so nobody's key ends before somebody else's is there.
"""

from collections.abc import Iterable

from portal.desk.casework.access import Person
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.officers.rules import Right, rights_of

NONE, RECUSE = "none", "recuse"
"""What an officer can state: nothing calls for recusal, or they must recuse themself."""


def leads(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those of `people` who are active and may give others access."""
    return tuple(person for person in people if person.active and Right.GRANT in rights_of(person.roles))


def others(holders: Iterable[Person], officer: str) -> tuple[Person, ...]:
    """The active holders besides `officer`."""
    return tuple(person for person in holders if person.active and person.officer != officer)


def may_end(holders: Iterable[Person], officer: str) -> None:
    """Pass when the key of `officer` can end. Raise `NotAllowed` when nobody active would be left to open the case."""
    if not others(holders, officer):
        raise NotAllowed(Refusal.LAST)


def may_remove(holders: Iterable[Person], by: str, officer: str) -> None:
    """Pass when `by` may take the key of `officer` away. Raise `NotAllowed`: one's own ends by recusal only."""
    held = {person.officer for person in holders}
    if officer not in held or officer == by:
        raise NotAllowed(Refusal.PERSON)
    may_end(holders, officer)

"""Whom a note mentions, who may be mentioned, and when a task may be set or ended. Pure."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from unicodedata import normalize

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.domain.deadlines import LONGEST
from portal.domain.statuses import State

# After a letter or digit an "@" is part of an address, not a mention.
_MENTION: Final = re.compile(r"(?<![a-z0-9._%+-])@([a-z][a-z0-9]*(?:-[a-z0-9]+)*)", re.IGNORECASE)

MOST_MENTIONS: Final = 20
LONGEST_TITLE: Final = 200
WRITABLE: Final = frozenset(State) - {State.DELIVERED, State.REFERRED_UP, State.ARCHIVED}
"""Before somebody has registered it nobody writes about a case; afterwards its file is closed."""


class Unmentionable(NotAllowed):
    """These sign-in names belong to nobody who can open the case; nothing was written."""

    def __init__(self, logins: tuple[str, ...]) -> None:
        super().__init__(Refusal.MENTION)
        self.logins = logins


def mentioned(text: str) -> tuple[str, ...]:
    """The sign-in names after an @, each once, in the order of the text. Full-width signs and capitals are forgiven."""
    found = (one.casefold() for one in _MENTION.findall(normalize("NFKC", text)))
    return tuple(dict.fromkeys(found))


def mentions(text: str, holders: Mapping[str, str]) -> tuple[str, ...]:
    """The officers whom a note mentions; `holders`: ids by sign-in name of those who can open the case.

    Raise `Unmentionable` for anybody else, and `NotAllowed` without a text or with too many names.
    """
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    logins = mentioned(text)
    strangers = tuple(login for login in logins if login not in holders)
    if strangers or len(logins) > MOST_MENTIONS:
        raise Unmentionable(strangers)
    return tuple(holders[login] for login in logins)


def may_write(state: State) -> None:
    """Pass where a note or task may be added. Raise `NotAllowed`."""
    if state not in WRITABLE:
        raise NotAllowed(Refusal.STATE)


def may_set(title: str, due: date | None, assignee: str, holders: Collection[str], today: date) -> date:
    """Give the day due of a task that may be set. Raise `NotAllowed`."""
    if not title.strip():
        raise NotAllowed(Refusal.TITLE)
    if assignee not in holders:
        raise NotAllowed(Refusal.PERSON)
    if due is None or not today <= due <= today + LONGEST:
        raise NotAllowed(Refusal.AHEAD)
    return due


def may_end(word: str, *, theirs: bool, open_: bool) -> None:
    """Pass when an open task may be ended with this word. Raise `NotAllowed`.

    `theirs`: it is the officer's own, they set it, or they lead the department: whoever had it may have left.
    """
    if not open_:
        raise NotAllowed(Refusal.DONE)
    if not theirs:
        raise NotAllowed(Refusal.RIGHT)
    if not word.strip():
        raise NotAllowed(Refusal.TEXT)

"""Roles give rights, rights open views; how long a sign-in lives; how many attempts there are. No I/O.

Source of the table: DOMAIN 3.3 and 3.5.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from portal.domain.roles import Role

if TYPE_CHECKING:
    from portal.age import Identity


class Right(StrEnum):
    """What a view may ask for. A right opens a *kind* of act; which cases it reaches is decided by the slips alone."""

    OWN_PAGE = "own-page"
    QUEUE = "queue"
    OPEN_CASE = "open-case"
    DOWNLOAD = "download"
    REGISTER = "register"
    ACCEPT = "accept"
    LEAD = "lead"
    HANDLE = "handle"
    DISPOSE = "dispose"
    INQUIRE = "inquire"
    VERIFY = "verify"
    REVIEW = "review"
    CONCLUDE = "conclude"
    ARCHIVE = "archive"
    SEE_REGISTER = "see-register"
    SECOND = "second"
    APPROVALS = "approvals"
    ASK_NAME = "ask-name"
    HOLD_SHARE = "hold-share"
    KEEP_TERMS = "keep-terms"
    EXTEND = "extend"
    FOLLOW_UP = "follow-up"
    CLEAR = "clear"
    REPLY = "reply"
    GRANT = "grant"
    WORKBENCH = "workbench"
    SEE_HANDINGS = "see-handings"
    SHEET = "sheet"
    RETAIN = "retain"
    READ_CASE_AUDIT = "read-case-audit"
    READ_AUDIT = "read-audit"


_READS = frozenset({Right.OWN_PAGE, Right.QUEUE, Right.OPEN_CASE, Right.DOWNLOAD, Right.READ_CASE_AUDIT})

_WORKS = _READS | {Right.KEEP_TERMS}

_SECONDS = frozenset({Right.SECOND, Right.APPROVALS})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.INTAKE: _WORKS | {Right.REGISTER, Right.REPLY, Right.SEE_HANDINGS, Right.SHEET},
    Role.INTAKE_LEAD: _WORKS
    | _SECONDS
    | {Right.REGISTER, Right.ACCEPT, Right.ASK_NAME, Right.REPLY, Right.GRANT, Right.SEE_HANDINGS, Right.SHEET},
    Role.HANDLER: _WORKS | {Right.HANDLE, Right.WORKBENCH, Right.FOLLOW_UP, Right.REPLY, Right.APPROVALS, Right.SHEET},
    Role.DEPT_LEAD: _WORKS
    | _SECONDS
    | {Right.LEAD, Right.WORKBENCH, Right.FOLLOW_UP, Right.REPLY, Right.GRANT, Right.SEE_HANDINGS, Right.SHEET},
    Role.DEPUTY: _WORKS | _SECONDS | {Right.DISPOSE, Right.INQUIRE, Right.FOLLOW_UP, Right.SEE_HANDINGS, Right.SHEET},
    Role.CHIEF: _WORKS
    | _SECONDS
    | {Right.INQUIRE, Right.VERIFY, Right.CONCLUDE, Right.EXTEND, Right.FOLLOW_UP, Right.CLEAR, Right.SEE_HANDINGS}
    | {Right.RETAIN},
    Role.REVIEWER: _READS | {Right.REVIEW},
    Role.CASE_MGMT: frozenset(
        {Right.OWN_PAGE, Right.SEE_REGISTER, Right.ARCHIVE, Right.SEE_HANDINGS, Right.RETAIN, Right.APPROVALS}
    ),
    Role.SECRECY_AUDITOR: frozenset({Right.OWN_PAGE, Right.READ_AUDIT}),
    Role.KEY_HOLDER: frozenset({Right.OWN_PAGE, Right.APPROVALS, Right.HOLD_SHARE}),
    Role.SYSADMIN: frozenset({Right.OWN_PAGE}),
}

SPEAKS = frozenset(
    {
        Right.REGISTER,
        Right.ACCEPT,
        Right.LEAD,
        Right.HANDLE,
        Right.DISPOSE,
        Right.INQUIRE,
        Right.VERIFY,
        Right.CONCLUDE,
        Right.REPLY,
    }
)
"""Each of these sends the reporter an answer or a status, which the office's reply key must sign."""

_OPENS_CASES = frozenset(role for role, rights in RIGHTS.items() if Right.OPEN_CASE in rights)

_WATCH_OR_SERVE = (Role.SECRECY_AUDITOR, Role.SYSADMIN, Role.CASE_MGMT)

APART: frozenset[frozenset[Role]] = frozenset(
    {frozenset({guard, other}) for guard in _WATCH_OR_SERVE for other in _OPENS_CASES}
    | {frozenset({Role.SECRECY_AUDITOR, Role.SYSADMIN}), frozenset({Role.KEY_HOLDER, Role.SYSADMIN})}
    | {frozenset({Role.KEY_HOLDER, Role.INTAKE_LEAD})}
)
"""Pairs one person must not hold together (T5): who watches or keeps the register does not open, who runs the servers
holds no key, and the two shares of a reporter's name never meet in one hand."""


@dataclass(frozen=True)
class Who:
    """The officer of this request. `identity` opens this officer's slips and lives no longer than the request.

    `other` is the second key of an officer who is changing keys: it opens, and nothing is sealed to it.
    """

    officer: str
    login: str
    name: str
    office: str
    roles: frozenset[Role]
    identity: "Identity" = field(repr=False, compare=False)
    other: "Identity | None" = field(default=None, repr=False, compare=False)

    @property
    def keys(self) -> "tuple[Identity, ...]":
        """What opens what was sealed to this officer; the first is the one to seal to."""
        return (self.identity, self.other) if self.other else (self.identity,)

    @property
    def rights(self) -> frozenset[Right]:
        """Return everything this officer's roles allow."""
        return rights_of(self.roles)

    def may(self, right: Right) -> bool:
        """Whether one of this officer's roles gives `right`."""
        return right in self.rights


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Return the rights of `roles` together; none for no role."""
    return _rights(frozenset(roles))


@cache  # one entry for each set of roles that somebody holds; a page asks some fifty times
def _rights(roles: frozenset[Role]) -> frozenset[Right]:
    return frozenset(right for role in roles for right in RIGHTS[role])


def speaks(roles: Iterable[Role]) -> bool:
    """Whether an officer with `roles` ever speaks to a reporter, and so needs the office's reply key."""
    return bool(rights_of(roles) & SPEAKS)


def clash(roles: Collection[Role]) -> tuple[Role, Role] | None:
    """Find two of `roles` that one person must not hold together, or None."""
    for pair in combinations(sorted(roles), 2):
        if frozenset(pair) in APART:
            return pair
    return None


def matrix() -> str:
    """Write the whole table as Markdown, for docs (a test keeps the page equal to this)."""
    heads = " | ".join(right.value for right in Right)
    lines = [f"| role | {heads} |", "|---" * (len(Right) + 1) + "|"]
    for role, rights in RIGHTS.items():
        marks = " | ".join("yes" if right in rights else "–" for right in Right)
        lines.append(f"| {role.value} | {marks} |")
    return "\n".join(lines) + "\n"


ATTEMPTS: Final = 8
WINDOW_SECONDS: Final = 20 * 60
CODES_PER_PASSPHRASE: Final = 5
"""One right passphrase allows so many second-factor codes; then it must be given again."""


@dataclass(frozen=True)
class Tally:
    """Attempts in one bucket since `since`, in whole seconds since 1970."""

    attempts: int = 0
    since: int = 0

    @property
    def spent(self) -> bool:
        """Whether no attempt is left in this window."""
        return self.attempts > ATTEMPTS


def count(tally: Tally, now: int) -> Tally:
    """Count one more attempt; the first one after a window begins a new window.

    Counting stops one above the limit: that one is the first refusal and goes into the audit chain; a flood of refusals
    behind it writes nothing at all.
    """
    current = current_tally(tally, now)
    if current.attempts == 0:
        return Tally(1, now)
    return Tally(min(current.attempts + 1, ATTEMPTS + 1), current.since)


def give_back(tally: Tally) -> Tally:
    """Take back one attempt: it was a success, or nothing was checked. Earlier failures stay counted."""
    return Tally(max(tally.attempts - 1, 0), tally.since)


def current_tally(tally: Tally, now: int) -> Tally:
    """Return what still counts at `now`: nothing once the window is over, or if the clock went back before it."""
    return tally if tally.since <= now < tally.since + WINDOW_SECONDS else Tally()


def alive(now: int, seen: int, ends: int, idle: int) -> bool:
    """Whether a sign-in last used at `seen` is still good: neither past its end nor idle for `idle` seconds."""
    return now < ends and now < seen + idle


SHORTEST_PASSPHRASE: Final = 14
_FEWEST_CHARACTERS: Final = 6


class Weakness(StrEnum):
    """What is wrong with a new passphrase."""

    SHORT = "short"
    MONOTONOUS = "monotonous"
    CONTAINS_LOGIN = "contains-login"


WEAKNESS_REASONS: Final[Mapping[Weakness, str]] = {
    Weakness.SHORT: (
        f"at least {SHORTEST_PASSPHRASE} characters: passphrases can be tried on a copied key file for years"
    ),
    Weakness.MONOTONOUS: f"at least {_FEWEST_CHARACTERS} different characters: repeated ones are tried first",
    Weakness.CONTAINS_LOGIN: "it must not contain the login name: that is tried first",
}


def weakness(passphrase: str, login: str = "") -> Weakness | None:
    """Say what makes `passphrase` too weak to seal a key file with, or None. Words beat signs: no digits are asked."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return Weakness.SHORT
    if len(set(passphrase)) < _FEWEST_CHARACTERS:
        return Weakness.MONOTONOUS
    if login and login.casefold() in passphrase.casefold():
        return Weakness.CONTAINS_LOGIN
    return None


def normal_login(typed: str) -> str:
    """Bring a typed login name into the one form it is stored in: full-width letters and capitals are forgiven."""
    return normalize("NFKC", typed).strip().casefold()


def passphrase_due(set_on: date, today: date, days: int) -> bool:
    """Whether a passphrase set on `set_on` must be changed now; `days` 0 means never."""
    return days > 0 and today > set_on + timedelta(days=days)


LOGIN_FORM: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LOGIN_LIMIT: Final = 40


def good_login(login: str) -> bool:
    """Whether `login` may name an officer, and so a file: small letters, digits and single dashes, a letter first."""
    return len(login) <= LOGIN_LIMIT and LOGIN_FORM.fullmatch(login) is not None

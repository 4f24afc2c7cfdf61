"""The signed roster on the street host: read, verified, watched. When it cannot be trusted, the office closes."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from portal.clock import Clock
from portal.letterbox import slot
from portal.sealing import BadRoster, Roster, VerifyKey
from portal.web.database import Database

FILES = ("roster.json", "roster.sig", "authority.pub")

_Stamp = tuple[int, int, int, int]


class OfficeClosed(Exception):
    """There is no roster that may be sealed to today. Its `__cause__` says why; readers are only told that it is so."""


@dataclass(frozen=True)
class _Seen:
    """A roster as it was read, and the three files' stamps at that moment."""

    stamps: tuple[_Stamp, ...]
    roster: Roster
    authority: VerifyKey


class Rosters:
    """Gives the verified roster of this moment. Safe to share between threads.

    `folder` holds `roster.json`, `roster.sig` and the pinned `authority.pub`. The highest version ever used is
    remembered in the letterbox, so that all processes, and this one after a restart, refuse to go back to an older one.
    """

    def __init__(self, folder: Path, letterbox: Database, clock: Clock) -> None:
        self._folder = folder
        self._letterbox = letterbox
        self._clock = clock
        self._seen: _Seen | None = None
        self._highest = 0

    def now(self, session: Session | None = None) -> Roster:
        """Give the roster that may be sealed to, and whose reply keys may be believed, at this moment.

        Called before every seal; whoever has just begun to read the letterbox hands in that `session`. Raise
        `OfficeClosed` when it is missing, forged, not of today, or older than one already used; `Unavailable` when the
        letterbox cannot be asked.
        """
        return self._verified(session).roster

    def sealing(self) -> Roster:
        """Give the roster to seal to, verified and of today; the letterbox is asked by `confirm`, when it stores.

        Saves whoever seals first and stores afterwards a transaction. Raise `OfficeClosed`.
        """
        return self._not_older_than(0).roster

    def confirm(self, session: Session, roster: Roster) -> None:
        """Pass when what was sealed to `roster` may be stored in this (writing) session. Raise `OfficeClosed`.

        By then another process may have used a newer one.
        """
        try:
            mark = slot.roster_mark(session)
            roster.refuse_if_stale(self._clock.today(), max(self._highest, mark))
        except (ValueError, BadRoster) as fault:
            raise OfficeClosed(type(fault).__name__) from fault
        if mark < roster.version:
            slot.raise_roster_mark(session, roster.version)

    def authority(self) -> VerifyKey:
        """Give the pinned key that signed the roster of this moment. Raise like `now`."""
        return self._verified().authority

    def _verified(self, session: Session | None = None) -> _Seen:
        try:
            mark = self._mark(session)
            seen = self._not_older_than(mark)
        except ValueError as fault:
            raise OfficeClosed(type(fault).__name__) from fault
        if mark < seen.roster.version:
            with self._letterbox.writing() as own:
                slot.raise_roster_mark(own, seen.roster.version)
        return seen

    def _not_older_than(self, mark: int) -> _Seen:
        try:
            seen = self._current()
            # Kept in memory too: a writer of the letterbox can lower the mark there, not here.
            seen.roster.refuse_if_stale(self._clock.today(), max(self._highest, mark))
        except (OSError, ValueError, BadRoster) as fault:
            raise OfficeClosed(type(fault).__name__) from fault
        # One assignment each: a second thread sees the old one or the new one, and both were verified.
        self._seen, self._highest = seen, max(self._highest, seen.roster.version)
        return seen

    def _current(self) -> _Seen:
        """Read again only what changed.

        A change that the stamps do not show leaves the roster that was verified before: never an unverified one.
        """
        stamps = tuple(_stamp(self._folder / name) for name in FILES)
        if self._seen is not None and self._seen.stamps == stamps:
            return self._seen
        document, signature, authority = ((self._folder / name).read_bytes() for name in FILES)
        pinned = VerifyKey.parse(authority.decode("ascii").strip())
        return _Seen(stamps, Roster.verified(document, signature, pinned, self._clock.today(), self._highest), pinned)

    def _mark(self, session: Session | None) -> int:
        if session is not None:
            return slot.roster_mark(session)
        with self._letterbox.reading() as own:
            return slot.roster_mark(own)


def _stamp(path: Path) -> _Stamp:
    # ctime as well: a file rewritten in place can be given its old mtime back, but not its old ctime.
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns

"""Everything a room of the desk is handed. Nothing in here is fetched from anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from portal.age import Cost, open_with_passphrase
from portal.blobs import BlobStore
from portal.cleaning.workshop import Workshop
from portal.clock import Clock
from portal.desk.audit.actions import Ledger
from portal.desk.keys import CookieKeys
from portal.desk.looking import Looking
from portal.desk.officers.passkeys import Site
from portal.web.database import Database

Opener = Callable[[bytes, str], bytes]


@dataclass(frozen=True)
class Policy:
    """How long things last. `second_factor` is how long a right passphrase waits for the second factor.

    `new_second_days`: so long a right is not yet one to be the second person with. `request_days`: so long a request
    waits for the second person. `passphrase_days`: after so long a passphrase must be changed; 0 for never.
    `keep_concluded_years`, `keep_other_years`: so long ended cases are kept (DOMAIN 3.7).
    `origin`: the desk's address as browsers know it, without a path.
    """

    idle: timedelta = timedelta(minutes=20)
    absolute: timedelta = timedelta(hours=10)
    second_factor: timedelta = timedelta(minutes=5)
    secure_cookies: bool = True
    new_second_days: int = 7
    request_days: int = 14
    passphrase_days: int = 0
    keep_concluded_years: int = 10
    keep_other_years: int = 2
    origin: str = ""

    @property
    def site(self) -> Site | None:
        """The desk as passkeys know it; None where the settings do not say its address: then there are no passkeys."""
        host = urlsplit(self.origin).hostname if self.origin else None
        return Site(host, self.origin) if host else None

    @property
    def absolute_hours(self) -> int:
        """Whole hours after which any sign-in ends."""
        return int(self.absolute.total_seconds()) // 3600

    @property
    def idle_minutes(self) -> int:
        """Whole minutes without a click after which a sign-in ends."""
        return int(self.idle.total_seconds()) // 60

    @property
    def second_factor_minutes(self) -> int:
        """Whole minutes that a right passphrase waits for the second factor."""
        return int(self.second_factor.total_seconds()) // 60


class TooBusy(Exception):
    """Too many sign-ins at this moment in this process; nothing was checked, nothing was counted."""


class Lane:
    """Lets one passphrase check run at a time and a few wait.

    One check takes a second and a quarter of a gigabyte on purpose. Without a bound, a flood of sign-ins takes all the
    memory of the host and every thread of the desk.
    """

    def __init__(self, waiting: int = 2, patience: float = 20.0) -> None:
        self._inside = BoundedSemaphore(waiting + 1)
        self._working = BoundedSemaphore(1)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn. Raise `TooBusy` when the queue is full or does not move."""
        if not self._inside.acquire(blocking=False):
            raise TooBusy
        try:
            if not self._working.acquire(timeout=self._patience):
                raise TooBusy
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._inside.release()


@dataclass(frozen=True)
class Lanes:
    """Two queues for passphrase checks: a flood from unknown machines must not make colleagues wait."""

    strangers: Lane = field(default_factory=Lane)
    known_devices: Lane = field(default_factory=Lane)


@dataclass(frozen=True)
class Desk:
    """The desk: two databases, two blob stores, the key folder, the audit ledger, the clock and the rules of time."""

    database: Database
    letterbox: Database
    blobs: BlobStore
    letterbox_blobs: BlobStore
    keys: Path
    ledger: Ledger
    clock: Clock
    policy: Policy
    cookie_keys: CookieKeys = field(repr=False)
    decoy: bytes = field(repr=False)
    open_identity: Opener = open_with_passphrase
    cost: Cost = Cost.REAL
    lanes: Lanes = field(default_factory=Lanes)
    looking: Looking = field(default_factory=Looking)
    workshop: Workshop = field(default_factory=Workshop)

    def close(self) -> None:
        """Close every idle connection of both databases. The desk stays usable."""
        for database in (self.database, self.letterbox):
            database.close()

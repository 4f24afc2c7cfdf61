"""How long a client may keep a thread waiting. Numbers and rules; the sockets are those of `portal.web.worker`.

A thread that waits for a client serves nobody else. So whoever is slow may be slow for a while, and at no time may the
slow ones hold all threads: some are left for those whose request arrives at once, as a receipt code does (T10; ADR
0052). Nothing here knows who a client is.
"""

from dataclasses import dataclass
from typing import Final

from werkzeug.exceptions import RequestTimeout, ServiceUnavailable

KIB: Final = 1024


class TooSlow(RequestTimeout):
    """The body came more slowly than `Patience` allows. Nothing of it was kept."""


class NoSeat(ServiceUnavailable):
    """As many as may are waiting for slow clients already; this one was not let wait. Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(retry_after=60)


@dataclass(frozen=True)
class Patience:
    """Seconds, bytes and threads.

    A head (request line and headers) must be whole within `head_seconds` of its first byte. A body must bring
    `window_bytes` within every `window_seconds` and be whole within `body_seconds`: a telephone on 2G sends some
    5 KiB/s, and 50 MiB at that rate would not end within the half hour either way. A request that has waited longer
    than `moment` seconds in all takes one of the seats, which are `kept_free` fewer than the threads of a process;
    while others wait for a thread, it does after a `glance`, so that what is refused costs them next to nothing.
    """

    head_seconds: float = 15
    body_seconds: float = 30 * 60
    window_seconds: float = 60
    window_bytes: int = 60 * KIB
    moment: float = 0.5
    glance: float = 0.03
    kept_free: int = 2

    def seats(self, threads: int) -> int:
        """How many of a process's threads may wait for slow clients: at least one."""
        return max(1, threads - self.kept_free)


class Pace:
    """How one head or body has come so far. Times are seconds of a clock that only goes forward."""

    def __init__(self, longest: float, window_seconds: float, window_bytes: int, now: float) -> None:
        self._ends = now + longest
        self._window_seconds = window_seconds
        self._window_bytes = window_bytes
        self._window_ends = now + window_seconds
        self._brought = 0

    def came(self, size: int, now: float) -> None:
        """Count `size` bytes. A window that has brought enough begins anew."""
        self._brought += size
        if self._brought >= self._window_bytes:
            self._brought = 0
            self._window_ends = now + self._window_seconds

    def left(self, now: float) -> float:
        """For how many seconds the next byte may still be waited for; none when it came too slowly."""
        return max(0.0, min(self._ends, self._window_ends) - now)


def head_pace(patience: Patience, now: float) -> Pace:
    """The pace of a head, from its first byte on."""
    return Pace(patience.head_seconds, patience.head_seconds, 1 << 62, now)


def body_pace(patience: Patience, now: float) -> Pace:
    """The pace of a body, from the end of its head on."""
    return Pace(patience.body_seconds, patience.window_seconds, patience.window_bytes, now)

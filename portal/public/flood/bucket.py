"""A token bucket: how much of one form this process takes, whoever sends it."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

LEVELS = 5
"""From 0, when nothing is asked, to 4, when the bucket is nearly empty."""

_QUIET = 0.5


class Bucket:
    """Holds up to `burst` tokens and is filled with `per_minute`. Safe to share between threads.

    Nothing is kept but how full it is: not who came, not when.
    """

    def __init__(self, per_minute: float, burst: float, now: Callable[[], float] = monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._now = now
        self._tokens = burst
        self._filled = now()
        self._lock = Lock()

    def take(self) -> bool:
        """Take a token; False when there is none."""
        with self._lock:
            self._fill()
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True

    def level(self) -> int:
        """How hard it is pressed: 0 while it is at least half full, then 1 to 4 in equal steps down to nothing."""
        with self._lock:
            self._fill()
            full = self._tokens / self._burst
        if full >= _QUIET:
            return 0
        return min(LEVELS - 1, LEVELS - 1 - int(full / _QUIET * (LEVELS - 1)))

    def _fill(self) -> None:
        now = self._now()
        self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._per_second)
        self._filled = now

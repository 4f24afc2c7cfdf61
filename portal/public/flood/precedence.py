"""Who reads an answer goes first: whoever writes or sends meanwhile waits a moment before the process works for it."""

from collections.abc import Callable
from threading import BoundedSemaphore, Condition
from time import monotonic, sleep

LONGEST = 0.05
"""Seconds for which one reading holds others back at most; it takes a tenth of that where nothing else is going on."""

REFUSED = 0.02
"""Seconds for which a sending that is refused waits for its page. A program that waits for answers then sends less."""

MOST_WAITING = 4
"""Refused sendings that wait at a time, each with a thread: fewer than a process of the shipped settings has."""


class Precedence:
    """Shared by the threads of one process, which share one interpreter lock, too (ADR 0055).

    It refuses nobody: what steps aside is done a moment later. Nothing is kept but how many read now.
    """

    def __init__(
        self,
        longest: float = LONGEST,
        now: Callable[[], float] = monotonic,
        wait: Callable[[float], None] = sleep,
    ) -> None:
        self._longest = longest
        self._now = now
        self._reading = 0
        self._until = 0.0
        self._nobody_reads = Condition()
        self._wait = wait
        self._waiting = BoundedSemaphore(MOST_WAITING)

    def begin_reading(self) -> Callable[[], None]:
        """Others step aside from now on, until what this gives is called, once.

        Call it when the request has come whole. Who takes an answer slowly holds nobody back for longer than `longest`.
        """
        with self._nobody_reads:
            self._reading += 1
            self._until = self._now() + self._longest
        return self._end_reading

    def _end_reading(self) -> None:
        with self._nobody_reads:
            self._reading -= 1
            if not self._reading:
                self._nobody_reads.notify_all()

    def step_aside(self) -> None:
        """Return when nobody reads, or when those who read have had their time."""
        if self._reading:
            with self._nobody_reads:
                self._nobody_reads.wait_for(lambda: not self._reading, self._until - self._now())

    def hold_up(self) -> None:
        """Keep a sending that is refused waiting for a moment, unless enough of them wait already."""
        if self._waiting.acquire(blocking=False):
            try:
                self._wait(REFUSED)
            finally:
                self._waiting.release()

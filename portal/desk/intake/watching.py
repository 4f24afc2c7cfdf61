"""Collecting again and again, until told to stop."""

import logging
import signal
from collections.abc import Callable
from threading import Event
from types import FrameType

from portal.desk.desk import Desk
from portal.desk.intake.actions import collect, sweep
from portal.web.database import Unavailable

log = logging.getLogger(__name__)


def stop_on_signal() -> Event:
    """An event that SIGTERM and SIGINT set, so that a collection under way is finished and not cut."""
    stop = Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, told)
    return stop


def nothing_more(_desk: Desk) -> None:
    """Do nothing else between collections."""


def watch(
    desk: Desk, every: float, sweep_hours: int, stop: Event, *, also: Callable[[Desk], object] = nothing_more
) -> None:
    """Collect, and do `also`, every `every` seconds until `stop` is set.

    A database or disk that fails is tried again next time.
    """
    while not stop.is_set():
        try:
            moved = collect(desk)
            also(desk)
            swept = sweep(desk, sweep_hours)
        except (Unavailable, OSError) as gone:
            log.warning("collecting has to wait: %s", type(gone).__name__)
        else:
            if moved.left:
                log.warning("%s sendings could not be taken whole and stay in the letterbox", moved.left)
            if swept:
                log.info("%s blobs that no row wanted were removed", swept)
        stop.wait(every)

"""What day it is. Handed in everywhere, so that nothing below the doors asks the machine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """The time of a deployment: `zone` decides when a day ends, `tick` gives the instant (aware, UTC)."""

    zone: ZoneInfo
    tick: Callable[[], datetime] = _machine_time

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return self.tick()

    def today(self) -> date:
        """The calendar day in the deployment's zone; the only time the reporter's side ever stores."""
        return self.tick().astimezone(self.zone).date()

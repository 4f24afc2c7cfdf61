"""Where the keys of tickets come from: the letterbox, which all processes of all doors share; read once a day."""

from datetime import date

from portal.clock import Clock
from portal.letterbox import slot
from portal.sealing import tickets
from portal.web.database import Database


class TicketKeys:
    """Gives the keys of today and yesterday, newest first. Safe to share between threads."""

    def __init__(self, letterbox: Database, clock: Clock) -> None:
        self._letterbox = letterbox
        self._clock = clock
        self._seen: tuple[date, tuple[bytes, ...]] | None = None

    def __call__(self) -> tuple[bytes, ...]:
        """Give at least one key. A spoilt row closes nothing: a key of this process alone serves then.

        Raise `Unavailable`.
        """
        today, seen = self._clock.today(), self._seen
        if seen is None or seen[0] != today:
            seen = (today, self._fetched(today))
            self._seen = seen
        return seen[1]

    def _fetched(self, today: date) -> tuple[bytes, ...]:
        try:
            with self._letterbox.reading() as session:
                found = slot.gate_keys(session, today)
            if not found:
                with self._letterbox.writing() as session:
                    slot.make_gate_key(session, today, tickets.new_key())
                    found = slot.gate_keys(session, today)
        except slot.BadItem:
            found = ()
        return found or (tickets.new_key(),)

"""Who may send now: everybody while it is quiet; under pressure whoever worked or answered for this very sending."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.public.flood.bucket import LEVELS, Bucket
from portal.public.flood.questions import Question, is_answer, question
from portal.sealing import tickets

WORK_BITS: Mapping[int, int] = MappingProxyType({1: 12, 2: 14, 3: 16, 4: 18})
"""Zero bits asked for at each level. 2^12 hashes are a blink, 2^18 some seconds on a desk and half a minute on an old
telephone, which reads its question aloud meanwhile."""

LENIENT = 1
"""A ticket serves up to one level above the one it was issued at: while somebody chose files, it may have risen."""

TICKET, WORK, ANSWER = "ticket", "work", "answer"
"""The fields in which a form brings back what it was asked."""

_LONGEST = 200

log = logging.getLogger(__name__)


class Form(StrEnum):
    """What can be flooded. Reading a mailbox is not among them: it is never asked for anything."""

    REPORT = "report"
    LETTER = "letter"


_LINES = {
    (form, level): f"flood control: {form.value} at level {level} of {LEVELS - 1}"
    for form in Form
    for level in range(LEVELS)
}
"""Whole lines: the door's log leaves out what is put into them, lest it ever be a person's."""


@dataclass(frozen=True)
class Challenge:
    """What a page asks for: the ticket to bring back, the work (leading zero bits), or the answer to the question.

    `full`: nothing is taken at this moment whatever is brought; asking again a minute later is all that helps.
    """

    ticket: str
    bits: int
    question: Question
    full: bool = False


class Gate:
    """The gate of one door. `keys` gives the keys of tickets, today's first; it is asked only under pressure."""

    def __init__(self, buckets: Mapping[Form, Bucket], keys: Callable[[], tuple[bytes, ...]]) -> None:
        self._buckets = buckets
        self._keys = keys
        self._said: dict[Form, int] = {}

    def asks(self, form: Form, once: str) -> Challenge | None:
        """What the page must ask for that will send this `once`; None while it is quiet. Raise `Unavailable`."""
        level = self._level(form)
        return self._challenge(form, once, level) if level else None

    def admit(self, form: Form, once: str, brought: Mapping[str, str]) -> Challenge | None:
        """Take a token for this sending and give None, or give what it has to bring first. Raise `Unavailable`.

        Costs a hash or two; called before anything of the sending is read, sealed or stored.
        """
        level = self._level(form)
        if level and not self._paid(form, once, level, brought):
            return self._challenge(form, once, level)
        if not self._buckets[form].take():
            return self._challenge(form, once, level, full=True)
        return None

    def _level(self, form: Form) -> int:
        level = self._buckets[form].level()
        if level != self._said.get(form, 0):
            # For the operator. It says how hard a form is pressed, and nothing of who presses.
            log.warning(_LINES[form, level])
            self._said[form] = level
        return level

    def _paid(self, form: Form, once: str, level: int, brought: Mapping[str, str]) -> bool:
        told, nonce, answer = (brought.get(name, "")[:_LONGEST] for name in (TICKET, WORK, ANSWER))
        ticket = tickets.check(self._keys(), form, once, told)
        if ticket is None or ticket.level not in WORK_BITS or ticket.level < level - LENIENT:
            return False
        return tickets.worked(ticket, nonce, WORK_BITS[ticket.level]) or is_answer(ticket.seed, answer)

    def _challenge(self, form: Form, once: str, level: int, *, full: bool = False) -> Challenge:
        ticket = tickets.issue(self._keys()[0], form, once, level)
        return Challenge(ticket.text, WORK_BITS[max(level, 1)], question(ticket.seed), full)

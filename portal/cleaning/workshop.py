"""Cleaning in a child process: what a hostile file can exhaust or crash is the child, and only for a while (ADR 0011).

The child gets the bytes through a pipe and gives them back through a pipe. It loads this package only: no settings,
databases or keys.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from portal.apart import MIB, Apart, Ceilings, Exhausted

from . import MOST_BYTES
from .outcome import CannotClean, Cleaned, Kind, Why
from .sniffing import AS_THEY_ARE, sniff

CEILINGS = Ceilings(memory=1024 * MIB, seconds=20, at_once=2)
MOST_PATIENCE = 10.0
"""Seconds after which a waiting reporter is better served by being told than by a page that does not come."""

_CLEANING = Path(__file__).parent
_ENDINGS = {"", "jpg"}


class Workshop:
    """Cleans files for a few threads at once; others wait their turn. One for a door."""

    def __init__(self, ceilings: Ceilings = CEILINGS, patience: float = MOST_PATIENCE) -> None:
        self._apart = Apart(_CLEANING, ceilings)
        self._benches = BoundedSemaphore(ceilings.at_once)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; raise `CannotClean` (`BUSY`) when it does not come.

        A file is read into memory only inside its turn: that bounds what all files together take.
        """
        if not self._benches.acquire(timeout=self._patience):
            raise CannotClean(Why.BUSY)
        try:
            yield
        finally:
            self._benches.release()

    def clean(self, name: str, content: bytes) -> Cleaned:
        """As `portal.cleaning.clean`, apart. Raise `CannotClean`; `EXHAUSTED` if the child ended badly."""
        if sniff(name, content) in AS_THEY_ARE:
            return Cleaned(content, as_it_was=True)
        if len(content) > MOST_BYTES:
            raise CannotClean(Why.TOO_LARGE)
        try:
            answer = self._apart.answer(json.dumps(name).encode() + b"\n" + content)
        except Exhausted as ended:
            raise CannotClean(Why.EXHAUSTED) from ended
        told, _, made = answer.partition(b"\n")
        try:
            return _believed(json.loads(told), made)
        except (ValueError, KeyError, TypeError) as error:
            raise CannotClean(Why.EXHAUSTED) from error


def _believed(told: dict[str, object], made: bytes) -> Cleaned:
    """Take from the child what a cleaned file may be. A file that took the child over could answer anything."""
    if "why" in told:
        raise CannotClean(Why(str(told["why"])))
    removed, ending = told["removed"], told["made_into"]
    if not isinstance(removed, list) or ending not in _ENDINGS or told["size"] != len(made):
        raise ValueError("not an answer of ours")
    return Cleaned(made, tuple(sorted({Kind(kind) for kind in removed})), made_into=str(ending))

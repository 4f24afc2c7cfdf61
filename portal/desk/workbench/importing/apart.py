"""Reading in a child process: what a hostile workbook can exhaust or crash is the child, and only for a while.

The child gets the bytes through a pipe and gives a grid of text back through another. It may not write a file, has
a ceiling on memory and processor time before it loads anything, and sees no settings, database or key: of the portal it
loads the package `table` alone.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from portal.sealing.digest import sha256_of

from .plain import Book
from .reasons import CannotRead, Reason
from .table.containers import MIB, form_of
from .table.grid import Sheet

_TABLE = Path(__file__).parent / "table"
_START = """
import sys
folder, memory, seconds = sys.argv[1:]
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, setrlimit
for limit, most in (RLIMIT_AS, memory), (RLIMIT_CPU, seconds), (RLIMIT_FSIZE, 0), (RLIMIT_CORE, 0):
    setrlimit(limit, (int(most), int(most)))
import importlib.util
spec = importlib.util.spec_from_file_location("table", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["table"] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
from table.reading import main
main(sys.stdin.buffer, sys.stdout.buffer)
"""


@dataclass(frozen=True)
class Ceilings:
    """What one child may use, in bytes and seconds, and how many may run at once in this process."""

    memory: int = 768 * MIB
    seconds: int = 20
    at_once: int = 2


class Reading:
    """Reads one file at a time for each of a few threads; others wait their turn. One for a desk."""

    def __init__(self, ceilings: Ceilings | None = None) -> None:
        self._ceilings = ceilings or Ceilings()
        self._seats = BoundedSemaphore(self._ceilings.at_once)

    def read(self, name: str, content: bytes) -> Book:
        """Read a file of at most 5 MiB. Raise `CannotRead`; `EXHAUSTED` if the child ended badly."""
        form_of(content)
        if not self._seats.acquire(timeout=2 * self._ceilings.seconds):
            raise CannotRead(Reason.EXHAUSTED)
        try:
            answer = self._run(content)
        finally:
            self._seats.release()
        try:
            told = json.loads(answer)
            if "reason" in told:
                raise CannotRead(Reason(told["reason"]), str(told["detail"]))
            sheets = tuple(_sheet(*one) for one in told["sheets"])
            return Book(name, sha256_of(content), str(told["form"]), sheets)
        except (ValueError, KeyError, TypeError) as error:
            raise CannotRead(Reason.EXHAUSTED) from error

    def _run(self, content: bytes) -> bytes:
        limits = (str(self._ceilings.memory), str(self._ceilings.seconds))
        command = [sys.executable, "-I", "-B", "-c", _START, str(_TABLE), *limits]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=2 * self._ceilings.seconds,
                check=True,
                env={},
                cwd="/",
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotRead(Reason.EXHAUSTED) from error
        return done.stdout


def _sheet(name: str, rows: list[list[str]], hidden: object, merged: list[tuple[int, int, int]]) -> Sheet:
    return Sheet(str(name), tuple(map(tuple, rows)), bool(hidden), tuple((row, at, top) for row, at, top in merged))

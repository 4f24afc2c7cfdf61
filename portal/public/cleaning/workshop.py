"""Cleaning in a child process: what a hostile file can exhaust or crash is the child, and only for a while.

The child gets the bytes through a pipe and gives them back through a pipe. It may not write a file, and has a ceiling
on memory and on processor time from its first line on. It loads this package only: no settings, databases or keys.
"""

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from . import MOST_BYTES
from .outcome import CannotClean, Cleaned, Kind, Why
from .sniffing import AS_THEY_ARE, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 1024 * 1024
PACKAGE = Path(__file__).parent
_START = """
import importlib.util, sys
folder, memory, seconds = sys.argv[1:]
spec = importlib.util.spec_from_file_location("cleaning", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["cleaning"] = package = importlib.util.module_from_spec(spec)
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, setrlimit
for limit, most in (RLIMIT_AS, memory), (RLIMIT_CPU, seconds), (RLIMIT_FSIZE, 0), (RLIMIT_CORE, 0):
    setrlimit(limit, (int(most), int(most)))
spec.loader.exec_module(package)
from cleaning.apart import main
main(sys.stdin.buffer, sys.stdout.buffer)
"""


@dataclass(frozen=True)
class Ceilings:
    """What one child may use, in bytes and seconds, and how many may run at once in this process."""

    memory: int = 1024 * MIB
    seconds: int = 40
    at_once: int = 2


class Workshop:
    """Cleans one file at a time for each of a few threads; others wait their turn. One for a door."""

    def __init__(self, ceilings: Ceilings | None = None) -> None:
        self._ceilings = ceilings or Ceilings()
        self._benches = BoundedSemaphore(self._ceilings.at_once)

    def clean(self, name: str, content: bytes) -> Cleaned:
        """As `portal.public.cleaning.clean`, apart. Raise `CannotClean`; `EXHAUSTED` if the child ended badly."""
        if sniff(name, content) in AS_THEY_ARE:
            return Cleaned(content, as_it_was=True)
        if len(content) > MOST_BYTES:
            raise CannotClean(Why.TOO_LARGE)
        with self._bench():
            answer = self._run(json.dumps(name).encode() + b"\n" + content)
        told, _, made = answer.partition(b"\n")
        try:
            result = json.loads(told)
            if "why" in result:
                raise CannotClean(Why(result["why"]))
            removed = tuple(Kind(kind) for kind in result["removed"])
            size = int(result["size"])
        except (ValueError, KeyError, TypeError) as error:
            raise CannotClean(Why.EXHAUSTED) from error
        if len(made) != size:
            raise CannotClean(Why.EXHAUSTED)
        return Cleaned(made, removed)

    @contextmanager
    def _bench(self) -> "Iterator[None]":
        # Longer than this the reporter is better served by the choice than by a page that does not come.
        if not self._benches.acquire(timeout=2 * self._ceilings.seconds):
            raise CannotClean(Why.EXHAUSTED)
        try:
            yield
        finally:
            self._benches.release()

    def _run(self, given: bytes) -> bytes:
        limits = (str(self._ceilings.memory), str(self._ceilings.seconds))
        # Our own interpreter and our own words; the file and its name travel through the pipe.
        command = [sys.executable, "-I", "-B", "-c", _START, str(PACKAGE), *limits]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                input=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=2 * self._ceilings.seconds,
                check=True,
                env={},
                cwd="/",
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotClean(Why.EXHAUSTED) from error
        return done.stdout

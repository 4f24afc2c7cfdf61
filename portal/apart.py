"""Work in a child process: what a hostile file can exhaust, crash or take over is the child, and only for a while.

The child loads one package and nothing else of the portal: no settings, databases or keys. It gets bytes through a pipe
and gives bytes through another. From its first line on it has a ceiling on memory and processor time; once the package
has loaded what it needs, it can open nothing any more: no file, no socket, no other process.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

MIB = 1024 * 1024
_START = """
import importlib, importlib.util, sys
folder, memory, seconds = sys.argv[1:]
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE, RLIMIT_NPROC, setrlimit
for limit, most in (RLIMIT_AS, memory), (RLIMIT_CPU, seconds), (RLIMIT_FSIZE, 0), (RLIMIT_CORE, 0):
    setrlimit(limit, (int(most), int(most)))
spec = importlib.util.spec_from_file_location("apart", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["apart"] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
given = sys.stdin.buffer.read()
getattr(package, "ready", len)(given)
# Standard input, output and error stay; the next number is too high.
setrlimit(RLIMIT_NOFILE, (3, 3))
setrlimit(RLIMIT_NPROC, (0, 0))
sys.stdout.buffer.write(package.answer(given))
"""


class Exhausted(Exception):
    """The child used up what it may use, crashed, or could not be started in time."""


@dataclass(frozen=True)
class Ceilings:
    """What one child may use, in bytes and seconds, and how many may run at once in this process."""

    memory: int = 768 * MIB
    seconds: int = 20
    at_once: int = 2


class Apart:
    """Runs the function `answer(bytes) -> bytes` of a package in a child, for a few threads at once; others wait.

    The package must load everything it needs when it is imported, or in its `ready(bytes)`, which is called with the
    same bytes while files can still be opened. Safe to share between threads.
    """

    def __init__(self, package: Path, ceilings: Ceilings) -> None:
        self._package = package
        self._ceilings = ceilings
        self._seats = BoundedSemaphore(ceilings.at_once)

    def answer(self, given: bytes) -> bytes:
        """Hand `given` to a child and wait for what it gives back. Raise `Exhausted`."""
        if not self._seats.acquire(timeout=2 * self._ceilings.seconds):
            raise Exhausted
        try:
            return self._run(given)
        finally:
            self._seats.release()

    def _run(self, given: bytes) -> bytes:
        limits = (str(self._ceilings.memory), str(self._ceilings.seconds))
        # Our own interpreter and our own words; what a stranger sent travels through the pipe.
        command = [sys.executable, "-I", "-B", "-c", _START, str(self._package), *limits]
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
            raise Exhausted from error
        return done.stdout

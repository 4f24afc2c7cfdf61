"""Breaking one act at every step that could leave something half done: each commit, fsync, new file, rename, removal.

    for trial in every_step(world, act, Kill()):
        …what must hold now, whatever was reached…

Each trial begins with the same bytes on the disk. The act runs in a forked child that dies, or whose disk fails, at its
first step, its second, and so on, until a child reaches its end; nothing sleeps and nothing is left to chance. What the
act says before that – a receipt that was shown – comes back through a pipe. Production code knows nothing of this: what
is wrapped is the operating system and the driver, in the child alone.
"""

import errno
import os
import shutil
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

MOST_STEPS = 400
_FAILED = "!"


class Fault(Protocol):
    """What happens at a step. `place` is commit, committed, fsync, create, rename or unlink."""

    def strikes(self, place: str) -> None: ...


class Kill:
    """The process is gone, as with kill -9 or a power cut."""

    def strikes(self, place: str) -> None:  # noqa: ARG002  it does not matter where
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class FullDisk:
    """There is no more room, from this step on: nothing can be written, but something can still be removed."""

    stays: bool = True

    def strikes(self, place: str) -> None:
        if place == "commit":
            raise _sqlite(sqlite3.SQLITE_FULL, "database or disk is full")
        if place in ("fsync", "create"):
            raise OSError(errno.ENOSPC, "No space left on device")


@dataclass
class LostOnce:
    """One operation fails, and the next ones go well again: a cable, a controller, a network disk."""

    stays: bool = False

    def strikes(self, place: str) -> None:
        if place == "commit":
            raise _sqlite(sqlite3.SQLITE_IOERR, "disk I/O error")
        if place != "committed":
            raise OSError(errno.EIO, "Input/output error")


@dataclass
class ClockJumps:
    """The clock of the machine is set wrong in the middle: a year ahead, or a day back."""

    world: object
    days: int
    stays: bool = False

    def strikes(self, place: str) -> None:  # noqa: ARG002
        self.world.passes(days=self.days)


@dataclass(frozen=True)
class Trial:
    """One child: the step at which it was struck, whether it came to its end, and what it had said by then."""

    step: int
    ended: bool
    said: str


def every_step(world, act: Callable[[], str], fault: Fault) -> Iterator[Trial]:
    """Run `act` again and again from the same beginning, struck one step later each time, until nothing strikes it.

    Between two trials the world may be used and changed as one likes. The last trial is the one that ended unharmed.
    """
    beginning = world.folder.with_name("beginning")
    world.close()
    shutil.copytree(world.folder, beginning)
    later = world.later
    for step in range(1, MOST_STEPS):
        world.close()
        shutil.rmtree(world.folder)
        shutil.copytree(beginning, world.folder)
        world.later = later
        trial, struck = _in_a_child(world, act, fault, step)
        yield trial
        if not struck:
            return
    raise AssertionError("the act never comes to its end")


def _in_a_child(world, act: Callable[[], str], fault: Fault, step: int) -> tuple[Trial, bool]:
    ours, theirs = os.pipe()
    struck_ours, struck_theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _be_struck(world, act, fault, step, (theirs, struck_theirs))
    os.close(theirs)
    os.close(struck_theirs)
    with os.fdopen(ours, "rb") as told, os.fdopen(struck_ours, "rb") as strikes:
        said, struck = told.read().decode(), bool(strikes.read())
    _, status = os.waitpid(child, 0)
    if said.startswith(_FAILED):
        raise AssertionError(f"step {step}: {said}")
    return Trial(step, os.WIFEXITED(status), said), struck


def _be_struck(world, act: Callable[[], str], fault: Fault, step: int, pipes: tuple[int, int]) -> None:
    """In the child, which never returns."""
    told, strikes = pipes
    try:
        _Counting(fault, step, strikes).wrap(world)
        os.write(told, act().encode())
    except BaseException:  # noqa: BLE001  whatever it was, the parent is told
        with suppress(OSError):
            os.write(told, (_FAILED + traceback.format_exc()[-4000:]).encode())
    finally:
        os._exit(0)


@dataclass
class _Counting:
    fault: Fault
    step: int
    strikes: int
    count: int = field(default=0)

    def at(self, place: str) -> None:
        self.count += 1
        if self.count == self.step or (self.count > self.step and getattr(self.fault, "stays", False)):
            os.write(self.strikes, b".")
            self.fault.strikes(place)

    def wrap(self, world) -> None:
        """Put a step before each call that changes what outlives the process, and one behind each commit."""
        for name, place in (("fsync", "fsync"), ("rename", "rename"), ("replace", "rename"), ("unlink", "unlink")):
            setattr(os, name, self._before(getattr(os, name), place))
        opens = os.open

        def opened(path, flags, *args, **more):
            if flags & os.O_CREAT:
                self.at("create")
            return opens(path, flags, *args, **more)

        os.open = opened
        for database in (world.door.letterbox, world.desk.letterbox, world.desk.database):
            dialect = database.engine.dialect
            commits = dialect.do_commit

            def committed(connection, commits=commits):
                if connection.execute("PRAGMA query_only").fetchone()[0]:
                    return commits(connection)
                self.at("commit")
                commits(connection)
                return self.at("committed")

            dialect.do_commit = committed

    def _before(self, call, place):
        def wrapped(*args, **more):
            self.at(place)
            return call(*args, **more)

        return wrapped


def _sqlite(code: int, words: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error

"""A world in which something is done over and over from the same moment, each time in a child that may be killed."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import got_request_exception

from tests.faults.crossings import Crossings

MOST = 150
"""Crossings that one deed may have."""

Tell = Callable[[str], None]


@dataclass
class Outcome:
    """How a child ended: what it had told before, where its fault fired, and what went wrong in it.

    `unnamed` is an error that no page has words for.
    """

    told: list[str] = field(default_factory=list)
    fired: str = ""
    broken: str = ""
    unnamed: str = ""
    killed: bool = False


class Moment:
    """The deployment as it is now. `again()` brings every file back to it; the parent process never changes."""

    def __init__(self, world) -> None:
        self.world = world
        self._kept = world.folder.with_name("kept")
        world.close()
        shutil.copytree(world.folder, self._kept)

    def again(self) -> None:
        self.world.close()
        shutil.rmtree(self.world.folder)
        shutil.copytree(self._kept, self.world.folder)


def forked(work: Callable[[Tell], None], crossings: Callable[[Tell], Crossings] | None = None, world=None) -> Outcome:
    """Do `work` in a child of this process; what it tells arrives even if it is killed afterwards."""
    ours, theirs = os.pipe()
    with warnings.catch_warnings():
        # Newer interpreters warn of threads; those of a test runner hold nothing that the child needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(ours)
        _in_child(theirs, work, crossings, world)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8") as told:
        lines = [json.loads(line) for line in told]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    outcome = Outcome(killed=status == -signal.SIGKILL)
    for kind, text in lines:
        if kind == "told":
            outcome.told.append(text)
        else:
            setattr(outcome, kind, text)
    if status not in (0, -signal.SIGKILL) and not outcome.broken:
        outcome.broken = f"the child ended with {status}"
    return outcome


def _in_child(pipe: int, work: Callable[[Tell], None], crossings, world) -> None:
    def say(kind: str, text: str) -> None:
        os.write(pipe, json.dumps([kind, text]).encode() + b"\n")

    try:
        if crossings is not None:
            crossings(lambda text: say("fired", text)).watch(world)
            got_request_exception.connect(
                lambda *_, **raised: say("unnamed", "".join(traceback.format_exception(raised["exception"]))[-3000:]),
                weak=False,
            )
        work(lambda text: say("told", text))
    except BaseException:  # noqa: BLE001  the parent raises what it hears
        say("broken", traceback.format_exc()[-3000:])
        os._exit(1)
    os._exit(0)


def at_every_crossing(
    world,
    work: Callable[[Tell], None],
    check: Callable[[list[str]], None],
    deed: Callable[[Tell], Callable[[str], None]],
) -> list[str]:
    """Do `work` with a fault at its first, second, third … crossing until it runs through; `check` after each.

    `check` gets what `work` had told. Whoever meets a fault that is no kill may be stopped by the page that says so,
    but not by an error without a name. Returns the names of the crossings.
    """
    moment, names = Moment(world), list[str]()
    for at in range(1, MOST):
        moment.again()
        done = forked(work, lambda say, at=at: Crossings(at, deed(say)), world)
        assert done.fired or not done.broken, f"without a fault: {done.broken}"
        assert not done.unnamed, f"at crossing {at} ({done.fired}): {done.unnamed}"
        found = forked(lambda _, told=done.told: check(told))
        assert not found.broken, f"after crossing {at} ({done.fired or 'through'}, of {names}): {found.broken}"
        if not done.fired:
            return names
        names.append(done.fired)
    raise AssertionError(f"more than {MOST} crossings: {names}")


def killing(say: Tell) -> Callable[[str], None]:
    """A deed that is kill -9: no `finally` runs, nothing is flushed."""

    def deed(what: str) -> None:
        say(what)
        os.kill(os.getpid(), signal.SIGKILL)

    return deed


def failing(say: Tell) -> Callable[[str], None]:
    """A deed that raises where the system would: a full disk for files, a disk that cannot be read for databases."""

    def deed(what: str) -> None:
        say(what)
        if what.endswith(("begin", "commit")):
            broken = sqlite3.OperationalError("disk I/O error")
            broken.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise broken
        if not what.endswith("committed"):
            raise OSError(errno.ENOSPC, "No space left on device")

    return deed

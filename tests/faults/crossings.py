"""The boundaries a process crosses on its way to disk, counted, and a fault at the one that is asked for.

A *crossing* is a moment at which what is on disk may just have changed or is about to: the beginning and the commit of
a writing transaction, the moment after a commit, and each file that is made, renamed, given its times or removed below
the deployment's folder. They are seen from outside: engine events, and the interpreter's own audit events for files. No
line of the portal knows of them.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event

FILES = {"os.rename", "os.remove", "os.utime", "os.mkdir", "os.truncate"}


class Crossings:
    """Counts crossings, and does `deed` at the one numbered `at` (from 1). `passed` lists what was crossed."""

    def __init__(self, at: int, deed: Callable[[str], None]) -> None:
        self._at, self._deed = at, deed
        self.passed: list[str] = []

    @property
    def fired(self) -> bool:
        return len(self.passed) >= self._at

    def cross(self, what: str) -> None:
        self.passed.append(what)
        if len(self.passed) == self._at:
            self._deed(what)

    def watch(self, world) -> None:
        """Watch a deployment from this moment on. For a process that ends soon: it cannot be undone."""
        for name, database in (("letterbox", world.door.letterbox), ("letterbox", world.desk.letterbox)):
            self._watch_database(name, database)
        self._watch_database("desk", world.desk.database)
        self._watch_files(world.folder)

    def _watch_database(self, name: str, database) -> None:
        committed: list[bool] = []

        @event.listens_for(database.engine, "begin")
        def begin(connection) -> None:
            if connection.get_execution_options().get("portal_mode") == "write":
                self.cross(f"{name}: begin")

        @event.listens_for(database.engine, "commit")
        def commit(_connection) -> None:
            self.cross(f"{name}: commit")
            committed.append(True)

        @event.listens_for(database.engine.pool, "checkin")
        def after(_connection, _record) -> None:
            if committed:
                committed.clear()
                self.cross(f"{name}: committed")

    def _watch_files(self, folder: Path) -> None:
        below = f"{folder}/"

        def hook(what: str, given: tuple[object, ...]) -> None:
            if what == "open":
                made = isinstance(given[2], int) and given[2] & os.O_CREAT
                if not made or not _text(given[0]).startswith(below):
                    return
            elif what not in FILES or not any(_text(path).startswith(below) for path in _paths(what, given)):
                return
            self.cross(what)

        sys.addaudithook(hook)


def _paths(what: str, given: tuple[object, ...]) -> list[object]:
    if what == "os.utime" and isinstance(given[0], int):
        return [Path(f"/proc/self/fd/{given[0]}").readlink()]
    return list(given[:2])


def _text(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""

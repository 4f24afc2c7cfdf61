"""Disks that fail, in a process of their own."""

import os
import resource
from pathlib import Path

from portal.blobs import FolderStore, NoRoom
from tests.blobs.keeping import SEALED

ROOM = 1024 * 1024


def fill_up(folder: str) -> tuple[str, list[str], str]:
    """Write more than the system lets this process write. Return the error's name, what is left, what a retry says."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
    writer = FolderStore(Path(folder)).new()
    error = "none"
    try:
        writer.write(SEALED)
        for _ in range(ROOM // 1000):
            writer.write(b"x" * 2000)
    except NoRoom as full:
        error = type(full).__name__
    left = [path.name for path in Path(folder).iterdir()]
    try:
        writer.write(b"more")
    except ValueError:
        return error, left, "finished"
    return error, left, "written"


def die_while_writing(folder: str) -> None:
    """Write and end without a word, as after a power cut."""
    with FolderStore(Path(folder)).new() as writer:
        writer.write(SEALED + b"x" * 500_000)
        os._exit(9)

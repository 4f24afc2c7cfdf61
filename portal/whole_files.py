"""Small files that are there whole or not at all, whatever is killed or unplugged."""

import os
from pathlib import Path
from secrets import token_hex

PRIVATE, PUBLIC = 0o600, 0o644
_FOLDER = 0o700


def write_new(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Write a file that must not exist. Raise FileExistsError when it does, or another OSError."""
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    _write(path, content, mode)
    fsync_folder(path.parent)


def replace(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Put `content` in the place of what stands at `path`; a power cut leaves the old or the new, never a part."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    _write(draft, content, mode)
    draft.replace(path)
    fsync_folder(path.parent)


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a new file and see it on the disk; what cannot be written whole is removed. O_EXCL also follows no link."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise

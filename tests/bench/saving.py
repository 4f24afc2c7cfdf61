"""A desk with half a GiB of sealed files is backed up and put back, each in a process of its own as an operator does.

Floor: the same files read, digested, written into one file, made durable, read back and digested again; and copied back
one by one, each durable before the next.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from portal.age import Cost, Identity, seal_with_passphrase
from tests.bench.deployment import deployment
from tests.bench.measure import Figure
from tests.bench.servers import ROOT, mib

SMALL, SMALL_SIZE, LARGE_SIZE = 1_000, 256 * 1024, 256 * 1024 * 1024
PIECE = 1024 * 1024
PASSPHRASE = "a bench is no secret at all"
BAR = 0.5
LOOK_EVERY = 0.02


def figures() -> Iterator[Figure]:
    with deployment() as world:
        place = world.folder.parent
        folder, size = _filled(world.desk.blobs.path)
        _prepared(world.folder, place)
        world.close()
        floor = _timed(lambda: _copied_into_one(folder, place / "floor"))
        made, memory = _portal(world.folder, "backup", "make", "--door", "desk")
        yield _figure("backing up", size, made, memory, floor)
        (backup,) = (place / "backups").glob("desk-*")
        floor = _timed(lambda: _copied_one_by_one(folder, place / "floors"))
        for lost in ("desk.sqlite", "desk-blobs", "keys/desk"):
            gone = world.folder / lost
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
        key = ("--identity", str(place / "backup-key.age"), "--passphrase-file", str(place / "passphrase"))
        back, memory = _portal(world.folder, "restore", str(backup), "--door", "desk", *key)
        yield _figure("putting it back", size, back, memory, floor)


def _figure(what: str, size: int, ours: float, memory: float, floor: float) -> Figure:
    def rate(seconds: float) -> str:
        return f"{size / seconds / PIECE:.0f} MiB/s"

    return Figure(
        f"{what}: {SMALL} files of {SMALL_SIZE // 1024} KiB and one of {LARGE_SIZE // PIECE} MiB",
        f"{rate(ours)}; at most {memory:.0f} MiB in memory",
        rate(floor),
        floor / ours,
        f"≥ {BAR}: {'kept' if floor / ours >= BAR else 'MISSED'}",
    )


def _filled(folder: Path) -> tuple[Path, int]:
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(SMALL):
        _write(folder / f"{number:032x}", SMALL_SIZE)
    _write(folder / f"{SMALL:032x}", LARGE_SIZE)
    return folder, SMALL * SMALL_SIZE + LARGE_SIZE


def _write(path: Path, size: int) -> None:
    """A file that begins as sealed ones do; the rest is not compressible either."""
    with path.open("wb") as file:
        file.write(b"age-encryption.org/v1\n")
        for start in range(22, size, PIECE):
            file.write(os.urandom(min(PIECE, size - start)))


def _prepared(world: Path, place: Path) -> None:
    key = Identity.generate()
    (place / "backup-key.age").write_bytes(seal_with_passphrase(f"{key}\n".encode(), PASSPHRASE, Cost.TESTS_ONLY))
    (place / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    (place / "passphrase").chmod(0o600)
    (world / "backup.pub").write_text(f"{key.recipient}\n", encoding="ascii")
    with (world / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[backup]\nfolder = "{place / "backups"}"\nrecipients = "backup.pub"\n')


def _portal(world: Path, *words: str) -> tuple[float, float]:
    """Run a command: how many seconds it took, and how many MiB of memory it held at most."""
    began, most = time.perf_counter(), 0.0
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.commands", "--config", str(world / "config.toml"), *words],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    # Asked while it runs: what the kernel tells of a child that has ended counts its parent's memory, too.
    while process.poll() is None:
        with suppress(RuntimeError, OSError):
            most = max(most, mib(process.pid, "VmHWM"))
        time.sleep(LOOK_EVERY)
    if process.returncode:
        raise RuntimeError(f"{words[0]} did not end well")
    return time.perf_counter() - began, most


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _copied_into_one(folder: Path, target: Path) -> None:
    digest = sha256()
    with target.open("wb", buffering=PIECE) as one:
        for path in sorted(folder.iterdir()):
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    one.write(piece)
        one.flush()
        os.fsync(one.fileno())
        os.posix_fadvise(one.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    again = sha256()
    with target.open("rb", buffering=0) as one:
        while piece := one.read(PIECE):
            again.update(piece)
    if again.digest() != digest.digest():
        raise RuntimeError("the disk gave back something else")
    target.unlink()


def _copied_one_by_one(folder: Path, target: Path) -> None:
    target.mkdir()
    for path in sorted(folder.iterdir()):
        with path.open("rb") as source, (target / path.name).open("wb") as copy:
            while piece := source.read(PIECE):
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
    shutil.rmtree(target)

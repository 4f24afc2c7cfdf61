"""Cleaning a photo and a letter apart: time, and the most memory the child held. Floor: the same work bare, at home."""

import random
import re
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image

from portal.cleaning.workshop import MIB, Workshop
from tests.bench.measure import Figure, in_turns
from tests.cleaning import files

ROUNDS = 3


def figures() -> Iterator[Figure]:
    for what, name, content, floor in (
        ("a photo", "a.jpg", photo((4000, 3000), 88), encoded_again),
        ("a letter (docx)", "a.docx", letter(), zipped_again),
    ):
        highest: list[float] = []
        cleaned = partial(apart, name, content, highest)
        ours, bare = in_turns([cleaned, partial(timed, partial(floor, content))], ROUNDS)
        size = f"{len(content) / MIB:.1f} MiB"
        told = f"{ours:.2f} s, child at most {max(highest):.0f} MiB"
        yield Figure(f"cleaning {what} of {size}", told, f"{bare:.2f} s", bare / ours)


def photo(size: tuple[int, int], quality: int) -> bytes:
    """Noise of the grain of a real photo, so that it packs like one."""
    small = (size[0] // 4, size[1] // 4)
    grain = Image.frombytes("RGB", small, random.Random(7).randbytes(3 * small[0] * small[1]))  # noqa: S311
    sink = BytesIO()
    grain.resize(size).save(sink, "JPEG", quality=quality, exif=files.exif(6))
    return sink.getvalue()


def letter() -> bytes:
    lines = "".join(f'<p rsidR="{number}">line {number * 7919 % 100003}</p>' for number in range(60_000))
    pictures = {f"word/media/photo{number}.jpeg": photo((1600, 1200), 72) for number in range(3)}
    return files.docx(**pictures, **{"word/header1.xml": f"<a>{lines}</a>"})


def encoded_again(content: bytes) -> None:
    with Image.open(BytesIO(content)) as image:
        image.save(BytesIO(), "JPEG", quality=92)


def zipped_again(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files.zipped({entry: archive.read(entry) for entry in archive.namelist()})


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def apart(name: str, content: bytes, highest: list[float]) -> float:
    """Seconds; the child's highest resident size goes to `highest`, read while it runs: its end tells the parent's."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.005):
            for children in Path("/proc/self/task").glob("*/children"):
                with suppress(OSError):
                    highest.extend(held(child) for child in children.read_text(encoding="ascii").split())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return timed(lambda: Workshop().clean(name, content))
    finally:
        done.set()
        watcher.join()


def held(process: str) -> float:
    """MiB. None before the child has become our interpreter: until then it shows the parent's memory."""
    folder = Path("/proc") / process
    if b"importlib" not in (folder / "cmdline").read_bytes():
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", (folder / "status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0

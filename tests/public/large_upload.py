"""Take one large attachment and print how much was taken and how far memory rose: `large_upload FOLDER BYTES FIELD`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from portal.blobs import FolderStore
from portal.public.uploads import Limits
from tests.public.bodies import File, Pieces, SmallDoor, body, file_head, keep

PIECE = b"\0\0\0\x18ftypisom" + bytes(range(244)) + bytes(range(256)) * 255
"""A film by its first bytes: of all that comes as `files`, only sound and film may be this large."""


def memory(line: str) -> int:
    """Bytes of this process's memory: `VmRSS` now, `VmHWM` at most since `forget_peak`."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{line}:")[2].split()[0]) * 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def main(folder: str, size: int, field: str) -> None:
    """Send a small attachment first, so that what every upload needs once is not counted."""
    door = SmallDoor(FolderStore(Path(folder)), Limits(file_bytes=size, request_bytes=2 * size), view=keep)
    assert door.post(body(File(b"x" * 300_000))) == 200
    head, end = file_head(File(b"", "a.mp4", "video/mp4", field)), b"\r\n" + body()

    def pieces() -> Iterator[bytes]:
        yield head
        for start in range(0, size, len(PIECE)):
            yield PIECE[: size - start]
        yield end

    forget_peak()
    idle = memory("VmRSS")
    assert door.post_stream(Pieces(pieces()), len(head) + size + len(end)) == 200
    (upload,) = door.seen.uploads.taken
    sys.stdout.write(f"{upload.entry.size} {memory('VmHWM') - idle}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])

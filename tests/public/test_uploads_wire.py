"""Attachments over a real connection: what a browser gets, and what is left when it goes away."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from portal.blobs import FolderStore
from tests.public.bodies import MULTIPART, SMALL, File, SmallDoor, body, keep

PATIENCE = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def door(folder: Path) -> SmallDoor:
    return SmallDoor(FolderStore(folder), view=lambda uploads: None if uploads.refused else keep(uploads))


@pytest.fixture
def server(door: SmallDoor) -> Iterator[BaseWSGIServer]:
    server = make_server("127.0.0.1", 0, door.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def head(length: int | None) -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    return f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: {MULTIPART}\r\n{size}\r\nConnection: close\r\n\r\n".encode()


def chunked(sent: bytes, size: int = 50_000) -> bytes:
    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


def talk(server: BaseWSGIServer, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def emptied(folder: Path) -> bool:
    """Wait until the folder has been made and is empty again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if folder.exists() and not any(folder.iterdir()):
            return True
        time.sleep(0.02)
    return False


def test_a_file_above_the_limit_ends_in_a_page_not_in_a_reset(server: BaseWSGIServer, door: SmallDoor) -> None:
    sent = body(("first", "前"), File(b"x" * (SMALL.ceiling - 2_000), "大.zip"), ("last", "后"))
    assert talk(server, head(len(sent)) + sent).endswith(b"\r\n\r\npage")
    assert door.seen.refused == [("大.zip", "TOO_LARGE")]
    assert door.seen.form == {"first": "前", "last": "后"}


def test_a_browser_that_goes_away_leaves_nothing(server: BaseWSGIServer, folder: Path) -> None:
    sent = body(File(b"x" * 150_000, "a"), File(b"y" * 150_000, "b"))
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(head(len(sent)) + sent[:250_000])
    assert emptied(folder)


def test_a_body_of_unknown_length_works_and_its_breaking_off_is_noticed(
    server: BaseWSGIServer, door: SmallDoor, folder: Path
) -> None:
    sent = body(("first", "前"), File(b"x" * 150_000, "a"), ("last", "后"))
    assert talk(server, head(None) + chunked(sent)).endswith(b"page")
    assert door.seen.form == {"first": "前", "last": "后"}
    assert len(list(folder.iterdir())) == 1
    door.seen.uploads.discard()
    assert b"400 BAD REQUEST" in talk(server, head(None) + chunked(sent[:100_000]))
    assert emptied(folder)

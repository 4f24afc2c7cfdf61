"""T10, slow clients at the real door under the shipped settings: stalled uploads do not stop the reading of replies."""

import http.client
import socket
from contextlib import ExitStack, closing
from urllib.parse import urlencode

import pytest

from tests.loopback import gunicorn

HALF = (
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n" + bytes(70_000)
)
STALLED = (
    b"POST /zh/report/send HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 10000000\r\n\r\n" + HALF
)


@pytest.fixture
def door(world):
    """The reporting door of this world under gunicorn as deploy/ starts it, on a free port."""
    with gunicorn(f"app:public({str(world.folder / 'config.toml')!r})") as port:
        yield port


def ask(port, path, pairs):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", path, urlencode(pairs), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_forty_stalled_uploads_do_not_stop_the_reading_of_replies(world, door):
    reporter = world.reporter()
    reporter.reports()
    with ExitStack() as open_ones:
        stalled = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", door), timeout=60)) for _ in range(40)
        ]
        for one in stalled:
            one.sendall(STALLED)
        for _ in range(10):
            status, page = ask(door, "/zh/mailbox", {"code": reporter.code})
            assert status == 200
            assert "信箱里还没有消息" in page
        refused = [one for one in stalled if _answered(one)]
        assert len(refused) >= 40 - 2 * 6
        heard = b"".join(iter(lambda: refused[0].recv(65536), b"")).decode()
    assert heard.startswith("HTTP/1.1 503 ")
    assert "Retry-After: 60" in heard
    assert "现在使用的人太多" in heard


def _answered(one):
    one.settimeout(0.2)
    try:
        return bool(one.recv(1, socket.MSG_PEEK))
    except TimeoutError:
        return False


def test_half_a_form_is_no_whole_one(world, door):
    """A body that breaks off looks whole when nobody counts: half a text would pass for all of it."""
    body = urlencode({"code": "x", "text": "十四天没有见到人。" * 50}).encode()
    head = (
        "POST /zh/mailbox HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", door), timeout=60)) as one:
        one.sendall(head.encode() + body[:-40])
        one.shutdown(socket.SHUT_WR)
        heard = b"".join(iter(lambda: one.recv(65536), b"")).decode()
    assert heard.startswith("HTTP/1.1 400 ")
    assert "这次提交不完整" in heard


def test_a_body_beyond_the_ceiling_is_refused_with_the_page_that_says_so(world, door):
    head = (
        b"POST /zh/report/send HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 99000000000\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", door), timeout=60)) as one:
        one.sendall(head + HALF)
        heard = b"".join(iter(lambda: one.recv(65536), b"")).decode()
    assert heard.startswith("HTTP/1.1 413 ")
    assert "附件太大了" in heard


def test_chunks_of_rubbish_are_a_broken_form(world, door):
    head = (
        b"POST /zh/report/send HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nrubbish\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", door), timeout=60)) as one:
        one.sendall(head)
        heard = b"".join(iter(lambda: one.recv(65536), b"")).decode()
    assert heard.startswith("HTTP/1.1 400 ")

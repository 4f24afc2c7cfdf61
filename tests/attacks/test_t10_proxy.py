"""T1, T10 behind the shipped nginx: no trace of a reporter, nothing spooled, and slow clients shut nobody out."""

import socket
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.domain.text import typeset
from tests.bench.client import FILE, ONCE
from tests.bench.hand_in import report_form
from tests.loopback import free_port, gunicorn
from tests.proxy import Proxy

pytestmark = pytest.mark.sqlite_only

CANARY = b"CANARY-2f81 "
FORM = "application/x-www-form-urlencoded"
BEGUN = b"Host: report.example\r\nSec-Fetch-Site: same-origin\r\n"
SPOOLING = (("    proxy_request_buffering off;\n    proxy_buffering", "    proxy_buffering"),)


@pytest.fixture
def door(world):
    with gunicorn(f"app:public({str(world.folder / 'config.toml')!r})") as port:
        yield port


@pytest.fixture
def nginx(door, tmp_path):
    with Proxy("nginx-public.conf", tmp_path / "nginx", door) as proxy:
        yield proxy


def reads(nginx, code):
    """Somebody reads answers, and gets them."""
    status, headers, page = nginx.ask("POST", "/zh/mailbox", urlencode({"code": code}).encode(), Content_Type=FORM)
    assert status == 200
    assert "信箱里还没有消息" in page
    return headers


def upload(world, content):
    """A whole report with a file as a browser sends it: (content type, body)."""
    form = report_form(world, with_file=True)
    body = Path(form.body_file).read_bytes()
    return form.content_type, body.replace(ONCE, b"7" * 32).replace(FILE, content)


def half_sent(nginx, world):
    """An upload of which three quarters are here: the connection, and what is left to send."""
    kind, body = upload(world, CANARY * 200_000)
    head = f"POST /zh/report/send HTTP/1.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    sending, most = nginx.connect(), len(body) * 3 // 4
    sending.sendall(head.encode() + BEGUN + b"Connection: close\r\n\r\n" + body[:most])
    return sending, body[most:]


def spools(nginx):
    """Look for a second, as often as can be, whether a file appears."""
    until = time.monotonic() + 1
    while time.monotonic() < until:
        if found := nginx.spooled():
            return found
        time.sleep(0.01)
    return []


def test_a_report_with_a_file_passes_through_and_is_never_on_the_proxys_disk(world, nginx):
    sending, rest = half_sent(nginx, world)
    with closing(sending):
        assert spools(nginx) == []
        sending.sendall(rest)
        heard = b"".join(iter(lambda: sending.recv(65536), b""))
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert "已经送达" in heard.decode()
    assert spools(nginx) == []
    assert world.collects().parcels == 1
    assert CANARY.decode() not in nginx.logged()


def test_a_proxy_that_spools_would_be_found(world, door, tmp_path):
    with Proxy("nginx-public.conf", tmp_path / "nginx", door, SPOOLING) as nginx:
        sending, _ = half_sent(nginx, world)
        with closing(sending):
            assert spools(nginx) != []


def test_nothing_a_client_does_is_logged(nginx):
    assert nginx.ask("GET", "/zh/")[0] == 200
    assert nginx.ask("GET", "/zh/no-such-page")[0] == 404
    assert nginx.ask("GET", "/zh/", X_Long="x" * 20_000)[0] == 400
    assert nginx.ask("GET", "/" + "x" * 20_000)[0] == 414
    assert nginx.ask("POST", "/zh/mailbox", b"x" * 20_000)[0] == 413
    for port, said in ((nginx.port, b"GET / HTTP/1.0\r\n\r\n"), (nginx.port, b"\x16\x03\x01\xff\xffrubbish" * 9)):
        heard_on(port, said)
    assert b" 400 " in heard_on(nginx.plain, b"RUBBISH\r\n\r\n")
    moved = heard_on(nginx.plain, b"GET /zh/mailbox HTTP/1.0\r\n\r\n")
    assert b"Location: https://report.example/zh/mailbox" in moved
    told = nginx.logged()
    assert "127.0.0.1" not in told
    assert "mailbox" not in told
    assert (nginx.folder / "access.log").read_bytes() == b""
    assert (nginx.folder / "portal-error.log").read_bytes() == b""


def heard_on(port, said):
    with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as one:
        one.sendall(said)
        one.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: one.recv(65536), b""))


def test_the_answer_is_the_doors_and_names_no_version(world, nginx):
    reporter = world.reporter()
    reporter.reports()
    headers = reads(nginx, reporter.code)
    assert headers["strict-transport-security"] == "max-age=63072000"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["server"] == "nginx"
    assert "content-encoding" not in headers


def test_the_door_is_not_told_who_asks(tmp_path):
    heard = []
    with closing(socket.create_server(("127.0.0.1", 0))) as upstream:

        def answers():
            taken, _ = upstream.accept()
            with closing(taken):
                heard.append(taken.recv(65536))
                taken.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

        listening = threading.Thread(target=answers)
        listening.start()
        with Proxy("nginx-public.conf", tmp_path / "nginx", upstream.getsockname()[1]) as nginx:
            assert nginx.ask("GET", "/zh/", X_Forwarded_For="203.0.113.9")[0] == 204
        listening.join(timeout=60)
    names = {line.split(b":")[0].lower() for line in heard[0].split(b"\r\n")[1:] if line}
    assert names == {b"host", b"accept-encoding", b"sec-fetch-site"}
    assert b"203.0.113.9" not in heard[0]


def test_a_door_that_is_down_is_told_of_in_words(tmp_path):
    with Proxy("nginx-public.conf", tmp_path / "nginx", free_port()) as nginx:
        status, headers, page = nginx.ask("POST", "/zh/mailbox", b"code=x", Content_Type=FORM)
    assert status == 502
    assert typeset("没有看到查询码,就请当作没有送达") in page
    assert "assume it was not delivered" in page
    assert "nginx" not in page
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["strict-transport-security"] == "max-age=63072000"


def test_uploads_that_stall_and_codes_that_drip_shut_no_reader_out(world, nginx):
    """More of each than the door has threads, and more uploads than nginx lets in."""
    reporter = world.reporter()
    reporter.reports()
    upload_head = b"POST /zh/report/send HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    code_head = b"POST /zh/mailbox HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with ExitStack() as open_ones:
        for head, length, many in ((upload_head, 10_000_000, 220), (code_head, 40, 100)):
            for _ in range(many):
                one = open_ones.enter_context(closing(nginx.connect()))
                one.sendall(head + b"Content-Length: %d\r\n" % length + BEGUN + b"\r\n--b\r\ncode=")
        for _ in range(10):
            reads(nginx, reporter.code)


def test_heads_that_never_end_and_connections_that_say_nothing_shut_no_reader_out(world, nginx):
    reporter = world.reporter()
    reporter.reports()
    with ExitStack() as open_ones:
        for _ in range(150):
            one = open_ones.enter_context(closing(nginx.connect()))
            one.sendall(b"POST /zh/mailbox HTTP/1.1\r\nHost: ")
            open_ones.enter_context(closing(socket.create_connection(("127.0.0.1", nginx.port), timeout=60)))
        reads(nginx, reporter.code)


def test_the_desk_stands_behind_its_own_file(world, tmp_path):
    app = f"app:desk({str(world.folder / 'config.toml')!r})"
    with gunicorn(app) as port, Proxy("nginx-desk.conf", tmp_path / "nginx", port) as nginx:
        status, headers, page = nginx.ask("GET", "/zh/sign-in")
        assert status == 200
        assert "口令" in page
        assert headers["strict-transport-security"] == "max-age=63072000"
        assert headers["server"] == "nginx"
        assert nginx.ask("POST", "/zh/sign-in", bytes(8 * 1024 * 1024))[0] == 413
        assert nginx.spooled() == []
        assert "127.0.0.1" not in nginx.logged()

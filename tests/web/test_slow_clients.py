"""A real gunicorn with our configuration: slow, silent and lying clients get little, and others are served (T10).

No figure of time is asserted. What is bounded is told by who is answered, and with what.
"""

import http.client
import select
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress

import pytest

from tests.loopback import free_port, wait_for

# Reads the body and tells how much came; the app's own way to answer what the worker raises is Flask's.
APP = """
from flask import Flask, request
app = Flask(__name__)
@app.route("/", methods=["GET", "POST"])
def hear():
    return str(len(request.get_data()))
@app.post("/unread")
def unread():
    return "unread"
"""
HURRIED = """
from portal.web import gunicorn
from portal.web.gunicorn import *
from portal.web.patience import Patience
class worker_class(gunicorn.PatientWorker):
    patience = Patience({patience})
"""
THREADS = 4
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"


@pytest.fixture
def serve(tmp_path):
    """Start a server with a patience; gives its port."""
    servers = []

    def start(patience=""):
        (tmp_path / "hearing.py").write_text(APP, encoding="utf-8")
        (tmp_path / "hurried.py").write_text(HURRIED.format(patience=patience), encoding="utf-8")
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", str(tmp_path / "hurried.py"), "--workers", "1"]
        command += [
            "--bind",
            f"127.0.0.1:{port}",
            "--threads",
            str(THREADS),
            "--pythonpath",
            str(tmp_path),
            "hearing:app",
        ]
        servers.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        wait_for(port, servers[-1])
        return port

    yield start
    for server in servers:
        server.terminate()
        server.communicate(timeout=40)


@pytest.fixture
def clients():
    """Give `say(port, bytes)`: a new connection that has sent these bytes; all are closed at the end."""
    with ExitStack() as open_ones:

        def say(port, *said):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            for piece in said:
                one.sendall(piece)
            return one

        yield say


def ask(port, body=None):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET" if body is None else "POST", "/", body)
        answer = connection.getresponse()
        return answer.status, answer.read()


def status_of(one):
    """The status with which the server ended this connection; None if it said nothing."""
    heard = b""
    while piece := one.recv(65536):
        heard += piece
    return int(heard.split(b" ")[1]) if heard else None


def answered(connections, most):
    """Wait until the server has spoken on so many of these."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ready = select.select(connections, [], [], 1)[0]
        if len(ready) >= most:
            return ready
        time.sleep(0.05)
    raise AssertionError(f"{len(ready)} answers of {most}")


def test_stalled_bodies_hold_all_threads_but_two_and_quick_requests_are_served(serve, clients):
    port = serve()
    stalled = [clients(port, POST, b"half") for _ in range(3 * THREADS)]
    # Those that find no seat are told so; two hold theirs and are waited for.
    refused = answered(stalled, 3 * THREADS - (THREADS - 2))
    assert {status_of(one) for one in refused} == {503}
    for _ in range(20):
        assert ask(port, b"quick") == (200, b"5")
    waiting = [one for one in stalled if one not in refused]
    assert select.select(waiting, [], [], 0)[0] == []


def test_while_others_wait_nobody_is_waited_for_without_a_seat(serve, clients):
    """Were each stalled body given its moment, the quick ones would be asked for longer than they wait."""
    port = serve("moment=30")
    stalled = [clients(port, POST, b"half") for _ in range(5 * THREADS)]
    for _ in range(20):
        assert ask(port, b"quick") == (200, b"5")
    assert {status_of(one) for one in answered(stalled, 5 * THREADS - (THREADS - 2))} == {503}


def test_while_nobody_waits_a_body_has_its_moment_though_all_seats_are_taken(serve, clients):
    port = serve("moment=1, kept_free=3")
    clients(port, POST, b"half")
    time.sleep(2)
    one = clients(port, b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 8\r\n\r\n", b"half")
    time.sleep(0.5)
    one.sendall(b"more")
    assert status_of(one) == 200


def test_a_body_that_stalls_is_ended_by_name(serve, clients):
    port = serve("window_seconds=1.5, moment=0.2")
    assert status_of(clients(port, POST, b"half")) == 408


def test_a_body_that_drips_is_ended_by_name(serve, clients):
    port = serve("window_seconds=1.5, moment=0.2")
    one = clients(port, POST)
    with suppress(ConnectionError):
        for _ in range(600):
            one.sendall(b"x")
            time.sleep(0.1)
            if select.select([one], [], [], 0)[0]:
                break
    assert one.recv(12) == b"HTTP/1.1 408"
    assert ask(port) == (200, b"0")


def test_a_body_at_a_slow_but_steady_pace_arrives_whole(serve, clients):
    port = serve("window_seconds=1, window_bytes=1000, moment=0.2")
    one = clients(port, b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 12000\r\n\r\n")
    for _ in range(12):
        one.sendall(bytes(1000))
        time.sleep(0.2)
    assert status_of(one) == 200


def test_heads_that_drip_end_without_an_answer_and_hold_nobody_up(serve, clients):
    port = serve("head_seconds=1.5, moment=0.2")
    slow = [clients(port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: ") for _ in range(3 * THREADS)]
    assert ask(port) == (200, b"0")
    for one in slow:
        one.settimeout(30)
    assert {status_of(one) for one in slow} == {None}


def test_two_hundred_silent_connections_cost_no_thread(serve, clients):
    port = serve()
    silent = [clients(port) for _ in range(200)]
    for _ in range(20):
        assert ask(port, b"quick") == (200, b"5")
    assert {status_of(one) for one in silent[:20]} == {None}


def test_clients_that_never_hang_up_stop_nobody(serve, clients):
    """Gunicorn's loop would wait two seconds for each; here the answers of all come before the first has hung up."""
    port = serve()
    rude = [clients(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") for _ in range(60)]
    assert {status_of(one) for one in rude} == {200}
    assert ask(port) == (200, b"0")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-Many: a\r\n" * 100 + b"\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nrubbish\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n", 400),
    ],
)
def test_heads_and_bodies_that_are_none_are_refused(serve, clients, said, status):
    port = serve()
    one = clients(port)
    one.sendall(said)
    assert status_of(one) == status
    assert ask(port) == (200, b"0")


def test_a_body_shorter_than_it_says_is_no_whole_one(serve, clients):
    port = serve()
    one = clients(port, POST, b"half")
    one.shutdown(socket.SHUT_WR)
    assert status_of(one) == 400


def test_what_follows_a_body_that_was_not_read_is_no_request(serve, clients):
    """A rest that does not come must not leave the connection open: what comes then would pass for the next request."""
    port = serve("window_seconds=1, moment=0.2")
    one = clients(port, b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n")
    assert one.recv(12) == b"HTTP/1.1 200"
    time.sleep(2)
    heard = b""
    try:
        one.sendall(b"GET / HTTP/1.1\r\nHost: smuggled\r\n\r\n")
        while piece := one.recv(65536):
            heard += piece
    except ConnectionError:
        pass
    assert heard.count(b"HTTP/1.1 ") == 0


def test_a_connection_serves_one_request_after_another(serve):
    with closing(http.client.HTTPConnection("127.0.0.1", serve(), timeout=60)) as connection:
        for size in (0, 1, 300_000, 0):
            connection.request("POST", "/", bytes(size))
            assert connection.getresponse().read() == str(size).encode()

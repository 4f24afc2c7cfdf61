"""A real gunicorn with our configuration and an app that fails: what it answers and what it writes."""

import http.client
import socket
import struct
import subprocess
import sys
import time

import pytest

from tests.loopback import free_port, wait_for

CANARY = "CANARY-9c41"
APP = """
def app(environ, start_response):
    if environ["PATH_INFO"].startswith("/fail"):
        raise RuntimeError(environ["PATH_INFO"])
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.url_scheme"].encode()]
"""
# Our configuration as it is, but for the patience, which the test has not.
IMPATIENT = """
from portal.web.gunicorn import *
from portal.web.gunicorn import hang_up_after
when_ready = hang_up_after(1)
"""


@pytest.fixture
def served(tmp_path):
    """Serve APP; yields the port and a function that stops the server and returns everything it wrote."""
    (tmp_path / "failing_app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "impatient.py").write_text(IMPATIENT, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(tmp_path / "impatient.py")]
    command += [
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--threads",
        "2",
        "--pythonpath",
        str(tmp_path),
        "failing_app:app",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def stop():
        server.terminate()
        return server.communicate(timeout=30)[0]

    wait_for(port, server)
    yield port, stop
    if server.poll() is None:
        stop()


def ask(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_it_names_no_server_believes_no_proxy_and_writes_no_value(served):
    port, stop = served
    answer, body = ask(port, f"/{CANARY}?q={CANARY}", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": CANARY})
    assert (answer.status, body) == (200, b"http")
    assert answer.getheader("Server") is None
    assert ask(port, f"/fail/{CANARY}")[0].status == 500
    with socket.create_connection(("127.0.0.1", port)) as raw:
        raw.sendall(f"BROKEN {CANARY}\r\n\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
    written = stop()
    assert CANARY not in written
    assert "127.0.0.1" not in written
    assert "builtins.RuntimeError at " in written
    assert "failing_app.py:4\n" in written
    assert "WARNING gunicorn.error gunicorn/workers/base.py" in written


HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: "
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nhalf"


@pytest.mark.parametrize("said", [b"", HALF_A_HEAD, HALF_A_BODY])
def test_clients_that_fall_silent_do_not_hold_the_door_for_ever(served, said):
    """Each would hold a thread: as many idle connections as threads, and nobody reads an answer any more (T10)."""
    port, stop = served
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
    for one in silent:
        one.sendall(said)
    time.sleep(0.3)
    assert ask(port, "/")[0].status == 200
    for one in silent:
        one.close()
    assert "127.0.0.1" not in stop()


def test_the_configuration_hangs_up_on_silence():
    from portal.web import gunicorn

    class Server:
        LISTENERS = (socket.socket(),)

    with Server.LISTENERS[0] as listener:
        gunicorn.when_ready(Server)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            assert struct.unpack("ll", listener.getsockopt(socket.SOL_SOCKET, option, 16)) == (60, 0)

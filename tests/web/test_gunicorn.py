"""A real gunicorn with our configuration and an app that fails: what it answers and what it writes."""

import http.client
import socket
import subprocess
import sys
import time

import pytest

CANARY = "CANARY-9c41"
APP = """
def app(environ, start_response):
    if environ["PATH_INFO"].startswith("/fail"):
        raise RuntimeError(environ["PATH_INFO"])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.url_scheme"].encode()]
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(tmp_path):
    """Serve APP; yields the port and a function that stops the server and returns everything it wrote."""
    (tmp_path / "failing_app.py").write_text(APP, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:portal.web.gunicorn"]
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

    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
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
    assert "builtins.RuntimeError at failing_app.py:4" in written
    assert "WARNING gunicorn.error gunicorn/workers/base.py" in written

"""A proxy before the object store that misbehaves as it is told: each kind of fault a network or a store has."""

import hashlib
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASS, REFUSE, DROP, DROP_ANSWER, HANG, LIE, CUT, CUT_UNSEEN, ALTER, DRIBBLE, FULL, FORBID = (
    "pass",
    "answer 503",
    "close the connection before doing anything",
    "do it, and close the connection before answering",
    "do nothing and say nothing",
    "say 200 without doing it",
    "send half of the body, then close",
    "send half of the body as if it were all",
    "keep other bytes than were sent",
    "send one byte at a time, slowly",
    "answer 507",
    "answer 403",
)

HANGS_AT_MOST = 15
DRIBBLES_AT_MOST = 300


class Unruly:
    """Does what `fault(number, method, path)` says for each request, counted from 1; usually nothing wrong."""

    def __init__(self, port: int) -> None:
        self.store_port = port
        self.fault: Callable[[int, str, str], str] = lambda *_: PASS
        self.seen: list[tuple[str, str]] = []
        self.forbids_strangers = False
        self.released = threading.Event()
        self._counting = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def choose(self, method: str, path: str) -> str:
        with self._counting:
            self.seen.append((method, path))
            return self.fault(len(self.seen), method, path)

    def does(self, what: str, *methods: str, times: int = 10_000) -> None:
        """Commit one fault for the first `times` requests of these methods (all if none is named) from now on."""
        left = iter(range(times))

        def fault(_number: int, method: str, _path: str) -> str:
            if methods and method not in methods:
                return PASS
            return PASS if next(left, None) is None else what

        self.fault = fault

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(proxy: Unruly) -> type["Handler"]:
    return type("Handler", (Handler,), {"unruly": proxy})


class Handler(BaseHTTPRequestHandler):
    """One connection to the proxy."""

    protocol_version = "HTTP/1.1"
    unruly: Unruly

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.unruly.choose(self.command, self.path)
        if fault == DROP:
            self.close_connection = True
        elif fault == HANG:
            self.unruly.released.wait(HANGS_AT_MOST)
            self.close_connection = True
        elif self.unruly.forbids_strangers and "Authorization" not in self.headers:
            self.say(403, {}, b"")
        elif fault in (REFUSE, FULL, FORBID):
            self.say(int(fault[-3:]), {}, b"")
        elif fault == LIE:
            tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
            self.say(200, {"ETag": f'"{tag}"'}, b"")
        else:
            self.pass_on(fault, body[:-1] + b"?" if fault == ALTER else body)

    def pass_on(self, fault: str, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
        if fault == ALTER:
            headers.pop("Content-MD5", None)
        connection = HTTPConnection("127.0.0.1", self.unruly.store_port, timeout=30)
        connection.request(self.command, self.path, body, headers)
        told = connection.getresponse()
        content = told.read()
        connection.close()
        if fault == DROP_ANSWER:
            self.close_connection = True
            return
        kept = {name: value for name, value in told.getheaders() if name.lower() not in _HOPS}
        self.say(told.status, kept, content, fault)

    def say(self, status: int, headers: dict[str, str], body: bytes, fault: str = PASS) -> None:
        length = headers.pop("Content-Length", headers.pop("content-length", str(len(body))))
        half = body[: len(body) // 2]
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(half)) if fault == CUT_UNSEEN else length)
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault == DRIBBLE:
            self.dribble(body)
        else:
            self.wfile.write(half if fault in (CUT, CUT_UNSEEN) else body)
        self.close_connection = fault in (CUT, DRIBBLE)

    def dribble(self, body: bytes) -> None:
        for start in range(min(DRIBBLES_AT_MOST, len(body))):
            if self.unruly.released.is_set():
                return
            self.wfile.write(body[start : start + 1])
            time.sleep(0.05)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815

    def handle_expect_100(self) -> bool:
        self.send_response_only(100)
        self.end_headers()
        return True

    def handle(self) -> None:
        # The other side may have hung up on a fault, which is what it was for.
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


_HOPS = {"connection", "server", "date", "transfer-encoding", "keep-alive"}

"""Gunicorn's threaded worker, with patience for slow clients and threads for the others (ADR 0052).

Gunicorn 27 lets a silent connection hold a thread for five seconds before it says a word, a head or body for ever as
long as a byte comes now and then, and closes connections on the one loop that hands out all work, where a client that
does not hang up stops the whole process for two seconds. Here a connection costs a thread only once it has said
something, `Patience` bounds what follows, and hanging up waits for nobody.
"""

import select
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import Enum, auto
from functools import partial
from threading import BoundedSemaphore
from typing import Any, ClassVar

from gunicorn.http.errors import NoMoreData, ParseException  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]
from gunicorn.http.unreader import SocketUnreader  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]
from werkzeug.exceptions import BadRequest, ClientDisconnected

from portal.web.patience import KIB, NoSeat, Patience, TooSlow, body_pace, head_pace

_MOST_DRAINED = 64 * KIB


class Part(Enum):
    """What of a request is being read."""

    HEAD = auto()
    BODY = auto()
    REST = auto()
    """What the app left unread, read away so that the connection can serve again."""


class PatientUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn has no types
    """Reads one connection, request after request, at the pace that `Patience` asks for.

    A head that is too slow ends as if the client had hung up. A body raises `TooSlow` or `NoSeat`, of which the app
    makes a page; a rest TimeoutError, upon which gunicorn ends the connection. What was refused once stays refused.
    """

    def __init__(
        self, sock: socket.socket, patience: Patience, seats: BoundedSemaphore, others_wait: Callable[[], bool]
    ) -> None:
        super().__init__(sock)
        self._patience = patience
        self._seats = seats
        self._others_wait = others_wait
        self._seated = False
        self.begin(Part.HEAD)

    def begin(self, part: Part) -> None:
        """A part of a request begins; with a head, the next request."""
        self._part = part
        if part is Part.HEAD:
            self._waited = 0.0
            self._refusal: TooSlow | NoSeat | None = None
        begun = head_pace if part is Part.HEAD else body_pace
        self._pace = begun(self._patience, time.monotonic())

    def leave(self) -> None:
        """The thread goes on to other work."""
        if self._seated:
            self._seated = False
            self._seats.release()

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Give what has come, after waiting for it as long as may be; nothing at the end of the connection."""
        try:
            self._await()
        except (TooSlow, NoSeat) as refusal:
            self._refusal = refusal
            if self._part is Part.HEAD:
                return b""
            if self._part is Part.REST:
                raise TimeoutError from refusal
            raise
        data: bytes = super().chunk(size_hint)
        self._pace.came(len(data), time.monotonic())
        return data

    def _await(self) -> None:
        """Return when there is something to read; raise `TooSlow` or `NoSeat`."""
        if self._refusal is not None:
            raise self._refusal
        if not self._seated:
            if self._comes_soon():
                return
            if not self._seats.acquire(blocking=False):
                raise NoSeat
            self._seated = True
        if not self._readable(self._pace.left(time.monotonic())):
            raise TooSlow

    def _comes_soon(self) -> bool:
        """Wait without a seat, a glance at a time, for as long in all as may be while others do, or do not, wait."""
        while True:
            now = time.monotonic()
            most = self._patience.glance if self._others_wait() else self._patience.moment
            left = min(most - self._waited, self._patience.glance, self._pace.left(now))
            came = self._readable(max(0.0, left))
            self._waited += time.monotonic() - now
            if came or left <= 0:
                return came

    def _readable(self, seconds: float) -> bool:
        # Gunicorn sets a deadline of its own on the socket while it reads a rest away.
        deadline = self.sock.gettimeout()
        waiting = select.poll()
        waiting.register(self.sock, select.POLLIN)
        return bool(waiting.poll(1000 * (seconds if deadline is None else min(seconds, deadline))))


class _WholeBody:
    """Reads a body for the app, and tells it by name when that is broken or breaks off.

    Gunicorn ends a body that breaks off like one that is whole, and half a text would pass for all of it.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes, none at the end. Raise `BadRequest`, `ClientDisconnected`, and what is too slow."""
        due = min(size, getattr(self._reader, "length", 0))
        try:
            data: bytes = self._reader.read(size)
        except NoMoreData as gone:
            raise ClientDisconnected from gone
        except ParseException as broken:
            raise BadRequest from broken
        if len(data) < due:
            raise ClientDisconnected
        return data


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """The worker of both doors. A subclass with another `patience` serves tests."""

    patience: ClassVar[Patience] = Patience()

    def init_process(self) -> None:
        """Set the seats before the loop of this process begins."""
        self._seats = BoundedSemaphore(self.patience.seats(self.cfg.threads))
        self._unbegun: set[Any] = set()
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection a thread if it has said something; else it waits without one for `keepalive` seconds."""
        if not conn.initialized and not conn.data_ready and not conn.wait_for_data(0):
            self._wait_without_thread(conn, self.on_pending_socket_readable)
            return
        self._unbegun.add(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Serve one request of a connection, read at the pace of `patience`."""
        self._unbegun.discard(conn)
        if conn.parser is None:
            conn.parser = RequestParser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = PatientUnreader(conn.sock, self.patience, self._seats, lambda: bool(self._unbegun))
        conn.parser.unreader.begin(Part.HEAD)
        try:
            return super().handle(conn)
        finally:
            conn.parser.unreader.leave()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Let the app answer a request whose head is whole."""
        conn.parser.unreader.begin(Part.BODY)
        reader = req.body.reader
        req.body.reader = _WholeBody(reader)
        try:
            return super().handle_request(req, conn)
        finally:
            req.body.reader = reader
            conn.parser.unreader.begin(Part.REST)

    def finish_request(self, conn: Any, fs: "Future[Any]") -> None:
        """Take back a connection; one that is to end is hung up without waiting for the client on this loop."""
        if fs.cancelled() or fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.nr_conns -= 1
            conn.close()
            return
        # The client has yet to take the answer: closed while bytes of its own lie unread, the kernel would cut it off.
        conn.drained = 0
        self._wait_without_thread(conn, self._drain)

    def _wait_without_thread(self, conn: Any, then: Any) -> None:
        conn.sock.setblocking(False)  # noqa: FBT003  the socket's own way to say it
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _drain(self, conn: Any, _sock: socket.socket) -> None:
        try:
            read = conn.sock.recv(_MOST_DRAINED)
        except OSError:
            read = b""
        conn.drained += len(read)
        if not read or conn.drained >= _MOST_DRAINED:
            self.poller.unregister(conn.sock)
            self.pending_conns.remove(conn)
            self.nr_conns -= 1
            conn.close()

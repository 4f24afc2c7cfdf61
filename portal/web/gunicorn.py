"""How gunicorn serves either door: `gunicorn --config python:portal.web.gunicorn --bind … 'app:public()'`.

Bind address, workers and threads come from the command line. Nothing about a request is written anywhere, nothing a
proxy claims about the client is believed, and the answer does not name the server.
"""

import logging
import socket
import struct
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.http import wsgi  # type: ignore[import-untyped]

from portal.web.logs import DiscreetFormatter
from portal.web.worker import PatientWorker


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's logger without its messages: they hold client addresses and the address asked for.

    What is left is the file and line of gunicorn that spoke, so every call is attributed to its caller.
    """

    def _speak(self, level: int, msg: str, *args: object, exc_info: object = None, **_kwargs: object) -> None:
        self.error_log.log(level, msg, *args, exc_info=exc_info, stacklevel=2)

    debug = partialmethod(_speak, logging.DEBUG)
    info = partialmethod(_speak, logging.INFO)
    warning = partialmethod(_speak, logging.WARNING)
    error = partialmethod(_speak, logging.ERROR)
    critical = partialmethod(_speak, logging.CRITICAL)
    exception = partialmethod(_speak, logging.ERROR, exc_info=True)

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter())


class _NamelessResponse(wsgi.Response):  # type: ignore[misc]
    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


# Gunicorn has no setting for it; `wsgi.create` looks this name up for every request.
wsgi.Response = _NamelessResponse

_IN_MEMORY = Path("/dev/shm")  # noqa: S108  a heartbeat file of gunicorn's own, which blocks a worker on a busy disk

worker_class = PatientWorker
worker_tmp_dir = str(_IN_MEMORY) if _IN_MEMORY.is_dir() else None
accesslog = None
errorlog = "-"
logger_class = DiscreetLogger
loglevel = "warning"
capture_output = False
proc_name = "portal"


def hang_up_after(seconds: int) -> Callable[[Any], None]:
    """Make the hook that lets no client be silent for longer in the middle of a request, or not take its answer.

    What is awaited while reading is `PatientWorker`'s; this bounds the rest, above all an answer that nobody takes. Set
    on the listening sockets, from which Linux hands it on to every connection.
    """
    patience = struct.pack("ll", seconds, 0)  # struct timeval

    def on_all_listeners(server: Any) -> None:
        for listener in server.LISTENERS:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                listener.setsockopt(socket.SOL_SOCKET, option, patience)

    return on_all_listeners


when_ready = hang_up_after(60)

# A worker's heartbeat is its own thread's: a slow upload does not count against the time-out.
timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 2048
limit_request_fields = 64
limit_request_field_size = 4096

# Who is behind a proxy is no question this software asks; a forged X-Forwarded-… changes nothing.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
proxy_protocol = False
# The control socket would be one more way in, and it writes below $HOME.
control_socket_disable = True

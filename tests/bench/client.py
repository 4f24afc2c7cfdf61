"""A client of its own process: `python -m tests.bench.client` reads jobs, one line of JSON each, and answers likewise.

One request after another on a keep-alive connection, until the time or the number given is reached; loopback only. Now
and then a new connection: a worker that happened to get most of the old ones must not decide the figure.
"""

import http.client
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

PIECE = 1024 * 1024
PATIENCE = 60.0
ON_ONE_CONNECTION = 20
ONCE = b"0123456789abcdef0123456789abcdef"
"""Stands in a body where every request needs 32 hex digits of its own."""
FILE = b"<the file>"
"""Stands in a body where `file_mib` MiB of random bytes go."""


@dataclass(frozen=True)
class Job:
    """What to ask, how often at most and how long; every answer must have `status` and contain `expect`.

    Status 0 stands for any but an error of the server's. With `now_and_then` an answer may have that status
    instead: a gate that refills lets one through each minute.
    """

    path: str
    body_file: str = ""
    content_type: str = ""
    expect: str = ""
    seconds: float = 3.0
    most: int = 100_000
    file_mib: int = 0
    status: int = http.client.OK
    now_and_then: int = 0


def main() -> None:
    for line in sys.stdin:
        port, asked = json.loads(line)
        print(json.dumps(perform(port, Job(**asked))), flush=True)


def perform(port: int, job: Job) -> dict[str, object]:
    """Do one job: seconds of each request, and of all together. The first request opens the connection, uncounted."""
    body = Path(job.body_file).read_bytes() if job.body_file else b""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    each: list[float] = []
    try:
        connection.connect()
        if not job.file_mib:
            _ask(connection, job, body)
        began = time.perf_counter()
        while len(each) < job.most and time.perf_counter() - began < job.seconds:
            started = time.perf_counter()
            if len(each) % ON_ONE_CONNECTION == ON_ONE_CONNECTION - 1:
                connection.close()
            _ask(connection, job, body)
            each.append(time.perf_counter() - started)
        return {"each": each, "wall": time.perf_counter() - began}
    finally:
        connection.close()


def _ask(connection: http.client.HTTPConnection, job: Job, body: bytes) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    if not job.body_file:
        connection.request("GET", job.path, headers=headers)
    else:
        sent = body.replace(ONCE, token_hex(16).encode())
        length = len(sent) + (job.file_mib * PIECE - len(FILE) if job.file_mib else 0)
        headers |= {"Content-Type": job.content_type, "Content-Length": str(length)}
        connection.request("POST", job.path, _pieces(sent, job.file_mib) if job.file_mib else sent, headers)
    answer = connection.getresponse()
    page = answer.read()
    if answer.status == job.now_and_then or (not job.status and answer.status < http.client.INTERNAL_SERVER_ERROR):
        return
    if answer.status != job.status or job.expect.encode() not in page:
        raise RuntimeError(f"{job.path} answered {answer.status}, {len(page)} bytes, not the page that was expected")


def _pieces(body: bytes, mib: int) -> Iterator[bytes]:
    before, _, after = body.partition(FILE)
    piece = os.urandom(PIECE)
    yield before
    for _ in range(mib):
        yield piece
    yield after


def line(port: int, job: Job) -> str:
    """The line that gives a client this job at the server on `port`."""
    return json.dumps([port, asdict(job)]) + "\n"


if __name__ == "__main__":
    main()

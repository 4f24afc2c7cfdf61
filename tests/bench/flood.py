"""Reading a mailbox while eight programs send reports as fast as they are answered, and beside uploads that stall.

Floor: the same reading, in quiet. The reports are refused at the gate, with every word given back; what that costs is
told beside what taking one costs.
"""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

from tests.bench.client import ONCE, Job
from tests.bench.hand_in import SECONDS, report_form
from tests.bench.load import AT_ONCE, Clients
from tests.bench.load import clients as more_clients
from tests.bench.look_up import answered_report
from tests.bench.measure import Figure, Latencies, middle
from tests.bench.servers import Server, serving
from tests.world import World

ROUNDS = 3
IN_A_ROW = 20
STALLED = 8
ARRIVING = 40
MOST_REPORTS = 10_000
BAR = 3.0
HALF_AN_UPLOAD = (
    b"POST /zh/report/send HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n"
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n' + bytes(100_000)
)


def figures(world: World, door: Server, clients: Clients) -> Iterator[Figure]:
    code = world.folder / "flood-code.form"
    code.write_text(urlencode({"code": answered_report(world)}), encoding="ascii")
    reading = Job("/zh/mailbox", str(code), "application/x-www-form-urlencoded", expect="已受理", seconds=SECONDS)
    form = report_form(world)
    taken = Job("/zh/report/send", form.body_file, form.content_type, "已经送达", seconds=SECONDS)
    narrow = world.folder / "narrow.toml"
    text = (world.folder / "config.toml").read_text(encoding="utf-8")
    narrow.write_text(text.replace("reports_per_minute = 1000000", "reports_per_minute = 1"), encoding="utf-8")
    with serving(f"app:public({str(narrow)!r})", "/zh/") as pressed, more_clients() as flooders:
        _exhaust(pressed, taken)
        refused = replace(taken, expect="还差一步", status=429, now_and_then=200)
        quiet, under, sent = [], [], []
        with ThreadPoolExecutor(1) as beside:
            for _ in range(ROUNDS):
                quiet.append(clients.ask(pressed, reading))
                flood = beside.submit(
                    flooders.ask, pressed, replace(refused, seconds=SECONDS + 1, most=MOST_REPORTS), AT_ONCE - 1
                )
                under.append(clients.ask(pressed, reading))
                sent.append(flood.result())
        with stalled(pressed):
            beside_stalled = middle([clients.ask(pressed, reading) for _ in range(ROUNDS)])
        with arriving(pressed):
            beside_arriving = middle([clients.ask(pressed, reading) for _ in range(ROUNDS)])
        accepted = middle([clients.ask(door, taken) for _ in range(ROUNDS)])
        alone = middle([clients.ask(pressed, refused) for _ in range(ROUNDS)])
    floor, flooded = middle(quiet), middle(sent)
    yield _beside(f"a flood of {flooded.rate:.0f} reports/s", middle(under), floor)
    yield _beside(f"{STALLED} stalled uploads", beside_stalled, floor)
    yield _beside(f"{ARRIVING} more of them every second", beside_arriving, floor)
    # Who is refused is held up, so the rate tells nothing: the processor does.
    costs = accepted.processor / alone.processor
    yield Figure("refuse a report at the gate", alone.told(), f"taking it: {accepted.told()}", costs)


def _beside(what: str, ours: Latencies, floor: Latencies) -> Figure:
    times = ours.percentile(0.5) / floor.percentile(0.5)
    bar = f"≤ {BAR:.0f}: {'kept' if times <= BAR else 'MISSED'}"
    return Figure(f"read a mailbox beside {what}", ours.told(), floor.told(), times, bar)


@contextmanager
def stalled(server: Server) -> Iterator[None]:
    """Hold so many uploads that have sent a beginning and send no more."""
    with ExitStack() as open_ones:
        for _ in range(STALLED):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
            one.sendall(HALF_AN_UPLOAD)
        # Past the moment in which each still has a thread without a seat.
        time.sleep(2)
        yield


@contextmanager
def arriving(server: Server) -> Iterator[None]:
    """Begin so many uploads every second, and go on with none of them."""
    ended = threading.Event()

    def begin() -> None:
        with ExitStack() as open_ones:
            while not ended.wait(1 / ARRIVING):
                one = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
                one.sendall(HALF_AN_UPLOAD)

    with ThreadPoolExecutor(1) as beside:
        begun = beside.submit(begin)
        try:
            yield
        finally:
            ended.set()
            begun.result()


def _exhaust(pressed: Server, job: Job) -> None:
    """Send, on many connections, until every process of the door asks each time."""
    body, asked = Path(job.body_file).read_bytes(), 0
    while asked < IN_A_ROW:
        with closing(http.client.HTTPConnection("127.0.0.1", pressed.port, timeout=60)) as connection:
            sent = body.replace(ONCE, token_hex(16).encode())
            connection.request("POST", job.path, sent, {"Content-Type": job.content_type})
            answer = connection.getresponse()
            answer.read()
            asked = asked + 1 if answer.status == http.client.TOO_MANY_REQUESTS else 0

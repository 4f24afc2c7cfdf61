"""Ten thousand junk submissions of eight kinds from eight programs at once, at a door with the shipped settings.

Afterwards: no more is stored than the gate's rate lets in, nothing lies in a temporary folder, and a reporter who
answers the question is taken and reads their mailbox. Floor: what the rate allows, and the workers before.
"""

import http.client
import math
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

from sqlalchemy import func, select

from portal.letterbox.records import letters, parcels
from portal.public.flood.gate import Form
from portal.public.flood.questions import question
from portal.sealing import tickets
from tests.bench.client import ONCE, Job
from tests.bench.hand_in import report_form
from tests.bench.load import AT_ONCE, Clients
from tests.bench.look_up import answered_report, registered_newest
from tests.bench.measure import Figure
from tests.bench.servers import WORKERS, Server, serving
from tests.pages import Page
from tests.world import World

NUMBER = 10_000
BURST, A_MINUTE = 120, 12
"""What the shipped `reports_per_minute` lets one process take at once, and each minute."""
GROWN_MIB = 16
KIB = 1024
MIB = KIB * KIB
TEXT, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary="
_HEAD = b'\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'


@dataclass(frozen=True)
class Junk:
    """One kind of junk. `ONCE` in its body stands for digits that differ each time."""

    what: str
    path: str
    content_type: str
    body: bytes


def kinds(content_type: str, report: bytes) -> tuple[Junk, ...]:
    """Eight kinds; two of them begin with a whole `report` as a browser sends it."""
    mark = b"--" + content_type.partition("boundary=")[2].encode()
    once, code = ONCE.decode(), "-".join(["ABCD"] * 7)
    letter = {"code": code, "once": once, "purpose": "add", "text": "多" * 2000}
    return (
        Junk("a whole report", "/zh/report/send", content_type, report),
        Junk("with a file", "/zh/report/send", content_type, mark + _HEAD + bytes(40 * KIB) + b"\r\n" + report),
        Junk("broken off", "/zh/report/send", content_type, report[: len(report) // 2]),
        Junk("noise", "/zh/report/send", PARTS + "b", os.urandom(8 * KIB)),
        Junk("other fields", "/zh/report/send", TEXT, urlencode({"once": once, "report": "x" * 4000}).encode()),
        Junk("half a form", "/zh/report/write", TEXT, urlencode({"do": "next", "summary": "多" * 2000}).encode()),
        Junk("a guessed code", "/zh/mailbox", TEXT, urlencode({"code": code}).encode()),
        Junk("a letter to nobody", "/zh/mailbox/letter", TEXT, urlencode(letter).encode()),
    )


def figures(world: World, _door: Server, clients: Clients) -> Iterator[Figure]:
    form, code = report_form(world), answered_report(world)
    shipped, temporary = world.folder / "shipped.toml", world.folder / "temporary"
    temporary.mkdir()
    text = (world.folder / "config.toml").read_text(encoding="utf-8")
    shipped.write_text("".join(line for line in text.splitlines(True) if "_per_minute" not in line), encoding="utf-8")
    junk = kinds(form.content_type, Path(form.body_file).read_bytes())
    with serving(f"app:public({str(shipped)!r})", "/zh/", temporary) as server:
        before, idle, began = stored(world), max(server.resident()), time.monotonic()
        server.forget_peaks()
        told = clients.each(server, _jobs(world, junk))
        minutes, after, peak = math.ceil((time.monotonic() - began) / 60), stored(world), max(server.peaks())
        world.collects()
        waited = time.monotonic()
        mine = reports_at(server.port, world, junk[0])
        waited = time.monotonic() - waited
        registered_newest(world)
        read = [reads_at(server.port, one) for one in (code, mine)]
    taken = after.reports - before.reports
    most = WORKERS * (BURST + A_MINUTE * minutes)
    kept = taken <= most and after.blobs - before.blobs <= taken and not any(temporary.iterdir())
    yield Figure(
        f"{NUMBER:,} junk submissions of {len(junk)} kinds, {AT_ONCE} at once",
        f"{told.told()}; {taken} taken for reports, {after.letters - before.letters} for letters",
        f"{most} by the rate",
        bar=f"≤ the rate: {'kept' if kept else 'MISSED'}",
    )
    grown = (after.disk - before.disk) / MIB
    yield Figure(
        "what the letterbox grew by on disk meanwhile, and files left in the temporary folder",
        f"{grown:.1f} MiB, {len(list(temporary.iterdir()))}",
        bar=f"≤ {GROWN_MIB} MiB, 0: {'kept' if grown <= GROWN_MIB and kept else 'MISSED'}",
    )
    yield Figure("memory of a worker meanwhile, at most", f"{peak:.0f} MiB", f"{idle:.0f} MiB before")
    yield Figure(
        "after them: a report by somebody who answers the question, and two mailboxes read",
        f"taken after {waited:.1f} s, {sum(read)} of 2 read",
        bar=f"taken, read: {'kept' if all(read) else 'MISSED'}",
    )


@dataclass(frozen=True)
class Stored:
    """How many reports, letters and blobs a letterbox holds, and bytes on disk."""

    reports: int
    letters: int
    blobs: int
    disk: int


def stored(world: World) -> Stored:
    with world.door.letterbox.reading() as session:
        reports, posted = (session.scalar(select(func.count()).select_from(table)) for table in (parcels, letters))
        server = session.get_bind().dialect.name == "postgresql"
        size = session.scalar(select(func.pg_database_size(func.current_database()))) if server else 0
    files = [*world.folder.glob("letterbox.sqlite*"), *(world.folder / "letterbox-blobs").rglob("*")]
    size += sum(path.stat().st_size for path in files if path.is_file())
    return Stored(reports, posted, len(world.door.blobs.names()), size)


def _jobs(world: World, junk: Sequence[Junk]) -> list[Job]:
    jobs = []
    for number, one in enumerate(junk):
        file = world.folder / f"junk-{number}.form"
        file.write_bytes(one.body)
        jobs.append(Job(one.path, str(file), one.content_type, seconds=600, most=NUMBER // len(junk), status=0))
    return jobs


def reports_at(port: int, world: World, form: Junk) -> str:
    """Hand in a report at a pressed door as a person does: answer what is asked, come again when all is full."""
    body = form.body.replace(ONCE, token_hex(16).encode())
    mark = b"--" + form.content_type.partition("boundary=")[2].encode()
    brought = b""
    for _ in range(60):
        page = _page(port, form.path, form.content_type, brought + body)
        if any(one.action.endswith("/report/saved") for one in page.forms):
            return str(page.form("/report/saved").value("code"))
        asked = page.form("/report/send")
        if told := asked.value("ticket"):
            ticket = tickets.check(world.door.gate._keys(), Form.REPORT, asked.value("once"), told)
            answers = {"ticket": told, "answer": min(question(ticket.seed).answers)}
            brought = b"".join(
                mark + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                for name, value in answers.items()
            )
        else:
            time.sleep(1)
    raise RuntimeError("nobody could hand in a report for a minute")


def reads_at(port: int, code: str) -> bool:
    """Whether this code opens its mailbox."""
    page = _page(port, "/zh/mailbox", TEXT, urlencode({"code": code}).encode())
    return any(form.action.endswith("/mailbox/letter") and form.value("code") == code for form in page.forms)


def _page(port: int, path: str, content_type: str, body: bytes) -> Page:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", path, body, {"Content-Type": content_type, "Sec-Fetch-Site": "same-origin"})
        return Page(connection.getresponse().read().decode())

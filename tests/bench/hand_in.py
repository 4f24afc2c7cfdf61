"""A whole report of 2 KiB, handed in over HTTP to six officers. Floor: the same HPKE calls and one durable commit."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from portal.letterbox.records import mailboxes, parcels, slips
from tests.bench.client import FILE, ONCE, Job
from tests.bench.deployment import RECEIVING
from tests.bench.load import AT_ONCE, Clients
from tests.bench.measure import Figure, middle
from tests.bench.servers import Server, serving
from tests.world import World

ROUNDS = 5
SECONDS = 2.0
SUMMARY = "范例甲每月只来开一次会,照相以后就走,工作由别人代做。"
SUMMARY_BYTES = 2048
DAYS = ("2026-03-10", "2026-03-17", "2026-03-24")


@dataclass(frozen=True)
class Form:
    """A form as a browser sends it, with places for what each request puts in itself."""

    body_file: str
    content_type: str


def report_form(world: World, *, with_file: bool = False) -> Form:
    """Write a report page by page and keep what the last page would send."""
    reporter = world.reporter()
    reporter.begins()
    form = reporter.page.form("/report/write")
    for _ in DAYS[1:]:
        form = reporter.sends(form, form.pairs, button=("do", "add:observations")).form("/report/write")
    page = reporter.writes(summary=SUMMARY * (SUMMARY_BYTES // len(SUMMARY.encode()) + 1), **_observations())
    form = page.form("/report/send")
    pairs = [(name, ONCE.decode() if name == "once" else value) for name, value in form.pairs]
    sent = MultiDict([*pairs, ("do", "send")])
    # A browser sends an empty part for a file input that was left alone.
    content, name = (FILE, "记录.mp4") if with_file else (b"", "")
    sent.add("files", FileStorage(io.BytesIO(b""), "", content_type="application/octet-stream"))
    sent.add("originals", FileStorage(io.BytesIO(content), name, content_type="application/octet-stream"))
    boundary, body = encode_multipart(sent)
    path = world.folder / ("report-with-file.form" if with_file else "report.form")
    path.write_bytes(body)
    return Form(str(path), f"multipart/form-data; boundary={boundary}")


def _observations() -> dict[str, str]:
    return {
        f"observations-{row}-{name}": value
        for row, day in enumerate(DAYS)
        for name, value in (("date_kind", "day"), ("date_from", day), ("seen", "absent"), ("basis", "saw"))
    }


def figures(world: World, door: Server, clients: Clients) -> Iterator[Figure]:
    form = report_form(world)
    ours = Job("/zh/report/send", form.body_file, form.content_type, expect="已经送达", seconds=SECONDS)
    clients.ask(door, ours, AT_ONCE)
    floor_app = f"tests.bench.floors:hand_in({str(world.folder / 'floor.sqlite')!r}, {RECEIVING}, {_stored(world)})"
    with serving(floor_app, "/") as bare:
        floor = replace(ours, path="/", expect="stored")
        clients.ask(bare, floor, AT_ONCE)
        for at_once in (1, AT_ONCE):
            yield compared(f"hand in a report, {at_once} at once", clients, ((door, ours), (bare, floor)), at_once)


def compared(what: str, clients: Clients, sides: Sequence[tuple[Server, Job]], at_once: int) -> Figure:
    """Ours and the floor in turns."""
    rounds = [[clients.ask(server, job, at_once) for server, job in sides] for _ in range(ROUNDS)]
    ours, floor = (middle(side) for side in zip(*rounds, strict=True))
    return Figure(what, ours.told(), floor.told(), ours.rate / floor.rate, "≥ 0.5 of the rate")


def _stored(world: World) -> int:
    """How many bytes one report puts into the letterbox."""
    with world.door.letterbox.reading() as session:
        report = session.scalar(select(func.avg(func.length(parcels.c.sealed) + func.length(parcels.c.packet))))
        each = session.scalar(select(func.avg(func.length(slips.c.sealed))))
        mailbox = session.scalar(select(func.avg(func.length(mailboxes.c.case_recipient))))
    return int(report + RECEIVING * each + mailbox)

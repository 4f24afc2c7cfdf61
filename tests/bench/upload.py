"""A report with an attachment of 100 MiB: how fast it is taken, and how much memory that takes.

Floor: the same request read from the socket with Werkzeug's parser and thrown away; it seals and stores nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from tests.bench.client import Job
from tests.bench.hand_in import report_form
from tests.bench.load import Clients
from tests.bench.measure import Figure, in_turns
from tests.bench.servers import Server, serving
from tests.world import World

MIB = 100
ROUNDS = 3


def figures(world: World, door: Server, clients: Clients) -> Iterator[Figure]:
    form = report_form(world, with_file=True)
    ours = Job("/zh/report/send", form.body_file, form.content_type, "已经送达", most=1, file_mib=MIB)
    grown: list[float] = []

    def taken() -> float:
        door.forget_peaks()
        idle = door.resident()
        (seconds,) = clients.ask(door, ours).each
        grown.append(max(peak - before for peak, before in zip(door.peaks(), idle, strict=True)))
        for name in world.door.blobs.names():
            world.door.blobs.delete(name)
        return seconds

    with serving("tests.bench.floors:discard()", "/") as bare:
        floor = replace(ours, path="/", expect="2 files")
        seconds, bare_seconds = in_turns([taken, lambda: clients.ask(bare, floor).each[0]], ROUNDS)
    yield Figure(
        "take an attachment of 100 MiB, durably",
        f"{MIB / seconds:.0f} MiB/s",
        f"{MIB / bare_seconds:.0f} MiB/s, parsed and thrown away",
        bare_seconds / seconds,
        "≥ 0.5",
    )
    yield Figure("memory of a worker above idle meanwhile, at most", f"{max(grown):.1f} MiB", bar="≤ 32 MiB")

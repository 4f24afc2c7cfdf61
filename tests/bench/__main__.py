"""`make bench`: one table on standard output, what is being measured on standard error. About fifteen minutes.

`python -m tests.bench hand_in upload` takes only these parts. What was measured is kept in build/bench.json;
`python -m tests.bench.page` makes docs/performance.md of it. With PORTAL_TEST_DATABASE=postgresql the databases are
those of a PostgreSQL server; the floors stay what they are, a bare commit of SQLite.
"""

import sys
import time
from collections.abc import Collection, Iterable, Iterator

from tests import databases
from tests.bench import (
    batch,
    checking,
    cleaning,
    collecting,
    counting,
    flood,
    granting,
    hand_in,
    idle,
    importing,
    junk,
    look_up,
    opening,
    queue,
    saving,
    sealing,
    searching,
    upload,
    year,
)
from tests.bench.deployment import deployment
from tests.bench.load import clients
from tests.bench.measure import Figure, table
from tests.bench.page import keep
from tests.bench.servers import machine, serving

ALONE = {
    "sealing": sealing.figures,
    "cleaning": cleaning.figures,
    "importing": importing.figures,
    "checking": checking.figures,
    "batch": batch.figures,
    "queue": queue.figures,
    "searching": searching.figures,
    "counting": counting.figures,
    "granting": granting.figures,
    "collecting": collecting.figures,
    "opening": opening.figures,
    "saving": saving.figures,
    "year": year.figures,
}
BEFORE_THE_LOAD = {"idle": idle.figures}
UNDER_LOAD = {
    "look_up": look_up.figures,
    "hand_in": hand_in.figures,
    "flood": flood.figures,
    "junk": junk.figures,
    "upload": upload.figures,
}


def main() -> None:
    with databases.served(durable=True):
        _measure(set(sys.argv[1:]) or {*ALONE, *BEFORE_THE_LOAD, *UNDER_LOAD})


def _measure(wanted: Collection[str]) -> None:
    began = time.monotonic()
    parts: dict[str, list[Figure]] = {}
    for part, figure in told(measured(wanted)):
        parts.setdefault(part, []).append(figure)
        # Kept one by one: a later part that fails takes nothing away.
        keep(f"{part} on PostgreSQL" if databases.on_postgresql() else part, parts[part], machine())
    print(table([figure for figures in parts.values() for figure in figures]))
    print(f"\n{machine()}; {time.monotonic() - began:.0f} s.")


def measured(wanted: Collection[str]) -> Iterator[tuple[str, Figure]]:
    """Every figure of the wanted parts with the part's name, in the order of the table."""
    for name in (name for name in ALONE if name in wanted):
        yield from ((name, figure) for figure in ALONE[name]())
    if not wanted - ALONE.keys():
        return
    with deployment() as world, clients() as asking:
        for name in BEFORE_THE_LOAD.keys() & wanted:
            yield from ((name, figure) for figure in BEFORE_THE_LOAD[name](world))
        with serving(f"app:public({str(world.folder / 'config.toml')!r})", "/zh/") as door:
            for name in (name for name in UNDER_LOAD if name in wanted):
                yield from ((name, figure) for figure in UNDER_LOAD[name](world, door, asking))
            yield "after", idle.after_the_load(door)


def told(figures: Iterable[tuple[str, Figure]]) -> Iterator[tuple[str, Figure]]:
    """The same figures, each told as soon as it is there."""
    for part, figure in figures:
        print(f"{figure.what}: {figure.ours} | {figure.floor}", file=sys.stderr, flush=True)
        yield part, figure


if __name__ == "__main__":
    main()

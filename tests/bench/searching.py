"""A search through 10,000 and 100,000 readable cases, as the page does it, and how it grows with them.

Floor: the same texts in clear, read and matched. Wall time, and processor time of the one process.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from portal.desk.searching.actions import prepare, search
from portal.desk.searching.rules import haystack
from tests.bench.desks import desk, who_is, with_words
from tests.bench.masses import with_many
from tests.bench.measure import Figure, growth

SIZES, ROUNDS = (10_000, 100_000), 5
QUICK = 10_000
"""So many are searched within a second."""
WORDS = "招商项目 校车班次"


@dataclass(frozen=True)
class Taken:
    """Seconds on the wall and of this process's processor, both medians; the floor's are of the processor."""

    wall: float
    own: float
    bare: float


def figures() -> Iterator[Figure]:
    taken = {size: _searched(size) for size in SIZES}
    for size, one in taken.items():
        bar = f"≤ 1 s: {'kept' if one.own <= 1 else 'MISSED'}" if size == QUICK else ""
        yield Figure(
            f"search {size:,} readable cases for two words",
            f"{one.own:.2f} s of the processor, {one.wall:.2f} s in all",
            f"{one.bare:.3f} s the same in clear",
            one.own / one.bare,
            bar,
        )
    first, last = (taken[size].own for size in (SIZES[0], SIZES[-1]))
    told, bar = growth(SIZES, first, last)
    yield Figure(f"growth of searching, {SIZES[0]:,} to {SIZES[-1]:,} cases", told, bar=bar)


def _searched(size: int) -> Taken:
    with desk() as world:
        who = who_is(world, "lin")
        ids = with_many(world, who, size)
        with closing(sqlite3.connect(world.folder / "clear.sqlite")) as made:
            made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, folded BLOB)")
            texts = with_words(world, who, ids)
            made.executemany("INSERT INTO t (folded) VALUES (?)", ((haystack([text]),) for text in texts))
            made.commit()

            def ours() -> int:
                with world.desk.database.writing() as session:
                    prepare(session, world.desk, who)
                with world.desk.database.reading() as session:
                    return search(session, who, WORDS).all

            needles = [word.encode() for word in WORDS.split()]

            def floor() -> int:
                return sum(
                    all(needle in folded for needle in needles) for (folded,) in made.execute("SELECT folded FROM t")
                )

            if ours() != floor():
                raise RuntimeError("the search and the floor do not find the same")
            return Taken(*_medians(ours), _medians(floor)[1])


def _medians(act: Callable[[], object]) -> tuple[float, float]:
    taken = []
    for _ in range(ROUNDS):
        wall, own = time.perf_counter(), time.process_time()
        act()
        taken.append((time.perf_counter() - wall, time.process_time() - own))
    walls, owns = zip(*taken, strict=True)
    return statistics.median(walls), statistics.median(owns)

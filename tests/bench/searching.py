"""A search through 10,000 readable cases, as the page does it. Floor: the same texts in clear, read and matched."""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing

from portal.desk.searching.actions import prepare, search
from portal.desk.searching.rules import haystack
from tests.bench.desks import desk, who_is, with_cases, with_words
from tests.bench.measure import Figure

CASES, ROUNDS, MOST = 10_000, 7, 1.0
WORDS = "招商项目 校车班次"


def figures() -> Iterator[Figure]:
    with desk() as world:
        who = who_is(world, "lin")
        texts = with_words(world, who, with_cases(world, who, CASES))

        def ours() -> int:
            with world.desk.database.writing() as session:
                prepare(session, world.desk, who)
            with world.desk.database.reading() as session:
                return search(session, who, WORDS).all

        with closing(sqlite3.connect(world.folder / "clear.sqlite")) as made:
            made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, folded BLOB)")
            made.executemany("INSERT INTO t (folded) VALUES (?)", [(haystack([text]),) for text in texts])
            made.commit()
            needles = [word.encode() for word in WORDS.split()]

            def floor() -> int:
                return sum(
                    all(needle in folded for needle in needles) for (folded,) in made.execute("SELECT folded FROM t")
                )

            if ours() != floor():
                raise RuntimeError("the search and the floor do not find the same")
            taken, bare = _median(ours), _median(floor)
    yield Figure(
        f"search {CASES:,} readable cases for two words",
        f"{taken:.2f} s",
        f"{bare:.3f} s the same in clear",
        taken / bare,
        f"≤ {MOST:.0f} s: {'kept' if taken <= MOST else 'MISSED'}",
    )


def _median(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return statistics.median(taken)

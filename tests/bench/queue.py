"""A page of the queue with 1,000, 10,000 and 100,000 cases, through the desk's application, sign-in included.

On PostgreSQL 10,000, 100,000 and 1,000,000, and in wall time, as the server works in a process of its own. Else the
processor time of the one process, as what else runs on the machine counts less then.

Floor: the page's rows selected from one index of a table of the largest size, and a template of as many bytes.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

from jinja2 import Environment

from portal.desk.casework.queue.actions import queue
from portal.desk.casework.queue.saved import views_of
from portal.desk.officers.rules import Who
from tests import databases
from tests.bench.desks import desk, who_is
from tests.bench.masses import with_many
from tests.bench.measure import Figure
from tests.statements import statements
from tests.world import World

SIZES = (1_000, 10_000, 100_000)
ON_A_SERVER = (10_000, 100_000, 1_000_000)
ROUNDS = 40
PAGES = {
    "by deadline": "/zh/",
    "far down by deadline": "/zh/?after=2027-03-01~2026-000100",
    "one state": "/zh/?state=verifying",
    "last move first": "/zh/?sort=changed",
    "new letters": "/zh/?flag=letters",
}
MOST_MS, SPREAD, STATEMENTS = 60, 1.5, 5


def figures() -> Iterator[Figure]:
    sizes = ON_A_SERVER if databases.on_postgresql() else SIZES
    clock = time.perf_counter if databases.on_postgresql() else time.process_time
    with ExitStack() as open_desks:
        browsers = []
        for size in sizes:
            world = open_desks.enter_context(desk())
            who = who_is(world, "lin")
            with_many(world, who, size)
            browsers.append(world.officer("lin").browser)
        said, whole = _said(world, who), _said_by(lambda: browsers[-1].get("/zh/"))
        for what, path in PAGES.items():
            taken = in_turns([lambda browser=browser, path=path: browser.get(path) for browser in browsers], clock)
            told = ", ".join(f"{size:,}: {ms:.1f}" for size, ms in zip(sizes, taken, strict=True))
            if databases.on_postgresql():
                own = in_turns([lambda path=path: browsers[-1].get(path)])
                told += f" ({own[0]:.1f} of it this process's own)"
            floor = bare_page(len(browsers[-1].get(path).data), sizes[-1])
            kept = max(taken) <= MOST_MS and max(taken) <= SPREAD * min(taken)
            yield Figure(
                f"queue page, {what}, {' / '.join(f'{size:,}' for size in sizes)} cases",
                f"p50 ms {told}; {max(taken) / min(taken):.2f} apart",
                f"{floor:.2f} ms a select and a template",
                max(taken) / floor,
                f"≤ {MOST_MS} ms, ≤ {SPREAD} apart: {'kept' if kept else 'MISSED'}",
            )
    yield Figure(
        f"statements for a page of the queue with {sizes[-1]:,} cases",
        f"{said}; {whole} with the session and what the navigation counts",
        bar=f"≤ {STATEMENTS}: {'kept' if said <= STATEMENTS else 'MISSED'}",
    )


def _said(world: World, who: Who) -> int:
    """How many statements the queue itself is, with the officer's saved views."""
    with world.desk.database.reading() as session, statements(world.desk.database) as said:
        queue(session, who, world.clock.today())
        views_of(session, who)
    return len(said)


def _said_by(act: Callable[[], object]) -> int:
    with statements() as said:
        act()
    return len(said)


def in_turns(acts: list[Callable[[], object]], clock: Callable[[], float] = time.process_time) -> list[float]:
    """The median of each act in milliseconds of `clock`; they are done in turns."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, values in zip(acts, taken, strict=True):
            began = clock()
            act()
            values.append((clock() - began) * 1e3)
    return [statistics.median(values) for values in taken]


def bare_page(length: int, size: int) -> float:
    """The floor: milliseconds for a page of `length` bytes with 51 rows of a table of `size`."""
    template = Environment(autoescape=True).from_string(
        "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}{{ rest }}"
    )
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE q (shelf TEXT, due TEXT, number TEXT, state TEXT, handler TEXT)")
        rows = (("me", f"2026-{at % 12 + 1:02}-{at % 28 + 1:02}", f"{at:06}", "held", "x") for at in range(size))
        made.executemany("INSERT INTO q VALUES (?, ?, ?, ?, ?)", rows)
        made.execute("CREATE INDEX i ON q (shelf, due, number)")

        def once() -> None:
            found = made.execute("SELECT * FROM q WHERE shelf = 'me' ORDER BY due, number LIMIT 51").fetchall()
            page = template.render(rows=found, rest="")
            template.render(rows=found, rest="x" * max(0, length - len(page)))

        return in_turns([once])[0]

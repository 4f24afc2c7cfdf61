"""A page of the queue with 1,000, 10,000 and 100,000 cases, through the desk's application, sign-in included.

Processor time of the one process, as what else runs on the machine counts less then.

Floor: the page's rows selected from one index of a table of the largest size, and a template of as many bytes.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

from jinja2 import Environment

from tests.bench.desks import desk, who_is, with_cases
from tests.bench.measure import Figure

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 40
PAGES = {
    "by deadline": "/zh/",
    "far down by deadline": "/zh/?after=2027-03-01~2026-000100",
    "one state": "/zh/?state=verifying",
    "last move first": "/zh/?sort=changed",
    "new letters": "/zh/?flag=letters",
}
MOST_MS, SPREAD = 60, 1.5


def figures() -> Iterator[Figure]:
    with ExitStack() as open_desks:
        browsers = []
        for size in SIZES:
            world = open_desks.enter_context(desk())
            with_cases(world, who_is(world, "lin"), size)
            browsers.append(world.officer("lin").browser)
        for what, path in PAGES.items():
            taken = _in_turns([lambda browser=browser, path=path: browser.get(path) for browser in browsers])
            told = ", ".join(f"{size:,}: {ms:.1f}" for size, ms in zip(SIZES, taken, strict=True))
            length = len(browsers[-1].get(path).data)
            floor = _floor(length)
            kept = max(taken) <= MOST_MS and max(taken) <= SPREAD * min(taken)
            yield Figure(
                f"queue page, {what}, {' / '.join(f'{size:,}' for size in SIZES)} cases",
                f"p50 ms {told}; {max(taken) / min(taken):.2f} apart",
                f"{floor:.2f} ms a select and a template",
                max(taken) / floor,
                f"≤ {MOST_MS} ms, ≤ {SPREAD} apart: {'kept' if kept else 'MISSED'}",
            )


def _in_turns(acts: list[Callable[[], object]]) -> list[float]:
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, values in zip(acts, taken, strict=True):
            began = time.process_time()
            act()
            values.append((time.process_time() - began) * 1e3)
    return [statistics.median(values) for values in taken]


def _floor(length: int) -> float:
    template = Environment(autoescape=True).from_string(
        "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}{{ rest }}"
    )
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE q (shelf TEXT, due TEXT, number TEXT, state TEXT, handler TEXT)")
        rows = [("me", f"2026-{at % 12 + 1:02}-{at % 28 + 1:02}", f"{at:06}", "held", "x") for at in range(SIZES[-1])]
        made.executemany("INSERT INTO q VALUES (?, ?, ?, ?, ?)", rows)
        made.execute("CREATE INDEX i ON q (shelf, due, number)")

        def once() -> None:
            found = made.execute("SELECT * FROM q WHERE shelf = 'me' ORDER BY due, number LIMIT 51").fetchall()
            page = template.render(rows=found, rest="")
            template.render(rows=found, rest="x" * max(0, length - len(page)))

        return _in_turns([once])[0]

"""What counts an office's cases, with 10,000 and 100,000 of them: the register with its figures, and what waits.

Wall time, as a database server works in a process of its own. Floor: as for the queue.
"""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.desks import desk, who_is
from tests.bench.masses import with_many
from tests.bench.measure import Figure, growth
from tests.bench.queue import bare_page, in_turns

SIZES = (10_000, 100_000)
KEEPS_THE_REGISTER = "mao"
PAGES = {
    "the register with its figures": "/zh/register",
    "the register, one state": "/zh/register?state=verifying",
    "the register, late ones": "/zh/register?due=late",
    "what waits for a second person": "/zh/requests",
}


def figures() -> Iterator[Figure]:
    with ExitStack() as open_desks:
        browsers = []
        for size in SIZES:
            world = open_desks.enter_context(desk())
            with_many(world, who_is(world, "lin"), size)
            browsers.append(world.officer(KEEPS_THE_REGISTER).browser)
        for what, path in PAGES.items():
            shown = browsers[-1].get(path)
            if shown.status_code != http.client.OK:
                raise RuntimeError(f"{path} is no page for {KEEPS_THE_REGISTER}")
            acts = [lambda browser=browser, path=path: browser.get(path) for browser in browsers]
            taken = in_turns(acts, time.perf_counter)
            told = ", ".join(f"{size:,}: {ms:.1f}" for size, ms in zip(SIZES, taken, strict=True))
            grown, bar = growth(SIZES, taken[0], taken[-1])
            floor = bare_page(len(shown.data), SIZES[-1])
            yield Figure(
                f"{what}, {' / '.join(f'{size:,}' for size in SIZES)} cases",
                f"p50 ms {told}; {grown}",
                f"{floor:.2f} ms a select and a template",
                max(taken) / floor,
                bar,
            )

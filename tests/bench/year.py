"""A national year of 4.168 million reports, one in two hundred of them, through letterbox and collector on one machine.

Each hour brings what is drawn for it: more on Mondays, in office hours and late in the evening, in months of inspection
tours, and ten times as much on a day when a case is in every paper. The collector comes every two hours, and once not
for four days.

Floor of the storage: the sealed bytes themselves.
"""

import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.collecting import Post
from tests.bench.desks import desk
from tests.bench.measure import Figure
from tests.world import World

NATIONAL, SCALE = 4_168_000, 200
DAYS, HOURS, EVERY = 365, 24, 2
WEEK = (1.25, 1.15, 1.1, 1.05, 1.0, 0.7, 0.75)
MONTHS = (0.9, 0.7, 1.3, 1.1, 1.1, 1.0, 0.9, 0.9, 1.2, 0.8, 1.2, 0.9)
# From midnight on: who reports an office does so at its desk, or when the children sleep.
CLOCK = (4, 2, 1, 1, 1, 1, 2, 4, 8, 12, 12, 9, 6, 7, 9, 9, 8, 6, 5, 7, 10, 12, 11, 7)
IN_EVERY_PAPER, TENFOLD = 80, 10
AWAY = range(273, 277)
"""The four days on which nobody collects; they begin a long holiday."""


@dataclass
class Year:
    """What was seen on the way. Waiting is counted in parcels of the small year, after each collection."""

    arrived: int = 0
    collected: int = 0
    most_waiting: int = 0
    busiest_hour: int = 0
    catching_up: float = 0.0
    spans: list[tuple[int, float]] = field(default_factory=list)
    """For each collection that found something: parcels, seconds."""


def figures() -> Iterator[Figure]:
    with desk() as world:
        post, year = Post(world), Year(arrived=1)
        _live(world, post, year)
        sizes = {name: base.file.stat().st_size for name, base in _bases(world).items()}
    if year.collected != year.arrived:
        raise RuntimeError(f"{year.arrived} arrived, {year.collected} were collected")
    first, last = _rate(year.spans[: len(year.spans) // 10]), _rate(year.spans[-len(year.spans) // 10 :])
    peak = year.busiest_hour * SCALE / 3600
    yield Figure(
        f"a national year, one in {SCALE}: {year.collected:,} reports collected",
        f"{first:.0f}/s in its first tenth, {last:.0f}/s in its last",
        f"{peak:.1f}/s arrive in the busiest hour of the whole",
        last / peak,
        "nobody waits longer and longer: " + ("kept" if last > peak else "MISSED"),
    )
    yield Figure(
        "after four days without a collector",
        f"{year.most_waiting * SCALE:,} wait; {year.catching_up * SCALE / 60:.0f} min to collect them",
    )
    exponent = math.log(first / last) / math.log(10)
    yield Figure(
        "growth of the time to collect one",
        f"cases ^ {exponent:.2f}",
        bar=f"≤ 1: {'kept' if exponent <= 1 else 'MISSED'}",
    )
    for name, size in sizes.items():
        each, whole = size / year.arrived, size * SCALE / 2**30
        floor = post.sealed_bytes if name == "desk" else post.mailbox_bytes
        yield Figure(
            f"{name} after the year",
            f"{each / 1024:.1f} KiB a report, {whole:.0f} GiB for the whole",
            f"{floor / 1024:.1f} KiB sealed bytes",
            each / floor,
        )


def _live(world: World, post: Post, year: Year) -> None:
    dice = random.Random(2025)  # noqa: S311
    for day in range(DAYS):
        for hour in range(HOURS):
            arriving = _poisson(dice, expected(day, hour))
            year.busiest_hour = max(year.busiest_hour, arriving)
            post.arrive(arriving)
            year.arrived += arriving
            year.most_waiting = max(year.most_waiting, year.arrived - year.collected)
            if hour % EVERY == EVERY - 1 and day not in AWAY:
                _collect(world, year, catching_up=day == AWAY.stop and hour < EVERY)


def expected(day: int, hour: int) -> float:
    """How many reports of the small year this hour brings on average."""
    weight = WEEK[day % 7] / sum(WEEK) * 7 * MONTHS[min(day * 12 // DAYS, 11)] / sum(MONTHS) * 12
    weight *= CLOCK[hour] / sum(CLOCK)
    return NATIONAL / SCALE / DAYS * weight * (TENFOLD if day == IN_EVERY_PAPER else 1)


def _collect(world: World, year: Year, *, catching_up: bool) -> None:
    began = time.perf_counter()
    if taken := world.collects().parcels:
        year.spans.append((taken, time.perf_counter() - began))
        year.collected += taken
        year.catching_up += year.spans[-1][1] if catching_up else 0


def _rate(spans: list[tuple[int, float]]) -> float:
    return sum(taken for taken, _ in spans) / sum(seconds for _, seconds in spans)


def _poisson(dice: random.Random, mean: float) -> int:
    """How many come where `mean` are expected (Knuth's way; a few hundred at most)."""
    limit, product, number = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        number += 1
    return number


def _bases(world: World) -> dict[str, object]:
    return {"letterbox": world.desk.letterbox, "desk": world.desk.database}

"""Measuring, and saying what was measured."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `ratio` stands beside `bar` where there is one."""

    what: str
    ours: str
    floor: str = ""
    ratio: float | None = None
    bar: str = ""


@dataclass(frozen=True)
class Latencies:
    """Seconds of single requests, how many a second all clients made together, server processor seconds for each."""

    each: Sequence[float]
    rate: float
    processor: float

    def percentile(self, share: float) -> float:
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def told(self) -> str:
        """Rate, median, 95th percentile and processor time in words."""
        p50, p95, processor = (1e3 * one for one in (self.percentile(0.5), self.percentile(0.95), self.processor))
        return f"{self.rate:.0f}/s, p50 {p50:.1f} ms, p95 {p95:.1f} ms, {processor:.1f} ms CPU each"


def middle(rounds: Sequence[Latencies]) -> Latencies:
    """All requests of several rounds, at the median of their rates and of their processor times."""
    return Latencies(
        [each for one in rounds for each in one.each],
        statistics.median(one.rate for one in rounds),
        statistics.median(one.processor for one in rounds),
    )


def in_turns(acts: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """The median of what each act returns, taken in turns so that a slow moment falls on all of them."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, values in zip(acts, taken, strict=True):
            values.append(act())
    return [statistics.median(values) for values in taken]


def growth(sizes: Sequence[int], first: float, last: float) -> tuple[str, str]:
    """How the cost has grown from the smallest to the largest size, and the bar that it keeps or misses."""
    exponent = math.log(last / first) / math.log(sizes[-1] / sizes[0])
    return f"cases ^ {exponent:.2f}", f"cases ^ ≤ 1: {'kept' if exponent <= 1 else 'MISSED'}"


def computing(*acts: Callable[[], object], rounds: int = 15, calls: int = 40) -> list[float]:
    """Median processor seconds a call for acts that only compute: what else runs on the machine counts less."""

    def timed(act: Callable[[], object]) -> Callable[[], float]:
        def once() -> float:
            began = time.thread_time()
            for _ in range(calls):
                act()
            return (time.thread_time() - began) / calls

        return once

    for act in acts:
        act()
    return in_turns([timed(act) for act in acts], rounds)


def table(figures: Sequence[Figure]) -> str:
    """The figures as Markdown."""
    lines = ["| what | ours | floor of the same run | ratio | bar |", "|---|---|---|---|---|"]
    lines += [
        f"| {f.what} | {f.ours} | {f.floor} | {'' if f.ratio is None else f'{f.ratio:.2f}'} | {f.bar} |"
        for f in figures
    ]
    return "\n".join(lines)

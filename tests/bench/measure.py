"""Measuring, and saying what was measured."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `ratio` stands beside `bar` where there is one."""

    what: str
    ours: str
    floor: str
    ratio: float | None = None
    bar: str = ""


@dataclass(frozen=True)
class Latencies:
    """Seconds of single requests, and the wall time of all of them together."""

    each: Sequence[float]
    wall: float

    @property
    def rate(self) -> float:
        return len(self.each) / self.wall

    def percentile(self, share: float) -> float:
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def told(self) -> str:
        return (
            f"{self.rate:7.1f}/s  p50 {self.percentile(0.5) * 1e3:6.1f} ms  p95 {self.percentile(0.95) * 1e3:6.1f} ms"
        )


def interleaved(*acts: Callable[[], object], rounds: int = 15, calls: int = 40) -> list[float]:
    """Median seconds a call for each act, measured in turns so that a slow moment falls on all of them."""
    for act in acts:
        act()
    timed: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, times in zip(acts, timed, strict=True):
            began = time.perf_counter()
            for _ in range(calls):
                act()
            times.append((time.perf_counter() - began) / calls)
    return [statistics.median(times) for times in timed]


def table(figures: Sequence[Figure]) -> str:
    """The figures as Markdown."""
    lines = ["| what | ours | floor of the same run | ratio | bar |", "|---|---|---|---|---|"]
    lines += [
        f"| {f.what} | {f.ours} | {f.floor} | {'' if f.ratio is None else f'{f.ratio:.2f}'} | {f.bar} |"
        for f in figures
    ]
    return "\n".join(lines)

"""`python -m tests.bench.page`: docs/performance.md and its chart, from the figures that `make bench` has kept.

`make bench` keeps each part in build/bench.json, so a part can be measured again alone, on a quiet machine.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from html import escape

from tests.bench.measure import Figure, table
from tests.bench.servers import ROOT

BUSY = "; load average at the end "
KEPT = ROOT / "build" / "bench.json"
PAGE = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "pictures" / "performance.svg"
BEGIN, END = "<!-- measured: {} -->", "<!-- end -->"
PARTS: Mapping[str, Sequence[str]] = {
    "sealing": ("sealing", "cleaning"),
    "door": ("idle", "look_up", "hand_in", "flood", "junk", "upload", "after"),
    "desk": (
        *("queue", "searching", "counting", "granting", "collecting", "opening"),
        *("importing", "checking", "batch", "saving"),
    ),
    "growth": ("year",),
    "postgresql": tuple(
        f"{part} on PostgreSQL"
        for part in ("hand_in", "look_up", "junk", "collecting", "queue", "counting", "searching")
    ),
}
_ABOUT_THE_FLOOR = ("≥ 0.", "≤ 1.5", "≤ 2:", "≤ 3:")
WIDTH, LEFT, ROW, UNIT = 860, 400, 22, 90


def keep(part: str, figures: Iterable[Figure], machine: str) -> None:
    """Write down one part, in the place of what was measured before."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept[part] = {"machine": machine, "figures": [asdict(figure) for figure in figures]}
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    for name, parts in PARTS.items():
        measured = [part for part in parts if part in kept]
        figures = [Figure(**one) for part in measured for one in kept[part]["figures"]]
        machines = _machines([kept[part]["machine"] for part in measured])
        text = _between(text, name, "\n\n".join((table(figures), *(f"*{machine}*" for machine in machines))))
    PAGE.write_text(text, encoding="utf-8")
    every = [
        Figure(**one) for parts in PARTS.values() for part in parts for one in kept.get(part, {}).get("figures", ())
    ]
    CHART.write_text(chart([figure for figure in every if _times(figure) is not None]), encoding="utf-8")


def _machines(told: Iterable[str]) -> list[str]:
    """One line for each machine: how busy it had been in the last minute, from the quietest part to the busiest."""
    loads: dict[str, list[float]] = {}
    for line in told:
        machine, _, averages = line.partition(BUSY)
        loads.setdefault(machine, []).append(float(averages.split()[0]))
    return [f"{machine}{BUSY}{min(ones):.1f} to {max(ones):.1f}" for machine, ones in loads.items()]


def _between(text: str, name: str, content: str) -> str:
    before, rest = text.split(BEGIN.format(name), 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN.format(name)}\n\n{content}\n\n{END}{after}"


def _times(figure: Figure) -> float | None:
    """How many times the floor's cost ours is: rates the other way round. None where no bar is about that."""
    if figure.ratio is None or not figure.bar.startswith(_ABOUT_THE_FLOOR):
        return None
    rate = "/s" in figure.ours.split(",")[0]
    return 1 / figure.ratio if rate else figure.ratio


def chart(figures: Sequence[Figure]) -> str:
    """A bar for each figure: its cost in floors of the same run; the line is the floor itself."""
    height = ROW * (len(figures) + 2)
    rows = []
    for at, figure in enumerate(figures):
        times, top = _times(figure) or 0.0, ROW * (at + 1)
        wide = min(times * UNIT, WIDTH - LEFT - 60)
        rows.append(
            f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{escape(figure.what[:58])}</text>'
            f'<rect x="{LEFT}" y="{top + 4}" width="{wide:.0f}" height="14"/>'
            f'<text x="{LEFT + wide + 6:.0f}" y="{top + 15}">{times:.1f}</text>'
        )
    floor = f'<line x1="{LEFT + UNIT}" x2="{LEFT + UNIT}" y1="{ROW - 4}" y2="{height - ROW + 4}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="Cost of each figure in floors of the same run">'
        "<style>text{font:12px sans-serif;fill:#222}rect{fill:#1f5c63}line{stroke:#8a5a00;stroke-width:2}</style>"
        f'<rect width="{WIDTH}" height="{height}" style="fill:#fff"/>'
        f'<text x="{LEFT + UNIT}" y="14" text-anchor="middle">1 = the floor</text>{"".join(rows)}{floor}</svg>\n'
    )


if __name__ == "__main__":
    main()

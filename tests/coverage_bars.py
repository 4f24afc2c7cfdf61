"""Hold the coverage of the last run against the bars: complete where a mistake is silent, 90 % over all.

`python -m tests.coverage_bars` prints what is missing and exits 1 below a bar.
"""

import sys
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).parents[1]
COMPLETE = (
    "portal/age/",
    "portal/sealing/",
    "portal/desk/audit/chain.py",
    "/rules.py",
    "/telltales.py",
    "portal/domain/particulars.py",
)
OVERALL = 90.0


def must_be_complete(name: str) -> bool:
    return any(part in name for part in COMPLETE)


def gaps(coverage: Coverage) -> list[str]:
    """One line for each file that must be complete and is not."""
    found = []
    for path in sorted(coverage.get_data().measured_files()):
        name = Path(path).relative_to(ROOT).as_posix()
        if not must_be_complete(name):
            continue
        analysis = coverage._analyze(path)
        partial = sorted(analysis.missing_branch_arcs())
        if analysis.numbers.n_missing or partial:
            found.append(f"{name}: lines {sorted(analysis.missing)} branches from {partial}")
    return found


def main() -> int:
    coverage = Coverage(config_file=str(ROOT / "pyproject.toml"))
    coverage.load()
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        total = coverage.report(file=nowhere)
    coverage.report(file=sys.stdout)
    below = gaps(coverage)
    for line in below:
        print("NOT COMPLETE", line)
    if total < OVERALL:
        print(f"coverage over all is {total:.1f} %, the bar is {OVERALL:.0f} %")
    return 1 if below or total < OVERALL else 0


if __name__ == "__main__":
    sys.exit(main())

"""Checking the records of a case: rows in, findings out. Pure: nothing here knows the web, a database or a key.

`check_all(records, rules)` gives a `Checked`: every finding, and for each person the day table and the figures that
pictures and papers are drawn from. `SHIPPED` are the rules to start from; an office's own are `Rules` stored as JSON.
`ranked` does the same for a roster and keeps numbers only. What to draw is in `seeing`, which days to visit in
`planning`, which to ask a unit about in `asking`, words of codes and levels in `catalogue`. Findings carry no verdict.
What officers make of one is a `Mark`.
"""

from .days import Window
from .findings import ENGINE, Bearing, Code, Evidence, Finding, Level
from .marks import Mark
from .ranking import Standing, ranked
from .rules import SHIPPED, Rules
from .whole import Checked, check_all

__all__ = [
    "ENGINE", "SHIPPED", "Bearing", "Checked", "Code", "Evidence", "Finding", "Level", "Mark", "Rules", "Standing",
    "Window", "check_all", "ranked",
]  # fmt: skip

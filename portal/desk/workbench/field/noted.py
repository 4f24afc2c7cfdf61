"""What was noted in the field, folded from sealed items: visits, plans, tallies, and what was struck out again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from portal.desk.workbench.rows import Basis, ObservationRow, Seen, Source

ANSWERS = ("content", "rather_content", "not_content", "does_not_know")


@dataclass(frozen=True)
class Visit:
    """One look at one place. `slot` is the item's; `struck` the reason why it does not count any more."""

    slot: int
    label: str
    person: str
    day: date
    time_from: time | None
    time_to: time | None
    place: str
    seen: Seen
    detail: str
    by: str
    struck: str = ""

    @property
    def row(self) -> ObservationRow:
        """The visit as the checks read it."""
        cells = tuple((head, text) for head, text in (("地点", self.place), ("说明", self.detail)) if text)
        return ObservationRow(
            Source(self.label, "", self.slot, cells), self.person, self.label, self.day, self.day, self.seen,
            Basis.SAW, False, self.time_from, self.time_to, self.place, self.detail,  # noqa: FBT003
        )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Days chosen for visits."""

    made: date
    days: tuple[date, ...]
    by: str


@dataclass(frozen=True)
class Tally:
    """How many people gave which answer; who they are is asked and kept nowhere."""

    day: date
    question: str
    counts: tuple[int, ...]
    by: str


@dataclass(frozen=True)
class Noted:
    """Everything noted in the field. `unreadable` counts items that could not be read."""

    visits: tuple[Visit, ...] = ()
    plans: tuple[Plan, ...] = ()
    tallies: tuple[Tally, ...] = ()
    unreadable: int = 0

    @property
    def rows(self) -> tuple[ObservationRow, ...]:
        """The visits that count, as observations."""
        return tuple(visit.row for visit in self.visits if not visit.struck)


def folded(items: Iterable[tuple[date, Mapping[str, Any] | None]]) -> Noted:
    """Fold the sealed bodies in order; None is one that could not be read."""
    visits: dict[int, Visit] = {}
    plans, tallies, unreadable = list[Plan](), list[Tally](), 0
    for slot, (day, body) in enumerate(items, 1):
        if body is None:
            unreadable += 1
            continue
        try:
            if body["act"] == "visit":
                visits[slot] = _visit(slot, len(visits) + 1, body)
            elif body["act"] == "strike":
                visits[body["slot"]] = replace(visits[body["slot"]], struck=body["reason"])
            elif body["act"] == "plan":
                plans.append(Plan(day, tuple(map(date.fromisoformat, body["days"])), body["by"]))
            else:
                counts = tuple(int(body["counts"][answer]) for answer in ANSWERS)
                tallies.append(Tally(date.fromisoformat(body["day"]), body["question"], counts, body["by"]))
        except (KeyError, TypeError, ValueError):
            unreadable += 1
    return Noted(tuple(visits.values()), tuple(plans), tuple(tallies), unreadable)


def _visit(slot: int, number: int, body: Mapping[str, Any]) -> Visit:
    return Visit(
        slot, f"V{number}", body["person"], date.fromisoformat(body["day"]), _time(body["from"]), _time(body["to"]),
        body["place"], Seen(body["seen"]), body["detail"], body["by"],
    )  # fmt: skip


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None

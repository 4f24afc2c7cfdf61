"""Asking the checks about a case: the whole of a small one here, one person of a large one in the child."""

from collections.abc import Mapping
from pathlib import Path

from portal.apart import MIB, Apart, Ceilings, Exhausted
from portal.desk.workbench.assembling import records_of, seen_in
from portal.desk.workbench.bench import Bench
from portal.desk.workbench.checker import examined, rules_of
from portal.desk.workbench.checking import Mark, Standing
from portal.desk.workbench.checking.planning import weekday_shares
from portal.desk.workbench.examining.work import LOOK, SHARES, STANDINGS, TABLE, TASK, Look, Task, Wanted
from portal.desk.workbench.findings.marks import folded
from portal.desk.workbench.ruling.actions import in_force

_CHILD = Path(__file__).parent / "child"
LARGE = 20_000
"""So many rows in use make a large case: it is looked at one person at a time."""


class Examiner:
    """Runs the checks. One for a desk, so that only one child checks a roster at a time; others wait their turn."""

    def __init__(self, ceilings: Ceilings | None = None, large: int = LARGE) -> None:
        self.child = Apart(_CHILD, ceilings or Ceilings(memory=2048 * MIB, seconds=120, at_once=1))
        self._large = large

    def is_large(self, bench: Bench) -> bool:
        """Whether the case is looked at one person at a time."""
        return sum(one.counts.used_rows for one in bench.imports.all if one.in_use) > self._large

    def look(self, bench: Bench, person: str) -> Look:
        """Records and findings: of everybody in a small case, of `person` alone in a large one.

        Raise `shelf.Lost`, `Stale`; `Exhausted` when the child ended badly.
        """
        if self.is_large(bench):
            return LOOK.validate_json(self._ask(bench, Wanted.PERSON, person))
        records = records_of(bench)
        return Look(records, examined(bench, records))

    def ranked(self, bench: Bench) -> tuple[Standing, ...]:
        """Everybody, by how many inconsistencies nobody has explained; always in the child. Raise like `look`."""
        return STANDINGS.validate_json(self._ask(bench, Wanted.RANKED))

    def data(self, bench: Bench) -> tuple[tuple[str, ...], ...]:
        """De-identified findings of everybody, with a header. Raise like `look`."""
        return TABLE.validate_json(self._ask(bench, Wanted.DATA))

    def shares(self, bench: Bench) -> Mapping[int, float]:
        """The share of disputed days by weekday (0 Monday). Raise like `look`."""
        if self.is_large(bench):
            return SHARES.validate_json(self._ask(bench, Wanted.SHARES))
        return {one.weekday: one.share for one in weekday_shares(examined(bench).persons)}

    def _ask(self, bench: Bench, wanted: Wanted, person: str = "") -> bytes:
        used = [one for one in bench.imports.all if one.in_use and one.kind]
        packed = [bench.packed(one) for one in used]
        parts = tuple((one.kind, len(rows)) for one, rows in zip(used, packed, strict=True) if one.kind)
        marks: dict[str, Mark] = {one.key: one.judgement.mark for one in folded(bench.marks).all}
        task = Task(wanted, rules_of(in_force(bench).book), parts, seen_in(bench, bench.roster()), marks, person)
        answer = self.child.answer(b"\n".join((TASK.dump_json(task), b"".join(packed))))
        if not answer:
            raise Exhausted
        return answer

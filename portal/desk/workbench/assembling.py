"""All records of a case together: the accepted imports, what reporters observed, what was seen on visits."""

from collections.abc import Sequence

from portal.desk.workbench.bench import Bench
from portal.desk.workbench.field.noted import folded
from portal.desk.workbench.gathering import gathered
from portal.desk.workbench.importing.observed import observations_of
from portal.desk.workbench.importing.persons import Persons
from portal.desk.workbench.importing.plain import Row
from portal.desk.workbench.importing.reasons import Reason
from portal.desk.workbench.rows import FileKind, ObservationRow, Records, RosterRow

REPORTER = "R1"
"""The label of the case's report; who wrote it stands nowhere on the workbench."""


def reported_person(bench: Bench, roster: Sequence[RosterRow]) -> str:
    """Give the key of the person whom the report names, "" when the register does not say clearly who that is."""
    report = bench.opened.report
    if report is None:
        return ""
    found = Persons(roster).find("", report.subject.name, "")
    if isinstance(found, Reason) or found not in {row.person for row in roster}:
        only = {row.person for row in roster}
        return only.pop() if len(only) == 1 and not report.subject.name else ""
    return found


def left_out(bench: Bench, roster: Sequence[RosterRow]) -> int:
    """Count what the reporter observed and the records do not hold, because the register does not say of whom it is."""
    report = bench.opened.report
    return 0 if report is None or reported_person(bench, roster) else len(report.observations)


def records_of(bench: Bench) -> Records:
    """Put everything together. Two files that say the same thing say it once. Raise `shelf.Lost`."""
    rows: dict[FileKind, list[Row]] = {}
    for one in bench.imports.all:
        if one.in_use and one.kind:
            rows.setdefault(one.kind, []).extend(bench.rows(one).rows)
    roster = [row for row in rows.get(FileKind.ROSTER, ()) if isinstance(row, RosterRow)]
    return gathered(rows, seen_in(bench, roster))


def seen_in(bench: Bench, roster: Sequence[RosterRow]) -> tuple[ObservationRow, ...]:
    """What was observed and stands in no file: by the reporter, if the register says of whom it is, and on visits."""
    return (*_reported(bench, roster), *folded(bench.visits).rows)


def _reported(bench: Bench, roster: Sequence[RosterRow]) -> tuple[ObservationRow, ...]:
    person = reported_person(bench, roster)
    return observations_of(bench.opened.report, REPORTER, person) if bench.opened.report and person else ()

"""The rows of many files as the records of one case. Pure: also what the checking child is given goes this way."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from portal.desk.workbench.importing.plain import Row
from portal.desk.workbench.importing.settling import settled
from portal.desk.workbench.rows import (
    AllowanceRow,
    AppraisalRow,
    AttendanceRow,
    FileKind,
    LeaveRow,
    LogRow,
    MeetingRow,
    ObservationRow,
    Records,
    RosterRow,
    TravelRow,
)

R = TypeVar("R")


def gathered(rows: Mapping[FileKind, Iterable[Row]], seen: Iterable[ObservationRow] = ()) -> Records:
    """Put everything together; `seen` is what was observed and is in no file. Two files that say the same say it once.

    `rows` has a kind also when its files hold no row: it was imported.
    """

    def of(kind: FileKind) -> Iterable[Row]:
        return rows.get(kind, ())

    return Records(
        roster=_only(RosterRow, of(FileKind.ROSTER)),
        sending=_attendance(of(FileKind.SENDING)),
        receiving=_attendance(of(FileKind.RECEIVING)),
        worklog=_only(LogRow, of(FileKind.WORKLOG)),
        travel=_only(TravelRow, of(FileKind.TRAVEL)),
        allowance=_only(AllowanceRow, of(FileKind.ALLOWANCE)),
        leave=_only(LeaveRow, of(FileKind.LEAVE)),
        meetings=_only(MeetingRow, of(FileKind.MEETINGS)),
        observations=(*_only(ObservationRow, of(FileKind.OBSERVATIONS)), *seen),
        appraisals=_only(AppraisalRow, of(FileKind.APPRAISALS)),
        imported=frozenset(rows),
    )


def of_person(records: Records, person: str) -> Records:
    """Only what the records say about one person; which kinds of file there were stays."""
    kept = {
        name: tuple(row for row in rows if row.person == person)
        for name, rows in vars(records).items()
        if isinstance(rows, tuple)
    }
    return Records(**kept, imported=records.imported)


def _only(kind: type[R], rows: Iterable[Row]) -> tuple[R, ...]:
    """Rows of one kind, each of which says something that none before it said."""
    fresh: dict[tuple[object, ...], R] = {}
    for row in rows:
        if isinstance(row, kind):
            # The source is the first field of every kind of row.
            fresh.setdefault(tuple(vars(row).values())[1:], row)
    return tuple(fresh.values())


def _attendance(rows: Iterable[Row]) -> tuple[AttendanceRow, ...]:
    """Sheets of one unit may overlap; a day of which they say different things is unknown."""
    return tuple(settled(_only(AttendanceRow, rows), {})[0])

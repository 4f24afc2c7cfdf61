"""The board of a case: of everybody, or of one person where there are too many records to look at everybody at once."""

from dataclasses import dataclass

from portal.desk.workbench.assembling import records_of
from portal.desk.workbench.bench import Bench
from portal.desk.workbench.checker import shown
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.findings.actions import board_of
from portal.desk.workbench.findings.marks import folded
from portal.desk.workbench.findings.shown import Board, Checker
from portal.desk.workbench.people import People
from portal.desk.workbench.rows import Records
from portal.desk.workbench.ruling.actions import in_force
from portal.domain.reading import Reading


@dataclass(frozen=True)
class Seen:
    """What a page shows: records and board, who there is, the key of whom it is about, and whether of one alone."""

    records: Records
    board: Board
    people: People
    key: str
    alone: bool
    reading: Reading | None = None

    @property
    def person(self) -> str:
        """The register key of the person the page is about."""
        return self.people.person(self.key)


class Boards:
    """Runs the checks for the rooms of findings and seeing: `check` over small cases, the examiner over large ones."""

    def __init__(self, check: Checker, examiner: Examiner) -> None:
        self._check, self._examiner = check, examiner

    def look(self, bench: Bench, key: str) -> Seen:
        """Check what is in use. `key` is the person asked for, else the first.

        Raise `shelf.Lost`, `Stale`; `Exhausted` when the child ended badly.
        """
        roster = bench.roster()
        people = People.of(roster)
        chosen, alone = people.chosen(key), self._examiner.is_large(bench)
        if alone:
            look = self._examiner.look(bench, people.person(chosen))
            records, found = look.records, [shown(one) for one in look.checked.findings]
        else:
            records = records_of(bench)
            found = list(self._check(records, in_force(bench).book, folded(bench.marks).settled))
        return Seen(records, board_of(bench, found, roster, alone=alone), people, chosen, alone, bench.reading)

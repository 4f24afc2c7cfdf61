"""What the checking child does with what it is given: bytes in, bytes out. Knows no web, database or key.

In: a task as one line of JSON, then the accepted rows of every file, packed, one behind the other. Out: JSON.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import SystemRandom

from pydantic import TypeAdapter

from portal.desk.workbench.checking import SHIPPED, Checked, Mark, Rules, Standing, check_all, ranked
from portal.desk.workbench.checking.marks import SETTLED
from portal.desk.workbench.checking.planning import weekday_shares
from portal.desk.workbench.checking.whole import check_person
from portal.desk.workbench.findings.keys import Settled, key_of
from portal.desk.workbench.gathering import gathered, of_person
from portal.desk.workbench.importing.plain import Row, rows_in
from portal.desk.workbench.papers.data import evaluation_rows
from portal.desk.workbench.rows import FileKind, ObservationRow, Records


class Wanted(StrEnum):
    """What is asked of the child."""

    RANKED = "ranked"
    PERSON = "person"
    DATA = "data"
    SHARES = "shares"


@dataclass(frozen=True)
class Task:
    """One question. `parts` are kind and packed size of each file's rows, in order; `marks` the last ones by key."""

    wanted: Wanted
    rules: Rules
    parts: tuple[tuple[FileKind, int], ...] = ()
    seen: tuple[ObservationRow, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    person: str = ""

    @property
    def settled(self) -> Settled:
        """The findings that are explained or not confirmed."""
        return Settled([key for key, mark in self.marks.items() if mark in SETTLED])


@dataclass(frozen=True)
class Look:
    """Records and what was found in them: of everybody, or of one person of a large case."""

    records: Records
    checked: Checked


TASK = TypeAdapter(Task)
LOOK = TypeAdapter(Look)
STANDINGS = TypeAdapter(tuple[Standing, ...])
TABLE = TypeAdapter(tuple[tuple[str, ...], ...])
SHARES = TypeAdapter(dict[int, float])


def answer(given: bytes) -> bytes:
    """Do one task. Raise ValueError or zlib.error for what no desk of ours sends."""
    head, _, body = given.partition(b"\n")
    task = TASK.validate_json(head)
    return _DOING[task.wanted](task, gathered(_rows(task, body), task.seen))


def _rows(task: Task, body: bytes) -> dict[FileKind, list[Row]]:
    rows: dict[FileKind, list[Row]] = {}
    start = 0
    for kind, size in task.parts:
        rows.setdefault(kind, []).extend(rows_in(kind, zlib.decompress(body[start : start + size])))
        start += size
    return rows


def _ranked(task: Task, records: Records) -> bytes:
    return STANDINGS.dump_json(ranked(records, task.rules, settled=task.settled))


def _person(task: Task, records: Records) -> bytes:
    checked = check_person(records, task.rules, task.person, settled=task.settled)
    return LOOK.dump_json(Look(of_person(records, task.person), checked))


def _data(task: Task, records: Records) -> bytes:
    checked = check_all(records, task.rules, settled=task.settled)
    marks = {one.id: mark for one in checked.findings if (mark := task.marks.get(key_of(one.id)))}
    return TABLE.dump_json(tuple(evaluation_rows(checked, records.roster, marks, SystemRandom())))


def _shares(task: Task, records: Records) -> bytes:
    told = weekday_shares(check_all(records, task.rules, settled=task.settled).persons)
    return SHARES.dump_json({one.weekday: one.share for one in told})


_DOING: Mapping[Wanted, Callable[[Task, Records], bytes]] = {
    Wanted.RANKED: _ranked,
    Wanted.PERSON: _person,
    Wanted.DATA: _data,
    Wanted.SHARES: _shares,
}


def warmed_up() -> None:
    """Do every task once with nothing: what libraries load late they load now, before no file can be opened."""
    from rapidfuzz import fuzz, process  # noqa: F401, PLC0415  nothing is compared where nothing is

    for task in _nothing():
        answer(TASK.dump_json(task) + b"\n")


def _nothing() -> Iterator[Task]:
    return (Task(wanted, SHIPPED) for wanted in Wanted)

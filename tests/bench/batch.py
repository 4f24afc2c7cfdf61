"""A roster of 100 people with a year of both tracks and logs, ranked in the limited child, and one person of it shown.

Floor: the same files, packed as a batch keeps them, unpacked and read as rows, without a child and without a check.
"""

import resource
import time
import zlib
from collections.abc import Iterator

from portal.desk.workbench.checking import SHIPPED
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.examining.work import LOOK, STANDINGS, TASK, Task, Wanted
from portal.desk.workbench.importing import Hints, accept, propose, stored
from portal.desk.workbench.importing.plain import rows_in
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind, RosterRow
from tests.bench.measure import Figure
from tests.bench.roster import DAYS, PEOPLE, files

SECONDS, MIB = 10.0, 400


def figures() -> Iterator[Figure]:
    packed = list(accepted())
    began = time.process_time()
    for kind, rows in packed:
        rows_in(kind, zlib.decompress(rows))
    floor = time.process_time() - began
    child = Examiner().child
    for wanted, read in ((Wanted.RANKED, STANDINGS), (Wanted.PERSON, LOOK)):
        task = Task(wanted, SHIPPED, tuple((kind, len(rows)) for kind, rows in packed), person="XN-0001")
        asked = TASK.dump_json(task) + b"\n" + b"".join(rows for _, rows in packed)
        began = time.perf_counter()
        read.validate_json(child.answer(asked))
        took = time.perf_counter() - began
        highest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield Figure(
            f"a batch of {PEOPLE} people × {DAYS} working days in the child: {wanted}",
            f"{took:.2f} s; at most {highest:.0f} MiB in the child",
            f"reading its rows alone {floor:.2f} s CPU",
            floor / took,
            f"≤ {SECONDS:.0f} s, ≤ {MIB} MiB: {'kept' if took <= SECONDS and highest <= MIB else 'MISSED'}",
        )


def accepted() -> Iterator[tuple[FileKind, bytes]]:
    """The files as a batch keeps them: accepted, stored, packed."""
    roster: tuple[RosterRow, ...] = ()
    for kind, content in files():
        book = read_here(kind, content)
        made = accept(book, propose(book, Hints(kind=kind)).choices(), roster)
        roster = roster or tuple(row for row in made.rows if isinstance(row, RosterRow))
        yield kind, zlib.compress(stored(made), 3)

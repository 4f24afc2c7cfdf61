"""All checks over a roster of 100 people with a year of both tracks and logs. Floor: reading the same files alone.

Each runs in a process of its own, so that the most memory it held is its own: `python -m tests.bench.checking`.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from portal.desk.workbench.checking import SHIPPED, ranked
from portal.desk.workbench.importing import Hints, accept, propose
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind, Records, RosterRow
from tests.bench.measure import Figure
from tests.bench.roster import DAYS, PEOPLE, files

SECONDS, MIB = 3.0, 300


def figures() -> Iterator[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.checking"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    told = json.loads(done.stdout)
    checked, read = told["checked"], told["read"]
    yield Figure(
        f"all checks, {PEOPLE} people × {DAYS} working days, both tracks and logs",
        f"{checked:.2f} s CPU; at most {told['highest']:.0f} MiB with all rows",
        f"reading the files alone {read:.2f} s CPU, {told['rows_held']:.0f} MiB",
        read / checked,
        f"≤ {SECONDS:.0f} s, ≤ {MIB} MiB: {'kept' if checked <= SECONDS and told['highest'] <= MIB else 'MISSED'}",
    )


def records() -> Records:
    """The files as rows, through the real import, in this process."""
    rows: dict[FileKind, list[object]] = {}
    roster: tuple[RosterRow, ...] = ()
    for kind, content in files():
        book = read_here(kind, content)
        made = accept(book, propose(book, Hints(kind=kind)).choices(), roster).rows
        rows.setdefault(kind, []).extend(made)
        roster = roster or tuple(row for row in made if isinstance(row, RosterRow))
    fields = {FileKind.SENDING: "sending", FileKind.RECEIVING: "receiving"}
    told = {fields.get(kind, kind.value): tuple(made) for kind, made in rows.items()}
    return Records(**told, imported=frozenset(rows))  # type: ignore[arg-type]


def highest() -> float:
    """MiB, the most this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    made = list(files())
    began = time.process_time()
    for kind, content in made:
        read_here(kind, content)
    read = time.process_time() - began
    del made
    rows = records()
    held, began = highest(), time.process_time()
    standings = ranked(rows, SHIPPED)
    checked = time.process_time() - began
    told = {"read": read, "rows_held": held, "checked": checked, "highest": highest(), "persons": len(standings)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()

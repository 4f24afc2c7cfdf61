"""De-identified findings for a third party's evaluation: no name, no unit, no day, no word anybody wrote.

Source: DOMAIN 1.4 (de-identified export of findings), 9 (no dates in export: a day can unmask who reported it).
Pseudonyms are drawn for each export and mean the same throughout it; two exports cannot be laid over each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from portal.desk.workbench.checking import Bearing, Checked, Finding
from portal.desk.workbench.checking.marks import Mark
from portal.desk.workbench.rows import FileKind, RosterRow

HEADS = (
    "person", "sending_unit", "receiving_unit", "year", "check", "level", "bearing", "mark", "days", "rows",
    "kinds_of_record",
)  # fmt: skip
_OWN_WORDS = frozenset({FileKind.OBSERVATIONS})


class _Pseudonyms:
    """P01, P02 … in an order of chance, so that neither the register's nor the alphabet's order tells who is who."""

    def __init__(self, letter: str, known: Iterable[str], chance: Random) -> None:
        names = sorted(set(known) - {""})
        chance.shuffle(names)
        width = len(str(len(names)))
        self._names = {name: f"{letter}{number:0{width}}" for number, name in enumerate(names, 1)}

    def of(self, name: str) -> str:
        return self._names.get(name, "")


def evaluation_rows(
    checked: Checked, roster: Sequence[RosterRow], marks: Mapping[str, Mark], chance: Random
) -> list[tuple[str, ...]]:
    """Give a header and one row for each finding, sorted by what they say. `marks` by a finding's id.

    `year` is the year of the finding's first day, "" when it has none: nothing finer. `chance` is
    `random.SystemRandom()` outside tests.
    """
    people = _Pseudonyms("P", (person.person for person in checked.persons), chance)
    units = _Pseudonyms("U", (unit for row in roster for unit in (row.sending_unit, row.receiving_unit)), chance)
    posts: dict[str, list[RosterRow]] = defaultdict(list)
    for row in roster:
        posts[row.person].append(row)
    rows = []
    for person in checked.persons:
        own = posts.get(person.person, [])
        sending = "+".join(sorted({units.of(row.sending_unit) for row in own} - {""}))
        receiving = "+".join(sorted({units.of(row.receiving_unit) for row in own} - {""}))
        for one in person.findings:
            mark = marks.get(one.id, Mark.PENDING).value if one.bearing is Bearing.INCONSISTENT else ""
            rows.append((people.of(person.person), sending, receiving, *_told(one, mark)))
    return [HEADS, *sorted(rows)]


def _told(one: Finding, mark: str) -> tuple[str, ...]:
    kinds = sorted({row.kind.value for row in one.evidence if row.kind not in _OWN_WORDS})
    rows = sum(row.kind not in _OWN_WORDS for row in one.evidence)
    year = f"{one.dates[0].year}" if one.dates else ""
    return (year, one.code, one.level, one.bearing, mark, str(len(one.dates)), str(rows), "+".join(kinds))

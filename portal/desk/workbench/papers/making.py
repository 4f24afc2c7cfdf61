"""From a case to its papers: everything is read, checked and laid out here, and nothing leaves."""

from dataclasses import dataclass

from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.workbench.assembling import left_out
from portal.desk.workbench.bench import Bench
from portal.desk.workbench.checking.whole import PersonChecked
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.examining.work import Look
from portal.desk.workbench.field.noted import folded as folded_field
from portal.desk.workbench.findings.keys import Settled, key_of, person_key
from portal.desk.workbench.findings.marks import Marked, folded
from portal.desk.workbench.papers.asked import AskedList, AskedLists, Chosen, choice_for, lists_of, request_of
from portal.desk.workbench.papers.content import Paper
from portal.desk.workbench.papers.requesting import SIDES, Asking, Side, request_paper
from portal.desk.workbench.papers.working import Material, working_paper
from portal.desk.workbench.people import People
from portal.desk.workbench.rows import Records
from portal.desk.workbench.ruling.actions import in_force


@dataclass(frozen=True)
class Desktop:
    """A case with everything that papers are made of; of a large one the records and findings of one person."""

    bench: Bench
    look: Look
    people: People
    lists: AskedLists

    def person(self, key: str) -> PersonChecked:
        """The person of a key. Raise `NoSuchCase`: who is not there is answered as what may not be seen."""
        own = self.people.person(key)
        found = next((one for one in self.look.checked.persons if own and one.person == own), None)
        if found is None:
            raise NoSuchCase
        return found


def spread_out(bench: Bench, examiner: Examiner, key: str) -> Desktop:
    """Read and check a case; of a large one the person of `key`. Raise `shelf.Lost`, `Stale`, `Exhausted`."""
    people = People.of(bench.roster())
    return Desktop(bench, examiner.look(bench, people.person(key)), people, lists_of(bench))


def working(desktop: Desktop) -> Paper:
    """The working paper of a case."""
    bench, look = desktop.bench, desktop.look
    marks = folded(bench.marks)
    noted = folded_field(bench.visits).unreadable
    unreadable = marks.unreadable + bench.imports.unreadable + noted + desktop.lists.unreadable
    return working_paper(
        Material(
            bench.number, bench.today, in_force(bench), bench.imports.all, look.checked, _names(look.records),
            _marked(desktop), left_out(bench, bench.roster()), unreadable,
        )
    )  # fmt: skip


def _names(records: Records) -> dict[str, str]:
    return {row.person: row.name for row in records.roster}


def _marked(desktop: Desktop) -> dict[str, Marked]:
    """The last mark of each finding, by its id."""
    last = {one.key: one for one in folded(desktop.bench.marks).all}
    ids = [one.id for one in desktop.look.checked.findings]
    return {own: last[key] for own in ids if (key := key_of(own)) in last}


def request(desktop: Desktop, place: int, side: Side) -> Paper:
    """The request to one unit for the list of a place. Raise `NoSuchCase` where there is no such list or person."""
    one = desktop.lists.at(place)
    person = desktop.person(person_key(one.person))
    days = request_of(one, person).for_unit(SIDES[side])
    posts = [row for row in desktop.look.records.roster if row.person == one.person]
    return request_paper(Asking(side, max(posts, key=lambda row: row.start), days))


def sides_of(desktop: Desktop, one: AskedList) -> tuple[Side, ...]:
    """The units that have a record of any day of a list: only these can be asked."""
    kept = request_of(one, desktop.person(person_key(one.person)))
    return tuple(side for side, kinds in SIDES.items() if kept.for_unit(kinds))


def days_to_ask(desktop: Desktop, person: PersonChecked) -> Chosen:
    """Choose the days of a person's next list. By chance: keep the answer, and do not ask twice."""
    return choice_for(person, desktop.lists.of(person.person), Settled(folded(desktop.bench.marks).settled))

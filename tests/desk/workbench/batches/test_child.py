"""The child that checks a roster: what it is asked it answers as the checks do, and it has nothing to give away."""

import json
import subprocess
import sys
import zlib

import pytest

from portal import apart
from portal.apart import MIB, Apart, Ceilings, Exhausted
from portal.desk.workbench.checking import SHIPPED, Code, Mark, check_all, ranked
from portal.desk.workbench.checking.planning import weekday_shares
from portal.desk.workbench.checking.whole import check_person
from portal.desk.workbench.examining.examiner import _CHILD
from portal.desk.workbench.examining.work import LOOK, SHARES, STANDINGS, TABLE, TASK, Task, Wanted, answer
from portal.desk.workbench.findings.keys import key_of
from portal.desk.workbench.gathering import gathered, of_person
from portal.desk.workbench.importing import Hints, accept, propose, stored
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.checking.cases import saw
from tests.desk.workbench.importing.tables import example

KINDS = [kind for kind in FileKind if kind is not FileKind.APPRAISALS]


def accepted(which="A"):
    roster, told = (), []
    for kind in KINDS:
        book = read_here(kind, example(which, kind))
        told.append((kind, accept(book, propose(book, Hints(kind)).choices(), roster)))
        roster = roster or told[0][1].rows
    return told


FILES = accepted()
SEEN = (saw("3-12", person="XN-0001"),)
RECORDS = gathered({kind: one.rows for kind, one in FILES}, SEEN)


def asks(wanted, marks=None, person="XN-0001"):
    packed = [zlib.compress(stored(one)) for _, one in FILES]
    parts = tuple((kind, len(rows)) for (kind, _), rows in zip(FILES, packed, strict=True))
    return TASK.dump_json(Task(wanted, SHIPPED, parts, SEEN, marks or {}, person)) + b"\n" + b"".join(packed)


@pytest.fixture(scope="module")
def child():
    return Apart(_CHILD, Ceilings(memory=768 * MIB, seconds=30))


def test_the_child_and_the_desk_say_the_same(child):
    for ask in (answer, child.answer):
        assert STANDINGS.validate_json(ask(asks(Wanted.RANKED))) == ranked(RECORDS, SHIPPED)
        look = LOOK.validate_json(ask(asks(Wanted.PERSON)))
        assert look.checked == check_all(RECORDS, SHIPPED)
        assert look.records == RECORDS
        shares = {one.weekday: one.share for one in weekday_shares(check_all(RECORDS, SHIPPED).persons)}
        assert SHARES.validate_json(ask(asks(Wanted.SHARES))) == shares


def test_marks_go_along(child):
    ids = [one.id for one in check_all(RECORDS, SHIPPED).findings if one.code is Code.V01]
    marks = {key_of(one): Mark.EXPLAINED for one in ids}
    told = STANDINGS.validate_json(child.answer(asks(Wanted.RANKED, marks)))
    assert told[0].settled == 8
    table = TABLE.validate_json(child.answer(asks(Wanted.DATA, marks)))
    assert [row[table[0].index("mark")] for row in table if row[4] == "V01"] == ["explained"] * 8


def test_somebody_no_row_knows_has_nothing():
    look = LOOK.validate_json(answer(asks(Wanted.PERSON, person="nobody")))
    assert (look.checked.persons, look.records.receiving) == ((), ())


def test_one_person_of_many_is_checked_as_among_all():
    for which in ("A", "B"):
        records = gathered({kind: one.rows for kind, one in accepted(which)})
        (person,) = check_all(records, SHIPPED).persons
        assert check_person(records, SHIPPED, person.person).persons == (person,)
        assert of_person(records, person.person) == records


@pytest.mark.parametrize("given", [b"", b"{}", b"[]\n", b"\xff"])
def test_nonsense_ends_the_child_and_says_so(child, given):
    with pytest.raises(Exhausted):
        child.answer(given)


def test_a_child_without_room_says_so():
    with pytest.raises(Exhausted):
        Apart(_CHILD, Ceilings(memory=12 * MIB, seconds=30)).answer(asks(Wanted.RANKED))


def test_the_child_loads_no_web_no_database_and_no_key():
    last = "sys.stdout.buffer.write("
    asked = apart._START.replace(last, f"print(*sorted(sys.modules), file=sys.stderr)\n{last}")
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", asked, str(_CHILD), str(768 * MIB), "30"],
        input=asks(Wanted.RANKED), capture_output=True, check=True,
    )  # fmt: skip
    loaded = {name.split(".")[0] for name in done.stderr.decode().split()}
    assert not loaded & {"flask", "sqlalchemy", "cryptography", "werkzeug", "wtforms"}
    assert not [name for name in done.stderr.decode().split() if name.startswith(("portal.age", "portal.settings"))]
    assert json.loads(done.stdout)


def test_warming_up_asks_every_question_once():
    from portal.desk.workbench.examining.work import warmed_up

    warmed_up()
    empty = TASK.dump_json(Task(Wanted.RANKED, SHIPPED)) + b"\n"
    assert STANDINGS.validate_json(answer(empty)) == ()

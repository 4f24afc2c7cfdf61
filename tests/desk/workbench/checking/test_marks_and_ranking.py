"""What officers make of findings, and a roster in numbers."""

from pydantic import TypeAdapter

from portal.desk.workbench.checking import SHIPPED, Code, Finding, Mark, check_all, ranked
from portal.desk.workbench.checking.catalogue import EXPLANATIONS, LEVEL_WORDS, NAMES
from portal.desk.workbench.checking.marks import MARK_WORDS, SETTLED
from portal.desk.workbench.rows import FileKind, Records
from tests.desk.workbench.checking.cases import case, post, saw, sheet


def test_findings_are_data_that_can_be_stored_and_come_back():
    findings = case(sending=sheet("3-3", "在"), receiving=sheet("3-3", "在")).findings
    kind = TypeAdapter(tuple[Finding, ...])
    assert kind.validate_json(kind.dump_json(findings)) == findings


def test_every_mark_level_and_check_has_its_word_and_every_inconsistency_an_innocent_explanation():
    assert [MARK_WORDS[mark].zh for mark in Mark] == ["待核实", "已解释", "属实", "不属实"]
    assert frozenset({Mark.EXPLAINED, Mark.NOT_CONFIRMED}) == SETTLED
    assert [word.zh for word in LEVEL_WORDS.values()] == ["重要", "关注", "提示"]
    assert set(NAMES) == set(EXPLANATIONS) == set(Code)
    assert [code for code, told in EXPLANATIONS.items() if not told] == [Code.V16, Code.V03B]


def roster():
    """p: present twice on two days; q: on three; r: seen where the sheet says; s: nothing."""
    days = {"p": "在在挂挂", "q": "在在在挂", "r": "挂挂挂挂", "s": "挂挂挂挂"}
    return Records(
        roster=tuple(post(person) for person in days),
        sending=tuple(row for person, signs in days.items() for row in sheet("3-2", signs, person)),
        receiving=tuple(row for person in days for row in sheet("3-2", "在在在在", person)),
        observations=(saw("3-2", "在", person="r"),),
        imported=frozenset({FileKind.SENDING, FileKind.RECEIVING}),
    )


def test_most_unexplained_inconsistencies_stand_first():
    told = ranked(roster(), SHIPPED)
    # Three days of four in dispute fall below the minimum too (V07).
    assert [(one.person, one.unexplained, one.high) for one in told] == [
        ("q", 4, 3), ("p", 3, 2), ("r", 0, 0), ("s", 0, 0),
    ]  # fmt: skip
    assert told[0].by_code == ((Code.V01, 3), (Code.V07, 1))
    assert [one.in_favour for one in told] == [0, 0, 1, 0]


def test_what_was_explained_counts_no_more():
    settled = {one.id for one in check_all(roster(), SHIPPED).findings if one.person == "q" and one.code is Code.V01}
    told = {one.person: one for one in ranked(roster(), SHIPPED, settled=settled)}
    assert (told["q"].unexplained, told["q"].settled) == (0, 3)
    assert told["p"].unexplained == 3


def test_gaps_and_hints_are_numbers_of_their_own():
    told = ranked(Records(roster=(post(),), sending=tuple(sheet("3-2", "挂 挂"))), SHIPPED)
    assert (told[0].unexplained, told[0].hints, told[0].gaps) == (0, 0, 2)

"""What an officer may make of a finding."""

from datetime import date

import pytest

from portal.desk.workbench.findings.marks import folded
from portal.desk.workbench.findings.rules import Judgement, Mark, MarkRefusal, MarkRefused, check_mark

THREE = ("errand", "training", "habit")


@pytest.mark.parametrize(
    ("judgement", "in_favour", "why"),
    [
        (Judgement(Mark.PENDING), False, None),
        (Judgement(Mark.PENDING), True, None),
        (Judgement(Mark.EXPLAINED, note="有培训通知"), False, None),
        (Judgement(Mark.EXPLAINED, note="  "), False, MarkRefusal.NOTE),
        (Judgement(Mark.NOT_CONFIRMED), False, MarkRefusal.NOTE),
        (Judgement(Mark.CONFIRMED, frozenset(THREE), "底册与闸机一致"), False, None),
        (Judgement(Mark.CONFIRMED, frozenset({"errand", "habit"}), "底册与闸机一致"), False, MarkRefusal.EXPLANATIONS),
        (Judgement(Mark.CONFIRMED, frozenset(), "底册与闸机一致"), False, MarkRefusal.EXPLANATIONS),
        (Judgement(Mark.CONFIRMED, frozenset(THREE), ""), False, MarkRefusal.NOTE),
        (Judgement(Mark.CONFIRMED, frozenset(THREE), "在岗"), True, MarkRefusal.IN_FAVOUR),
    ],
)
def test_which_marks_are_allowed(judgement, in_favour, why):
    if why is None:
        check_mark(judgement, THREE, in_favour=in_favour)
        return
    with pytest.raises(MarkRefused) as refused:
        check_mark(judgement, THREE, in_favour=in_favour)
    assert refused.value.why is why


def test_the_last_mark_counts_and_one_whose_finding_is_gone_is_told():
    day = date(2026, 4, 3)

    def body(key, mark, note="因为"):
        return {
            "key": key,
            "mark": mark,
            "ruled_out": ["errand"],
            "note": note,
            "by": "示范员周",
            "statement": f"关于{key}",
        }

    told = [body("a", "pending"), body("a", "explained"), None, body("b", "nonsense"), body("c", "confirmed")]
    marks = folded([(day, one) for one in told])
    assert marks.unreadable == 2
    assert [one.judgement.mark for one in marks.of("a")] == [Mark.PENDING, Mark.EXPLAINED]
    assert [(one.key, one.statement) for one in marks.orphans(["a"])] == [("c", "关于c")]

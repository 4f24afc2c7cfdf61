"""Texts side by side: nothing is lost, and what differs is what is marked."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.desk.workbench.checking.seeing import TextGroup
from portal.desk.workbench.comparing.texts import LONGEST, MOST_TEXTS, parts_of, side_by_side

DAY = date(2026, 3, 2)


def test_what_differs_from_the_first_text_is_marked():
    parts = parts_of("走访企业三家,了解情况", "走访企业五家,了解情况")
    assert [(part.text, part.other) for part in parts] == [("走访企业", False), ("五", True), ("家,了解情况", False)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_parts_are_the_text_and_what_is_not_marked_stands_in_the_first_too(first, text):
    parts = parts_of(first, text)
    assert "".join(part.text for part in parts) == text
    assert all(part.text in first for part in parts if not part.other)
    assert not [part for part in parts_of(text, text) if part.other]


def test_what_is_left_out_is_counted_and_the_largest_group_stands_first():
    many = TextGroup(3, 0.2, 92.0, tuple((f"文字{number}" * 300, (DAY,)) for number in range(MOST_TEXTS + 2)))
    one = TextGroup(9, 0.5, 100.0, (("短", (DAY,)),))
    first, second = side_by_side([many, one])
    assert (first.days, first.more, first.texts[0].cut) == (9, 0, False)
    assert (second.more, len(second.texts), second.texts[0].cut) == (2, MOST_TEXTS, True)
    assert sum(len(part.text) for part in second.texts[0].parts) == LONGEST

"""What a named reporter says of themselves: three lines, nothing else, and never shown by an error."""

import pytest

from portal.domain.identity import NOBODY, Identity, UnreadableIdentity

SAID = {"name": "范例举报人甲", "contact": "13900000000", "times": "只在周末晚上"}


def test_what_is_written_is_read_back():
    read = Identity.read(SAID)
    assert read.model_dump() == SAID
    assert Identity.read_text(read.as_text()) == read
    assert Identity.read({"name": "甲乙", "contact": "123"}).times == ""
    assert Identity.read(SAID | {"name": " 范例\n举报人 "}).name == "范例 举报人"


def test_nobody_has_the_same_fields_and_is_nobody():
    assert set(NOBODY) == set(SAID)
    with pytest.raises(UnreadableIdentity):
        Identity.read(NOBODY)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "甲"},
        {"name": "长" * 51},
        {"contact": "12"},
        {"contact": "1" * 101},
        {"times": "夜" * 201},
        {"name": 5},
        {"times": None},
        {"id_card": "x"},
        {"name": "   甲   "},
    ],
)
def test_anything_else_is_refused_without_a_word_of_it(change):
    with pytest.raises(UnreadableIdentity) as refused:
        Identity.read(SAID | change)
    assert "范例" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"name":"甲乙"}', '{"name":"\\ud800x","contact":"123"}'])
def test_text_that_is_no_identity_is_refused(text):
    with pytest.raises(UnreadableIdentity):
        Identity.read_text(text)

"""An officer's label of a case: always of one length, opened by its officer and in its own row only."""

import pytest

from portal.age import Identity
from portal.domain.indicators import INDICATORS
from portal.sealing import Label, LabelKey, NotUnwrapped, SearchKey

OFFICER, OTHER = Identity.generate(), Identity.generate()
LABEL = Label(("P2", "P5", "W1"), "云岭省数据事务厅(虚构)", "青禾县人民政府(虚构)")
CASE = "a" * 32


def test_a_label_opens_for_its_officer_in_its_row_only():
    closed = LabelKey.of(OFFICER).close(LABEL, "lin", CASE)
    assert LabelKey.of(OFFICER).open(closed, "lin", CASE) == LABEL
    for who, officer, case in ((OTHER, "lin", CASE), (OFFICER, "chen", CASE), (OFFICER, "lin", "b" * 32)):
        with pytest.raises(NotUnwrapped):
            LabelKey.of(who).open(closed, officer, case)


def test_the_key_for_labels_is_not_the_one_for_searching():
    assert LabelKey.of(OFFICER).key != SearchKey.of(OFFICER).key


@pytest.mark.parametrize(
    "label",
    [
        Label(),
        LABEL,
        Label(tuple(sign.code for sign in INDICATORS), "𠮷" * 20, "𠮷" * 20),
        Label((), '"' * 20, "\\" * 20),
        Label((), "\x01" * 20, "\x01" * 20),
    ],
)
def test_every_label_has_one_length(label):
    key = LabelKey.of(OFFICER)
    closed = key.close(label, "lin", CASE)
    assert len(closed) == 512 + 28
    assert key.open(closed, "lin", CASE) == label


def test_a_longer_one_is_refused():
    with pytest.raises(ValueError, match="longer"):
        LabelKey.of(OFFICER).close(Label((), "一" * 200), "lin", CASE)


def test_who_changes_keys_reads_what_either_closed():
    old, both = LabelKey.of(OTHER), LabelKey.of((OFFICER, OTHER))
    assert both.open(old.close(LABEL, "lin", CASE), "lin", CASE) == LABEL
    with pytest.raises(NotUnwrapped):
        old.open(both.close(LABEL, "lin", CASE), "lin", CASE)


@pytest.mark.parametrize("content", [b"", b"[", b'["P1","a"]', b'["P1","a",7]', b'{"signs":"P1"}', b"\xff"])
def test_what_is_no_label_is_refused(content):
    key = LabelKey.of(OFFICER)
    with pytest.raises(NotUnwrapped):
        key.open(key.wrapped(content, "lin", CASE), "lin", CASE)

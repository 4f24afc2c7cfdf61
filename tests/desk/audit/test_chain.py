"""Whoever can write the table but does not hold the key can change nothing unseen."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.audit.chain import (
    FAULTS_KEPT,
    GENESIS,
    CheckpointForged,
    Damage,
    Entry,
    Fault,
    make_checkpoint,
    read_checkpoint,
    seal_entry,
    seal_head,
    verify,
    vouch,
    vouched,
    write_checkpoint,
)

KEY, OTHER_KEY = bytes(range(32)), bytes(32)


def grown(count, key=KEY):
    lines, before = [], GENESIS
    for seq in range(1, count + 1):
        line = Entry(seq, "2026-11-22T08:00:00Z", f"{seq:032x}", "open", "2026-0001", f"note {seq}")
        before = seal_entry(key, line, before)
        lines.append(replace(line, seal=before))
    return lines, seal_head(key, count, before)


def damages(lines, head, checkpoint=None):
    return [(fault.seq, fault.damage) for fault in verify(KEY, lines, head, checkpoint).faults]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_an_honest_chain_holds(count):
    lines, head = grown(count)
    verdict = verify(KEY, lines, head)
    assert verdict.intact
    assert verdict.lines == count


@pytest.mark.parametrize("column", [field.name for field in fields(Entry)])
@pytest.mark.parametrize("place", range(5))
def test_every_changed_column_of_every_line_is_found(column, place):
    lines, head = grown(5)
    old = getattr(lines[place], column)
    lines[place] = replace(lines[place], **{column: old + 100 if column == "seq" else f"x{old}"})
    found = damages(lines, head)
    assert found
    assert {seq for seq, _ in found} <= {place + 1, place + 2, place + 101, 5}


@pytest.mark.parametrize("strange", [None, b"note 3", 3, 3.0])
@pytest.mark.parametrize("column", ["at", "actor", "act", "case", "note", "seal"])
def test_what_is_no_text_at_all_is_damage_and_no_crash(column, strange):
    lines, head = grown(4)
    lines[2] = replace(lines[2], **{column: strange})
    assert (3, Damage.ALTERED) in damages(lines, head)


def test_bytes_do_not_pass_for_the_text_that_prints_alike():
    _lines, _head = grown(0)
    line = Entry(1, "2026-11-22T08:00:00Z", "", "open", "", "b'x'")
    line = replace(line, seal=seal_entry(KEY, line, GENESIS))
    assert not verify(KEY, [replace(line, note=b"x")], seal_head(KEY, 1, line.seal)).intact


@pytest.mark.parametrize("place", range(5))
def test_a_removed_line_is_found_at_its_place(place):
    lines, head = grown(5)
    del lines[place]
    expected = Damage.TRUNCATED if place == 4 else Damage.MISSING
    assert damages(lines, head)[0] == (place + 1, expected)


def test_removing_and_numbering_anew_is_found():
    lines, head = grown(5)
    renumbered = [replace(line, seq=seq) for seq, line in enumerate([lines[0], *lines[2:]], start=1)]
    assert (2, Damage.ALTERED) in damages(renumbered, head)


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 3), (0, 4)])
def test_swapped_lines_are_found_with_and_without_their_numbers(one, other):
    lines, head = grown(5)
    contents = list(lines)
    contents[one], contents[other] = (
        replace(lines[other], seq=lines[one].seq),
        replace(lines[one], seq=lines[other].seq),
    )
    assert damages(contents, head)
    order = list(lines)
    order[one], order[other] = order[other], order[one]
    assert Damage.OUT_OF_ORDER in {damage for _, damage in damages(order, head)}


def test_a_line_told_twice_is_out_of_order():
    lines, head = grown(3)
    assert damages([*lines, lines[2]], head) == [(3, Damage.OUT_OF_ORDER)]


def test_a_number_that_is_none_is_out_of_order():
    lines, head = grown(2)
    assert (1, Damage.OUT_OF_ORDER) in damages([lines[0], replace(lines[1], seq="2")], head)


def test_an_inserted_line_is_found():
    lines, head = grown(4)
    forged = replace(lines[1], note="forged")
    later = [replace(line, seq=line.seq + 1) for line in lines[2:]]
    assert damages([*lines[:2], replace(forged, seq=3), *later], head)


def test_a_chain_of_another_key_does_not_pass():
    lines, head = grown(3, OTHER_KEY)
    found = damages(lines, head)
    assert [seq for seq, damage in found if damage is Damage.ALTERED] == [1, 2, 3]
    assert found[-1][1] is Damage.HEAD_FORGED


def test_cutting_off_the_end_is_found_whatever_the_head_says():
    lines, head = grown(5)
    assert damages(lines[:3], head) == [(4, Damage.TRUNCATED)]
    rewound = replace(head, seq=3, seal=lines[2].seal)
    assert damages(lines[:3], rewound) == [(3, Damage.HEAD_FORGED)]
    assert damages(lines[:3], None) == [(3, Damage.HEAD_MISSING)]


def test_an_old_head_put_back_over_all_lines_is_found():
    lines, _ = grown(5)
    assert damages(lines, seal_head(KEY, 3, lines[2].seal)) == [(3, Damage.HEAD_FORGED)]


def test_a_head_over_another_line_is_found():
    lines, _ = grown(3)
    assert damages(lines, seal_head(KEY, 3, "0" * 64)) == [(3, Damage.HEAD_FORGED)]


def test_only_a_checkpoint_convicts_who_puts_back_an_old_copy_of_everything():
    lines, head = grown(5)
    checkpoint = make_checkpoint(KEY, head, "2026-11-22")
    old, old_head = lines[:3], seal_head(KEY, 3, lines[2].seal)
    assert damages(old, old_head) == []
    assert damages(old, old_head, checkpoint) == [(5, Damage.TRUNCATED)]
    assert damages(lines, head, checkpoint) == []


def test_a_checkpoint_convicts_even_who_holds_the_key():
    lines, head = grown(5)
    checkpoint = make_checkpoint(KEY, head, "2026-11-22")
    line = replace(lines[4], note="rewritten")
    lines[4] = replace(line, seal=seal_entry(KEY, line, lines[3].seal))
    assert damages(lines, seal_head(KEY, 5, lines[4].seal)) == []
    assert damages(lines, seal_head(KEY, 5, lines[4].seal), checkpoint) == [(5, Damage.NOT_AS_CHECKPOINTED)]


def test_a_checkpoint_of_an_empty_chain_convicts_nobody():
    _lines, head = grown(0)
    checkpoint = make_checkpoint(KEY, head, "2026-11-22")
    assert damages(*grown(2), checkpoint) == []


def test_a_checkpoint_is_read_as_it_was_written():
    _, head = grown(3)
    checkpoint = make_checkpoint(KEY, head, "2026-11-22")
    assert read_checkpoint(KEY, write_checkpoint(checkpoint)) == checkpoint


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"v":1}', '{"v":1,"seq":3,"seal":"a","day":"2026-11-22","proof":"b"}'],
)
def test_what_is_no_checkpoint_of_ours_is_refused(text):
    with pytest.raises(CheckpointForged):
        read_checkpoint(KEY, text)


@pytest.mark.parametrize(("old", "new"), [('"v": 1', '"v": 2'), ('"seq": 3', '"seq": 2'), ("11-22", "11-21")])
def test_a_changed_checkpoint_is_refused(old, new):
    text = write_checkpoint(make_checkpoint(KEY, grown(3)[1], "2026-11-22"))
    assert old in text
    with pytest.raises(CheckpointForged):
        read_checkpoint(KEY, text.replace(old, new))


def test_many_faults_are_counted_and_few_are_kept():
    lines, head = grown(FAULTS_KEPT + 20, OTHER_KEY)
    verdict = verify(KEY, lines, head)
    assert len(verdict.faults) == FAULTS_KEPT
    assert verdict.count == FAULTS_KEPT + 21
    assert verdict.faults[0] == Fault(1, Damage.ALTERED)


@given(st.lists(st.text(), min_size=5, max_size=5), st.lists(st.text(), min_size=5, max_size=5))
def test_no_two_different_lines_have_one_seal(one, other):
    sealed = [seal_entry(KEY, Entry(1, *columns), GENESIS) for columns in (one, other)]
    assert (sealed[0] == sealed[1]) == (one == other)


def test_the_boundary_between_columns_cannot_be_moved():
    assert seal_entry(KEY, Entry(1, "", "ab", "c", "", ""), GENESIS) != seal_entry(
        KEY, Entry(1, "", "a", "bc", "", ""), GENESIS
    )


def test_a_word_for_a_row_holds_for_these_parts_and_this_key_alone():
    word = vouch(b"k" * 32, "request", "ab", "c", 1)
    assert vouched(b"k" * 32, word, "request", "ab", "c", 1)
    for parts in (("request", "a", "bc", 1), ("request", "ab", "c", "1"), ("request", "ab", "c", 2), ("request", "ab")):
        assert not vouched(b"k" * 32, word, *parts)
    assert not vouched(b"l" * 32, word, "request", "ab", "c", 1)
    assert not vouched(b"k" * 32, b"blob", "request", "ab", "c", 1)

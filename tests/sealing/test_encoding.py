"""One value, one spelling."""

import base64
import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing.encoding import (
    DEEPEST,
    LARGEST_INTEGER,
    has_exactly,
    read_base64,
    read_json,
    write_base64,
    write_json,
)

letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
leaves = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | letters
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4))


def nested(depth: int) -> object:
    value: object = []
    for _ in range(depth - 1):
        value = [value]
    return value


@given(values, st.booleans())
def test_what_is_written_is_read(value, sort_keys):
    assert read_json(write_json(value, sort_keys=sort_keys), sort_keys=sort_keys) == value


@given(values)
def test_other_spellings_of_a_value_are_refused(value):
    written = write_json(value)
    for other in (json.dumps(value), json.dumps(value, indent=1), f" {written.decode()}", f"{written.decode()}\n"):
        if other.encode() != written:
            with pytest.raises(ValueError, match=r"\w"):
                read_json(other.encode())


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_stumble(data):
    try:
        value = read_json(data)
    except ValueError:
        return
    assert write_json(value) == data


def test_sorted_means_sorted_at_every_depth():
    assert write_json({"b": {"d": 1, "c": 2}, "a": 0}, sort_keys=True) == b'{"a":0,"b":{"c":2,"d":1}}'
    with pytest.raises(ValueError, match="one written form"):
        read_json(b'{"a":{"c":1,"b":2}}', sort_keys=True)


def test_words_of_an_enumeration_and_tuples_are_written_as_text_and_lists():
    class Word(StrEnum):
        ONE = "one"

    assert write_json({"a": (Word.ONE, 2)}) == b'{"a":["one",2]}'


@pytest.mark.parametrize("value", [1.5, float("nan"), b"bytes", {1: 2}, {"a": {None: 1}}, object(), {1, 2}, [1.0]])
def test_other_things_are_not_written(value):
    with pytest.raises(TypeError):
        write_json(value)


@pytest.mark.parametrize("value", ["\ud800", LARGEST_INTEGER + 1, -LARGEST_INTEGER - 1, nested(DEEPEST + 1)])
def test_what_another_reader_could_not_hold_is_not_written(value):
    with pytest.raises(ValueError, match=r"\w"):
        write_json(value)


def test_nesting_has_an_end():
    assert read_json(write_json(nested(DEEPEST))) == nested(DEEPEST)
    for depth in (DEEPEST + 1, 100_000):
        with pytest.raises(ValueError, match="too deeply"):
            read_json(b"[" * depth + b"]" * depth)
    with pytest.raises(ValueError, match="too deeply"):
        read_json(b'{"a":' * 40 + b"1" + b"}" * 40)


def test_a_megabyte_of_digits_is_not_worked_on():
    with pytest.raises(ValueError, match="too large"):
        read_json(b"1" * 1_000_000)


@given(st.binary(max_size=70))
def test_base64_goes_both_ways(raw):
    assert read_base64(write_base64(raw), len(raw)) == raw


@pytest.mark.parametrize(
    "text", ["", "AAAA", "AB==", "AA=", "AA", "AA==\n", " AA==", "A A==", "_-==", "ＡA==", "AA===="]
)
def test_base64_has_one_spelling_and_length(text):
    with pytest.raises(ValueError, match="base64"):
        read_base64(text, 1)


def test_base64_spare_bits_are_zero():
    assert base64.b64decode("AB==") == base64.b64decode("AA==")
    assert read_base64("AA==", 1) == b"\x00"


def test_an_object_has_exactly_its_keys():
    assert has_exactly({"a": 1}, ("a",))
    assert not has_exactly({"a": 1, "b": 2}, ("a",))
    assert not has_exactly({}, ("a",))
    assert not has_exactly(["a"], ("a",))

"""Sizes that say little."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing import bucket, padme

lengths = st.integers(0, 2**40)


@given(lengths, lengths)
def test_sizes_hold_the_content_and_keep_the_order(one, other):
    shorter, longer = sorted((one, other))
    for size in (bucket, padme):
        assert size(shorter) >= shorter
        assert size(shorter) <= size(longer)
        assert size(size(shorter)) == size(shorter)


@given(st.integers(0, 16 * 1024))
def test_small_envelopes_all_look_alike(length):
    assert bucket(length) == 16 * 1024


@given(st.integers(16 * 1024, 2**30))
def test_large_envelopes_tell_a_power_of_two(length):
    size = bucket(length)
    assert size & (size - 1) == 0
    assert size < 2 * length


@given(st.integers(0, 64 * 1024))
def test_small_files_all_look_alike(length):
    assert padme(length) == 64 * 1024


@given(st.integers(64 * 1024 + 1, 2**40))
def test_padme_is_the_published_one_and_costs_little(length):
    exponent = math.floor(math.log2(length))
    kept = math.floor(math.log2(exponent)) + 1
    step = 2 ** (exponent - kept)
    assert padme(length) == math.ceil(length / step) * step
    assert padme(length) <= length * 1.12


@pytest.mark.parametrize("size", [bucket, padme])
def test_a_negative_length_is_a_mistake(size):
    with pytest.raises(ValueError, match="not negative"):
        size(-1)

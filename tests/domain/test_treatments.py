"""The codes that a door seals and the words that both doors know are the same ones."""

from portal.cleaning import Kind
from portal.domain.treatments import REMOVED, removed_words


def test_every_kind_that_is_removed_has_words():
    assert set(REMOVED.codes) == {kind.value for kind in Kind}


def test_what_was_removed_is_named_once_in_a_fixed_order():
    assert removed_words(("device", "place"), "zh") == "拍摄地点、设备和软件的型号"
    assert removed_words(("other", "of_tomorrow", "time"), "en") == "when it was made, other hidden details"
    assert removed_words((), "zh") == ""

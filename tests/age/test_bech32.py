import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.age import Malformed
from portal.age.bech32 import decode, encode

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@pytest.mark.parametrize(
    ("prefix", "text"),
    [  # the valid strings of BIP 173 whose letters make whole bytes
        ("A", "A12UEL5L"),
        ("a", "a12uel5l"),
        ("?", "?1ezyfcl"),
        (
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        ),
        ("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
    ],
)
def test_published_strings(prefix, text):
    data = decode(prefix, text)
    assert encode(prefix.lower(), data) == text.lower()
    assert data == bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df" if prefix == "abcdef" else "")


@given(st.binary(max_size=2000))
def test_round_trip_at_any_length(data):
    text = encode("age1pq", data)
    assert decode("age1pq", text) == data
    assert decode("AGE1PQ", text.upper()) == data


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_wrong_letter_is_noticed(data, chosen):
    text = encode("age", data)
    at = chosen.draw(st.integers(4, len(text) - 1))
    other = chosen.draw(st.sampled_from([letter for letter in LETTERS if letter != text[at]]))
    with pytest.raises(Malformed):
        decode("age", text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        ("age", ""),
        ("age", "age1"),
        ("age", "age1qqqqq"),
        ("age", "agf1qqqqqq"),
        ("A", "A1G7SGD8"),
        ("a", "a1g7sgd8"),
        ("x", "x1b4n0q5v"),
        ("li", "li1dgmt3"),
        ("a", "A12UEL5L"),
        ("A", "a12uel5l"),
        ("a", "a12UEL5L"),
        ("a", "a12uel5l "),
        ("a", " a12uel5l"),
        ("a", "a12uel5l\u0131"),
        ("a", "a12uel5\u212a"),
        ("de", "de1lg7wt\u00ff"),
    ],
)
def test_what_is_not_bech32(prefix, text):
    with pytest.raises(Malformed):
        decode(prefix, text)


def test_a_letter_that_only_looks_like_one_after_folding_case():
    """The Kelvin sign becomes a small k: without a check, a second spelling of the same key."""
    text = encode("age", b"\xb0").upper()
    assert decode("AGE", text)
    assert "K" in text
    with pytest.raises(Malformed):
        decode("AGE", text.replace("K", "\u212a"))


@pytest.mark.parametrize("body", ["q", "qqq", "qp", "qqqqp", "qqqqqq"])
def test_letters_that_are_not_whole_bytes_or_leave_bits(body):
    """With a right checksum, found by trying the letters one place after another."""
    assert all(refused(f"age1{body}{check}") for check in checksums(body))


def checksums(body):
    from portal.age.bech32 import _VALUES, _checksum

    rest = _checksum("age", body.encode().translate(_VALUES) + bytes(6)) ^ 1
    yield "".join(LETTERS[rest >> 5 * (5 - place) & 31] for place in range(6))


@settings(deadline=None)  # the first call prepares
@given(st.binary(min_size=1946, max_size=1946), st.integers(0, 1951))
def test_the_prepared_length_has_the_checksum_of_the_letter_by_letter_walk(letters, at):
    from portal.age.bech32 import _VALUES, _checksum, _walk

    values = bytes(letter & 31 for letter in letters) + bytes(6)
    prefix = bytes([3, 3, 3, 0, 1, 7, 5])
    assert _checksum("age", values) == _walk(1, prefix + values)
    changed = values[:at] + bytes([values[at] ^ 1]) + values[at + 1 :]
    assert _checksum("age", changed) == _walk(1, prefix + changed) != _checksum("age", values)
    assert _VALUES[ord("l")] == 31


def test_what_no_key_could_be_is_refused_before_any_work():
    with pytest.raises(Malformed, match="longer"):
        decode("age", "age1" + "q" * 5000)


def refused(text):
    with pytest.raises(Malformed) as found:
        decode("age", text)
    return "checksum" not in str(found.value)

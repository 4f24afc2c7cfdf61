"""JSON and base64 in one written form each, so that two readers can never read two things out of the same bytes."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn, TypeGuard

DEEPEST: Final = 32
LARGEST_INTEGER: Final = 2**53 - 1  # a browser holds no larger one exactly
_MOST_DIGITS: Final = len(str(-LARGEST_INTEGER))


def write_json(value: object, *, sort_keys: bool = False) -> bytes:
    """Write `value` as one line of compact UTF-8 JSON.

    Text, whole numbers within ±(2**53 - 1), true/false/null, lists and dicts with text keys, at most 32 deep.
    Fractions are refused, because Python and browsers print them differently: write them as text.
    Raises ValueError or TypeError for anything else, and so never writes what `read_json` would refuse.
    """
    _refuse_unwritable(value, DEEPEST)
    return _dump(value, sort_keys=sort_keys)


def read_json(written: bytes, *, sort_keys: bool = False) -> Any:
    """Read what `write_json` wrote, and only that.

    Raises ValueError for repeated keys, fractions, spaces between tokens, needless escapes, invalid UTF-8 and nesting
    deeper than 32. With `sort_keys` the keys of every object must stand in code-point order as well.
    """
    try:
        value = _PARSER.decode(written.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _refuse_deep(value)
    if _dump(value, sort_keys=sort_keys) != written:
        raise ValueError("not in its one written form")
    return value


def write_base64(raw: bytes) -> str:
    """Write bytes as standard base64 with padding."""
    return base64.b64encode(raw).decode("ascii")


def read_base64(text: str, length: int) -> bytes:
    """Read exactly `length` bytes of standard base64. Raises ValueError for any other spelling or length."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("not base64") from None
    # Written again and compared: the spare bits of the last letter would otherwise allow several spellings.
    if len(raw) != length or write_base64(raw) != text:
        raise ValueError("not base64 of the right length in its one spelling")
    return raw


def has_exactly(value: object, keys: Iterable[str]) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is an object with these keys and no others."""
    return isinstance(value, dict) and value.keys() == set(keys)


def _dump(value: object, *, sort_keys: bool) -> bytes:
    return (_SORTING_WRITER if sort_keys else _WRITER).encode(value).encode("utf-8")


def _refuse_unwritable(value: object, left: int) -> None:
    if isinstance(value, str) or value is None:
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError("a number too large")
    elif isinstance(value, (dict, list, tuple)):
        if not left:
            raise ValueError("nested too deeply")
        # The writer would turn a number used as a key into text, and then one of two equal keys would be lost.
        if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
            raise TypeError("a key that is not text")
        for inner in value.values() if isinstance(value, dict) else value:
            if inner.__class__ is not str:
                _refuse_unwritable(inner, left - 1)
    else:
        raise TypeError("neither text, whole number, true, false, null, list nor object")


def _refuse_deep(value: object) -> None:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    if level:
        raise ValueError("nested too deeply")


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _no_fraction(_: str) -> NoReturn:
    raise ValueError("a number that is not whole")


def _small_integer(digits: str) -> int:
    # Length first: turning a megabyte of digits into a number is quadratic work that a stranger could order from us.
    if len(digits) > _MOST_DIGITS or abs(number := int(digits)) > LARGEST_INTEGER:
        raise ValueError("a number too large")
    return number


_WRITER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_SORTING_WRITER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
_PARSER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_no_fraction, parse_constant=_no_fraction, parse_int=_small_integer
)

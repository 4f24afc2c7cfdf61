"""What to strike from a report's words before they leave the office, and what of it still stands there. Pure.

Source: DOMAIN 3.6 (article 47) and 7.3: every documented leak is a hand-off. Striking is proposed; a person decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.particulars import particulars

STRUCK = "\u3014略\u3015"
"""What stands in the place of struck words, so that a reader sees that something was left out."""

SHORTEST = 4
"""So many characters in a row that also stand among the identifying details are proposed for striking."""


class Why(StrEnum):
    """Why words are proposed for striking."""

    PARTICULAR = "particular"
    DETAIL = "detail"
    SELF = "self"


@dataclass(frozen=True)
class Strike:
    """Characters `start` to `end` of a text."""

    start: int
    end: int
    why: Why


def strikes(text: str, details: Sequence[str], keep: Sequence[str] = ()) -> tuple[Strike, ...]:
    """Propose what to strike from `text`, in order, without overlaps.

    `details` are what the reporter said would reveal them, `keep` the names and units the sheet is about: words that
    stand among these are not struck for standing among the details.
    """
    found = sorted(
        (*_particular(text), *_detail(text, details, keep), *_self(text)), key=lambda one: (one.start, -one.end)
    )
    apart: list[Strike] = []
    for one in found:
        if apart and one.start < apart[-1].end:
            last = apart.pop()
            one = Strike(last.start, max(last.end, one.end), last.why)  # noqa: PLW2901  joined with the one before
        apart.append(one)
    return tuple(apart)


def struck(text: str, found: Sequence[Strike]) -> str:
    """Give `text` with each strike replaced by one sign."""
    return "".join(STRUCK if why else words for words, why in pieces(text, found))


def pieces(text: str, found: Sequence[Strike]) -> tuple[tuple[str, Why | None], ...]:
    """Cut `text` at its strikes: each piece with why it is struck, or None."""
    cut: list[tuple[str, Why | None]] = []
    at = 0
    for one in found:
        cut += [(text[at : one.start], None), (text[one.start : one.end], one.why)]
        at = one.end
    return tuple(piece for piece in (*cut, (text[at:], None)) if piece[0])


def remaining(text: str, details: Sequence[str], keep: Sequence[str] = ()) -> tuple[str, ...]:
    """List the words of `text` that would be proposed for striking, each once."""
    found = strikes(text, details, keep)
    return tuple(dict.fromkeys(text[one.start : one.end] for one in found))


def _particular(text: str) -> Iterator[Strike]:
    for _, words in particulars(text):
        yield from (Strike(found.start(), found.end(), Why.PARTICULAR) for found in re.finditer(re.escape(words), text))


def _detail(text: str, details: Sequence[str], keep: Sequence[str]) -> Iterator[Strike]:
    at = 0
    while at + SHORTEST <= len(text):
        end = max(_reach(text, at, detail) for detail in ("", *details))
        if end - at >= SHORTEST and not any(text[at:end] in known for known in keep):
            yield Strike(at, end, Why.DETAIL)
        at = end if end - at >= SHORTEST else at + 1


def _reach(text: str, at: int, detail: str) -> int:
    """How far the words from `at` on stand in `detail` as they stand here."""
    end = at + SHORTEST
    if text[at:end] not in detail:
        return at
    while end < len(text) and text[at : end + 1] in detail:
        end += 1
    return end


_CLAUSE = "[^,.;!?\\n\uff0c\u3002\uff1b\uff01\uff1f\u3001]*"
_ONESELF = re.compile(f"{_CLAUSE}(?:(?<!自)我(?![国省市县区])|本人|笔者|\\b(?:I|my|me|we|our)\\b){_CLAUSE}")


def _self(text: str) -> Iterator[Strike]:
    """A clause in which somebody speaks of themselves: how they know is who they are."""
    yield from (Strike(found.start(), found.end(), Why.SELF) for found in _ONESELF.finditer(text) if found[0].strip())

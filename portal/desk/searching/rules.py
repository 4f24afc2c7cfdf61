"""How words are compared and how a place is shown. Pure.

Chinese has no breaks between words, so a word is found anywhere: both sides are brought into one form, and the one is
looked for in the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

MOST_WORDS, LONGEST = 8, 100
AROUND = 24
APART = "\x1e"
"""Stands between the texts of a case, so that no word is found half in one and half in the next."""


@dataclass(frozen=True)
class Context:
    """A line around what was found, in the text as it was written. `found` is empty where only the text is shown."""

    before: str
    found: str
    after: str


def folded(text: str) -> str:
    """Bring text into the form that is compared: NFKC, without case, every run of blanks one blank."""
    return " ".join(normalize("NFKC", text).casefold().split())


def words_of(typed: str) -> tuple[str, ...]:
    """Give the words to look for, at most `MOST_WORDS`, each once; none for nothing typed."""
    return tuple(dict.fromkeys(folded(typed[:LONGEST]).split()))[:MOST_WORDS]


def haystack(texts: Sequence[str]) -> bytes:
    """Give everything to be searched of one case. UTF-8 keeps order: a word's bytes are found where the word is."""
    return APART.join(folded(text) for text in texts).encode("utf-8")


def matches(hay: bytes, needles: Sequence[bytes]) -> bool:
    """Whether every word is somewhere in it."""
    return all(needle in hay for needle in needles)


def context(text: str, words: Sequence[str]) -> Context | None:
    """Show the first of `words` that stands in `text`, with what is around it; None when none does."""
    places = [place for word in words if (place := _place(text, word)) is not None]
    if not places:
        return None
    start, end = min(places)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Context(
        ("…" if start > AROUND else "") + before, text[start:end], after + ("…" if end + AROUND < len(text) else "")
    )


def _place(text: str, word: str) -> tuple[int, int] | None:
    """Where a folded word stands in the unfolded text: letter by letter, as folding may lengthen or drop letters."""
    form, at = "", []
    for index, letter in enumerate(text):
        small = normalize("NFKC", letter).casefold()
        small = " " if small.isspace() else small
        if small == " " and form.endswith(" "):
            continue
        form += small
        at += [index] * len(small)
    start = form.find(word)
    return (at[start], at[start + len(word) - 1] + 1) if start >= 0 else None

"""Texts that are alike, laid side by side with what differs marked. Pure.

Source: DOMAIN 5.3 (V05). A reader judges whether a text was copied; nothing here judges what it is worth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from portal.desk.workbench.checking.seeing import TextGroup

MOST_TEXTS, LONGEST = 12, 600
"""So many texts of a group stand side by side, each cut after so many characters; the page says what was left out."""


@dataclass(frozen=True)
class Part:
    """A piece of a text; `other` when the first text of the group has something else, or nothing, in its place."""

    text: str
    other: bool = False


@dataclass(frozen=True)
class Beside:
    """One text with its days, cut into what it shares with the first text of its group and what not."""

    parts: tuple[Part, ...]
    days: tuple[date, ...]
    cut: bool


@dataclass(frozen=True)
class SideBySide:
    """A group: on how many days, what part of all entries (0 to 1), its texts, and how many more there are."""

    days: int
    share: float
    nearest: float
    texts: tuple[Beside, ...]
    more: int


def side_by_side(groups: Iterable[TextGroup]) -> tuple[SideBySide, ...]:
    """Lay each group's texts beside its first one, the largest group first."""
    return tuple(
        SideBySide(
            group.days, group.share, group.nearest,
            tuple(_beside(group.texts[0][0], text, days) for text, days in group.texts[:MOST_TEXTS]),
            max(0, len(group.texts) - MOST_TEXTS),
        )
        for group in sorted(groups, key=lambda one: -one.days)
    )  # fmt: skip


def _beside(first: str, text: str, days: tuple[date, ...]) -> Beside:
    return Beside(parts_of(first[:LONGEST], text[:LONGEST]), days, len(text) > LONGEST)


def parts_of(first: str, text: str) -> tuple[Part, ...]:
    """Cut `text` into what stands in `first` too and what does not; joined together the parts are `text`."""
    matching = SequenceMatcher(None, first, text, autojunk=False)
    return tuple(
        Part(text[start:end], other=how != "equal") for how, _, _, start, end in matching.get_opcodes() if end > start
    )

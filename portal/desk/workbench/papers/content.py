"""A paper as plain content: what stands on it, not how it looks. Print view and file are drawn from the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.domain.text import Text

Said = Text | str
"""Our own words in both languages, or words of a record, which stay as they are."""


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 for a part, 2 and 3 for what is in it."""

    text: Said
    level: int = 1


@dataclass(frozen=True)
class Line:
    """A paragraph; `quiet` for remarks that may be read later."""

    text: Said
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """A list, each point with a sign before it that is a word or a shape ("☐", "☑", "·")."""

    points: tuple[tuple[str, Said], ...]


@dataclass(frozen=True)
class Table:
    """A table: what it holds in words, its columns, its rows. `room` asks for high rows, to be written in by hand."""

    about: Said
    heads: tuple[Said, ...]
    rows: tuple[tuple[Said, ...], ...]
    room: bool = False


Block = Heading | Line | Points | Table


@dataclass(frozen=True)
class Paper:
    """A whole paper: its title and everything below it, in order."""

    title: Said
    blocks: tuple[Block, ...] = field(default=())


def said(words: Said, lang: str) -> str:
    """Give words in a language; a record's own stay as typed."""
    return words.of(lang) if isinstance(words, Text) else words


def quoted(cells: Sequence[tuple[str, str]]) -> str:
    """Give the cells of a row as one line: each header with what stood under it."""
    return ";".join(f"{head}:{text}" if head else text for head, text in cells)

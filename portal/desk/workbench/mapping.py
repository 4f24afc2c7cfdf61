"""The mapping page's values: columns with samples, words to map, and what became of every row, in a few lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.desk.workbench.importing import Choices, Column, Imported, Noted, Proposal, Reason, words_of
from portal.desk.workbench.importing.headers import keys, words_of_key
from portal.desk.workbench.rows import FileKind
from portal.desk.workbench.words import WHYS
from portal.domain.text import Text


@dataclass(frozen=True)
class MappedColumn:
    """One column: its letter, header, what it is used for ("" nothing), why, and samples."""

    index: int
    letter: str
    header: str
    key: str
    why: Text
    samples: tuple[str, ...]

    @property
    def day(self) -> bool:
        """Whether it is one day of a month."""
        return self.key.startswith("day:")


@dataclass(frozen=True)
class NotedRows:
    """Rows (from 1) to which the same thing happened: why, which column or word, and the rows as people write them."""

    reason: Text
    detail: str
    rows: str
    count: int


@dataclass(frozen=True)
class Outcome:
    """What became of all rows."""

    data_rows: int
    used_rows: int
    made: int
    refused: tuple[NotedRows, ...]
    skipped: tuple[NotedRows, ...]
    duplicates: tuple[NotedRows, ...]
    warnings: tuple[NotedRows, ...]


def columns_of(proposal: Proposal, choices: Choices | None) -> tuple[MappedColumn, ...]:
    """Give every column that has a header, samples or a use."""
    used = choices.columns if choices else {}
    return tuple(
        MappedColumn(one.index, letter(one.index), one.header, used.get(one.index, ""), _why(one, used), one.samples)
        for one in proposal.columns
        if one.header or one.samples or one.index in used
    )


def _why(one: Column, used: dict[int, str]) -> Text:
    return WHYS[one.why if used.get(one.index, "") == one.key else "chosen"]


def letter(index: int) -> str:
    """Give a column's letters as office programs do: 0 is A, 26 is AA."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def options(kind: FileKind | None) -> tuple[tuple[str, Text], ...]:
    """Give what a column of this kind of file can be used for."""
    return tuple((key, words_of_key(kind, key)) for key in keys(kind)) if kind else ()


def outcome(imported: Imported) -> Outcome:
    """Put what became of the rows into a few lines, none left out."""
    return Outcome(
        imported.data_rows,
        imported.used_rows,
        len(imported.rows),
        _noted(imported.refused),
        _noted(imported.skipped),
        _noted(imported.duplicates),
        _noted(imported.warnings),
    )


def _noted(notes: Iterable[Noted]) -> tuple[NotedRows, ...]:
    together: dict[tuple[Reason, str], list[int]] = {}
    for one in notes:
        together.setdefault((one.reason, one.detail), []).append(one.row)
    return tuple(
        NotedRows(words_of(reason), detail, ranges(rows), len(rows)) for (reason, detail), rows in together.items()
    )


def to_map(proposal: Proposal, choices: Choices | None, trial: Imported | None) -> tuple[tuple[str, int, str], ...]:
    """Give the status words of this file that the vocabulary does not hold: word, how often, the class chosen or ""."""
    found = dict(proposal.unknown_words) | (dict(trial.unknown_words) if trial else {})
    chosen = choices.words if choices else {}
    return tuple((word, count, str(chosen.get(word, ""))) for word, count in found.items())


def ranges(rows: Sequence[int]) -> str:
    """Write row numbers short: 3, 5, 9–14."""
    parts = []
    for _, run in groupby(enumerate(sorted(set(rows))), lambda one: one[1] - one[0]):
        run_rows = [row for _, row in run]
        short = 2
        parts += [f"{run_rows[0]}–{run_rows[-1]}"] if len(run_rows) > short else [str(row) for row in run_rows]
    return ", ".join(parts)

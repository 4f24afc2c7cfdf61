"""What was understood of a book, before anything is accepted: kind, sheet, header, columns, month, words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.desk.workbench.rows import FileKind, Status

from .cells import as_month, month_within
from .halves import says_halves
from .layout import ATTENDANCE, Header, find_header, header_at, lacks, no_data, other_table, titles_above
from .plain import Book, Column, Hints, Proposal
from .reasons import CannotRead, Reason
from .table.grid import Sheet
from .words import status_of, word

_AT_HOME = re.compile(r"派出|原单位|闸机|门禁|sending", re.IGNORECASE)
_AWAY = re.compile(r"接收|挂职单位|挂任单位|驻村|receiving", re.IGNORECASE)
_SAMPLES = 4


@dataclass(frozen=True)
class _Found:
    kind: FileKind
    sheet: int
    header: Header


def propose(book: Book, hints: Hints | None = None) -> Proposal:
    """Say what was understood; what the hints tell wins. A proposal without a header row has `header` 0 and no kind.

    Raise `CannotRead(NO_SHEET)` for a sheet that is not there.
    """
    hints = hints or Hints()
    if hints.sheet is not None and not 0 <= hints.sheet < len(book.sheets):
        raise CannotRead(Reason.NO_SHEET)
    found = _candidates(book, hints)
    listed = tuple((sheet.name, sheet.hidden) for sheet in book.sheets)
    if not found:
        return Proposal(hints.kind, 0, hints.sheet or 0, listed, 0, False, hints.month, (), ("header",), (), 0)  # noqa: FBT003
    best = found[0]
    sheet = book.sheets[best.sheet]
    kind, sure = _kind(book, best, found, hints)
    other = other_table(sheet.rows, best.header)
    rows = sheet.rows[best.header.rows[-1] + 1 : other.first if other else None]
    data = [row for row in rows if any(row) and not no_data(row, best.header, text_alone=kind is FileKind.APPRAISALS)]
    keys = _with_halves(best.header, data, kind)
    return Proposal(
        kind,
        sure,
        best.sheet,
        listed,
        best.header.rows[-1] + 1,
        best.header.matrix,
        month_of(sheet, best.header, book.file) or hints.month,
        tuple(
            Column(
                at,
                text,
                keys[at],
                best.header.whys[at] if keys[at] == best.header.keys[at] else "values",
                _samples(data, at),
            )
            for at, text in enumerate(best.header.texts)
        ),
        lacks(kind, frozenset(best.header.keys) - {""}),
        unknown_words(data, best.header.keys, kind),
        len(data),
    )


def _with_halves(header: Header, rows: Sequence[Sequence[str]], kind: FileKind) -> tuple[str, ...]:
    """The keys, and "half" for a column that says 上午 and 下午 under no or an unknown header."""
    if kind not in ATTENDANCE or "half" in header.keys:
        return header.keys
    for at, key in enumerate(header.keys):
        if not key and says_halves([row[at] for row in rows if at < len(row)]):
            return (*header.keys[:at], "half", *header.keys[at + 1 :])
    return header.keys


def _candidates(book: Book, hints: Hints) -> list[_Found]:
    kinds = [hints.kind] if hints.kind else list(FileKind)
    places = [hints.sheet] if hints.sheet is not None else range(len(book.sheets))
    found = []
    for place in places:
        rows = book.sheets[place].rows
        for kind in kinds:
            asked = hints.header is not None and 0 < hints.header <= len(rows)
            header = header_at(rows, kind, (hints.header or 1) - 1) if asked else find_header(rows, kind)
            if header:
                found.append(_Found(kind, place, header))
    # A visible sheet before a hidden one, then what fits best, then the longer one.
    found.sort(
        key=lambda one: (book.sheets[one.sheet].hidden, -one.header.score, -len(book.sheets[one.sheet].rows)),
    )
    return found


def _kind(book: Book, best: _Found, found: Sequence[_Found], hints: Hints) -> tuple[FileKind, int]:
    if hints.kind:
        return hints.kind, 100
    rivals = [
        one.header.score
        for one in found
        if one.sheet == best.sheet and one.kind != best.kind and not {one.kind, best.kind} <= ATTENDANCE
    ]
    lead = best.header.score - max(rivals, default=best.header.score - 10)
    sure = 20 if lacks(best.kind, frozenset(best.header.keys)) else max(30, min(100, 50 + int(5 * lead)))
    if best.kind not in ATTENDANCE:
        return best.kind, sure
    sheet = book.sheets[best.sheet]
    told = " ".join([book.file, sheet.name, *titles_above(sheet.rows, best.header)])
    home, away = bool(_AT_HOME.search(told)), bool(_AWAY.search(told))
    if home == away:
        # Which of the two units kept it does not stand in its columns.
        return FileKind.RECEIVING, min(sure, 40)
    return (FileKind.SENDING if home else FileKind.RECEIVING), sure


def month_of(sheet: Sheet, header: Header, file: str) -> str:
    """Give the month of a sheet, "2026-05", from its title cells, its name or the file's name; "" when none says."""
    for text in (*titles_above(sheet.rows, header), sheet.name, file):
        month = month_within(text) or as_month(text)
        if month:
            return month.strftime("%Y-%m")
    return ""


def _samples(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for row in rows:
        if at < len(row) and row[at]:
            seen[row[at]] = None
            if len(seen) == _SAMPLES:
                break
    return tuple(seen)


def unknown_words(rows: Sequence[Sequence[str]], keys: Sequence[str], kind: FileKind) -> tuple[tuple[str, int], ...]:
    """Count the status words that the vocabulary does not hold, the most frequent first."""
    if kind not in ATTENDANCE:
        return ()
    places = [at for at, key in enumerate(keys) if key == "status" or key.startswith("day:")]
    counted = Counter(word(row[at]) for row in rows for at in places if at < len(row) and row[at])
    sending = kind is FileKind.SENDING
    unknown = [
        (told, number)
        for told, number in counted.items()
        if status_of(told, sending=sending, mapped={})[0] is Status.UNKNOWN
    ]
    return tuple(sorted(unknown, key=lambda one: (-one[1], one[0])))

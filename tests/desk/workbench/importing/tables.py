"""Files as offices make them: the same table as text in any encoding, or as a workbook."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

EXAMPLES = Path(__file__).parents[1] / "examples"


def text(rows, delimiter=",", encoding="utf-8-sig"):
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter).writerows(rows)
    return sink.getvalue().encode(encoding)


def workbook(*sheets, hidden=(), merged=()):
    """Each sheet: a name and rows. `merged` are ranges of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def example(which, kind):
    return (EXAMPLES / which / f"{kind}.csv").read_bytes()


def example_rows(which, kind):
    return list(csv.reader(io.StringIO(example(which, kind).decode("utf-8-sig"))))

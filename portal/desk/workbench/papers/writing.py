"""A paper as an Office document (.docx) that says nothing of who made it, when, or with what.

The template that python-docx brings names its author, a program, a date of 2013 and carries a picture of a page; the
archive it writes holds the minute of every part. So the properties are emptied, the day is the only time that stands in
them, what is not needed is left out, and the archive is packed anew with one fixed time.
"""

import re
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from portal.desk.workbench.papers.content import Block, Heading, Line, Paper, Points, Table, said

_FIXED = (1980, 1, 1, 0, 0, 0)
# Characters that XML 1.0 cannot hold; a record may have brought any of them.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEFT_OUT = re.compile(r"docProps/(thumbnail|app)\b|customXml/")
_FONT, _HIGH = "宋体", Mm(16)


def docx_of(paper: Paper, lang: str, day: date) -> bytes:
    """Write a paper in one language as an A4 document. `day` is the only time in its properties."""
    made = Document()
    _plain(made, day, lang)
    made.add_heading(_clean(said(paper.title, lang)), level=0)
    for block in paper.blocks:
        _add(made, block, lang)
    sink = BytesIO()
    made.save(sink)
    return _packed(sink.getvalue())


def _plain(made: DocxDocument, day: date, lang: str) -> None:
    told, moment = made.core_properties, datetime.combine(day, time(), UTC)
    for name in ("author", "last_modified_by", "comments", "title", "subject", "keywords", "category", "version"):
        setattr(told, name, "")
    told.identifier = told.content_status = ""
    told.language = "en" if lang == "en" else "zh-CN"
    told.created = told.modified = told.last_printed = moment
    told.revision = 1
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(22)
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        style = made.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    made.styles["Normal"].font.size = Pt(10.5)


def _add(made: DocxDocument, block: Block, lang: str) -> None:
    match block:
        case Heading():
            made.add_heading(_clean(said(block.text, lang)), level=block.level)
        case Line():
            words = made.add_paragraph().add_run(_clean(said(block.text, lang)))
            words.italic = block.quiet
        case Points():
            for sign, text in block.points:
                made.add_paragraph(_clean(f"{sign} {said(text, lang)}"))
        case Table():
            _table(made, block, lang)


def _table(made: DocxDocument, block: Table, lang: str) -> None:
    if block.about:
        made.add_paragraph().add_run(_clean(said(block.about, lang))).italic = True
    table = made.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        _write(cell, said(head, lang), bold=True)
    for row in block.rows:
        line = table.add_row()
        if block.room:
            line.height = _HIGH
        for cell, text in zip(line.cells, row, strict=True):
            _write(cell, said(text, lang))
    made.add_paragraph()


def _write(cell: _Cell, text: str, *, bold: bool = False) -> None:
    words = cell.paragraphs[0].add_run(_clean(text))
    words.bold, words.font.size = bold, Pt(9)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _packed(content: bytes) -> bytes:
    """Pack the archive anew: one fixed time, nothing of the template's own making, no link to what was left out."""
    sink = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(sink, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if _LEFT_OUT.match(name):
                continue
            part = source.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                part = _unlinked(part)
            target.writestr(ZipInfo(name, _FIXED), part, ZIP_DEFLATED)
    return sink.getvalue()


_LINK = re.compile(rb"<(?:Relationship|Override)\b[^>]*?(?:docProps/(?:thumbnail|app)|customXml/)[^>]*?/>")


def _unlinked(part: bytes) -> bytes:
    return _LINK.sub(b"", part)

"""Files from strangers, as the limited children read them: tables to import, attachments to clean, pages to draw.

In a child a crash costs one file; here it is a finding all the same, because the officer or the reporter is then told
less than could be told.
"""

import json
import zipfile
from contextlib import suppress
from io import BytesIO

from portal import cleaning
from portal.desk import drawing
from portal.desk.workbench.importing import CannotRead, Imported, accept, propose, restored, stored
from portal.desk.workbench.importing.reading import read_here
from tests.cleaning.files import picture
from tests.desk.workbench.importing.tables import example, text, workbook
from tests.fuzz.target import hold

# A picture may claim more pixels than a fuzzer should paint each time; the children have their own ceilings.
NAMES = {b"\xff\xd8": "a.jpg", b"\x89P": "a.png", b"%P": "a.pdf", b"PK": "a.docx"}
HEAD = [["人员编号", "姓名", "派出单位", "接收单位", "开始日期", "结束日期"]]
ROW = [["P1", "林某", "临舟市发改局(虚构)", "青禾县(虚构)", "2026-01-05", "2026-12-31"]]


def tables(data: bytes) -> None:
    """A table is read, proposed and accepted, or refused by name; each row is counted once."""
    with suppress(CannotRead):
        book = read_here("f", data)
        hold(all(isinstance(cell, str) for sheet in book.sheets for row in sheet.rows for cell in row), "no text")
        proposal = propose(book)
        if proposal.kind is not None:
            taken = accept(book, proposal.choices())
            hold(restored(Imported, stored(taken)) == taken, "kept and read again, it is another import")


def cleaned(data: bytes) -> None:
    """The child answers one line of JSON and the file that it announces."""
    answer = cleaning.answer(json.dumps(NAMES.get(data[:2], "a.bin")).encode() + b"\n" + data)
    head, _, content = answer.partition(b"\n")
    told = json.loads(head)
    hold("why" in told or told["size"] == len(content), "another size than was announced")


def drawn(data: bytes) -> None:
    """The child answers one line of JSON, and a picture or text where it announces one."""
    for page in (0, 1):
        head, _, body = drawing.answer(json.dumps({"page": page}).encode() + b"\n" + data).partition(b"\n")
        told = json.loads(head)
        hold(told["form"] in {"none", "text", "picture"}, "a form nobody knows")
        hold(told["form"] != "picture" or not body or body.startswith(b"\xff\xd8\xff"), "no picture of ours")


def table_seeds() -> list[bytes]:
    rows = HEAD + ROW
    matrix = [["姓名", *map(str, range(1, 32))], ["林某", *["出勤"] * 31]]
    html = "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows) + "</table>"
    kinds = ("roster", "travel", "leave")
    return [
        text(rows),
        text(rows, "\t", "utf-16"),
        text(rows, ";", "gb18030"),
        text(matrix),
        html.encode(),
        workbook(("表", rows), ("隐", matrix), hidden=("隐",), merged=("A2:A3",)),
        *(example("A", kind)[:1500] for kind in kinds),
    ]


def file_seeds() -> list[bytes]:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document xmlns:w='x'/>")
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    pdf += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return [picture("JPEG"), picture("PNG"), pdf, sink.getvalue(), "一行文字\n".encode()]

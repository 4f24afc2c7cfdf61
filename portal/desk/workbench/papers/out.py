"""What an export is as a page and as a file. The names of files are the same for every case: a name must not tell."""

import re

from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.workbench.bench import Bench
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.findings.keys import person_key
from portal.desk.workbench.papers import making
from portal.desk.workbench.papers.asked import lists_of
from portal.desk.workbench.papers.content import Paper
from portal.desk.workbench.papers.leaving import Export, ExportKind
from portal.desk.workbench.papers.requesting import Side
from portal.desk.workbench.papers.spelling import as_csv

DOCUMENT, TABLE = "document.docx", "table.csv"
_ABOUT = {
    ExportKind.WORKING_PAPER: re.compile(r"|[0-9a-f]{16}"),
    ExportKind.REQUEST: re.compile(rf"[1-9]\d{{0,8}}-({'|'.join(Side)})"),
    ExportKind.DATA: re.compile(r""),
}


def named(number: str, what: str) -> Export | None:
    """The export that an address asks for, of no state yet; None for nonsense."""
    kind, _, about = what.partition("-")
    if kind not in set(ExportKind) or not _ABOUT[ExportKind(kind)].fullmatch(about):
        return None
    return Export(number, ExportKind(kind), about)


def paper_of(bench: Bench, examiner: Examiner, export: Export) -> Paper | None:
    """The paper of an export; None for data, which is no paper. Raise `NoSuchCase`, and like `Examiner.look`."""
    if export.kind is ExportKind.WORKING_PAPER:
        desktop = making.spread_out(bench, examiner, export.about)
        # Of a large case there is a paper for each person, of a small one a paper of everybody.
        if bool(export.about) is not examiner.is_large(bench):
            raise NoSuchCase
        return making.working(desktop)
    if export.kind is ExportKind.REQUEST:
        place, _, side = export.about.partition("-")
        person = lists_of(bench).at(int(place)).person
        return making.request(making.spread_out(bench, examiner, person_key(person)), int(place), Side(side))
    return None


def file_of(bench: Bench, examiner: Examiner, export: Export, lang: str) -> tuple[str, bytes]:
    """The file of an export: its name, which tells nothing, and its bytes. Raise like `paper_of`."""
    paper = paper_of(bench, examiner, export)
    if paper is None:
        return TABLE, as_csv(examiner.data(bench))
    from portal.desk.workbench.papers.writing import docx_of  # noqa: PLC0415  python-docx and lxml, when a paper leaves

    return DOCUMENT, docx_of(paper, lang, bench.today)

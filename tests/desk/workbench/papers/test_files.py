"""Files as they leave: nothing in a cell runs, nothing in a record breaks a document, nothing tells who made it."""

import csv
import io
import re
from datetime import date
from random import Random
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.desk.workbench.checking import SHIPPED, Bearing, Mark, check_all
from portal.desk.workbench.papers.content import Heading, Line, Paper, Points, Table, quoted, said
from portal.desk.workbench.papers.data import HEADS, evaluation_rows
from portal.desk.workbench.papers.spelling import as_csv, safe
from portal.desk.workbench.papers.writing import docx_of
from portal.desk.workbench.rows import Records
from portal.domain.text import Text
from tests.desk.workbench.checking.cases import post, saw, sheet

DAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "\ufeff=1", "\uff1d1", "\uff0b1",
        "\uff0d1", "\uff201", '=HYPERLINK("x")', "\0=1",
    ],
)  # fmt: skip
def test_what_could_begin_a_formula_is_text(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "2026", "范例甲", "a=b", "'=1", "1-2", "√"])
def test_other_cells_stay_as_they_are(cell):
    assert safe(cell) == cell


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4), max_size=4))
def test_a_table_of_any_cells_has_no_formula_and_as_many_rows(rows):
    content = as_csv(rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline="")))
    assert len(read) == len(rows)
    for row in read:
        assert not [cell for cell in row if cell.lstrip(" \u00a0\u3000")[:1] in set("=+-@\t\r\n")]


def paper(*words):
    table = Table(Text("表", "table"), ("a", "b"), tuple((word, word) for word in words), room=True)
    return Paper("题", (Heading("一"), *map(Line, words), Points(tuple(("☐", word) for word in words)), table))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_words_of_a_record_make_a_document_that_opens(words):
    content = docx_of(paper(*words), "zh", DAY)
    made = Document(io.BytesIO(content))
    assert len(made.tables[0].rows) == len(words) + 1
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                fromstring(archive.read(name))


def test_every_part_that_is_named_is_there():
    with ZipFile(io.BytesIO(docx_of(paper("词"), "zh", DAY))) as archive:
        names = set(archive.namelist())
        types = archive.read("[Content_Types].xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert {f"{name[1:]}" for name in re.findall(r'PartName="([^"]+)"', types)} <= names
    assert {f"word/{name}" for name in re.findall(r'Target="([^":]+)"', links)} <= names


def test_the_same_paper_of_the_same_day_is_the_same_bytes():
    assert docx_of(paper("词"), "zh", DAY) == docx_of(paper("词"), "zh", DAY)


def test_words_are_said_in_a_language_and_records_stay_as_typed():
    assert (said(Text("词", "word"), "en"), said(Text("词", "word"), "zh"), said("a,b 词,c", "zh")) == (
        "word", "词", "a,b 词,c",
    )  # fmt: skip
    assert quoted((("状态", "出勤"), ("", "x"))) == "状态:出勤;x"


def batch():
    roster = (post("p", name="范例甲"), post("q", name="范例乙"), post("r", name="范例丙"))
    days = {"p": "在在挂挂", "q": "在在在挂", "r": "挂挂挂挂"}
    return Records(
        roster=roster,
        sending=tuple(row for person, signs in days.items() for row in sheet("3-2", signs, person)),
        receiving=tuple(row for person in days for row in sheet("3-2", "在在在在", person)),
        observations=(saw("3-2", "在", person="r"), saw("3-3", person="r")),
    )


def test_pseudonyms_mean_the_same_throughout_an_export_and_another_thing_in_the_next():
    records = batch()
    checked = check_all(records, SHIPPED)
    marks = {one.id: Mark.EXPLAINED for one in checked.findings if one.person == "p"}
    exports = [evaluation_rows(checked, records.roster, marks, Random(seed)) for seed in range(12)]  # noqa: S311
    named = set()
    for head, *rows in exports:
        assert head == HEADS
        assert rows == sorted(rows)
        told = [dict(zip(HEADS, row, strict=True)) for row in rows]
        doubles = {
            person: sum(one["person"] == person and one["check"] == "V01" for one in told)
            for person in ("P1", "P2", "P3")
        }
        assert sorted(doubles.values()) == [0, 2, 3]
        named.add(tuple(doubles.values()))
        assert {one["mark"] for one in told if one["bearing"] == Bearing.INCONSISTENT} == {"explained", "pending"}
        assert {one["year"] for one in told} <= {"2026", ""}
        seen = [one for one in told if one["check"] == "V03"]
        assert [(one["rows"], one["kinds_of_record"]) for one in seen] == [("1", "attendance_receiving")]
    assert len(named) > 3, "the order of the register does not tell who is who"

"""The verification working paper of a case: what was held against what, and what is not known. Never a verdict.

Source: DOMAIN 5.1, 5.4. It quotes no word of a report: what somebody saw stands as R1 with its day and the check's own
sentence; the report stays in the case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.desk.workbench.checking import Bearing, Checked, Evidence, Finding
from portal.desk.workbench.checking.catalogue import LEVEL_WORDS, NAMES
from portal.desk.workbench.checking.marks import MARK_WORDS, Mark
from portal.desk.workbench.findings.marks import Marked
from portal.desk.workbench.imports import Import
from portal.desk.workbench.papers.content import Block, Heading, Line, Paper, Points, Table, quoted
from portal.desk.workbench.papers.figures import counted_table, duty_table, paid_versus_counted, rules_table
from portal.desk.workbench.papers.unknown import unknown_part
from portal.desk.workbench.rows import FileKind
from portal.desk.workbench.ruling.actions import InForce
from portal.desk.workbench.words import KINDS
from portal.domain.text import Text

MOST_ROWS = 60
"""So many rows of a finding are quoted; of the others only the numbers stand there."""
_RULED_OUT = Text("可能的正当解释(☑ 查过,可以排除):", "Innocent explanations (☑ looked into, ruled out):")
_NOT_QUOTED = Text("(不在此引用)", "(not quoted here)")
_PENDING = MARK_WORDS[Mark.PENDING]


@dataclass(frozen=True)
class Material:
    """Everything a working paper is made of. `marks` are the last ones, by a finding's id.

    `left_out` says of how many observations the register does not say whom they mean, `unreadable` how many items of
    the case could not be read.
    """

    number: str
    made: date
    rules: InForce
    imports: Sequence[Import]
    checked: Checked
    names: Mapping[str, str]
    marks: Mapping[str, Marked]
    left_out: int = 0
    unreadable: int = 0


def working_paper(told: Material) -> Paper:
    """Make the working paper."""
    return Paper(
        Text(f"核查工作底稿 {told.number}", f"Verification working paper {told.number}"),
        (
            *_opening(told),
            Heading(Text("一、核查所按的规则", "1. Rules held against")),
            *rules_table(told.rules, told.checked),
            Heading(Text("二、资料来源", "2. Sources")),
            _sources(told),
            Heading(Text("三、所记与无争议的天数", "3. Days claimed and undisputed")),
            counted_table(told.checked, told.names),
            duty_table(told.checked, told.names),
            paid_versus_counted(told.checked, told.names),
            Heading(Text("四、记录之间不一致的地方", "4. Where records do not fit together")),
            *_part(told, Bearing.INCONSISTENT),
            Heading(Text("五、对被反映人有利的情况", "5. What speaks for the person")),
            *_part(told, Bearing.IN_FAVOUR),
            Heading(Text("六、尚不清楚的", "6. What is not known")),
            *unknown_part(told.checked, told.names, told.left_out, told.unreadable),
            *_part(told, Bearing.NEUTRAL),
            Line(
                Text(
                    "核查人(两人签名)____________  ____________  日期____________",
                    "Verified by (two persons) ____________  ____________  Date ____________",
                )
            ),
        ),
    )


def _opening(told: Material) -> tuple[Block, ...]:
    window = told.checked.window
    span = f"{window.first.isoformat()} – {window.last.isoformat()}" if window else "–"
    people = "、".join(dict.fromkeys(told.names.values())) or "–"
    return (
        Table(
            "",
            (Text("事项", "Matter"), Text("内容", "Content")),
            (
                (Text("制作日期", "Made on"), told.made.isoformat()),
                (Text("核查时段", "Window"), span),
                (Text("涉及人员", "People"), people),
                (Text("核查程序版本", "Version of the checks"), told.checked.engine),
            ),
        ),
        Line(
            Text(
                "本底稿只列出记录之间对得上和对不上的地方,不是结论。没有记录的按不明处理,不算缺勤。"
                "每一处不一致都列有正当的可能解释,查过以后才能认定。",
                "This paper lists where records fit together and where they do not; it concludes nothing. What has no "
                "record is unknown, not absence. Every inconsistency has innocent explanations to look into first.",
            ),
            quiet=True,
        ),
    )


def _sources(told: Material) -> Table:
    heads = (
        Text("序号", "No."), Text("文件", "File"), Text("资料种类", "Kind of record"), Text("用了的行", "Rows used"),
        Text("没有用的行", "Rows not used"), Text("指纹(SHA-256)", "Fingerprint (SHA-256)"),
    )  # fmt: skip
    rows = tuple(
        (
            str(one.place), one.name, KINDS[one.kind] if one.kind else "", str(one.counts.used_rows),
            str(one.counts.data_rows - one.counts.used_rows), one.sha256,
        )
        for one in told.imports
        if one.in_use
    )  # fmt: skip
    return Table("", heads, rows)


def _part(told: Material, bearing: Bearing) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for person in told.checked.persons:
        found = [one for one in person.findings if one.bearing is bearing]
        if found:
            blocks.append(Heading(told.names.get(person.person, person.person), 2))
        for one in found:
            blocks += _finding(told, one)
    return tuple(blocks) or (Line(Text("没有。", "None.")),)


def _finding(told: Material, one: Finding) -> list[Block]:
    marked, name = told.marks.get(one.id), NAMES[one.code]
    word = MARK_WORDS[marked.judgement.mark] if marked else _PENDING
    level = LEVEL_WORDS[one.level] if one.bearing is Bearing.INCONSISTENT else Text("", "")
    blocks: list[Block] = [
        Heading(Text(f"{one.code} {name.zh} {level.zh}".strip(), f"{one.code} {name.en} {level.en}".strip()), 3),
        Line(one.statement),
    ]
    if one.bearing is Bearing.INCONSISTENT:
        blocks.append(Line(Text(f"认定:{word.zh}", f"Mark: {word.en}")))
        if marked and marked.judgement.note:
            blocks.append(Line(f"{marked.day.isoformat()} {marked.by}:{marked.judgement.note}"))
        ruled_out = marked.judgement.ruled_out if marked else frozenset()
        blocks.append(Line(_RULED_OUT))
        blocks.append(Points(tuple(("☑" if told.key in ruled_out else "☐", told.text) for told in one.explanations)))
    if one.evidence:
        blocks.append(_evidence(one))
    if one.next_steps:
        blocks.append(Points(tuple(("→", step) for step in one.next_steps)))
    return blocks


def _evidence(one: Finding) -> Table:
    heads = (
        Text("资料", "Record"), Text("文件", "File"), Text("行", "Row"), Text("原文", "As it stands"),
    )  # fmt: skip
    rows = []
    for row in one.evidence[:MOST_ROWS]:
        cells = _NOT_QUOTED if _is_reported(row) else quoted(row.source.cells)
        rows.append((KINDS[row.kind], _file(row.source.file, row.source.sha256), str(row.source.row), cells))
    rest = [str(row.source.row) for row in one.evidence[MOST_ROWS:]]
    about = Text(f"另有 {len(rest)} 行:{'、'.join(rest)}", f"{len(rest)} more rows: {', '.join(rest)}") if rest else ""
    return Table(about, heads, tuple(rows))


def _is_reported(row: Evidence) -> bool:
    """Whether the row is what a report says; what officers saw on visits, and files of observations, are quoted."""
    return row.kind is FileKind.OBSERVATIONS and not row.source.sha256 and row.source.file.startswith("R")


def _file(name: str, sha256: str) -> str:
    return f"{name} {sha256[:8]}".strip()

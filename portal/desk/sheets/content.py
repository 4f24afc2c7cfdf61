"""From a report to the sections of a sheet, and from a sheet to the paper that leaves.

What points at whoever reported is no section: how they know, where they reported before, what would reveal them. Days
are coarsened to months: one exact day can unmask somebody (DOMAIN 9).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.desk.workbench.papers.content import Block, Heading, Line, Paper
from portal.domain.handing import SHEET_SECTIONS
from portal.domain.reading import Reading, Row, Sighting
from portal.domain.report import Report
from portal.domain.text import Text

PURPOSES: Mapping[str, Text] = {
    "transfer": Text("问题线索移送函", "Transfer of a lead"),
    "task": Text("问题线索交办函", "Assignment of a lead"),
}
"""What a sheet is for, with its title."""

_ASKS = {
    "transfer": Text(
        "现将下列问题线索移送贵机关,请依规依纪依法处理。",
        "We transfer the following lead to you, to be handled under the rules.",
    ),
    "task": Text(
        "现将下列问题线索交由你机关办理,请在期限内集体审核、经主要负责人审批后报告结果。",
        "You are asked to handle the following lead and to report the result in time, reviewed collectively.",
    ),
}
_NOBODY = Text(
    "本函只写事实,不含反映人的任何信息。不得推断、打听、追查反映人,不得把本函交给被反映人或者其所在单位。",
    "This sheet states facts and nothing of whoever reported them. Nobody may guess at, ask for or trace them, or give "
    "this sheet to the person concerned or their unit.",
)


@dataclass(frozen=True)
class Part:
    """One section of a sheet: its key in `SHEET_SECTIONS`, and its words."""

    key: str
    text: str

    @property
    def title(self) -> Text:
        """The heading of the section."""
        return SHEET_SECTIONS[self.key]


@dataclass(frozen=True)
class Content:
    """What is agreed to and what leaves: nothing else of a sheet does."""

    number: str
    purpose: str
    to: str
    parts: tuple[Part, ...]

    def body(self) -> dict[str, Any]:
        """Plain data, to be sealed."""
        parts = [{"key": part.key, "text": part.text} for part in self.parts]
        return {"number": self.number, "purpose": self.purpose, "to": self.to, "parts": parts}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Content":
        """Read what `body` gave. Raise `KeyError`, `TypeError`, `ValueError`."""
        parts = tuple(Part(str(one["key"]), str(one["text"])) for one in body["parts"])
        if body["purpose"] not in PURPOSES or not {part.key for part in parts} <= set(SHEET_SECTIONS):
            raise ValueError("a sheet of another version")
        return cls(str(body["number"]), str(body["purpose"]), str(body["to"]), parts)


def parts_of(reading: Reading, lang: str) -> tuple[Part, ...]:
    """The sections of a report that may go into a sheet, in one language; nothing is struck yet."""
    told = {section.about: "\n".join(_rows(section.rows, lang)) for section in reading.sections}
    told["signs"] = "\n".join(f"{sign.code} {sign.label.of(lang)}" for _, signs in reading.signs for sign in signs)
    told["summary"] = reading.summary
    told["timeline"] = "\n".join(" · ".join(_sighting(seen, lang)) for seen in reading.timeline)
    return tuple(Part(key, told[key]) for key in SHEET_SECTIONS if told.get(key))


def details_of(report: Report) -> tuple[str, ...]:
    """What the reporter said would reveal them."""
    said = (report.identifying_details, report.conflict.exclude_people, report.conflict.avoid_local_reason)
    return tuple(one for one in said if one)


def facts_of(report: Report) -> tuple[str, ...]:
    """The names and units that a sheet is about: these are meant to stand in it."""
    about = report.secondment
    named = (report.subject.name, report.subject.post_home, about.sending_unit, about.receiving_unit, about.post_held)
    return tuple(one for one in (*named, about.sending_region, about.receiving_region) if one)


def paper_of(content: Content, day: date) -> Paper:
    """The sheet as a paper: print view and document are drawn from it."""
    blocks: list[Block] = [
        Line(Text(f"致 {content.to}:", f"To {content.to}:")),
        Line(
            Text(f"编号 {content.number} · {day.isoformat()}", f"No. {content.number} · {day.isoformat()}"), quiet=True
        ),
        Line(_ASKS[content.purpose]),
    ]
    for part in content.parts:
        blocks += [Heading(part.title), *(Line(words) for words in part.text.split("\n") if words.strip())]
    signed = Text("经办人____________  复核人____________", "Prepared by ____________  Checked by ____________")
    return Paper(PURPOSES[content.purpose], (*blocks, Line(_NOBODY), Line(signed)))


def _rows(rows: Iterable[Row], lang: str) -> Iterator[str]:
    for row in rows:
        zh, en = "、".join(value.zh for value in row.values), ", ".join(value.en for value in row.values)
        yield Text(f"{row.label.zh}:{zh}", f"{row.label.en}: {en}").of(lang)


def _sighting(seen: Sighting, lang: str) -> Iterator[str]:
    months = dict.fromkeys(day[: len("2026-03")] for day in seen.when.split(" – "))
    said = (" – ".join(months), seen.place, seen.seen.of(lang), seen.record_hint, seen.detail)
    yield from (one for one in said if one)

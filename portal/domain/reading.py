"""A report in words: sections of labelled values, the ticked signs with definitions, the observations in order.

For people who read a report: codes become words, "unknown" becomes 不清楚, empty fields are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.domain import options
from portal.domain.fields import ONGOING, UNKNOWN
from portal.domain.indicators import GROUPS, Indicator, indicator
from portal.domain.options import Options
from portal.domain.parts import Money, Observation, RecordPointer
from portal.domain.report import Report
from portal.domain.secondment import SECONDMENT_TYPES
from portal.domain.text import Text

_WORDS_FOR = {UNKNOWN: Text("不清楚", "Not known"), ONGOING: Text("至今", "Ongoing")}
_YES = Text("是", "Yes")
_NOT_SAID_WHERE = Text("没有写明在哪里", "Not said where")


@dataclass(frozen=True)
class Row:
    """One labelled value, or several."""

    label: Text
    values: tuple[Text, ...]


@dataclass(frozen=True)
class Section:
    """One part of a report, as a heading and its rows; a part in which nothing was said has no section.

    `about` tells which part it is: subject, secondment, money, effects, records, elsewhere or source.
    """

    about: str
    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sighting:
    """One dated observation: when it was, in the reporter's own precision, and what was seen."""

    when: str
    hours: str
    place: str
    seen: Text
    seen_code: str
    basis: Text
    record_hint: str
    detail: str


@dataclass(frozen=True)
class Reading:
    """A whole report in words. `caution` is what could reveal the reporter: show it whenever someone writes outside."""

    sections: tuple[Section, ...]
    signs: tuple[tuple[Text, tuple[Indicator, ...]], ...]
    summary: str
    timeline: tuple[Sighting, ...]
    caution: tuple[Row, ...]


def read(report: Report) -> Reading:
    """Put `report` into words."""
    about, secondment = _subject(report), _secondment(report)
    rest = (
        Section("money", Text("待遇经费", "Money"), tuple(_money(report.money))),
        Section("effects", Text("影响与责任", "Effects and responsibility"), tuple(_effects(report))),
        Section(
            "records", Text("在哪里能查到", "Where records can be found"), tuple(_pointers(report.record_pointers))
        ),
        Section("elsewhere", Text("此前反映", "Reported before"), tuple(_elsewhere(report))),
        Section("source", Text("来源与后续", "Source and follow-up"), tuple(_source(report))),
    )
    sections = (
        Section("subject", Text("反映对象", "Whom it concerns"), tuple(about)),
        Section("secondment", Text("挂职情况", "The secondment"), tuple(secondment)),
        *rest,
    )
    return Reading(
        sections=tuple(section for section in sections if section.rows),
        signs=tuple(_signs(report.indicators)),
        summary=report.summary,
        timeline=tuple(sorted(map(_sighting, report.observations), key=lambda sighting: sighting.when)),
        caution=tuple(_caution(report)),
    )


def _said(zh: str, en: str, *values: str) -> Iterator[Row]:
    """A row for what was said; nothing for silence."""
    said = tuple(_WORDS_FOR.get(value, Text(value, value)) for value in values if value)
    if said:
        yield Row(Text(zh, en), said)


def _chosen(zh: str, en: str, listed: Options, *codes: str) -> Iterator[Row]:
    if chosen := tuple(listed.text(code) for code in codes if code):
        yield Row(Text(zh, en), chosen)


def _subject(report: Report) -> Iterator[Row]:
    yield from _chosen("反映对象", "Subject", options.SUBJECT_KIND, report.subject.kind)
    yield from _said("姓名", "Name", report.subject.name)
    yield from _said("原单位职务", "Post at home unit", report.subject.post_home)
    yield from _chosen("职级(大约)", "Rank (approximate)", options.SUBJECT_LEVEL, report.subject.level)
    if report.subject.party != UNKNOWN:
        yield from _chosen("是否中共党员", "Party member", options.YES_NO_UNKNOWN, report.subject.party)


def _secondment(report: Report) -> Iterator[Row]:
    part = report.secondment
    yield from _chosen("挂职类型", "Type", SECONDMENT_TYPES, part.type)
    yield from _said("派出单位", "Sending unit", part.sending_unit)
    yield from _said("派出单位所在地", "Its region", part.sending_region)
    yield from _said("接收单位", "Receiving unit", part.receiving_unit)
    yield from _said("接收单位所在地", "Its region", part.receiving_region)
    yield from _said("挂任职务", "Post held", part.post_held)
    yield from _said("开始", "From", part.start)
    yield from _said("结束", "Until", part.end)
    if part.arranged_by != UNKNOWN:
        yield from _chosen("由谁安排", "Arranged by", options.ARRANGED_BY, part.arranged_by)


def _signs(codes: Iterable[str]) -> Iterator[tuple[Text, tuple[Indicator, ...]]]:
    ticked = [indicator(code) for code in codes]
    for group, title in GROUPS.words:
        if found := tuple(sign for sign in ticked if sign.group == group):
            yield title, found


def _sighting(row: Observation) -> Sighting:
    when = row.date_from if row.date_from == row.date_to else f"{row.date_from} – {row.date_to}"
    hours = "–".join(filter(None, (row.time_from, row.time_to)))
    seen, basis = options.SEEN.text(row.seen), options.BASIS.text(row.basis)
    return Sighting(when, hours, row.place, seen, row.seen, basis, row.record_hint, row.detail)


def _money(rows: Iterable[Money]) -> Iterator[Row]:
    for row in rows:
        own = " · ".join(filter(None, (row.period, row.amount)))
        said = (Text(own, own),) if own else ()
        yield Row(options.MONEY_KIND.text(row.kind), (*said, options.BASIS.text(row.basis)))


def _effects(report: Report) -> Iterator[Row]:
    yield from _chosen("影响", "Effects", options.EFFECTS, *report.effects)
    yield from _chosen("谁安排或默许", "Arranged or tolerated by", options.TOLERATED_BY, *report.tolerated_by)


def _pointers(rows: Iterable[RecordPointer]) -> Iterator[Row]:
    for row in rows:
        own = " · ".join(filter(None, (row.holder, row.ym, row.note)))
        yield Row(options.RECORD_TYPE.text(row.type), (Text(own, own) if own else _NOT_SAID_WHERE,))


def _elsewhere(report: Report) -> Iterator[Row]:
    part = report.elsewhere
    yield from _chosen("是否向别处反映过", "Reported elsewhere", options.REPORTED_BEFORE, part.reported)
    yield from _chosen("渠道", "Where", options.REPORTED_WHERE, *part.where)
    yield from _said("时间", "When", part.when)
    yield from _chosen("结果", "Result", options.REPORTED_RESULT, part.result)


def _source(report: Report) -> Iterator[Row]:
    yield from _chosen("身份方式", "Identity", options.IDENTITY_MODE, report.identity_mode)
    yield from _chosen("怎样知道的", "How the reporter knows", options.KNOWLEDGE, report.reporter.knowledge)
    yield from _chosen("后续联系", "Follow-up", options.FOLLOWUP, report.followup)


def _caution(report: Report) -> Iterator[Row]:
    yield from _said("哪些细节会暴露举报人", "What would reveal the reporter", report.identifying_details)
    if report.reporter.role != "prefer_not":
        yield from _chosen("与此事的关系", "Relation", options.REPORTER_ROLE, report.reporter.role)
    yield from _chosen("知情范围", "How many people know", options.CIRCLE, report.reporter.circle)
    yield from _said("不能接触此件的人", "People who must not see it", report.conflict.exclude_people)
    if report.conflict.about_this_office:
        yield Row(Text("反映对象就在受理机关内", "The subject works in the receiving office"), (_YES,))
    if report.conflict.avoid_local:
        yield Row(Text("不希望由接收单位所在县(区)办理", "Not to be handled in the receiving county"), (_YES,))
        yield from _said("理由", "Reason", report.conflict.avoid_local_reason)
    yield from _chosen("对打击报复的担心", "Fear of retaliation", options.FEAR, report.safety.fear)
    yield from _chosen("已发生的情形", "What has happened", options.RETALIATION, *report.safety.kinds)
    if report.safety.protection:
        yield Row(Text("请求保护", "Asks for protection"), (_YES,))

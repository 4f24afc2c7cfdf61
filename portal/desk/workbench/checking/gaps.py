"""V15, V16, V17: rows outside the secondment, days without a row, and what the register says otherwise."""

import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from portal.desk.workbench.rows import FileKind, RosterRow, Source, Status
from portal.domain.text import Text

from .catalogue import found, some_days
from .days import Dossier
from .findings import Bearing, Code, Evidence, Finding, Level
from .logs import is_blank
from .places import folded
from .rules import Rules
from .sheets import UNIT_WORDS

KIND_WORDS = {
    FileKind.ROSTER: Text("挂职干部台账", "register of secondees"),
    FileKind.SENDING: Text("派出单位考勤", "sending unit's attendance"),
    FileKind.RECEIVING: Text("接收单位考勤", "receiving unit's attendance"),
    FileKind.WORKLOG: Text("工作日志", "work log"),
    FileKind.TRAVEL: Text("差旅报销", "travel claims"),
    FileKind.ALLOWANCE: Text("补贴发放", "allowances"),
    FileKind.LEAVE: Text("请假外出", "leave slips"),
    FileKind.MEETINGS: Text("会议签到", "meeting sign-ins"),
    FileKind.OBSERVATIONS: Text("观察", "observations"),
    FileKind.APPRAISALS: Text("鉴定", "appraisals"),
}
_SENDING_HEADS = frozenset(["派出单位", "原单位", "原单位/部门", "原工作单位", "选派单位", "委派单位", "派驻单位"])
_RECEIVING_HEADS = frozenset(["接收单位", "挂职单位", "挂任单位", "挂职单位名称", "挂职岗位所在单位"])


def outside(dossier: Dossier) -> Iterable[Finding]:
    """V15: records wholly outside every secondment, one finding for each kind, and secondments without a document no.

    Observations never count. What the sending unit records of its own person at other times is no matter, unless it
    says that the person was seconded.
    """
    roster = dossier.rows.roster
    if not roster:
        return
    for kind, rows in _dated(dossier).items():
        away = [one for one in rows if not any(_touches(post, one[0], one[1]) for post in roster)]
        if away:
            days = [first for first, _, _ in away]
            dates, word = some_days(days), KIND_WORDS[kind]
            yield found(
                Code.V15, Level.INFO, dossier.person, days, [Evidence(kind, source) for _, _, source in away],
                Text(
                    f"{word.zh}有 {len(away)} 行在挂职期之外:{dates.zh}。",
                    f"{len(away)} rows of the {word.en} lie outside the secondment: {dates.en}.",
                ),
                about=kind,
            )  # fmt: skip
    for post in roster:
        if is_blank(post.approval_no):
            yield found(
                Code.V15, Level.INFO, dossier.person, [], [Evidence(FileKind.ROSTER, post.source)],
                Text(
                    f"{post.start} 起的挂职没有选派文号。",
                    f"The secondment from {post.start} has no appointment document number.",
                ),
                bearing=Bearing.NEUTRAL, about=f"document/{post.start}/{post.receiving_unit}",
            )  # fmt: skip


def _touches(post: RosterRow, first: date, last: date) -> bool:
    return post.start <= last and (post.end is None or first <= post.end)


def _dated(dossier: Dossier) -> dict[FileKind, list[tuple[date, date, Source]]]:
    """First day, last day and place of every row that could lie outside; of single days only those out of the table."""
    rows, inside = dossier.rows, {day.day for day in dossier.days}
    receiving = [one for one in rows.receiving if one.day not in inside and one.status is not Status.OFF]
    sending = [one for one in rows.sending if one.day not in inside and one.status is Status.SECONDED]
    logs = [one for one in rows.worklog if one.day not in inside]
    return {
        FileKind.SENDING: [(one.day, one.day, one.source) for one in sending],
        FileKind.RECEIVING: [(one.day, one.day, one.source) for one in receiving],
        FileKind.WORKLOG: [(one.day, one.day, one.source) for one in logs],
        FileKind.TRAVEL: [(one.depart, one.back, one.source) for one in rows.travel],
        FileKind.ALLOWANCE: [(one.month.replace(day=1), _last(one.month), one.source) for one in rows.allowance],
        FileKind.LEAVE: [(one.start, one.end, one.source) for one in rows.leave],
    }


def _last(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def gaps(dossier: Dossier) -> Iterable[Finding]:
    """V16: sheets not imported, working days with no row in either sheet, and, apart, those with a row in only one."""
    if not dossier.days:
        return
    workdays = [day for day in dossier.days if day.workday]
    months = sorted({day.day.replace(day=1) for day in workdays})
    for kind in (FileKind.SENDING, FileKind.RECEIVING):
        yield from _no_sheet(dossier, kind, months)
    bare = [day.day for day in workdays if day.sending.status is None and day.receiving.status is None]
    both = all(dossier.sheet_months.get(kind) for kind in (FileKind.SENDING, FileKind.RECEIVING))
    single = [day.day for day in workdays if (day.sending.status is None) != (day.receiving.status is None)]
    if bare:
        recorded = {day.day.replace(day=1) for day in workdays if day.sending.rows or day.receiving.rows}
        empty = [month for month in months if month not in recorded]
        whole = Text("", "")
        if empty:
            told = "、".join(f"{month:%Y-%m}" for month in empty)
            whole = Text(f"整月缺失:{told}。", f" Whole months missing: {told}.")
        dates = some_days(bare)
        yield _gap(
            dossier.person, bare, "no row",
            Text(f"{len(bare)} 个工作日两份考勤都没有记录:{dates.zh}。{whole.zh}",
                 f"{len(bare)} working days have no row in either sheet: {dates.en}.{whole.en}"),
        )  # fmt: skip
    if single and both:
        dates = some_days(single)
        yield _gap(
            dossier.person, single, "single track",
            Text(f"{len(single)} 个工作日只有一份考勤有记录:{dates.zh}。",
                 f"{len(single)} working days have a row in one sheet only: {dates.en}."),
        )  # fmt: skip


def _no_sheet(dossier: Dossier, kind: FileKind, months: Iterable[date]) -> Iterable[Finding]:
    unit = UNIT_WORDS[kind]
    if not dossier.sheet_months.get(kind):
        text = Text(f"没有导入{unit.zh}的考勤。", f"No attendance of {unit.en} was imported.")
        yield _gap(dossier.person, [], f"no sheet/{kind}", text)
        return
    missing = [month for month in months if not dossier.has_sheet(kind, month)]
    if missing:
        told = "、".join(f"{month:%Y-%m}" for month in missing)
        text = Text(f"{unit.zh}考勤整月没有记录:{told}。", f"No attendance of {unit.en} for whole months: {told}.")
        yield _gap(dossier.person, missing, f"no month/{kind}", text)


def _gap(person: str, days: Iterable[date], about: str, text: Text) -> Finding:
    return found(Code.V16, Level.INFO, person, days, (), text, bearing=Bearing.NEUTRAL, about=about)


def register_differs(dossier: Dossier, rules: Rules) -> Iterable[Finding]:
    """V17: names and units that differ from the register, secondments that overlap, a rule nobody knows."""
    roster = dossier.rows.roster
    if not roster:
        return
    told: dict[tuple[FileKind, str, str], list[Source]] = {}
    units = _unit_heads(dossier)
    names = {folded(post.name) for post in roster}
    agreed: set[str] = {""}
    for kind, source, name in _named(dossier):
        if name not in agreed:
            if folded(name) in names:
                agreed.add(name)
            else:
                told.setdefault((kind, "姓名", name), []).append(source)
        for head, text in source.cells if units else ():
            if head in units and _is_other_unit(head, text, roster):
                told.setdefault((kind, head, text), []).append(source)
    for (kind, head, text), sources in told.items():
        word = KIND_WORDS[kind]
        yield _differs(
            dossier.person, [Evidence(kind, source) for source in sources],
            Text(f"{word.zh}中“{head}”为“{text}”,与台账不一致({len(sources)} 行)。",
                 f'In the {word.en} "{head}" is "{text}", which differs from the register ({len(sources)} rows).'),
            f"{kind}/{head}/{text}",
        )  # fmt: skip
    yield from _posts(dossier, rules)


def _named(dossier: Dossier) -> Iterable[tuple[FileKind, Source, str]]:
    rows = dossier.rows
    for kind in FileKind:
        if kind not in {FileKind.ROSTER, FileKind.OBSERVATIONS}:
            for row in getattr(rows, _FIELDS[kind]):
                yield kind, row.source, row.name


def _unit_heads(dossier: Dossier) -> frozenset[str]:
    """The headers of the person's rows that name one of the units; mostly there are none."""
    heads = {head for _, source, _ in _named(dossier) for head, _ in source.cells}
    return frozenset(head for head in heads if _head(head) in _SENDING_HEADS | _RECEIVING_HEADS)


_POSTS_COMPARED = 20
_FIELDS = {**{kind: kind.value for kind in FileKind}, FileKind.SENDING: "sending", FileKind.RECEIVING: "receiving"}


@lru_cache(maxsize=1024)
def _head(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*")


def _is_other_unit(head: str, text: str, roster: Iterable[RosterRow]) -> bool:
    name = _head(head)
    if name in _SENDING_HEADS:
        own = {folded(post.sending_unit) for post in roster}
    elif name in _RECEIVING_HEADS:
        own = {folded(post.receiving_unit) for post in roster}
    else:
        return False
    unit = folded(text)
    return bool(unit) and not any(unit in one or one in unit for one in own if one)


def _posts(dossier: Dossier, rules: Rules) -> Iterable[Finding]:
    roster = sorted(dossier.rows.roster, key=lambda post: (post.start, post.receiving_unit, post.post))
    for at, one in enumerate(roster):
        for other in roster[at + 1 : at + 1 + _POSTS_COMPARED]:
            if _touches(one, other.start, other.end or date.max):
                yield _differs(
                    dossier.person, [Evidence(FileKind.ROSTER, post.source) for post in (one, other)],
                    Text(f"台账中两段挂职时间重叠:{_spoken(one)};{_spoken(other)}。",
                         f"Two secondments in the register overlap: {_spoken(one)}; {_spoken(other)}."),
                    f"overlap/{one.start}/{other.start}/{other.receiving_unit}",
                )  # fmt: skip
    for told in sorted({post.rule_set for post in roster if post.rule_set and rules.named(post.rule_set) is None}):
        yield _differs(
            dossier.person, [Evidence(FileKind.ROSTER, post.source) for post in roster if post.rule_set == told],
            Text(f"台账的适用规则“{told}”不在规则表中,没有按规则计算。",
                 f'The rule "{told}" of the register is not among the rules; nothing was counted by it.'),
            f"rule/{told}",
        )  # fmt: skip


def _spoken(post: RosterRow) -> str:
    return f"{post.receiving_unit} {post.start} – {post.end or '…'}"


def _differs(person: str, evidence: Iterable[Evidence], text: Text, about: str) -> Finding:
    return found(Code.V17, Level.INFO, person, (), evidence, text, bearing=Bearing.NEUTRAL, about=about)

"""The shape of what a reporter sends, under the keys of DOMAIN section 2. Errors are codes; no check loses a word.

Three pages show parts of one draft: before you start, writing, checking. Nothing is stored between them, so each page
carries the parts it does not show (`carried`, packed into one hidden input by `portal.public.written`).
"""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, FieldList, FormField
from wtforms.validators import ValidationError

from portal.domain import options
from portal.domain.fields import UNKNOWN, is_month
from portal.domain.identity import CONTACT_AT_LEAST, CONTACT_AT_MOST, NAME_AT_LEAST, NAME_AT_MOST, TIMES_AT_MOST
from portal.domain.indicators import INDICATOR_OPTIONS
from portal.domain.report import (
    MONEY_AT_MOST,
    OBSERVATIONS_AT_MOST,
    POINTERS_AT_MOST,
    SUMMARY_AT_LEAST,
    SUMMARY_AT_MOST,
)
from portal.domain.secondment import SECONDMENT_TYPES
from portal.public.fields import YES, Choose, Line, Pick, Tick, Ticks, Words, YesNo
from portal.public.offices import name_of
from portal.public.reporting import rules, typed
from portal.public.reporting.rows import MoneyRow, ObservationRow, RecordRow, RepeatedRow, refuse
from portal.sealing import Office
from portal.web.forms import PlainForm
from portal.web.language import N_, language

ANONYMOUS, NAMED, WITH_CONTACT = "anonymous", "named", "code_and_contact"
REPEATED = ("observations", "record_pointers", "money")
"""The lists of rows, under their field keys: the buttons that add and remove name them."""


class BeforeForm(PlainForm):
    """Sections A and I: what belongs here, and who will be able to open it."""

    scope_ok = Tick(N_("我要反映的是挂职(含驻村、援派、科技副职等)名不副实的问题"), required=True)
    no_secret_ack = Tick(N_("我不会在这里填写或上传国家秘密、工作秘密"), required=True)
    truth_ack = Tick(N_("我会如实填写;不确定的地方我会注明"), required=True)
    about_this_office = YesNo(N_("反映对象就在受理机关里工作吗"))
    recipients = Ticks(N_("由谁拆阅"))

    def offer(self, offices: tuple[Office, ...]) -> None:
        """Let the reporter choose among these offices; all are ticked until something else was sent (DOMAIN 2.7)."""
        self._offered = offices
        if self.recipients.data is None:
            self.recipients.data = [office.id for office in offices]
        self.recipients.offer((office.id, name_of(office, language())) for office in offices)

    def validate_recipients(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("choose_some")
        if self.about_this_office.data == YES and not rules.opening(self._offered, field.data, within=True):
            raise ValidationError("choose_upper")


def _rows(row: type[RepeatedRow], label: str, most: int) -> "FieldList[Any]":
    return FieldList(FormField(row), label, min_entries=1, max_entries=most)


class StoryForm(PlainForm):
    """Sections B to J: whom it concerns, the secondment, what is wrong, where to look, what to beware of.

    What may be left out sits folded on the page, and says so by a default or by its absence.
    """

    subject_kind = Choose(N_("反映的是谁"), options.SUBJECT_KIND)
    subject_name = Line(N_("姓名(反映单位或一批安排的,写名称)"), 50)
    unknown_name = Tick(N_("不知道姓名"))
    subject_post_home = Line(N_("原单位职务"), 80)
    subject_level = Pick(N_("职级(大约)"), options.SUBJECT_LEVEL)
    subject_party = Choose(N_("是不是中共党员"), options.YES_NO_UNKNOWN, default=UNKNOWN)
    secondment_type = Pick(N_("挂职类型"), SECONDMENT_TYPES)
    sending_unit = Line(N_("派出单位"), 100)
    unknown_sending_unit = Tick(N_("不清楚派出单位"))
    sending_region = Line(N_("派出单位所在地"), 100)
    receiving_unit = Line(N_("接收单位"), 100)
    receiving_region = Line(N_("接收单位所在地"), 100)
    post_held = Line(N_("挂任职务"), 80)
    unknown_post_held = Tick(N_("不清楚挂任职务"))
    start_ym = Line(N_("开始年月"), 30, typed.month)
    unknown_start = Tick(N_("不清楚什么时候开始"))
    end_ym = Line(N_("结束年月"), 30, typed.month)
    ongoing = Tick(N_("还在挂职"))
    unknown_end = Tick(N_("不清楚什么时候结束"))
    arranged_by = Choose(N_("由谁安排"), options.ARRANGED_BY, default=UNKNOWN)
    indicators = Ticks(N_("具体表现"), INDICATOR_OPTIONS)
    summary = Words(N_("经过"), SUMMARY_AT_MOST, shortest=SUMMARY_AT_LEAST)
    effects = Ticks(N_("造成了什么影响"), options.EFFECTS)
    tolerated_by = Ticks(N_("谁安排或默许"), options.TOLERATED_BY)
    observations = _rows(ObservationRow, N_("逐次观察"), OBSERVATIONS_AT_MOST)
    no_dates = Tick(N_("一个日期也记不起来"))
    record_pointers = _rows(RecordRow, N_("在哪里能查到"), POINTERS_AT_MOST)
    money = _rows(MoneyRow, N_("待遇和经费"), MONEY_AT_MOST)
    knowledge = Choose(N_("您怎样知道的"), options.KNOWLEDGE)
    identity_mode = Choose(N_("身份方式"), options.IDENTITY_MODE, default=ANONYMOUS)
    real_name = Line(N_("真实姓名(或单位名称)"), NAME_AT_MOST)
    contact = Line(N_("联系方式"), CONTACT_AT_MOST)
    contact_times = Line(N_("方便联系的时间和方式"), TIMES_AT_MOST)
    followup = Choose(N_("送出以后怎样联系"), options.FOLLOWUP, default="code_only")
    identifying_details = Words(N_("哪些细节会让对方猜到是您"), 1000)
    reporter_role = Choose(N_("您与此事的关系"), options.REPORTER_ROLE, default="prefer_not")
    circle = Choose(N_("大约有多少人知道这件事"), options.CIRCLE, default=UNKNOWN)
    exclude_people = Words(N_("哪些人不能接触这份材料"), 1000)
    avoid_local = Tick(N_("不希望由接收单位所在的县(区)办理"))
    avoid_local_reason = Line(N_("为什么"), 200)
    reported_before = Choose(N_("以前向别处反映过吗"), options.REPORTED_BEFORE)
    reported_where = Ticks(N_("向哪里反映过"), options.REPORTED_WHERE)
    reported_when = Line(N_("什么时候反映的"), 30, typed.month)
    reported_result = Pick(N_("结果怎样"), options.REPORTED_RESULT, required=False)
    fear = Choose(N_("您担心打击报复吗"), options.FEAR)
    retaliation_kinds = Ticks(N_("已经发生了什么"), options.RETALIATION)
    protection_request = Tick(N_("我请求保护"))

    def validate_subject_name(self, field: Field) -> None:
        if self.subject_kind.data == "person" and not field.data and not self.unknown_name.data:
            raise ValidationError("required")

    def validate_subject_post_home(self, field: Field) -> None:
        nameless = self.subject_kind.data == "person" and not self.subject_name.data
        if nameless and self.unknown_name.data and not field.data and rules.is_unknown(self.post_held.data):
            raise ValidationError("name_or_post")

    def validate_sending_unit(self, field: Field) -> None:
        _require(field.data or self.unknown_sending_unit.data)

    def validate_receiving_unit(self, field: Field) -> None:
        _require(not rules.is_unknown(field.data))

    def validate_receiving_region(self, field: Field) -> None:
        _require(not rules.is_unknown(field.data))

    def validate_post_held(self, field: Field) -> None:
        _require(field.data or self.unknown_post_held.data)

    def validate_start_ym(self, field: Field) -> None:
        _require(field.data or self.unknown_start.data)
        refuse("not_a_month" if field.data and not is_month(field.data) else None)

    def validate_end_ym(self, field: Field) -> None:
        _require(field.data or self.ongoing.data or self.unknown_end.data)
        refuse("not_a_month" if field.data and not is_month(field.data) else None)
        both = is_month(field.data or "") and is_month(self.start_ym.data or "")
        refuse("dates_reversed" if both and field.data < self.start_ym.data else None)

    def validate_indicators(self, field: Field) -> None:
        refuse(None if field.data else "choose_some")

    def validate_observations(self, field: "FieldList[Any]") -> None:
        if not self.no_dates.data and all(row.form.is_blank() for row in field):
            raise ValidationError("dates_or_none")

    def validate_real_name(self, field: Field) -> None:
        refuse(rules.fault_of_own(self.named, field.data or "", NAME_AT_LEAST))

    def validate_contact(self, field: Field) -> None:
        refuse(rules.fault_of_own(self.named, field.data or "", CONTACT_AT_LEAST))

    def validate_contact_times(self, field: Field) -> None:
        refuse("only_named" if field.data and not self.named else None)

    def validate_followup(self, field: Field) -> None:
        refuse("only_named" if field.data == WITH_CONTACT and not self.named else None)

    def validate_reported_where(self, field: Field) -> None:
        refuse(rules.fault_of_detail(self.reported_before.data == "yes", bool(field.data)))

    def validate_reported_when(self, field: Field) -> None:
        refuse("not_a_month" if field.data and not is_month(field.data) else None)
        refuse(self._fault_beside_no(field))

    def validate_reported_result(self, field: Field) -> None:
        refuse(self._fault_beside_no(field))

    def validate_retaliation_kinds(self, field: Field) -> None:
        refuse(rules.fault_of_detail(self.fear.data == "already", bool(field.data)))

    @property
    def named(self) -> bool:
        """Whether the reporter chose to give a name."""
        return bool(self.identity_mode.data == NAMED)

    def has_room(self, rows: str) -> bool:
        """Whether one more row fits into the list of this name. Raise `KeyError` when there is none."""
        listed = self[rows]
        return bool(len(listed) < listed.max_entries)

    def add_row(self, rows: str) -> None:
        """One more empty row of this list, unless there are as many as a report holds. Other names do nothing."""
        if rows in REPEATED and self.has_room(rows):
            self[rows].append_entry()

    def remove_row(self, rows: str, number: int) -> None:
        """Take out row `number` (from 0) with what stands in it; the last one left becomes empty instead."""
        if rows not in REPEATED:
            return
        listed = self[rows]
        if 0 <= number < len(listed):
            listed.pop_entry(number)
        if not len(listed):
            listed.append_entry()

    def _fault_beside_no(self, field: Field) -> str | None:
        """What was said about an earlier report stands only beside the answer that there was one."""
        return "mismatch" if field.data and self.reported_before.data != YES else None


def carried(form: PlainForm) -> Iterator[tuple[str, str]]:
    """Every name and value of `form` that a page must hand on; what was left empty says so by its absence."""
    for field in form:
        yield from _pairs(field)


def _pairs(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for row in field:
            yield from (pair for inner in row.form for pair in _pairs(inner))
    elif isinstance(field, Ticks):
        yield from ((field.name, code) for code in field.data or ())
    elif isinstance(field, Tick):
        yield from [(field.name, "y")] if field.data else []
    elif field.data or field.default:
        yield field.name, field.data or ""


def _require(given: object) -> None:
    refuse(None if given else "required")

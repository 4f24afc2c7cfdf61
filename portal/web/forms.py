"""Forms that answer in codes, and the one table that turns the codes into words.

A validator gets a code for its message: `Length(max=100, message="too_long:%(max)d")`. WTForms' own English messages
are turned into the same codes, so no sentence of a library ever reaches a reader.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, Form, FormField
from wtforms.csrf.core import CSRFTokenField

from portal.web.language import N_, gettext, language
from portal.web.uncleaned import UNCLEANED

_CODES: Mapping[str, str] = {
    "This field is required.": "required",
    "Not a valid choice.": "not_a_choice",
    "Not a valid choice": "not_a_choice",
    "Invalid Choice: could not coerce.": "not_a_choice",
    "Choices cannot be None.": "not_a_choice",
    "Not a valid integer value.": "not_a_number",
    "Not a valid date value.": "not_a_date",
    "Not a valid time value.": "not_a_time",
    "Field must be at least %(min)d character long.": "too_short:%(min)d",
    "Field cannot be longer than %(max)d character.": "too_long:%(max)d",
    "Field must be exactly %(max)d character long.": "exactly:%(max)d",
    "Field must be between %(min)d and %(max)d characters long.": "too_long:%(max)d",
    "Invalid choice(s): one or more data inputs could not be coerced.": "not_a_choice",
    "'%(value)s' is not a valid choice for this field.": "not_a_choice",
}

FAULT_WORDS: Mapping[str, str] = {
    "required": N_("请填写这一项。"),
    "choose": N_("请选择一项。"),
    "choose_some": N_("请至少勾选一项。"),
    "tick": N_("请看过以后打勾确认。"),
    "not_a_choice": N_("请从列出的选项里选择。"),
    "not_a_number": N_("请填写数字。"),
    "not_a_share": N_("请写成20、0.8或者2/3这样的数。"),
    "not_a_date": N_("请写成2026-03-10这样的日期。"),
    "not_a_month": N_("请写成2026-03这样的年月。"),
    "not_a_time": N_("请写成09:30这样的时间。"),
    "dates_reversed": N_("开始的日期晚于结束的日期,请核对。"),
    "too_short": N_("请再写详细一点,至少%(n)s个字。"),
    "too_long": N_("写得太长了,最多%(n)s个字。"),
    "exactly": N_("应当正好是%(n)s个字。"),
    "too_many": N_("太多了,最多%(n)s项。"),
    "file_too_large": N_("文件太大,每个最多%(n)s MB。没有收下这个文件,其他内容都在。"),
    "files_too_large": N_("附件合起来太大,一共最多%(n)s MB。没有收下放不下的文件,其他内容都在。"),
    "name_or_post": N_("不知道姓名时,请写原单位职务或挂任职务,写一个就可以。"),
    "dates_or_none": N_("请至少写一次;一个日期也记不起来,就勾选下面那一项。"),
    "not_the_same": N_("两遍输入的不一样,请重新输入。"),
    "in_future": N_("这一天还没有到,请核对。"),
    "too_far": N_("太远了,最多安排到三个月以内。"),
    "times_reversed": N_("开始的时间晚于结束的时间,请核对。"),
    "only_for_range": N_("前面选的不是“一段时间”:请改选,或者把这里清空。"),
    "both_alike": N_("两个日期请写成一样的:都写到天,或者都写到月。"),
    "only_named": N_("您选的是匿名:请把这里清空,或者把身份方式改成实名。"),
    "nobody_keeps": N_("能拆阅的机关里,还没有哪一个安排好两个人分开保管姓名,现在只能匿名。匿名同样受理。"),
    "mismatch": N_("这里的勾选和上一题的回答对不上,请改其中一处。"),
    "choose_upper": N_("您选了“是”,请勾选最上级的机关。如果他就在那里工作,请不要用这里,改用12388或者当面递交。"),
    "nobody_left": N_(
        "勾选的机关都在接收单位所在的县(区),去掉以后没有人能拆阅。请去掉这里的勾,或者回上一步勾选上级机关。"
    ),
    "no_mailbox": N_("没有送出:这个查询码下没有材料。请和纸上抄的逐字核对。您写的文字都还在。"),
    "mailbox_altered": N_("没有送出:这个信箱被人改动过,写在里面可能被别人看到。请重新反映一次,并说明这件事。"),
    "mailbox_full": N_("没有送出:这个信箱已经放满。请重新反映一次,并说明是补充。"),
    "write_something": N_("请写几句,或者选一个文件。"),
    "stale": N_("页面打开得太久了。内容都还在,请再提交一次。"),
    "not_enclosed": N_("“%(n)s”没有去掉隐藏信息,所以没有发送。回复的文字还在,文件请重新选。"),
    "too_many_files": N_("文件太多,一次最多%(n)s个。"),
    "invalid": N_("请核对这一项。"),
} | {why.value: words for why, words in UNCLEANED.items()}


class _Codes:
    """Stands where WTForms expects its translations and gives codes instead."""

    def gettext(self, message: str) -> str:
        return _CODES.get(message, message if message.partition(":")[0] in FAULT_WORDS else "invalid")

    def ngettext(self, one: str, _many: str, _n: int) -> str:
        return self.gettext(one)


class PlainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The form to inherit from. CSRF tokens are there exactly when the app has a session key."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # noqa: D106  WTForms' own shape
        def get_translations(self, _form: Form) -> _Codes:
            return _Codes()


class RowForm(Form):
    """One row inside a `FieldList`; the form around it carries the CSRF token."""

    class Meta:  # noqa: D106  WTForms' own shape
        def get_translations(self, _form: Form) -> _Codes:
            return _Codes()


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: the element to jump to, its label (with the row's number), the words."""

    target: str
    label: str
    words: str

    @property
    def line(self) -> str:
        """Join label and words as the reader's language joins them."""
        colon = "\uff1a" if language() == "zh" else ": "
        return self.label + colon + self.words if self.label else self.words


def fault_words(code: object) -> str:
    """Say the sentence for an error code such as "required" or "too_long:100", in the language of this request."""
    name, _, figure = str(code).partition(":")
    return gettext(FAULT_WORDS.get(name, FAULT_WORDS["invalid"]), n=figure)


def faults(form: Form) -> list[Fault]:
    """List every fault of `form`, in the order of the page, rows included. A field without faults gives none."""
    return [fault for field in form for fault in _of_field(field, "")]


def _of_field(field: Field, row: str) -> Iterator[Fault]:
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _of_field(inner, row)
        return
    if isinstance(field, FieldList):
        yield from _of_list(field)
        return
    if isinstance(field, CSRFTokenField):
        # Flask-WTF says its own English here. To the reader it is one thing: the page is too old.
        yield from (Fault("main", "", fault_words("stale")) for _ in field.errors)
        return
    for code in field.errors:
        yield Fault(str(field.id), row + gettext(str(field.label.text)), fault_words(code))


def _of_list(rows: "FieldList[Any]") -> Iterator[Fault]:
    for code in rows.errors:
        if isinstance(code, str):
            yield Fault(str(rows.id), gettext(str(rows.label.text)), fault_words(code))
    for number, entry in enumerate(rows, start=1):
        yield from _of_field(entry, gettext(N_("第%(n)s条 · "), n=number))

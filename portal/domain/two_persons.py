"""What takes two persons besides some decisions, and the steps of a request, in words (DOMAIN 3.3 and 3.4)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from portal.domain.decisions import Decision
from portal.domain.text import Text


class Twofold(StrEnum):
    """An act of two persons that moves no case."""

    PUBLISH = "publish"
    OPEN_NAME = "open_name"
    EXPORT = "export"
    DELETE = "delete"
    SHEET = "sheet"
    LIFT_HOLD = "lift_hold"


TWOFOLD_NAMES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        Twofold.PUBLISH: Text("向查询码公布办理结果", "Publish the outcome to the code"),
        Twofold.OPEN_NAME: Text("打开举报人的姓名", "Open the reporter's name"),
        Twofold.EXPORT: Text("导出", "Export"),
        Twofold.DELETE: Text("销毁", "Destroy"),
        Twofold.SHEET: Text("移送函、交办函定稿", "A sheet for another body"),
        Twofold.LIFT_HOLD: Text("解除暂停销毁", "Lift the hold on destruction"),
    }
)


class RequestState(StrEnum):
    """Where a request for a second person stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def text(self) -> Text:
        """Name the state in both languages."""
        return REQUEST_STATES[self]


REQUEST_STATES: Final[Mapping[RequestState, Text]] = MappingProxyType(
    {
        RequestState.PENDING: Text("等待第二人", "Waiting for the second person"),
        RequestState.APPROVED: Text("已同意并办理", "Agreed and done"),
        RequestState.REFUSED: Text("未同意", "Refused"),
        RequestState.WITHDRAWN: Text("已撤回", "Withdrawn"),
        RequestState.LAPSED: Text("已失效", "Lapsed"),
    }
)


class Step(StrEnum):
    """What happens to a request, as the audit chain writes it."""

    ASK = "ask"
    AGREE = "agree"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


STEP_WORDS: Final[Mapping[Step, Text]] = MappingProxyType(
    {
        Step.ASK: Text("请第二人同意", "Asked for a second person"),
        Step.AGREE: Text("第二人同意", "The second person agreed"),
        Step.REFUSE: Text("第二人不同意", "The second person refused"),
        Step.WITHDRAW: Text("撤回申请", "Request withdrawn"),
        Step.LAPSE: Text("申请失效", "Request lapsed"),
    }
)


def name_of(kind: str) -> Text:
    """Name an act of two persons; a kind that this version does not know stands as its code."""
    if kind in set(Decision):
        return Decision(kind).text
    return TWOFOLD_NAMES.get(kind, Text(kind, kind))


def step_note(step: Step, kind: str) -> str:
    """Write the audit note of a step: code words only."""
    return f"{_NOTE} {step} {kind}"


def step_words(note: str) -> Text | None:
    """Read back what `step_note` wrote; None for any other note."""
    match note.split():
        case [first, step, kind] if first == _NOTE and step in set(Step):
            done, what = STEP_WORDS[Step(step)], name_of(kind)
            return Text(f"{done.zh} · {what.zh}", f"{done.en} · {what.en}")
        case _:
            return None


_NOTE: Final = "two-persons"

HOLD_SET, HOLD_LIFTED, ERASED = "set", "lifted", "erased"

RETENTION_NOTES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        HOLD_SET: Text("设置", "Set"),
        HOLD_LIFTED: Text("两人解除", "Lifted by two"),
        ERASED: Text("已经清除干净", "Gone to the last byte"),
    }
)
"""What the audit notes about holds and destruction say."""

"""Words in cells that mean a class: attendance, sign-ins, what was seen, how it is known. Source: DOMAIN 5.2, 5.7."""

import re
from collections.abc import Mapping

from portal.desk.workbench.rows import Basis, Seen, Status

from .cells import tidy

_STATUS = {
    Status.PRESENT: "出勤 到岗 在岗 正常 已签到 √ ✓ 1 全勤 迟到 早退",
    Status.OFFICIAL_OUT: "公出 公差 出差 外出(公务) 培训 开会 会议 学习 调研 因公 公 差 训",
    Status.LEAVE: "事假 病假 年休假 探亲假 婚假 产假 陪产假 丧假 调休 请假 病 事 年 假",
    Status.OFF: "休息 周末 节假日 公休 轮休 休",
    Status.ABSENT: "缺勤 旷工 未到 缺卡 × 0 无故不在岗",
    Status.SECONDED: "挂职 驻村 外派 援派 借调 挂 驻",
    Status.HALF: "半天 半",
}
_CLASS = {word: status for status, words in _STATUS.items() for word in words.split()}
_WITH_NOTE = frozenset({"迟到", "早退"})
_SIGNED = {
    True: "已签到 签到 到会 是 √ ✓ 1",
    False: "未签到 缺席 请假 否 × 0",
}
_SEEN = {
    Seen.ABSENT: "不在岗 absent",
    Seen.PRESENT: "在岗 present",
    Seen.ELSEWHERE: "在别处 人在别处 elsewhere",
    Seen.SIGNED_ONLY: "只签到 sign_only",
    Seen.NOMINAL: "在岗但无事 在岗,但没有事做 nominal",
}
_BASIS = {
    Basis.SAW: "亲眼 亲眼所见 亲眼见到 saw",
    Basis.HANDLED: "本人经办 handled",
    Basis.RECORD: "看到记录 记录文件 记录/文件 看到记录/记录文件 见过记录或文件 record",
    Basis.TOLD: "他人告知 在场者告知 在场的人告诉我 told told_by_witness",
    Basis.RUMOUR: "传闻 听说 rumour",
}
_SEEN_OF = {tidy(word): seen for seen, words in _SEEN.items() for word in words.split()}
_BASIS_OF = {tidy(word): basis for basis, words in _BASIS.items() for word in words.split()}
_SIGNED_OF = {word: signed for signed, words in _SIGNED.items() for word in words.split()}


def word(text: str) -> str:
    """Fold a status word: NFKC, no spaces. The key under which a case maps an unknown word."""
    return re.sub(r"\s", "", tidy(text))


def status_of(text: str, *, sending: bool, mapped: Mapping[str, Status]) -> tuple[Status, str]:
    """Give the class and a note to keep (迟到, 早退). What the case mapped wins; a secondment counts at home only."""
    folded = word(text)
    if folded in mapped:
        return mapped[folded], ""
    status = _CLASS.get(folded, Status.UNKNOWN)
    if status is Status.SECONDED and not sending:
        status = Status.UNKNOWN
    return status, folded if folded in _WITH_NOTE else ""


def signed_of(text: str) -> bool | None:
    """Tell whether somebody signed in; None when the word says neither."""
    return _SIGNED_OF.get(word(text))


def seen_of(text: str) -> Seen:
    """Give what was seen, `OTHER` for other words."""
    return _SEEN_OF.get(word(text), Seen.OTHER)


def basis_of(text: str) -> Basis:
    """Give how it is known, `UNKNOWN` for other words."""
    return _BASIS_OF.get(word(text), Basis.UNKNOWN)

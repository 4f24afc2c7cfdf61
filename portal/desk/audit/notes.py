"""What a line of the chain adds to its act, in people's words: on a case's page and on the page of whoever watches.

The chain itself holds code words, numbers and ids: it is compared byte by byte, and outlives every wording.
"""

import re
from collections.abc import Mapping
from typing import Final

from portal.domain.deadlines import DEADLINES, Code
from portal.domain.decisions import TERM_RECORDS
from portal.domain.followup import FOLLOW_UP_NAMES, STEP_NAMES, FollowUp
from portal.domain.handing import MOVED, MOVES
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.domain.two_persons import RETENTION_NOTES, Twofold, name_of, step_words

WAY: Final = " > "
"""Stands between the two states of a decision."""

_STATES = frozenset(State)
_WORKBENCH = "workbench"

_WHOLE: Final[Mapping[str, Text]] = {
    **RETENTION_NOTES,
    "asked": Text("看了要声明的单位", "Saw the units to state on"),
    "none": Text("没有需要回避的情形", "No reason for recusal"),
    "letter": Text("来信", "A letter"),
    "notes": Text("笔记与任务", "Notes and tasks"),
    "batch opened": Text("建立批次", "Batch opened"),
    Twofold.PUBLISH: name_of(Twofold.PUBLISH),
    "workbench files": Text("核查资料", "Records"),
    "workbench people": Text("批次里的人员", "People of the batch"),
    "workbench calendar": Text("双轨日历", "Two-track calendar"),
    "workbench findings": Text("核查结果", "Findings"),
    "workbench finding": Text("一项核查结果", "One finding"),
    "workbench comparison": Text("比对", "Comparison"),
    "workbench rules": Text("核查规则", "Rules"),
    "workbench field": Text("实地核查", "Field work"),
    "workbench interview": Text("谈话提纲", "Interview outline"),
    "workbench papers": Text("文书和导出", "Papers and exports"),
    "workbench days to ask about": Text("请单位说明的日期", "Days to ask about"),
    "passphrase": Text("换了口令", "New passphrase"),
    "end-others": Text("结束了别处的登录", "Ended the other sign-ins"),
    "passkey-added": Text("加了一把通行密钥", "Passkey added"),
    "passkey-removed": Text("删了一把通行密钥", "Passkey removed"),
    "key-ended": Text("旧密钥停用", "Old key ended"),
    "set-up": Text("安排好了", "Arranged"),
    "gone": Text("半把钥匙没有人保管,安排作废", "Lapsed: a half without a keeper"),
    "ended": Text("取消了安排", "Arrangement ended"),
    "known device": Text("认得的设备", "A known device"),
    "strangers": Text("不认得的设备", "Unknown devices"),
    "second factor": Text("第二步", "Second step"),
    "passkey": Text("通行密钥", "Passkey"),
    "verify": Text("核对整条记录", "Checked the whole chain"),
}
_NUMBERED: Final[Mapping[str, Text]] = {
    "workbench file": Text("第{}份资料", "Records {}"),
    "import": Text("第{}份资料", "Records {}"),
    "upload": Text("收下第{}份,还没有采用", "Records {} taken in, not used yet"),
    "accept": Text("采用第{}份", "Records {} used"),
    "withdraw": Text("撤下第{}份", "Records {} withdrawn"),
    "mark": Text("第{}次认定", "Judgement {}"),
    "rules": Text("核查规则第{}版", "Rules, version {}"),
    "office rules": Text("本机关的核查规则第{}版", "The office's rules, version {}"),
    "days to ask about": Text("请单位说明的日期,第{}份", "Days to ask about, list {}"),
    "visit": Text("走访,实地核查第{}条", "Visit, field entry {}"),
    "strike": Text("划去一次走访,实地核查第{}条", "A visit struck out, field entry {}"),
    "plan": Text("走访计划,实地核查第{}条", "Plan of visits, field entry {}"),
    "tally": Text("测评人数,实地核查第{}条", "Headcount of the survey, field entry {}"),
    "note": Text("第{}条", "Note {}"),
    "key-moved": Text("{}件搬到新密钥", "{} cases moved to the new key"),
    "checkpoint": Text("到第{}行的核对点", "Checkpoint up to line {}"),
}
_OF_KEYS: Final[Mapping[str, Text]] = {
    "begin": Text("发起", "Begun"),
    "take-up": Text("本人领取", "Taken up"),
    "hand": Text("交出半把钥匙", "Half handed over"),
    "refuse": Text("保管人不同意", "Refused by a keeper"),
    "withdraw": Text("撤回", "Withdrawn"),
    "lapse": Text("过期", "Lapsed"),
    "done": Text("找回", "Recovered"),
    "next-key": Text("做了新密钥", "New key made"),
    "key-withdrawn": Text("撤回新密钥", "New key withdrawn"),
    "reply-key": Text("把本机关的回复密钥交给同事", "Gave a colleague the office's reply key"),
}
"""Each is followed by whose key it is: a sign-in name, or a fingerprint."""

_PAPERS: Final[Mapping[str, Text]] = {
    "working": Text("工作底稿", "Working paper"),
    "request": Text("请单位说明的函", "Request to a unit"),
    "data": Text("去标识的数据", "De-identified data"),
}
ENDED: Final[Mapping[str, Text]] = {
    "concluded": Text("已办结", "Concluded"),
    "declined": Text("不予受理", "Not accepted"),
    "merged": Text("重复并案", "Joined to another case"),
    "referred": Text("已转送其他机关", "Referred to another body"),
    "referred_up": Text("已报送上级机关", "Sent up"),
}
"""How a case ended, as its retention asks."""

_TASK_STEPS: Final[Mapping[str, Text]] = {"open": Text("布置", "set"), "done": Text("完成", "done")}
_UNITS: Final[Mapping[str, Text]] = {
    "sending": Text("给派出单位", "to the sending unit"),
    "receiving": Text("给接收单位", "to the receiving unit"),
}
_SHEETS = Text("移送函、交办函", "Sheets for another body")


def note_text(note: str, names: Mapping[str, str]) -> Text:
    """Tell a note in words; `names` are the officers' by id. A note this version does not know stands as it is."""
    words = _plain(note) or _of_states(note) or _of_moves(note) or _of_papers(note, names) or step_words(note)
    return words or _as_it_is(note, names)


def _as_it_is(note: str, names: Mapping[str, str]) -> Text:
    words = names.get(note, note)
    return Text(words, words)


def _filled(words: Text, value: str) -> Text:
    return Text(words.zh.format(value), words.en.format(value))


def _joined(*parts: Text) -> Text:
    return Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))


def _plain(note: str) -> Text | None:
    """A whole note of a code word, or a code word and a number."""
    first, _, number = note.rpartition(" ")
    if number.isdecimal() and first in _NUMBERED:
        return _filled(_NUMBERED[first], number)
    if looked := re.fullmatch(r"(\d+) cases", note):
        return Text(f"看了{looked[1]}件", f"{looked[1]} cases")
    if file := re.fullmatch(r"(\d+)/(\d+)", note):
        sending, slot = file.groups()
        letter = f"第{sending}封来信的附件{slot}", f"Letter {sending}, attachment {slot}"
        return Text(*letter) if int(sending) else Text(f"附件{slot}", f"Attachment {slot}")
    return _WHOLE.get(note)


def _of_states(note: str) -> Text | None:
    """From which state to which; whose key; joined to which case; how it ended and until when it was kept."""
    before, _, after = note.partition(WAY)
    if before in _STATES and after in _STATES:
        one, other = State(before).text, State(after).text
        return Text(f"{one.zh} → {other.zh}", f"{one.en} → {other.en}")
    match note.split():
        case [step, whose, *_] if step in _OF_KEYS:
            return _joined(_OF_KEYS[step], Text(whose, whose))
        case ["repeat", number]:
            return Text(f"并入重复件 {number}", f"Joined: repeat {number}")
        case [ended, day, due] if ended in ENDED:
            return _joined(ENDED[ended], Text(f"{day} 结束,{due} 到期", f"ended {day}, due {due}"))
        case _:
            return None


def _of_moves(note: str) -> Text | None:
    """What became of a term, a follow-up, a task, a hand-over."""
    match note.split():
        case ["follow-up", slot, kind, step] if kind in set(FollowUp) and step in STEP_NAMES:
            name, far = FOLLOW_UP_NAMES[FollowUp(kind)], STEP_NAMES[step]
            return Text(f"后续第{slot}项 {name.zh} → {far.zh}", f"Follow-up {slot} {name.en} → {far.en}")
        case [record, code] if record in TERM_RECORDS and code in set(Code):
            return _joined(TERM_RECORDS[record], DEADLINES[Code(code)].what)
        case [("transfer" | "assignment") as first, step] if step in MOVES:
            return _joined(MOVED[first], MOVES[step])
        case ["task", slot, step] if step in _TASK_STEPS:
            done = _TASK_STEPS[step]
            return Text(f"第{slot}项 {done.zh}", f"Task {slot} {done.en}")
        case _:
            return None


def _list(about: str) -> Text:
    """Which list of days, for which unit: "3-sending"."""
    number, _, unit = about.partition("-")
    return _joined(Text(f"第{number}份", f"list {number}"), _UNITS.get(unit, Text(unit, unit)))


def _of_papers(note: str, names: Mapping[str, str]) -> Text | None:
    """A paper that was looked at, or left the office with two persons."""
    paper, _, second = note.partition(" with ")
    agreed = [_as_it_is(second, names)] if second else []
    match paper.removeprefix(f"{_WORKBENCH} paper ").split():
        case [("sheets" | "sheet"), *place]:
            return _joined(_SHEETS, *(Text(number, number) for number in place), *agreed)
        case [kind, *about] if kind in _PAPERS and (agreed or note.startswith(_WORKBENCH)):
            return _joined(_PAPERS[kind], *map(_list, about), *agreed)
        case _:
            return None

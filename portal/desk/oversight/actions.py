"""The audit trail as a page. Reading it is an act too, and stands in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.desk.audit.actions import COLLECTOR, COMMAND, DESK, NOBODY, Act, Filter, Line
from portal.desk.audit.chain import Damage
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.domain.text import Text

PAGE = 100

_NOT_PEOPLE = {
    COMMAND: Text("命令行", "Command line"),
    COLLECTOR: Text("收件程序", "Collector"),
    DESK: Text("工作台自动", "The desk itself"),
    NOBODY: Text("未知登录名", "Unknown name"),
}

ACT_NAMES = {
    Act.HALF_SIGNED_IN: Text("口令正确,等第二步", "Right passphrase, second step awaited"),
    Act.SIGN_IN: Text("登录", "Signed in"),
    Act.SIGN_IN_FAILED: Text("口令错误", "Wrong passphrase"),
    Act.SECOND_FACTOR_FAILED: Text("动态验证码或通行密钥错误", "Wrong code or passkey"),
    Act.SIGN_OUT: Text("退出登录", "Signed out"),
    Act.THROTTLED: Text("尝试过多,暂停登录", "Too many attempts"),
    Act.OPEN: Text("打开办件", "Opened a case"),
    Act.REGISTER: Text("登记", "Registered"),
    Act.DOWNLOAD: Text("下载附件", "Downloaded a file"),
    Act.LOOK: Text("预览附件", "Previewed an attachment"),
    Act.REPLY: Text("答复", "Replied"),
    Act.DECIDE: Text("作出决定", "Decided"),
    Act.GRANT: Text("授权同事", "Gave access"),
    Act.DECLARE: Text("回避声明", "Stated on recusal"),
    Act.RECUSE: Text("回避", "Recused"),
    Act.READMIT: Text("回避以后重新授权", "Access again after a recusal"),
    Act.REMOVE: Text("收回密钥", "Took access away"),
    Act.LEAVE: Text("办理离任", "Settled a leaving"),
    Act.OWN_KEY: Text("管理自己的登录", "Own sign-in"),
    Act.RECOVER: Text("找回密钥", "Recovery of a key"),
    Act.CHECKPOINT: Text("做核对点", "Made a checkpoint"),
    Act.REQUEST: Text("两人同意事项", "Act of two persons"),
    Act.OPEN_NAME: Text("打开举报人的姓名", "Opened the reporter's name"),
    Act.IMPORT: Text("导入资料", "Imported records"),
    Act.VERIFY: Text("核查", "Verified"),
    Act.EXPORT: Text("导出", "Exported"),
    Act.HAND_OVER: Text("密封移送", "Sealed hand-over"),
    Act.ASSIGN: Text("交办", "Assigned"),
    Act.NOTE: Text("写内部笔记", "Wrote a note"),
    Act.TASK: Text("任务", "Task"),
    Act.HOLD: Text("暂停销毁", "Hold on destruction"),
    Act.DESTROY: Text("销毁", "Destroyed"),
    Act.SET_RULES: Text("确定本机关核查规则", "Set the office's rules"),
    Act.COLLECT: Text("收件", "Collected"),
    Act.COMMAND: Text("命令", "Command"),
    Act.READ_AUDIT: Text("查看留痕", "Read the trail"),
    Act.SEARCH: Text("查找", "Searched"),
    Act.DENIED: Text("越权被拒", "Denied"),
}

DAMAGE_NAMES = {
    Damage.ALTERED: Text("这一条被改动过", "This line was altered"),
    Damage.MISSING: Text("从这一条起有记录缺失", "Lines are missing from here"),
    Damage.OUT_OF_ORDER: Text("顺序被调换", "Lines are out of order"),
    Damage.TRUNCATED: Text("末尾的记录被删除", "The newest lines were cut off"),
    Damage.HEAD_FORGED: Text("链头与记录不符", "The head does not fit the lines"),
    Damage.HEAD_MISSING: Text("链头缺失", "The head is missing"),
    Damage.NOT_AS_CHECKPOINTED: Text("与核对点不符", "Not what the checkpoint says"),
}


@dataclass(frozen=True)
class TrailLine:
    """One line for the page. `at` is in the deployment's zone; `actor` the id to filter by, `name` what to show."""

    seq: int
    at: datetime
    day_only: bool
    actor: str
    name: Text
    act: str
    act_name: Text
    case: str
    note: str


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail, newest first. `older` is the line number to go on from, None on the last page."""

    lines: tuple[TrailLine, ...]
    older: int | None


def read_trail(session: Session, desk: Desk, who: Who, which: Filter) -> TrailPage:
    """Show the newest lines that `which` lets through; who looked, and for what, is recorded first."""
    asked = {"actor": which.actor, "act": which.act, "case": which.case}
    note = " ".join(f"{name}={value}" for name, value in asked.items() if value)
    desk.ledger.record(session, actor=who.officer, act=Act.READ_AUDIT, note=note)
    found = desk.ledger.lines(session, which, PAGE + 1)
    names = officer_names(session)
    older = found[PAGE - 1].seq if len(found) > PAGE else None
    return TrailPage(tuple(_shown(line, names, desk) for line in found[:PAGE]), older)


def _shown(line: Line, names: dict[str, str], desk: Desk) -> TrailLine:
    name = _NOT_PEOPLE.get(line.actor) or Text(*(2 * (names.get(line.actor, line.actor),)))
    act = ACT_NAMES[Act(line.act)] if line.act in set(Act) else Text(line.act, line.act)
    at = line.at.astimezone(desk.clock.zone)
    return TrailLine(line.seq, at, line.day_only, line.actor, name, line.act, act, line.case, line.note)

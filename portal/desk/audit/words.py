"""The chain in people's words: the same on a case's page and on the page of whoever watches."""

from collections.abc import Mapping

from portal.desk.audit.actions import COLLECTOR, COMMAND, DESK, NOBODY, Act
from portal.domain.text import Text

NOT_PEOPLE: Mapping[str, Text] = {
    COMMAND: Text("命令行", "Command line"),
    COLLECTOR: Text("收件程序", "Collector"),
    DESK: Text("工作台自动", "The desk itself"),
    NOBODY: Text("未知登录名", "Unknown name"),
}
"""Actors that are no officer."""

ACT_NAMES: Mapping[str, Text] = {
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
    Act.REPLY: Text("回复", "Replied"),
    Act.DECIDE: Text("作出决定", "Decided"),
    Act.GRANT: Text("授予密钥", "Gave a key"),
    Act.DECLARE: Text("回避声明", "Stated on recusal"),
    Act.RECUSE: Text("回避", "Recused"),
    Act.READMIT: Text("回避以后重新授权", "Access again after a recusal"),
    Act.REMOVE: Text("收回密钥", "Took a key back"),
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
    Act.DENIED: Text("被拒绝", "Refused"),
}
"""Every act, in the order in which one chooses from them."""


def act_text(code: str) -> Text:
    """What was done; a code that this version does not know stands as it is."""
    return ACT_NAMES.get(code) or Text(code, code)


def actor_text(actor: str, names: Mapping[str, str]) -> Text:
    """Who did it; `names` are the officers' by id, and an id without a name stands as it is."""
    name = names.get(actor, actor)
    return NOT_PEOPLE.get(actor) or Text(name, name)

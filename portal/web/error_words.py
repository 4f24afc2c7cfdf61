"""What error pages say: what happened, what became of your words, what to do now. At the door and at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.web.language import N_


@dataclass(frozen=True)
class Words:
    """An error page. `title`, `happened`, `kept` and `now` are Chinese sentences, translated when shown."""

    status: int
    title: str
    happened: str
    kept: str
    now: str


_NOT_SENT = N_("这次提交没有成功,系统没有收下任何内容。之前已经送达的材料不受影响。")
_PERHAPS_NOT = N_("如果您刚才在提交:没有看到查询码,就请当作没有送达。之前已经送达的材料不受影响。")
_NOTHING_LOST = N_("没有丢失任何内容。")
_NOTHING_DONE = N_("没有作任何改动。")
_STEP_NOT_DONE = N_("这一步没有完成。之前完成的步骤不受影响。")
_SAVE_AND_RESEND = N_("请返回上一页,先把写好的文字复制保存,再重新提交。")
_HOME = N_("请回到首页,从那里重新进入。")
_LATER = N_("请先把写好的文字保存好,过一会儿再试。")
_BACK_AND_LOOK = N_("请返回上一页,看清当前状态,再决定是否重做。")

_NO_PAGE = Words(404, N_("没有这个页面"), N_("地址可能输错了,或者页面已经搬走。"), _NOTHING_LOST, _HOME)
_NOT_DIRECTLY = Words(405, N_("请从首页进入"), N_("这个地址不能直接打开。"), _NOTHING_LOST, _HOME)
_INCOMPLETE = N_("送来的内容缺了一部分,可能是网络中途断开了。")
_OVER_LIMIT = N_("送来的内容超过了一次能接收的大小。")
_BUSY = N_("系统正忙,暂时没有处理您的请求。")
_WAIT = N_("请等一分钟,再试一次。")
_TOO_SLOW = N_("送来的内容很久没有新的进展,没有再等下去。")
_NO_CONNECTION = N_("系统正在维护,或者暂时连不上。")

DOOR_WORDS: Mapping[int, Words] = MappingProxyType(
    {
        400: Words(400, N_("这次提交不完整"), _INCOMPLETE, _NOT_SENT, _SAVE_AND_RESEND),
        403: Words(403, N_("这里不能打开"), N_("这个页面不对外开放。"), _NOTHING_LOST, _HOME),
        404: _NO_PAGE,
        405: _NOT_DIRECTLY,
        408: Words(
            408,
            N_("网络太慢导致传输中断"),
            _TOO_SLOW,
            _NOT_SENT,
            N_("请返回上一页,换一个信号好些的地方再试;也可以先不带附件,送达以后凭查询码分几次补充。"),
        ),
        413: Words(
            413,
            N_("附件太大了"),
            _OVER_LIMIT,
            _NOT_SENT,
            N_("请返回上一页,去掉一些附件再提交。没有带上的附件,送达以后可以凭查询码分几次补充。"),
        ),
        429: Words(429, N_("现在使用的人太多"), _BUSY, _NOT_SENT, _WAIT),
        500: Words(
            500,
            N_("系统出了问题"),
            N_("是我们这边出了错,与您无关。"),
            _PERHAPS_NOT,
            N_("请返回上一页再试一次。同一份内容重复提交,也只会收下一份。"),
        ),
        503: Words(503, N_("暂时不能使用"), _NO_CONNECTION, _PERHAPS_NOT, _LATER),
    }
)

DESK_WORDS: Mapping[int, Words] = MappingProxyType(
    {
        400: Words(400, N_("这次提交不完整"), _INCOMPLETE, _NOTHING_DONE, _BACK_AND_LOOK),
        403: Words(
            403,
            N_("您没有这项权限"),
            N_("这个页面或操作不在您的职责范围内。"),
            _NOTHING_DONE,
            N_("如果您认为应当有权限,请与本机关负责人联系。"),
        ),
        404: _NO_PAGE,
        405: _NOT_DIRECTLY,
        408: Words(408, N_("网络太慢导致传输中断"), _TOO_SLOW, _NOTHING_DONE, _BACK_AND_LOOK),
        413: Words(413, N_("内容太大了"), _OVER_LIMIT, _NOTHING_DONE, N_("请减少内容后再提交。")),
        429: Words(429, N_("请稍等"), _BUSY, _NOTHING_DONE, _WAIT),
        500: Words(500, N_("系统出了问题"), N_("是系统出了错,与您的操作无关。"), _STEP_NOT_DONE, _BACK_AND_LOOK),
        503: Words(503, N_("暂时不能使用"), _NO_CONNECTION, _STEP_NOT_DONE, _LATER),
    }
)

CROSS_SITE = Words(
    403,
    N_("这次提交不是从本站发出的"),
    N_("您的浏览器说,这次提交来自别的网站,所以没有接收。"),
    N_("没有收下任何内容,也没有作任何改动。"),
    _HOME,
)
STALE = Words(
    400,
    N_("页面打开得太久了"),
    N_("为了安全,这个页面已经过期。"),
    _NOTHING_DONE,
    N_("请返回上一页,先把写好的文字复制保存,刷新页面后再提交。"),
)
CLOSED = Words(
    503,
    N_("现在不能安全地接收材料"),
    N_("受理机关的公钥名册没有通过核对。为了不让不该看的人看到您的材料,我们暂停接收。"),
    N_("刚才的内容没有送出,也没有留在系统里。之前已经送达的材料不受影响。"),
    N_("请先把写好的文字保存好,过一天再来。已有查询码的,仍然可以查询。"),
)
FULL = Words(
    503,
    N_("现在存不下新的材料"),
    N_("系统的存储空间不够,没有收下这次提交。"),
    _NOT_SENT,
    N_("请先把写好的文字保存好,过几个小时再试。附件可以少带一些。"),
)

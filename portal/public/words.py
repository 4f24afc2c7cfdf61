"""What this door says when its own errors end a request."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.blobs import NoRoom
from portal.public.rosters import OfficeClosed
from portal.sealing import NobodyReceives, UnknownOffice
from portal.web.database import Full
from portal.web.error_words import Words
from portal.web.language import N_

CLOSED = Words(
    503,
    N_("现在不能安全地接收"),
    N_("受理机关的公钥名册没有通过核对。为了不把您的材料交给不该看的人,这里暂停接收材料,也暂停显示答复。"),
    N_("刚才的内容没有送出,也没有留在系统里。之前已经送达的材料和机关的答复都还在。"),
    N_("请先把写好的文字保存好,过一天再来。如果急着反映,可以使用12388或者当面递交。"),
)
FULL = Words(
    503,
    N_("现在存不下新的材料"),
    N_("系统的存储空间不够,没有收下这次提交。"),
    N_("刚才的内容没有送出,也没有留在系统里。之前已经送达的材料和机关的答复都还在。"),
    N_("请先把写好的文字保存好,过几个小时再试。附件可以少带一些。"),
)

_HERE = N_("您写的文字都还在这一页里,没有送出,也没有留在系统里。")
ASKED = Words(
    429,
    N_("还差一步:请回答一个小问题"),
    N_("现在提交的人特别多,可能有人在用程序成批提交。回答下面的问题,就能送出。"),
    _HERE,
    N_("我们不记录是谁、从哪里来,所以用这个办法把机器挡在外面。"),
)
TOO_MANY = Words(
    429,
    N_("现在送的人太多,收不下了"),
    N_("这一两分钟里提交的已经到了上限,没有收下这一次。"),
    _HERE,
    N_("请过几分钟再按「再试一次」。查看进度和答复不受影响。"),
)

ERRORS: Mapping[type[Exception], Words] = MappingProxyType(
    {
        OfficeClosed: CLOSED,
        # The roster changed between the form and its sending: the offices are asked for anew when they come back.
        UnknownOffice: CLOSED,
        NobodyReceives: CLOSED,
        NoRoom: FULL,
        Full: FULL,
    }
)

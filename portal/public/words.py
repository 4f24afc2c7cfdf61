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

"""The rooms of the desk and the words for their errors, in one place: a new feature's room is added here."""

from collections.abc import Callable, Mapping

from flask import Blueprint

from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.views import room as casework_room
from portal.desk.correspondence.views import room as correspondence_room
from portal.desk.desk import Desk
from portal.desk.officers.actions import NoReplyKey
from portal.desk.officers.views import room as officers_room
from portal.desk.oversight.views import room as oversight_room
from portal.web.error_words import Words
from portal.web.language import N_

ROOMS: tuple[Callable[[Desk], Blueprint], ...] = (officers_room, oversight_room, casework_room, correspondence_room)

ERRORS: Mapping[type[Exception], Words] = {
    NoReplyKey: Words(
        409,
        N_("不能代表本机关答复"),
        N_("您的密钥打不开本机关的答复签名密钥,所以没有办法给举报人发出签名的答复或状态。"),
        N_("没有做任何改动。"),
        N_("请与系统管理员联系,由本机关能签名的同事为您授权。"),
    ),
    NotAllowed: Words(
        409,
        N_("现在还不能这样做"),
        N_("这件材料还没有登记,或者状态已经变了。"),
        N_("没有做任何改动。"),
        N_("请回到办件,看清当前状态再做。"),
    ),
}
"""Named errors of the rooms that no view answers itself."""

"""A reminder without content: what an address may look like, who is reminded, and the one size of every mail. Pure.

A mail says that there is something to look at, never what: mail servers keep copies, and an inbox is read over
shoulders. Every mail has the same subject, the same text and the same size to the byte.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from textwrap import wrap
from typing import Final

from portal.desk.officers.rules import Right

LONGEST_ADDRESS: Final = 100
SIZE: Final = 4096
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_SUBJECT: Final = "工作台提醒 / Desk reminder"
_TEXT: Final = """工作台有事项需要您看一看。请登录工作台。
这封信从不写是什么事项。收到它,只说明有期限临近或者已过。

There is something for you at the desk. Please sign in.
This mail never says what. It only means that a term is near or over.
"""
_LINE: Final = 70
_LABEL: Final = "X-Padding: "


class NotAnAddress(Exception):
    """This cannot be a mail address; nothing was kept."""


@dataclass(frozen=True)
class Holder:
    """Somebody who can open a case of which a term is near or over."""

    officer: str
    rights: frozenset[Right]
    handler: str | None


def address(typed: str) -> str:
    """Give a plain mail address as it is stored. Raise `NotAnAddress`: also for line ends, which would add a header."""
    found = typed.strip()
    if len(found) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(found):
        raise NotAnAddress
    return found


def reminded(holders: Iterable[Holder]) -> frozenset[str]:
    """Choose whom to remind: the handler and who leads; while a case has no handler, everybody who can open it."""
    return frozenset(
        holder.officer for holder in holders if holder.handler in (None, holder.officer) or Right.LEAD in holder.rights
    )


def mail(sender: str, to: str, now: datetime, token: str) -> bytes:
    """Write one reminder, exactly `SIZE` bytes whoever it goes to. `token` makes it distinct; `now` is aware."""
    domain = sender.rpartition("@")[2]
    heads = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: =?utf-8?B?{b64encode(_SUBJECT.encode()).decode()}?=",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <{token}@{domain}>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: base64",
    ]
    top = "".join(f"{head}\r\n" for head in heads)
    body = "".join(f"{line}\r\n" for line in ["", *wrap(b64encode(_TEXT.encode()).decode(), _LINE)])
    return (top + _padding(SIZE - len(top) - len(body)) + body).encode("ascii")


def _padding(room: int) -> str:
    """A folded header of exactly `room` characters."""
    left, lines = room - len(_LABEL) - 2, []
    while left > _LINE:
        # Never leave nothing for the last line: a fold that holds only a space is not allowed (RFC 5322, 3.2.2).
        length = min(_LINE, left - 4)
        lines.append("x" * length)
        left -= length + 3
    return _LABEL + "\r\n ".join([*lines, "x" * left]) + "\r\n"

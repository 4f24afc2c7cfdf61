"""What was destroyed, as a list to keep elsewhere; and destroying it again after an older backup was put back.

Every line bears the desk's own keyed word. So nobody destroys a case by writing a list: two persons agreed to each.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import DESK, Act
from portal.desk.casework.records import CaseRecord, TombstoneRecord
from portal.desk.desk import Desk
from portal.desk.retention.destroying import destroy

_FORMAT = "portal-destroyed/1"
_AGAIN = "again"
_WORD = "destroyed"


class NotTheList(Exception):
    """Not a list of destroyed cases that this desk wrote; nothing was destroyed."""


@dataclass(frozen=True)
class Burial:
    """What a list says of one destroyed case; see `TombstoneRecord`. Days are ISO days."""

    case_id: str
    number: str
    offices: str
    received: str
    ended: str
    kept_as: str
    due: str
    destroyed: str
    asked_by: str
    agreed_by: str

    def stone(self) -> TombstoneRecord:
        """The row that stands in the place of the case; its bytes are still to go. Raise ValueError for no day."""
        days = {name: date.fromisoformat(getattr(self, name)) for name in ("received", "ended", "due", "destroyed")}
        return TombstoneRecord(**asdict(self) | days)


def write_burials(session: Session, desk: Desk) -> bytes:
    """Every destroyed case as a list: a line of JSON each, vouched for by the audit key."""
    lines = [json.dumps({"format": _FORMAT})]
    for record in session.scalars(select(TombstoneRecord).order_by(TombstoneRecord.number)):
        burial = Burial(**{field.name: str(getattr(record, field.name)) for field in fields(Burial)})
        lines.append(json.dumps({**asdict(burial), "word": desk.ledger.vouch(*_vouched(burial))}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines).encode()


def read_burials(desk: Desk, content: bytes) -> list[Burial]:
    """Read a list. Raise `NotTheList` unless this desk wrote every line of it."""
    try:
        head, *lines = [json.loads(line) for line in content.decode("utf-8").splitlines()]
        if head != {"format": _FORMAT}:
            raise NotTheList("this is no list of destroyed cases")
        return [_read(desk, dict(line)) for line in lines]
    except (ValueError, TypeError) as bad:
        raise NotTheList("this is no list of destroyed cases") from bad


def bury_again(session: Session, desk: Desk, burials: list[Burial]) -> int:
    """Destroy again what the list says was destroyed and is here. Return how many cases came back and are gone now.

    Cases that are not here get their stone, too: a letterbox that is as old would bring them back.
    """
    came_back = 0
    for burial in burials:
        if session.get(TombstoneRecord, burial.case_id) is not None:
            continue
        case = session.get(CaseRecord, burial.case_id)
        came_back += case is not None
        destroy(session, burial.stone())
        desk.ledger.record(session, actor=DESK, act=Act.DESTROY, case=burial.number, note=_AGAIN)
    return came_back


def _read(desk: Desk, line: dict[str, object]) -> Burial:
    word, burial = line.pop("word", ""), Burial(**{name: str(value) for name, value in line.items()})
    if not desk.ledger.vouched(str(word), *_vouched(burial)):
        raise NotTheList(f"{burial.number}: this desk did not write that line")
    return burial


def _vouched(burial: Burial) -> tuple[str, ...]:
    return (_WORD, *asdict(burial).values())

"""The audit trail as a page. Reading it is an act too, and stands in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act, Filter, Line
from portal.desk.audit.chain import Damage
from portal.desk.audit.notes import note_text
from portal.desk.audit.words import act_text, actor_text
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.domain.text import Text

PAGE = 100

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
    note: Text


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
    at, name, act = line.at.astimezone(desk.clock.zone), actor_text(line.actor, names), act_text(line.act)
    return TrailLine(
        line.seq, at, line.day_only, line.actor, name, line.act, act, line.case, note_text(line.note, names)
    )

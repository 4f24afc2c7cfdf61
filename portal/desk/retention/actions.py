"""What is kept until when, what is due to be destroyed, and what stays of what was. Read without any key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from portal.desk.casework.queue.actions import in_register, of_office
from portal.desk.casework.records import CaseRecord, TombstoneRecord
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.desk.retention.destroying import own_years
from portal.desk.retention.holding import HoldView, held, holds_of
from portal.desk.retention.rules import SCHEDULE, Keep, Row, Years, due_on, ended_at_latest, keep_of, years_of
from portal.domain.statuses import State
from portal.domain.text import Text

PAGE = 50
ENDED = (State.ARCHIVED, State.REFERRED_UP)


@dataclass(frozen=True)
class KeptLine:
    """One case that has ended: how, when, and from which day on it is to be destroyed. Nothing of what it says."""

    number: str
    keep: Keep
    ended: date
    due: date
    is_due: bool
    held: bool

    @property
    def what(self) -> Text:
        """How it ended, in words."""
        return SCHEDULE[self.keep].what


@dataclass(frozen=True)
class KeptPage:
    """A page of what is kept, by number; `after` is the number to go on from, None on the last page."""

    lines: tuple[KeptLine, ...]
    after: str | None


@dataclass(frozen=True)
class ScheduleRow:
    """A row of the schedule with the years that this office set."""

    row: Row
    years: int


@dataclass(frozen=True)
class KeptCase:
    """One case as its retention goes; `line` is None while it has not ended. `unread`: letters that nobody has seen."""

    number: str
    state: State
    version: int
    line: KeptLine | None
    rule: ScheduleRow | None
    holds: tuple[HoldView, ...]
    held: bool
    unread: int

    @property
    def may_be_destroyed(self) -> bool:
        """Whether its destruction can be asked for now."""
        return self.line is not None and self.line.is_due and not self.held


@dataclass(frozen=True)
class Stone:
    """What stays of a destroyed case. `erased` is None while its last bytes are still being removed."""

    number: str
    received: date
    ended: date
    what: Text
    due: date
    destroyed: date
    asked_by: str
    agreed_by: str
    erased: date | None


def kept(session: Session, desk: Desk, who: Who, *, due_only: bool, after: str = "") -> KeptPage:
    """The ended cases of this officer's office, or those that are due only, `PAGE` at a time."""
    wanted = _ended(desk, due_only=due_only).where(of_office(who), CaseRecord.number > after).limit(PAGE + 1)
    found = session.scalars(wanted).all()
    lines = (_line(session, desk, case) for case in found[:PAGE])
    shown = tuple(line for line in lines if line is not None and (line.is_due or not due_only))
    return KeptPage(shown, found[PAGE - 1].number if len(found) > PAGE else None)


def everything_kept(session: Session, desk: Desk, *, due_only: bool) -> Iterator[KeptLine]:
    """The ended cases of every office, for the command line."""
    for case in session.scalars(_ended(desk, due_only=due_only)):
        line = _line(session, desk, case)
        if line is not None and (line.is_due or not due_only):
            yield line


def case_of(session: Session, desk: Desk, who: Who, number: str) -> KeptCase:
    """One case with its rule and its holds. Raise `NoSuchCase`."""
    case = in_register(session, who, number)
    line = _line(session, desk, case)
    rule = ScheduleRow(SCHEDULE[line.keep], years_of(line.keep, own_years(desk))) if line else None
    holds, now = holds_of(session, desk, who, case), held(session, desk, case)
    unread = case.letters - case.letters_read
    return KeptCase(number, State(case.state), case.version, line, rule, holds, held=now, unread=unread)


def schedule(desk: Desk) -> tuple[ScheduleRow, ...]:
    """The schedule as it applies here."""
    return tuple(ScheduleRow(row, years_of(keep, own_years(desk))) for keep, row in SCHEDULE.items())


def stones(session: Session, who: Who, *, after: str = "") -> tuple[tuple[Stone, ...], str | None]:
    """What stays of the destroyed cases of this office, by number, and the number to go on from (None: no more)."""
    mine = _stones().where(_of(who.office), TombstoneRecord.number > after).limit(PAGE + 1)
    found, names = session.scalars(mine).all(), officer_names(session)
    older = found[PAGE - 1].number if len(found) > PAGE else None
    return tuple(_stone(record, names) for record in found[:PAGE]), older


def every_stone(session: Session) -> Iterator[Stone]:
    """What stays of every destroyed case, for the command line."""
    names = officer_names(session)
    for record in session.scalars(_stones()):
        yield _stone(record, names)


def stone(session: Session, who: Who, number: str) -> Stone:
    """What stays of one destroyed case of this office. Raise `NoSuchCase`."""
    found = session.scalars(_stones().where(_of(who.office), TombstoneRecord.number == number)).one_or_none()
    if found is None:
        raise NoSuchCase
    return _stone(found, officer_names(session))


def _ended(desk: Desk, *, due_only: bool) -> Select[CaseRecord]:
    wanted = select(CaseRecord).where(CaseRecord.state.in_(ENDED), CaseRecord.batch.is_(False))
    if due_only:
        wanted = wanted.where(_perhaps_due(desk.clock.today(), own_years(desk)))
    return wanted.order_by(CaseRecord.number)


def _perhaps_due(today: date, own: Years) -> ColumnElement[bool]:
    """What an index can leave out; the day itself is counted for each line."""
    shorter = CaseRecord.closed_as.in_((State.DECLINED, State.MERGED, State.REFERRED))
    return or_(
        CaseRecord.state == State.REFERRED_UP,
        shorter & (CaseRecord.changed <= ended_at_latest(Keep.DECLINED, today, own)),
        ~func.coalesce(shorter, false()) & (CaseRecord.changed <= ended_at_latest(Keep.CONCLUDED, today, own)),
    )


def _line(session: Session, desk: Desk, case: CaseRecord) -> KeptLine | None:
    keep = keep_of(State(case.state), case.closed_as)
    if keep is None:
        return None
    due = due_on(keep, case.changed, own_years(desk))
    on_hold = held(session, desk, case)
    return KeptLine(case.number, keep, case.changed, due, desk.clock.today() >= due, on_hold)


def _stones() -> Select[TombstoneRecord]:
    return select(TombstoneRecord).order_by(TombstoneRecord.number)


def _of(office: str) -> ColumnElement[bool]:
    return ("," + TombstoneRecord.offices + ",").contains(f",{office},", autoescape=True)


def _stone(record: TombstoneRecord, names: dict[str, str]) -> Stone:
    return Stone(
        number=record.number,
        received=record.received,
        ended=record.ended,
        what=SCHEDULE[Keep(record.kept_as)].what,
        due=record.due,
        destroyed=record.destroyed,
        asked_by=names.get(record.asked_by, record.asked_by),
        agreed_by=names.get(record.agreed_by, record.agreed_by),
        erased=record.erased,
    )

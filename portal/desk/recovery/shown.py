"""What the pages of recovery show: to the officer, to keepers, and to who may begin one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.desk.desk import Desk
from portal.desk.officers.actions import office_names, officer_names
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Who
from portal.desk.officers.standing import parents_of
from portal.desk.officers.tree import lower
from portal.desk.recovery import rules
from portal.desk.recovery.asking import handing
from portal.desk.recovery.finding import NoSuchRecovery, colleague, kept, open_for, settle
from portal.desk.recovery.keeping import keepers, standings
from portal.desk.recovery.records import HandedHalfRecord, KeyHalfRecord, KeyPacketRecord, RecoveryRecord
from portal.desk.recovery.rules import OPEN, NotRecovered, Standing, State, Why
from portal.domain.text import Text
from portal.sealing import SealingError, open_refusal

MOST = 20


@dataclass(frozen=True)
class Line:
    """One recovery as people see it. `handed`: how many halves were handed over; `reason` of a refusal, if readable."""

    id: str
    name: str
    state: State
    begun: date
    begun_by: str
    last: date
    handed: int
    ended: date | None
    ended_by: str
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it goes on."""
        return self.state in OPEN


@dataclass(frozen=True)
class Own:
    """An officer's own page: what was set up when, who keeps which half, who could, what was asked for."""

    standing: Standing
    since: date | None
    first: tuple[str, ...]
    second: tuple[str, ...]
    possible: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Colleague:
    """An officer as who may begin a recovery sees them."""

    officer: str
    name: str
    office: Text
    standing: Standing
    last: Line | None


@dataclass(frozen=True)
class Kept:
    """A recovery for which somebody keeps a half. `obstacle`: why they cannot hand it over now."""

    line: Line
    login: str
    obstacle: Why | None


@dataclass(frozen=True)
class Halves:
    """What a keeper sees: recoveries that wait, and the colleagues whose halves they keep, with how those stand."""

    waiting: tuple[Line, ...]
    kept: tuple[tuple[str, Standing], ...]


def own(session: Session, desk: Desk, who: Who) -> Own:
    """The officer's own page. What ended counts as seen."""
    packet, names = session.get(KeyPacketRecord, who.officer), officer_names(session)
    halves = session.scalars(select(KeyHalfRecord).where(KeyHalfRecord.officer == who.officer)).all()
    first, second = (tuple(sorted(names[one.keeper] for one in halves if one.part == part)) for part in (0, 1))
    lines = []
    for found in _newest(session, who.officer):
        lines.append(_line(session, desk, who, found, names))
        found.told = found.told or State(found.state) not in OPEN
    return Own(
        standing=standings(session).get(who.officer, Standing.NONE),
        since=packet.day if packet else None,
        first=first,
        second=second,
        possible=len(keepers(session, desk, who.officer, who.office)),
        lines=tuple(lines),
    )


def people(session: Session, desk: Desk, who: Who) -> tuple[Colleague, ...]:
    """The active officers of this office and those below it, with how each stands."""
    offices = (who.office, *lower(parents_of(session, desk), who.office))
    wanted = select(OfficerRecord).where(OfficerRecord.office.in_(offices), OfficerRecord.revoked.is_(None))
    stand, names = standings(session), officer_names(session)
    return tuple(
        _colleague(session, desk, who, record, stand, names)
        for record in sorted(session.scalars(wanted), key=lambda one: (offices.index(one.office), one.name))
    )


def person(session: Session, desk: Desk, who: Who, officer: str) -> Colleague:
    """One of `people`. Raise `NoSuchRecovery`."""
    record = colleague(session, desk, who, officer)
    return _colleague(session, desk, who, record, standings(session), officer_names(session))


def halves(session: Session, desk: Desk, who: Who) -> Halves:
    """What this keeper keeps, and what waits for them."""
    names, stand = officer_names(session), standings(session)
    kept_for = session.scalars(select(KeyHalfRecord.officer).where(KeyHalfRecord.keeper == who.officer)).all()
    found = [open_for(session, desk, officer) for officer in kept_for]
    waiting = tuple(_line(session, desk, who, one, names) for one in found if one is not None)
    ordered = sorted((names[officer], stand.get(officer, Standing.NONE)) for officer in kept_for)
    return Halves(waiting, tuple(ordered))


def one_kept(session: Session, desk: Desk, who: Who, recovery: str) -> Kept:
    """One recovery, for a keeper. Raise `NoSuchRecovery`."""
    found, half = kept(session, desk, who, recovery)
    officer, obstacle = session.get(OfficerRecord, found.officer), None
    if officer is None:  # pragma: no cover  the row points at it
        raise NoSuchRecovery
    try:
        rules.may_hand(handing(session, desk, who, found, half))
    except NotRecovered as no:
        obstacle = no.why
    return Kept(_line(session, desk, who, found, officer_names(session)), officer.login, obstacle)


def count_own(session: Session, who: Who) -> int:
    """How much waits on the officer's own page: a recovery asked for or ended unseen, and one half without a keeper."""
    mine = RecoveryRecord.officer == who.officer
    news = select(func.count()).where(mine, or_(RecoveryRecord.state.in_(OPEN), RecoveryRecord.told.is_(False)))
    parts = select(func.count(KeyHalfRecord.part.distinct())).where(KeyHalfRecord.officer == who.officer)
    there = select(exists().where(KeyPacketRecord.officer == who.officer))
    asked, kept_parts, set_up = session.execute(
        select(news.scalar_subquery(), parts.scalar_subquery(), there.scalar_subquery())
    ).one()
    return int(asked) + int(bool(set_up) and kept_parts < len(("first", "second")))


def count_waiting(session: Session, who: Who) -> int:
    """How many recoveries wait for this keeper, as far as the rows say."""
    mine = KeyHalfRecord.keeper == who.officer
    taken = exists().where(HandedHalfRecord.recovery == RecoveryRecord.id, HandedHalfRecord.part == KeyHalfRecord.part)
    joined = select(func.count()).select_from(RecoveryRecord)
    joined = joined.join(KeyHalfRecord, KeyHalfRecord.officer == RecoveryRecord.officer)
    return session.scalar(joined.where(mine, RecoveryRecord.state == State.WAITING, ~taken)) or 0


def _colleague(
    session: Session,
    desk: Desk,
    who: Who,
    record: OfficerRecord,
    stand: dict[str, Standing],
    names: dict[str, str],
) -> Colleague:
    last = next(iter(_newest(session, record.id)), None)
    line = _line(session, desk, who, last, names) if last else None
    office = Text(*office_names(session)[record.office])
    return Colleague(record.id, record.name, office, stand.get(record.id, Standing.NONE), line)


def _newest(session: Session, officer: str) -> list[RecoveryRecord]:
    mine = select(RecoveryRecord).where(RecoveryRecord.officer == officer)
    open_first = RecoveryRecord.state.in_(OPEN).desc()
    return list(session.scalars(mine.order_by(RecoveryRecord.begun.desc(), open_first, RecoveryRecord.id).limit(MOST)))


def _line(session: Session, desk: Desk, who: Who, found: RecoveryRecord, names: dict[str, str]) -> Line:
    state, reason = settle(session, desk, found), ""
    count = select(func.count()).where(HandedHalfRecord.recovery == found.id)
    if found.sealed is not None:
        try:
            reason = str(open_refusal(found.sealed, who.keys, found.officer, found.id)["text"])
        except SealingError:
            reason = ""
    return Line(
        id=found.id,
        name=names.get(found.officer, found.officer),
        state=state,
        begun=found.begun,
        begun_by=names.get(found.begun_by, found.begun_by),
        last=rules.last_day(found.begun, desk.policy.request_days),
        handed=session.scalar(count) or 0,
        ended=found.ended,
        ended_by=names.get(found.ended_by or "", ""),
        reason=reason,
    )

"""Writing the chain, in the transaction of the act itself, and reading it back.

A line and the act it tells of are one commit: nothing happens unrecorded, and nothing is recorded that did not happen.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from portal.clock import Clock
from portal.desk.audit import chain
from portal.desk.audit.records import AuditHead, AuditLine

COMMAND = "command"
"""The actor of what is done at the command line; the note says which command."""

COLLECTOR = "collector"
"""The actor of what the collector does by itself."""

DESK = "desk"
"""The actor of what follows from the passing of time and is noticed when somebody looks: a request that lapsed."""

NOBODY = ""
"""The actor of a failed sign-in under a name that does not exist; what was typed is kept nowhere."""

KEY_BYTES = 32
NOTE_LIMIT = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEAD_ID = 1
_BATCH = 1000
# Every act records one line, so what it takes is put together once and goes to the connection without the mapper.
_LINES, _HEADS = cast("Table", AuditLine.__table__), cast("Table", AuditHead.__table__)
_HEAD = select(_HEADS.c.seq, _HEADS.c.seal, _HEADS.c.proof).where(_HEADS.c.id == _HEAD_ID)
_LOCKED_HEAD, _APPEND, _MOVE = _HEAD.with_for_update(), insert(_LINES), update(_HEADS).where(_HEADS.c.id == _HEAD_ID)
_OF_CASE = (
    select(_LINES.c.seq, _LINES.c.at, _LINES.c.actor, _LINES.c.act, _LINES.c.case, _LINES.c.note)
    .where(_LINES.c.case == bindparam("number"))
    .order_by(_LINES.c.seq.desc())
)


class Act(StrEnum):
    """What can stand in the chain."""

    HALF_SIGNED_IN = "half-signed-in"
    SIGN_IN = "sign-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SECOND_FACTOR_FAILED = "second-factor-failed"
    SIGN_OUT = "sign-out"
    THROTTLED = "throttled"
    OPEN = "open"
    REGISTER = "register"
    DOWNLOAD = "download"
    LOOK = "look"
    REPLY = "reply"
    DECIDE = "decide"
    GRANT = "grant"
    DECLARE = "declare"
    RECUSE = "recuse"
    READMIT = "readmit"
    REMOVE = "remove"
    LEAVE = "leave"
    OWN_KEY = "own-key"
    RECOVER = "recover"
    CHECKPOINT = "checkpoint"
    REQUEST = "request"
    OPEN_NAME = "open-name"
    IMPORT = "import"
    VERIFY = "verify"
    SET_RULES = "set-rules"
    EXPORT = "export"
    HAND_OVER = "hand-over"
    ASSIGN = "assign"
    NOTE = "note"
    TASK = "task"
    HOLD = "hold"
    DESTROY = "destroy"
    COLLECT = "collect"
    COMMAND = "command"
    READ_AUDIT = "read-audit"
    SEARCH = "search"
    DENIED = "denied"


DAY_ONLY = frozenset({Act.COLLECT})
"""Acts that follow a reporter's sending within seconds. No time finer than a day is kept about a reporter."""


class ChainBroken(Exception):
    """The chain does not hold, so nothing may be added: the act that wanted to be recorded must not happen either."""


@dataclass(frozen=True)
class Line:
    """One line as people see it. `at` is aware, UTC; `actor` an officer's id or one of this module's words."""

    seq: int
    at: datetime
    actor: str
    act: str
    case: str
    note: str

    @property
    def day_only(self) -> bool:
        """Whether `at` is the first moment of a day and says nothing finer."""
        return self.act in DAY_ONLY


@dataclass(frozen=True)
class Filter:
    """Which lines to show; an empty text means all. `before` is a line number, the page begins below it."""

    actor: str = ""
    act: str = ""
    case: str = ""
    before: int = 0


class Ledger:
    """The desk's hand on the chain. `key` is 32 bytes from `audit.key`; the repr shows nothing of it."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the audit key must be {KEY_BYTES} bytes")
        self._key = key
        self._clock = clock

    def begin(self, session: Session) -> bool:
        """Write the first head into an empty database; False when there is one already.

        Only the commands call this. If `record` did it by itself, whoever empties both tables would get a fresh chain
        that looks whole; so an empty database stops the desk until a person looks.
        """
        if session.scalar(select(func.count()).select_from(AuditHead)):
            return False
        if session.scalar(select(func.count()).select_from(AuditLine)):
            raise ChainBroken("there are audit lines but no head")
        head = chain.seal_head(self._key, 0, chain.GENESIS)
        session.execute(insert(AuditHead).values(id=_HEAD_ID, seq=head.seq, seal=head.seal, proof=head.proof))
        return True

    def record(self, session: Session, *, actor: str, act: Act, case: str = "", note: str = "") -> None:
        """Add a line in the caller's transaction. `note` is a few code words, never content (it stands in clear: T2).

        Raise `ChainBroken` when the head is missing or forged, `ValueError` for a note that is too long or has control
        characters. The head row is locked first, so that concurrent writers stand in a queue and none loses a line.
        """
        if len(note) > NOTE_LIMIT or _CONTROL.search(note):
            raise ValueError("an audit note is one short line")
        head = self._head(session, lock=True)
        # Appending to a head that someone re-wrote would seal their forgery with our key; so it is checked every time.
        if head is None or head != chain.seal_head(self._key, head.seq, head.seal):
            raise ChainBroken("the head of the audit chain is missing or was not written by this desk")
        at = self._moment(act).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        entry = chain.Entry(head.seq + 1, at, actor, act.value, case, note)
        seal = chain.seal_entry(self._key, entry, head.seal)
        row = {"seq": entry.seq, "at": at, "actor": actor, "act": entry.act, "case": case, "note": note, "seal": seal}
        self._append(session, [row])

    def record_many(self, session: Session, *, actor: str, act: Act, cases: Sequence[str], note: str = "") -> None:
        """Add a line for each of `cases`, as `record` would one by one, in three statements. Raise as `record`."""
        if len(note) > NOTE_LIMIT or _CONTROL.search(note):
            raise ValueError("an audit note is one short line")
        head = self._head(session, lock=True)
        if head is None or head != chain.seal_head(self._key, head.seq, head.seal):
            raise ChainBroken("the head of the audit chain is missing or was not written by this desk")
        at = self._moment(act).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        seal, rows = head.seal, []
        for seq, case in enumerate(cases, head.seq + 1):
            entry = chain.Entry(seq, at, actor, act.value, case, note)
            seal = chain.seal_entry(self._key, entry, seal)
            rows.append(
                {"seq": seq, "at": at, "actor": actor, "act": act.value, "case": case, "note": note, "seal": seal}
            )
        if rows:
            self._append(session, rows)

    def verify(self, session: Session, checkpoint: str | None = None) -> chain.Verdict:
        """Walk the whole chain, and hold it against the text of an exported checkpoint when one is given.

        Raise `chain.CheckpointForged`. Give it a `reading()` session, which sees one moment: a line written during the
        walk would look like damage.
        """
        against = chain.read_checkpoint(self._key, checkpoint) if checkpoint is not None else None
        return chain.verify(self._key, self._entries(session), self._head(session), against)

    def checkpoint(self, session: Session) -> str:
        """One line of JSON to carry away. It vouches for the chain: raise `ChainBroken` when that does not hold."""
        if not self.verify(session).intact:
            raise ChainBroken("the audit chain does not hold; run: portal audit verify")
        head = self._head(session)
        if head is None:  # pragma: no cover  verified a moment ago, in the same transaction
            raise ChainBroken("the head of the audit chain is missing")
        day = self._clock.today().isoformat()
        return chain.write_checkpoint(chain.make_checkpoint(self._key, head, day))

    def seal_at(self, session: Session, seq: int) -> str | None:
        """Return the seal of line `seq` as it stands in the chain; None when there is no such line."""
        return session.scalar(select(AuditLine.seal).where(AuditLine.seq == seq))

    def checkpoint_at(self, session: Session, seq: int, day: str) -> chain.Checkpoint | None:
        """Return the checkpoint over line `seq` dated `day` (YYYY-MM-DD); None when there is no such line.

        The caller has verified the chain: what is sealed here is vouched for.
        """
        seal = self.seal_at(session, seq)
        if seal is None:
            return None
        return chain.make_checkpoint(self._key, chain.seal_head(self._key, seq, seal), day)

    def lines(self, session: Session, which: Filter, count: int) -> list[Line]:
        """Return the newest `count` lines that `which` lets through, newest first."""
        query = select(AuditLine).order_by(AuditLine.seq.desc()).limit(count)
        for column, value in ((AuditLine.actor, which.actor), (AuditLine.act, which.act), (AuditLine.case, which.case)):
            if value:
                query = query.where(column == value)
        if which.before:
            query = query.where(AuditLine.seq < which.before)
        return [_line(record) for record in session.scalars(query)]

    def of_case(self, session: Session, case: str, count: int | None = None) -> list[Line]:
        """Return what the chain says about one case, oldest first: everything, or the newest `count` lines."""
        found = session.connection().execute(_OF_CASE if count is None else _OF_CASE.limit(count), {"number": case})
        return [_line(row) for row in found][::-1]

    def of_actor(self, session: Session, actor: str, acts: Collection[Act], count: int) -> list[Line]:
        """Return the newest `count` lines about one actor's own acts of these kinds, newest first."""
        query = select(AuditLine).where(AuditLine.actor == actor, AuditLine.act.in_([act.value for act in acts]))
        return [_line(record) for record in session.scalars(query.order_by(AuditLine.seq.desc()).limit(count))]

    def notes(self, session: Session, actor: str, act: Act) -> Iterator[str]:
        """Give the notes of one actor's acts of one kind, oldest first."""
        wanted = select(AuditLine.note).where(AuditLine.actor == actor, AuditLine.act == act.value)
        yield from session.scalars(wanted.order_by(AuditLine.seq).execution_options(yield_per=_BATCH))

    def vouch(self, *parts: str | int) -> str:
        """Return the desk's keyed word for a row: whoever can write the database, but not read the key, makes none."""
        return chain.vouch(self._key, *parts)

    def vouched(self, proof: str, *parts: str | int) -> bool:
        """Whether `proof` is the desk's own word for a row with these parts."""
        return chain.vouched(self._key, proof, *parts)

    def _append(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write lines whose seals are made, the newest last, and the head over them."""
        connection = session.connection()
        connection.execute(_APPEND, rows)
        new = chain.seal_head(self._key, rows[-1]["seq"], rows[-1]["seal"])
        connection.execute(_MOVE, {"seq": new.seq, "seal": new.seal, "proof": new.proof})

    def _moment(self, act: Act) -> datetime:
        if act in DAY_ONLY:
            return datetime.combine(self._clock.today(), time.min, self._clock.zone)
        return self._clock.now()

    def _entries(self, session: Session) -> Iterator[chain.Entry]:
        query = select(*AuditLine.__table__.c).order_by(AuditLine.seq).execution_options(yield_per=_BATCH)
        for row in session.execute(query):
            yield _entry(row)

    def _head(self, session: Session, *, lock: bool = False) -> chain.Head | None:
        row = session.connection().execute(_LOCKED_HEAD if lock else _HEAD).one_or_none()
        return None if row is None else chain.Head(*row)


def _entry(row: Row[tuple[object, ...]]) -> chain.Entry:
    found = row._mapping  # noqa: SLF001  the documented way to read a row by name
    return chain.Entry(**{name: found[name] for name in chain.Entry.__dataclass_fields__})


def _line(record: AuditLine | Row[*tuple[Any, ...]]) -> Line:
    at = datetime.fromisoformat(record.at).replace(tzinfo=UTC)
    return Line(record.seq, at, record.actor, record.act, record.case, record.note)

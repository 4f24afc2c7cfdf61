"""The register. In clear: numbers, states, days and who may open; everything a report says is sealed (T2)."""

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)
_LETTERS, _WAITS = column("letters").is_(True), column("waits").is_(True)
SHELF = String(88)
LAST = date.max
"""Stands where no term runs, so that these come last."""


class CaseRecord(DeskBase):
    """One collected parcel. `id` is the parcel's id, so collecting twice cannot make two cases.

    `version` counts what was decided; a page that shows an older one is stale. `resume` is the state before a question,
    `letters_then` the letters there were when the state was reached, `handler` an officer's id, `open_items` how many
    follow-ups are not done, `next_due` the earliest day on which a running term ends. `batch`: no report, but a roster
    to be checked; it is in no queue, register or figure. `waits`: somebody asked for a second person, and nobody has
    answered yet. `away`: offered to another office. `closed_as`: the state from which it was filed away.
    """

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    received: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), index=True)
    changed: Mapped[date]
    letters: Mapped[int] = mapped_column(default=0)
    letters_read: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    resume: Mapped[str | None] = mapped_column(String(20))
    letters_then: Mapped[int] = mapped_column(default=0)
    handler: Mapped[str | None] = mapped_column(HEX)
    open_items: Mapped[int] = mapped_column(default=0)
    next_due: Mapped[date | None] = mapped_column(index=True)
    named: Mapped[bool] = mapped_column(default=False)
    batch: Mapped[bool] = mapped_column(default=False)
    waits: Mapped[bool] = mapped_column(default=False)
    away: Mapped[bool] = mapped_column(default=False)
    closed_as: Mapped[str | None] = mapped_column(String(20))


class CaseNumberRecord(DeskBase):
    """The last case number given out in a year; below zero the last number of a batch (0031)."""

    __tablename__ = "case_numbers"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class SlipRecord(DeskBase):
    """The case key sealed to one officer. No row, no way to read."""

    __tablename__ = "case_slips"
    __table_args__ = (Index("ix_case_slips_officer", "officer", "case_id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class StatementRecord(DeskBase):
    """What an officer said about recusal before opening a case: nothing in the way, or that they must not (0035).

    The reason is sealed to the case. No row: not stated yet, and the case stays closed to this officer.
    """

    __tablename__ = "case_statements"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    day: Mapped[date]
    recused: Mapped[bool] = mapped_column(default=False)


class BarredRecord(DeskBase):
    """An officer who must never be given a key to this case: somebody who may know said so (art. 48)."""

    __tablename__ = "case_barred"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    day: Mapped[date]


class DoomedRecord(DeskBase):
    """A sealed file whose rows are gone; the row goes when its bytes have."""

    __tablename__ = "doomed_files"

    name: Mapped[str] = mapped_column(HEX, primary_key=True)


class ItemRecord(DeskBase):
    """One sealed item of a case: the report, a letter, our copy of a reply, a decision with its reason.

    All are sealed to the case key but two kinds: half of a name's key on its way, and a name that two have opened.
    """

    __tablename__ = "case_items"
    __table_args__ = (UniqueConstraint("case_id", "kind", "slot"),)

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(16))
    slot: Mapped[int]
    day: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class FileRecord(DeskBase):
    """One sealed attachment: which sending it came with (0 the report, else the letter's slot), where its bytes lie."""

    __tablename__ = "case_files"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    sending: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    blob: Mapped[str] = mapped_column(HEX, unique=True)


class TermRecord(DeskBase):
    """One term of a case: since when, until when, how often extended, and the day it was met or ended.

    `code` is one of DOMAIN 3.2 or `FU`, a follow-up, whose `round` is the follow-up's slot.
    """

    __tablename__ = "case_terms"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[date]
    due: Mapped[date]
    extended: Mapped[int] = mapped_column(default=0)
    ended: Mapped[date | None]


class MentionRecord(DeskBase):
    """That a note of a case names an officer, and whether they looked. `note` is its slot; what it says is sealed."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_officer", "officer", "seen"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    note: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    seen: Mapped[bool] = mapped_column(default=False)


class TaskRecord(DeskBase):
    """A task of a case: whose, set by whom, due and done on which days. What is to be done is sealed."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_assignee", "assignee", "due"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    assignee: Mapped[str] = mapped_column(HEX)
    set_by: Mapped[str] = mapped_column(HEX)
    due: Mapped[date]
    done: Mapped[date | None]


class TombstoneRecord(DeskBase):
    """What stays of a case that was destroyed: number, days, how it ended, who. Nothing of what it said.

    `case_id` stays so that a letterbox put back from a backup does not bring the case back. `offices`: their ids, with
    commas. `kept_as` is a word of the schedule; `erased`: the day on which its bytes were gone, None until then.
    """

    __tablename__ = "tombstones"

    case_id: Mapped[str] = mapped_column(HEX, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    offices: Mapped[str] = mapped_column(Text)
    received: Mapped[date]
    ended: Mapped[date]
    kept_as: Mapped[str] = mapped_column(String(20))
    due: Mapped[date]
    destroyed: Mapped[date]
    asked_by: Mapped[str] = mapped_column(HEX)
    agreed_by: Mapped[str] = mapped_column(HEX)
    erased: Mapped[date | None]


class OutboxRecord(DeskBase):
    """A sealed answer on its way to the reporter; the row goes when the letterbox has it. `locator_hash`: its shelf."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("locator_hash", "slot"),)

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    locator_hash: Mapped[str] = mapped_column(String(96))
    slot: Mapped[int]
    day: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class QueueRecord(DeskBase):
    """A case as one queue has it: a copy of what a queue filters and sorts by. `shelving` keeps it.

    `shelf` is an officer's id, or `office:` and an office's. `due` is `LAST` where no term runs; `handler` "" for none;
    `letters`: there are new ones.
    """

    __tablename__ = "queue_rows"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    shelf: Mapped[str] = mapped_column(SHELF, primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(20))
    received: Mapped[date]
    changed: Mapped[date]
    due: Mapped[date]
    handler: Mapped[str] = mapped_column(HEX)
    letters: Mapped[bool]
    waits: Mapped[bool]

    __table_args__ = (
        Index("ix_queue_rows_number", "shelf", "number"),
        Index("ix_queue_rows_due", "shelf", "due", "number"),
        Index("ix_queue_rows_received", "shelf", "received", "number"),
        Index("ix_queue_rows_changed", "shelf", "changed", "number"),
        Index("ix_queue_rows_state", "shelf", "state", "due", "number"),
        Index("ix_queue_rows_handler", "shelf", "handler", "due", "number"),
        Index("ix_queue_rows_letters", "shelf", "due", "number", sqlite_where=_LETTERS, postgresql_where=_LETTERS),
        Index("ix_queue_rows_waits", "shelf", "due", "number", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )  # fmt: skip


class TallyRecord(DeskBase):
    """How many cases of a shelf are in a state, fall due on a day, have a handler or a mark. `shelving` keeps it."""

    __tablename__ = "queue_tallies"

    shelf: Mapped[str] = mapped_column(SHELF, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int]


class SavedViewsRecord(DeskBase):
    """The views of the queue that an officer keeps, names and all, sealed to that officer."""

    __tablename__ = "queue_views"

    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SearchEntryRecord(DeskBase):
    """A case's key and words under one officer's search key; it goes with the slip (ADR 0037).

    `items`: how many items the case had when its words were read.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "officer"], ["case_slips.case_id", "case_slips.officer"], ondelete="CASCADE"),
    )

    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    case_id: Mapped[str] = mapped_column(HEX, primary_key=True)
    items: Mapped[int]
    closed: Mapped[bytes] = mapped_column(LargeBinary)


class LabelRecord(DeskBase):
    """What a queue shows of a case's report, under one officer's key for labels; it goes with the slip (ADR 0054)."""

    __tablename__ = "case_labels"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "officer"], ["case_slips.case_id", "case_slips.officer"], ondelete="CASCADE"),
    )

    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    case_id: Mapped[str] = mapped_column(HEX, primary_key=True)
    closed: Mapped[bytes] = mapped_column(LargeBinary)

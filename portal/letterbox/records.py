"""Every table of the letterbox. What a column may hold is fixed (never-arrow 6) and listed one by one in a test.

Primary keys are random or hashes, and on SQLite the tables have no hidden row number: nothing here tells who came
before whom. There is no time finer than a day. What the desk has collected is removed, not marked.

Two kinds of table: `mailboxes`, `letter_marks` and `answers` stay; `parcels`, `slips`, `letters` and `files` only wait.
Beside them `roster_mark` and `gate_keys`, which belong to the doors.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Day(TypeDecorator[date]):
    """A calendar day as ten characters: there is no room for a time of day.

    A day that is none reads as None and fails the check of its item: one row that somebody spoilt must not stop the
    reading of all others (T3).
    """

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Any) -> str | None:  # noqa: ARG002
        return None if value is None else date(value.year, value.month, value.day).isoformat()

    def process_result_value(self, value: Any, dialect: Any) -> date | None:  # noqa: ARG002
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("locator_hash", String(64), primary_key=True),
    Column("parcel", String(32), nullable=False, unique=True),
    Column("case_recipient", String(2048), nullable=False),
    Column("offices", Text, nullable=False),
    Column("binding", LargeBinary(32), nullable=False),
    Column("day", Day, nullable=False),
    sqlite_with_rowid=False,
)

parcels = Table(
    "parcels",
    metadata,
    Column("id", String(32), ForeignKey("mailboxes.parcel"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("packet", LargeBinary, nullable=True),
    sqlite_with_rowid=False,
)

slips = Table(
    "slips",
    metadata,
    Column("parcel", String(32), ForeignKey("parcels.id", ondelete="CASCADE"), primary_key=True),
    Column("officer", String(127), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

letter_marks = Table(
    "letter_marks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("locator_hash", String(64), ForeignKey("mailboxes.locator_hash"), nullable=False),
    Column("slot", Integer, nullable=False),
    UniqueConstraint("locator_hash", "slot"),
    CheckConstraint("slot >= 1", name="slot"),
    sqlite_with_rowid=False,
)

letters = Table(
    "letters",
    metadata,
    Column("id", String(32), ForeignKey("letter_marks.id"), primary_key=True),
    Column("day", Day, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# The holder is a parcel, a letter (128 random bits each) or an answer (counted on from its parcel, `answer_holder`), so
# one column serves, and no join tells them apart.
files = Table(
    "files",
    metadata,
    Column("holder", String(32), primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("blob", String(32), nullable=False, unique=True),
    Column("bucket", BigInteger, nullable=False),
    CheckConstraint("slot >= 1", name="slot"),
    CheckConstraint("bucket > 0", name="bucket"),
    sqlite_with_rowid=False,
)

# Here `locator_hash` is a *shelf*, mailbox and parcel in one: the answers of another case, whose report named this
# mailbox as its own, can never take the place of the true ones (T3). No foreign key to the mailbox: whoever destroys
# one must not be able to stop the desk's other answers.
answers = Table(
    "answers",
    metadata,
    Column("locator_hash", String(96), primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("day", Day, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("slot >= 1", name="slot"),
    sqlite_with_rowid=False,
)

# What the street door's tickets are vouched for with. It opens nothing and says nothing of anybody.
gate_keys = Table(
    "gate_keys",
    metadata,
    Column("day", Day, primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)

roster_mark = Table(
    "roster_mark",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    CheckConstraint("id = 1", name="id"),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

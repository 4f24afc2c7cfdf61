"""What recovery keeps, in clear: who keeps a half of whose key, who asked for a recovery, days. All else is sealed."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)
_OFFICER = "officers.id"


class KeyPacketRecord(DeskBase):
    """An officer's keys, sealed so that only both halves together open them. `day`: when it was set up."""

    __tablename__ = "key_packets"

    officer: Mapped[str] = mapped_column(ForeignKey(_OFFICER, ondelete="RESTRICT"), primary_key=True)
    day: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class KeyHalfRecord(DeskBase):
    """One half, sealed to one keeper. The primary key lets nobody keep both halves of one officer's key."""

    __tablename__ = "key_halves"

    officer: Mapped[str] = mapped_column(ForeignKey(_OFFICER, ondelete="RESTRICT"), primary_key=True)
    keeper: Mapped[str] = mapped_column(ForeignKey(_OFFICER, ondelete="RESTRICT"), primary_key=True, index=True)
    part: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecoveryRecord(DeskBase):
    """One recovery that was asked for. `mark` finds it by the code that counts now; empty when none does.

    `recipient` is the temporary key, empty until the officer took the request up; `proof` the desk's keyed word over
    the row; `told`: the officer has seen how it ended; `sealed`: why a keeper refused.
    """

    __tablename__ = "recoveries"

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    officer: Mapped[str] = mapped_column(ForeignKey(_OFFICER, ondelete="RESTRICT"), index=True)
    begun_by: Mapped[str] = mapped_column(ForeignKey(_OFFICER, ondelete="RESTRICT"))
    begun: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    mark: Mapped[str] = mapped_column(String(64), index=True)
    recipient: Mapped[str] = mapped_column(Text, default="")
    ended: Mapped[date | None]
    ended_by: Mapped[str | None] = mapped_column(HEX)
    told: Mapped[bool] = mapped_column(default=False)
    proof: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class HandedHalfRecord(DeskBase):
    """A half that its keeper sealed to the temporary key of one recovery. Nobody hands over two."""

    __tablename__ = "handed_halves"
    __table_args__ = (UniqueConstraint("recovery", "keeper"),)

    recovery: Mapped[str] = mapped_column(ForeignKey("recoveries.id", ondelete="RESTRICT"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    keeper: Mapped[str] = mapped_column(ForeignKey(_OFFICER, ondelete="RESTRICT"))
    day: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

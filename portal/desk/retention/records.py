"""Holds on destruction, and the bytes that still have to go. In clear: days and officers; a hold's reason is sealed."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)


class HoldRecord(DeskBase):
    """One hold on one case. `lifted_by` asked to lift it, `lifted_with` agreed; `proof`: the desk's word for that."""

    __tablename__ = "holds"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    set_on: Mapped[date]
    set_by: Mapped[str] = mapped_column(HEX)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    lifted_on: Mapped[date | None]
    lifted_by: Mapped[str | None] = mapped_column(HEX)
    lifted_with: Mapped[str | None] = mapped_column(HEX)
    proof: Mapped[str | None] = mapped_column(String(64))


class CondemnedRecord(DeskBase):
    """A blob of a destroyed case that still has to go from its store; the row goes when the bytes are gone."""

    __tablename__ = "condemned"

    case_id: Mapped[str] = mapped_column(ForeignKey("tombstones.case_id", ondelete="RESTRICT"), primary_key=True)
    store: Mapped[str] = mapped_column(String(10), primary_key=True)
    blob: Mapped[str] = mapped_column(HEX, primary_key=True)

"""What linking needs: an office's key for marks, sealed to each of its officers, and the marks of cases."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase


class IndexKeySlip(DeskBase):
    """An office's key for marks, sealed to one officer. `proof`: the desk's keyed word that it is the office's key."""

    __tablename__ = "index_key_slips"

    office: Mapped[str] = mapped_column(ForeignKey("offices.id", ondelete="RESTRICT"), primary_key=True)
    officer: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="RESTRICT"), primary_key=True)
    proof: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class MarkRecord(DeskBase):
    """A keyed mark of 16 bits for a person or a unit that a case names, as one office makes it (ADR 0038)."""

    __tablename__ = "case_marks"
    __table_args__ = (Index("ix_case_marks_mark", "office", "use", "mark"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("offices.id", ondelete="RESTRICT"), primary_key=True)
    use: Mapped[str] = mapped_column(String(8), primary_key=True)
    mark: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

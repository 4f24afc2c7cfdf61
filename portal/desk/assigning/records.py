"""Assigned tasks, in clear: which case, which offices, days, where it stands. What is to be done is sealed (T2)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)
OFFICE_ID = String(80)


class AssignmentRecord(DeskBase):
    """One task: `parent` is the case it was made from, `child` the case it is in the lower office."""

    __tablename__ = "assignments"
    __table_args__ = (Index("ix_assignments_parent", "parent"), Index("ix_assignments_child", "child", unique=True))

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    parent: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"))
    child: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"))
    from_office: Mapped[str] = mapped_column(OFFICE_ID)
    to_office: Mapped[str] = mapped_column(OFFICE_ID)
    by: Mapped[str] = mapped_column(HEX)
    day: Mapped[date]
    due: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    ended: Mapped[date | None]

"""An office's own rules. They are norms, not records of anybody: they stand in clear, every version of them."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase


class OfficeRulesRecord(DeskBase):
    """One version of an office's rules, counted from 1; `by` is an officer's id, `body` the book as JSON."""

    __tablename__ = "office_rules"

    office: Mapped[str] = mapped_column(String(40), ForeignKey("offices.id", ondelete="RESTRICT"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    by: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)

"""Follow-ups, in clear: kind, step and days. Who, what and why are sealed to the case."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase


class FollowUpRecord(DeskBase):
    """One follow-up of a case; its day due is the term `FU` of the same round."""

    __tablename__ = "follow_ups"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(12))
    opened: Mapped[date]
    ended: Mapped[date | None]

"""Requests, in clear: which act, who asked and answered, days. Grounds and answers are sealed (T2)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)


class RequestRecord(DeskBase):
    """One request. `version` is that of the case when it was made: a case that moved on lets it lapse.

    `proof` is the desk's keyed word that this officer made this request; `told`: the asker has seen how it ended.
    """

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("case_id", "slot"),
        Index("ix_requests_state", "state"),
        Index("ix_requests_asked_by", "asked_by", "asked", "slot"),
    )

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="RESTRICT"))
    slot: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    asked_by: Mapped[str] = mapped_column(HEX)
    asked: Mapped[date]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    answered_by: Mapped[str | None] = mapped_column(HEX)
    answered: Mapped[date | None]
    told: Mapped[bool] = mapped_column(default=False)
    proof: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)

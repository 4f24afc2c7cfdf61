"""Hand-overs, in clear: offices, states, days, officers' ids. What stays of a case that went is this row (T2)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)
OFFICE_ID = String(80)


class TransferRecord(DeskBase):
    """One hand-over; once it is taken, the tombstone of the case in the office that sent it.

    `parcel` is the case's id, which goes with it; `number` the number it had here, `received` the day it came here,
    `before` and `after` its states. `card` is the status card, sealed to the reporter and signed for the mailbox's next
    slot; it goes with the confirmation, or is destroyed. `proof` is the desk's keyed word that two
    persons offered this. No foreign key to the case: the row outlives it.
    """

    __tablename__ = "transfers"
    __table_args__ = (Index("ix_transfers_parcel", "parcel"), Index("ix_transfers_to_office", "to_office", "status"))

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    parcel: Mapped[str] = mapped_column(HEX)
    number: Mapped[str] = mapped_column(String(16))
    received: Mapped[date]
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(8))
    from_office: Mapped[str] = mapped_column(OFFICE_ID, index=True)
    to_office: Mapped[str] = mapped_column(OFFICE_ID)
    asked_by: Mapped[str] = mapped_column(HEX)
    agreed_by: Mapped[str] = mapped_column(HEX)
    offered: Mapped[date]
    status: Mapped[str] = mapped_column(String(12))
    ended: Mapped[date | None]
    ended_by: Mapped[str | None] = mapped_column(HEX)
    card: Mapped[bytes | None] = mapped_column(LargeBinary)
    proof: Mapped[str] = mapped_column(String(64))

    @property
    def vouched_for(self) -> tuple[str | int, ...]:
        """What the desk's keyed word is over: everything that is decided when the case is offered."""
        what = ("transfer", self.id, self.parcel, self.number, self.before, self.after, self.way)
        return (*what, self.from_office, self.to_office, self.asked_by, self.agreed_by, self.offered.isoformat())


class TransferSlipRecord(DeskBase):
    """The case key sealed to one officer of the receiving office; `sealed` None for one who must never have it."""

    __tablename__ = "transfer_slips"

    transfer: Mapped[str] = mapped_column(ForeignKey("transfers.id", ondelete="RESTRICT"), primary_key=True)
    officer: Mapped[str] = mapped_column(HEX, primary_key=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

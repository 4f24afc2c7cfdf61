"""Where officers want to be reminded."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase


class ReminderAddress(DeskBase):
    """An officer's own address for reminders. No row, no mail."""

    __tablename__ = "reminder_addresses"

    officer: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="RESTRICT"), primary_key=True)
    address: Mapped[str] = mapped_column(String(100))

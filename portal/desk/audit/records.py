"""The chain's two tables. No foreign key leads out of here: an audit line outlives what it speaks of."""

from sqlalchemy import BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase


class AuditLine(DeskBase):
    """One line of the chain. `at` is text, because the seal is over exactly these characters."""

    __tablename__ = "audit_lines"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(32), index=True)
    act: Mapped[str] = mapped_column(String(24))
    case: Mapped[str] = mapped_column(String(32), index=True)
    note: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))


class AuditHead(DeskBase):
    """The one row over the newest line; also what concurrent writers wait for."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[str] = mapped_column(String(64))
    proof: Mapped[str] = mapped_column(String(64))

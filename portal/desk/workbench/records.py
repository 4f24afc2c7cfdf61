"""Where the sealed files of the workbench lie. What they are stands in sealed items of the case (T2)."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)


class WorkbenchFileRecord(DeskBase):
    """One sealed file of one import: `place` counts the imports of a case, `slot` the files of an import, from 1."""

    __tablename__ = "workbench_files"

    case_id: Mapped[str] = mapped_column(HEX, ForeignKey("cases.id", ondelete="RESTRICT"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    blob: Mapped[str] = mapped_column(HEX, unique=True)

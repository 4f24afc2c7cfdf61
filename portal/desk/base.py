"""One declarative base for every table of the desk; the letterbox has its own and never sees this one."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class DeskBase(DeclarativeBase):
    """Tables of the desk's database. Every constraint has a name, so that a migration can take it back."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

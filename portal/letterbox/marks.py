"""The highest roster version this letterbox's doors have ever used: an older roster is refused everywhere (T14)."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.letterbox.items import BadItem
from portal.letterbox.records import roster_mark as table

_MARK = select(table.c.version)


def roster_mark(session: Session) -> int:
    """Return the highest version ever marked, 0 when none was. Raise `BadItem` when somebody wrote another thing."""
    version = session.scalar(_MARK) or 0
    if type(version) is not int:
        raise BadItem("roster mark")
    return version


def raise_roster_mark(session: Session, version: int) -> None:
    """Mark `version` as used. The mark never goes down, whoever calls in whatever order."""
    dialect = session.get_bind().dialect.name
    row = (postgresql if dialect == "postgresql" else sqlite).insert(table).values(id=1, version=version)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[table.c.id],
            set_={"version": row.excluded.version},
            where=table.c.version < row.excluded.version,
        )
    )

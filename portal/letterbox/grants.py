"""Who may do what to the letterbox on a database server: role, table, rights. What is not written here is refused.

Each process has a role of its own, and none of them owns a table. So whoever takes over the street door, which reads
what strangers send, still cannot ask the database for a single sealed report, slip or letter: the door puts them in
and never looks (T1, T3). The rights are PostgreSQL's own words; columns stand where a part of a table is enough.

`UPDATE` on one column that nobody needs to change stands where a row is only locked: PostgreSQL asks for it.
"""

from collections.abc import Mapping
from typing import Final

Grants = Mapping[str, Mapping[str, tuple[str, ...]]]

_PUBLIC = {
    "mailboxes": ("SELECT", "INSERT", "UPDATE (locator_hash, binding)", "DELETE"),
    "parcels": ("SELECT (id)", "INSERT"),
    "slips": ("INSERT",),
    "letter_marks": ("SELECT", "INSERT", "DELETE"),
    "letters": ("SELECT (id)", "INSERT", "DELETE"),
    "files": ("SELECT", "INSERT", "DELETE"),
    "answers": ("SELECT", "INSERT", "UPDATE (day, sealed)", "DELETE"),
    "gate_keys": ("SELECT", "INSERT", "DELETE"),
    "roster_mark": ("SELECT", "INSERT", "UPDATE"),
    "alembic_version": ("SELECT",),
}
_COLLECTOR = {
    "mailboxes": ("SELECT", "UPDATE (locator_hash, binding)", "DELETE"),
    "parcels": ("SELECT", "DELETE"),
    "slips": ("SELECT", "DELETE"),
    "letter_marks": ("SELECT", "DELETE"),
    "letters": ("SELECT", "DELETE"),
    "files": ("SELECT", "INSERT", "DELETE"),
    "answers": ("SELECT", "INSERT", "UPDATE (day, sealed)", "DELETE"),
    "alembic_version": ("SELECT",),
}
# The desk's pages ask one thing only: whether anything waits that was sealed to a key about to be destroyed.
_DESK = {
    "mailboxes": ("SELECT (parcel, day)",),
    "parcels": ("SELECT (id)",),
    "alembic_version": ("SELECT",),
}

GRANTS: Final[Grants] = {"public": _PUBLIC, "collector": _COLLECTOR, "desk": _DESK}

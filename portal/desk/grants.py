"""Who may do what to the desk's database on a database server: role, table, rights. What is not here is refused.

Neither role owns a table, so neither can drop one, change its shape or switch a check off. The audit chain only grows:
its lines can be added and read, and no role changes or removes one (T5). Nor does anybody remove an officer, an
office, a list of keys, or what a case was decided by.
"""

from typing import Final

from portal.desk.history import HISTORY

_READ = ("SELECT",)
_GROWS = ("SELECT", "INSERT")
_STAYS = ("SELECT", "INSERT", "UPDATE")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")

_KEPT = {
    "alembic_version": _READ,
    "audit_lines": _GROWS,
    "audit_head": _STAYS,
    "case_numbers": _STAYS,
    "officers": _STAYS,
    "offices": _STAYS,
    "rosters": _STAYS,
}
_DESK = dict.fromkeys(HISTORY.metadata.tables, _ALL) | _KEPT
# Opens nothing: it carries sealed rows in and out, and finishes what was agreed to be destroyed.
_COLLECTOR = {
    "alembic_version": _READ,
    "audit_lines": _GROWS,
    "audit_head": _STAYS,
    "case_numbers": _STAYS,
    "cases": _STAYS,
    "case_terms": _STAYS,
    "case_slips": _GROWS,
    "case_items": _GROWS,
    "case_files": _GROWS,
    "queue_rows": _ALL,
    "queue_tallies": _ALL,
    "officers": _READ,
    "outbox": ("SELECT", "DELETE"),
    "doomed_files": ("SELECT", "DELETE"),
    "condemned": ("SELECT", "INSERT", "DELETE"),
    "tombstones": ("SELECT", "UPDATE"),
    "workbench_files": ("SELECT (blob)",),
}

GRANTS: Final = {"desk": _DESK, "collector": _COLLECTOR}

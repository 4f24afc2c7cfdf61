"""What officers make of a finding. What must stand beside a mark first is decided in the room of findings.

Source: DOMAIN 5.4.
"""

from enum import StrEnum

from portal.domain.text import Text


class Mark(StrEnum):
    """Where a finding stands."""

    PENDING = "pending"
    EXPLAINED = "explained"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"


MARK_WORDS = {
    Mark.PENDING: Text("待核实", "To be verified"),
    Mark.EXPLAINED: Text("已解释", "Explained"),
    Mark.CONFIRMED: Text("属实", "Confirmed"),
    Mark.NOT_CONFIRMED: Text("不属实", "Not confirmed"),
}
SETTLED = frozenset({Mark.EXPLAINED, Mark.NOT_CONFIRMED})
"""Marks under which a finding is no longer an unexplained inconsistency."""

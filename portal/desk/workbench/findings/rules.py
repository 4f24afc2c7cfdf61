"""What an officer may make of a finding. Pure. Source: DOMAIN 5.4 (status), issue 5 (属实 needs the explanations)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.desk.workbench.checking import Mark


class MarkRefusal(StrEnum):
    """Why a mark is not allowed; the page says it in words."""

    EXPLANATIONS = "explanations"
    NOTE = "note"
    IN_FAVOUR = "in_favour"


class MarkRefused(Exception):
    """The mark is not allowed; `why` says which guard refused."""

    def __init__(self, why: MarkRefusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Judgement:
    """A mark, the keys of the innocent explanations that were looked into and ruled out, and why."""

    mark: Mark
    ruled_out: frozenset[str] = frozenset()
    note: str = ""


def check_mark(judgement: Judgement, explanations: Collection[str], *, in_favour: bool) -> None:
    """Let a judgement pass, or raise `MarkRefused`. `explanations` are the keys of all that the finding has.

    A finding is confirmed only when every innocent explanation was ruled out, with a note; one that speaks for the
    person accuses of nothing, so there is nothing to confirm. Explained and unfounded say why.
    """
    if judgement.mark is Mark.PENDING:
        return
    if not judgement.note.strip():
        raise MarkRefused(MarkRefusal.NOTE)
    if judgement.mark is Mark.CONFIRMED:
        if in_favour:
            raise MarkRefused(MarkRefusal.IN_FAVOUR)
        if not frozenset(explanations) <= judgement.ruled_out:
            raise MarkRefused(MarkRefusal.EXPLANATIONS)

"""The one door by which anything of the workbench leaves the office. Making a paper and letting it out are two things.

Two persons agree to an export (DOMAIN 3.3, T5): the one who made it and one with the right `second`. Who the second one
is, the room of approvals knows; it is handed in as a `Consent`. As long as that names nobody, nothing leaves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework.rules import NeedsSecond, NotAllowed, Seconder, both
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import Bench


class ExportKind(StrEnum):
    """What may be taken out."""

    WORKING_PAPER = "working"
    REQUEST = "request"
    DATA = "data"


@dataclass(frozen=True)
class Export:
    """One export that somebody agrees to. `about` tells requests apart ("3-sending": the third list, for that unit).

    `basis` is the state of the records it is made of: consent to one state does not let out another. None of it names
    anybody, so it may stand in an approval in clear.
    """

    number: str
    kind: ExportKind
    about: str = ""
    basis: str = ""

    @property
    def what(self) -> str:
        """What is wanted, as it stands in addresses: `working`, `request-3-sending`."""
        return f"{self.kind}-{self.about}" if self.about else self.kind.value

    def body(self) -> dict[str, str]:
        """Plain data, to be kept with an approval."""
        return {"number": self.number, "kind": self.kind.value, "about": self.about, "basis": self.basis}

    @classmethod
    def from_body(cls, body: Mapping[str, str]) -> "Export":
        """Read what `body` gave. Raise `KeyError`, `ValueError`."""
        return cls(body["number"], ExportKind(body["kind"]), body["about"], body["basis"])


Consent = Callable[[Session, Desk, Who, Export], Seconder | None]
"""Who else agreed to exactly this export; None while nobody has."""


def export_of(bench: Bench, kind: ExportKind, about: str = "") -> Export:
    """Name an export of a case as its records are now."""
    counts = {
        "i": bench.imports.version, "m": len(bench.marks), "r": len(bench.rules), "o": bench.office_rules[0],
        "v": len(bench.visits), "p": len(bench.papers),
    }  # fmt: skip
    return Export(bench.number, kind, about, " ".join(f"{name}{count}" for name, count in counts.items()))


def may_export(session: Session, desk: Desk, who: Who, export: Export, consent: Consent) -> bool:
    """Whether two persons agreed to exactly this, so that a page need not call itself a draft."""
    try:
        both(Right.WORKBENCH, Seconder(who.officer, who.name, who.rights), consent(session, desk, who, export))
    except (NeedsSecond, NotAllowed):
        return False
    return True


def let_out(session: Session, desk: Desk, who: Who, export: Export, consent: Consent) -> None:
    """Let an export leave: both persons are checked, and the line stands in the audit chain before a byte goes.

    Raise `NeedsSecond` while nobody else has agreed; `NotAllowed` when the second person is the first, or may not.
    """
    second = consent(session, desk, who, export)
    both(Right.WORKBENCH, Seconder(who.officer, who.name, who.rights), second)
    seconder = second.officer if second else ""
    note = f"{export.kind} {export.about} with {seconder}".replace("  ", " ")
    desk.ledger.record(session, actor=who.officer, act=Act.EXPORT, case=export.number, note=note)

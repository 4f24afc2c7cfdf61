"""A report as the page for checking sends it: the very document that was shown, ready to be sealed.

The forms made that document and gave it to the page; reading it back takes one strict pass over its schema instead of
forty-seven fields once more. What that page could not have sent is read with the forms, which say what is wrong.
"""

import re
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from portal.domain.identity import Identity, UnreadableIdentity
from portal.domain.report import Report, Unreadable, parse_report_text
from portal.public.offices import can_keep_names
from portal.public.reporting import rules
from portal.public.reporting.forms import NAMED
from portal.sealing import Office, Roster

REPORT, OPENERS, ONCE, IDENTITY = "report", "openers", "once", "identity"
"""The names of the hidden inputs: the document, the chosen offices by id, the number of this sending, and who reports
(empty for an anonymous report)."""

_ONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Checked:
    """A checked report, the offices that shall open it, and the 16 bytes that make its sending happen once.

    `identity` is who reports; None for an anonymous report.
    """

    once: bytes
    report: Report
    offices: tuple[str, ...]
    identity: Identity | None = None

    @classmethod
    def received(cls, roster: Roster, sent: MultiDict[str, str]) -> Self | None:
        """Read what the page for checking sent. None for anything else, and when a chosen office is there no more."""
        once, chosen = sent.get(ONCE, ""), sent.get(OPENERS, "").split()
        offered = tuple(office for office in roster.offices if office.receives)
        if not _ONCE.fullmatch(once) or not set(chosen) <= {office.id for office in offered}:
            return None
        try:
            report = parse_report_text(sent.get(REPORT, ""))
            identity = Identity.read_text(said) if (said := sent.get(IDENTITY, "")) else None
        except (Unreadable, UnreadableIdentity):
            return None
        offices = _opening(offered, chosen, report)
        if not offices or (identity is not None) != (report.identity_mode == NAMED):
            return None
        if identity is not None and not can_keep_names(roster, offices):
            return None
        return cls(bytes.fromhex(once), report, offices, identity)


def _opening(offered: tuple[Office, ...], chosen: list[str], report: Report) -> tuple[str, ...]:
    about, conflict = report.secondment, report.conflict
    where = f"{about.receiving_region} {about.receiving_unit}"
    local = rules.of_the_county(offered, where) if conflict.avoid_local else frozenset()
    return rules.opening(offered, chosen, within=conflict.about_this_office, local=local)

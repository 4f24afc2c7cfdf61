"""A report while it is being written: both forms, and the number that makes its sending happen once.

Nothing of it is stored anywhere between the pages. Each page shows one part and carries the others as hidden inputs.
"""

import re
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Self

from werkzeug.datastructures import MultiDict

from portal.domain.identity import NOBODY, Identity
from portal.domain.report import Report
from portal.public.fields import YES
from portal.public.offices import can_keep_names, in_tree_order
from portal.public.reporting import rules
from portal.public.reporting.body import report_of
from portal.public.reporting.forms import BeforeForm, StoryForm
from portal.public.written import unpacked
from portal.sealing import Office, Roster

_ONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Draft:
    """What has been written so far. `once` is empty until the page for checking was reached."""

    before: BeforeForm
    story: StoryForm
    offered: tuple[Office, ...]
    once: str
    roster: Roster

    @classmethod
    def received(cls, roster: Roster, sent: MultiDict[str, str] | None) -> Self:
        """Read the draft out of what a page sent; None gives an empty one."""
        offered = in_tree_order(office for office in roster.offices if office.receives)
        sent = unpacked(sent) if sent else sent
        before = BeforeForm(formdata=sent)
        before.offer(offered)
        once = sent.get("once", "") if sent else ""
        return cls(before, StoryForm(formdata=sent), offered, once if _ONCE.fullmatch(once) else "", roster)

    def is_complete(self) -> bool:
        """Whether both forms hold what a report needs; each fault is noted beside its field."""
        complete = self.before.validate()
        complete = bool(self.story.validate() and complete)
        if complete and not self.offices():
            self.story.avoid_local.errors = ["nobody_left"]
            return False
        if complete and self.story.named and not can_keep_names(self.roster, self.offices()):
            self.story.identity_mode.errors = ["nobody_keeps"]
            return False
        return complete

    def identity(self) -> Identity | None:
        """Who reports, if they gave a name. Ask `is_complete` first."""
        if not self.story.named:
            return None
        said = (self.story.real_name.data, self.story.contact.data, self.story.contact_times.data)
        return Identity.read(dict(zip(NOBODY, (text or "" for text in said), strict=True)))

    def ready_to_send(self) -> Self:
        """The same draft with its number: a fresh one at the first check, the same one ever after."""
        return self if self.once else replace(self, once=token_hex(16))

    def offices(self) -> tuple[str, ...]:
        """The offices that will hold the key, by id."""
        within = self.before.about_this_office.data == YES
        return rules.opening(self.offered, self.before.recipients.data or (), within=within, local=self._local())

    def withheld(self) -> tuple[tuple[Office, str], ...]:
        """The offices that were ticked and get no key all the same, each with the reason: "local" or "within"."""
        lost = set(self.before.recipients.data or ()) - set(self.offices())
        local = self._local()
        return tuple((one, "local" if one.id in local else "within") for one in self.offered if one.id in lost)

    def _local(self) -> frozenset[str]:
        if not self.story.avoid_local.data:
            return frozenset()
        return rules.of_the_county(self.offered, f"{self.story.receiving_region.data} {self.story.receiving_unit.data}")

    def report(self, lang: str) -> Report:
        """The document that is shown for checking and then sealed. Ask `is_complete` first."""
        return report_of(self.before, self.story, lang)

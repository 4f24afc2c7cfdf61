"""Follow-ups as an officer sees them."""

from dataclasses import dataclass
from datetime import date

from portal.desk.casework.timing import Remaining
from portal.desk.followup.rules import Act, Step
from portal.domain.followup import (
    APPROVAL_LEVELS,
    CAUSES,
    CLEARING_FORMS,
    MEASURES,
    NATURES,
    PARTIES,
    RESULTS,
    STEP_NAMES,
    FollowUp,
)
from portal.domain.options import Options
from portal.domain.text import Text
from portal.sealing import Envelope

_LISTS: tuple[tuple[str, Options], ...] = (
    ("party", PARTIES),
    ("measure", MEASURES),
    ("cause", CAUSES),
    ("form", CLEARING_FORMS),
    ("nature", NATURES),
    ("level", APPROVAL_LEVELS),
    ("result", RESULTS),
)
ACT_NAMES = {
    Act.ADD: Text("新增", "Add"),
    Act.APPROVE: Text("批准", "Approve"),
    Act.REFUSE: Text("不批准", "Do not approve"),
    Act.COMPLETE: Text("记录完成", "Record as done"),
}


@dataclass(frozen=True)
class EventView:
    """One sealed record of a follow-up."""

    day: date
    by: str
    act: Text
    chosen: tuple[Text, ...]
    concerns: str
    approval: str
    text: str


@dataclass(frozen=True)
class FollowUpView:
    """A follow-up with its history and what this officer may do. `left` is None once it has ended."""

    slot: int
    kind: FollowUp
    step: Step
    opened: date
    ended: date | None
    left: Remaining | None
    events: tuple[EventView, ...]
    acts: tuple[Act, ...]

    @property
    def step_text(self) -> Text:
        """Name the step in both languages."""
        return STEP_NAMES[self.step]


def event_view(envelope: Envelope) -> EventView:
    """Read a sealed record; a code that this version does not know stands as it is."""
    body = envelope.body
    codes = ((str(body[name]), of) for name, of in _LISTS if body.get(name))
    chosen = tuple(of.text(code) if code in of.codes else Text(code, code) for code, of in codes)
    act = str(body.get("act"))
    words = {key: str(body.get(key, "")) for key in ("by", "concerns", "approval", "text")}
    named = ACT_NAMES[Act(act)] if act in set(Act) else Text(act, act)
    return EventView(day=envelope.day, act=named, chosen=chosen, **words)

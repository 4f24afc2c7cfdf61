"""What an officer is shown: frozen values without a session, a record or a key behind them."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.desk.casework.access import Access
from portal.desk.casework.letters import LetterView
from portal.desk.casework.rules import Decision
from portal.domain.reading import Reading
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.sealing import FileEntry


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; nothing of what the report says."""

    number: str
    received: date
    changed: date
    state: State
    new_letters: int


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue, newest first; `older` is the number to go on from, None on the last page."""

    rows: tuple[QueueRow, ...]
    older: str | None
    counts: dict[State, int]


@dataclass(frozen=True)
class SentView:
    """Our own copy of a reply to the reporter; `html` is None when the copy cannot be read."""

    day: date
    by: str
    html: str | None


@dataclass(frozen=True)
class DecisionView:
    """A decision with its reason; `decision` is None for a record that cannot be read."""

    day: date | None = None
    decision: str | None = None
    reason: Text | None = None
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class TrailLine:
    """One line of the case's audit trail, in the office's own time, with a name in place of an officer's id.

    `way` is from which state to which, where the line tells of a decision.
    """

    at: datetime
    day_only: bool
    who: str
    act: str
    note: str
    way: tuple[State, State] | None


@dataclass(frozen=True)
class Opened:
    """The content of a case, for an officer whose slip opened it. `reading` is None when the report cannot be read."""

    reading: Reading | None
    files: tuple[FileEntry, ...]
    conversation: tuple[LetterView | SentView, ...]
    taken: tuple[DecisionView, ...]
    can_answer: bool


@dataclass(frozen=True)
class CaseView:
    """A case as one officer may see it now. `opened` is None until somebody has registered the report."""

    number: str
    received: date
    state: State
    decisions: tuple[Decision, ...]
    access: Access
    trail: tuple[TrailLine, ...]
    opened: Opened | None

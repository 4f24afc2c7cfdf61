"""What an officer is shown: frozen values without a session, a record or a key behind them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal.desk.casework.access import Access
from portal.desk.casework.labelling import LabelView
from portal.desk.casework.letters import LetterView
from portal.desk.casework.linking.actions import Links
from portal.desk.casework.noted import NoteView, TaskView
from portal.desk.casework.table import row
from portal.desk.casework.timing import Remaining, TermView
from portal.desk.casework.transitions import Transition
from portal.domain.deadlines import DEADLINES, Code
from portal.domain.decisions import REASONS, STATEMENTS, TERM_RECORDS, Decision
from portal.domain.handing import HANDING_RECORDS, MOVES, SHEET_SECTIONS
from portal.domain.reading import Reading
from portal.domain.statuses import OUTCOMES, SENTENCES, STATUS_TITLES, State, shown
from portal.domain.text import Text
from portal.domain.two_persons import name_of
from portal.sealing import Envelope, FileEntry


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue. Of what the report says only the officer's own label, None while they have none."""

    number: str
    received: date
    changed: date
    state: State
    new_letters: int
    handler: str
    left: Remaining | None
    version: int = 0
    open_items: int = 0
    waits: bool = False
    open_tasks: int = 0
    label: LabelView | None = None

    @property
    def may_be_filed_away(self) -> bool:
        """Whether the table has an archive row for this state, and nothing is open."""
        return row(self.state, Decision.ARCHIVE) is not None and self.open_items == 0


@dataclass(frozen=True)
class SentView:
    """Our own copy of a reply to the reporter; `html` is None when the copy cannot be read.

    `sending` is the number under which its `files` can be fetched.
    """

    day: date
    by: str
    html: str | None
    question: bool = False
    files: tuple[FileEntry, ...] = ()
    sending: int = 0


@dataclass(frozen=True)
class DecisionView:
    """A decision with its grounds; `decision` is None for a record that cannot be read. `day_named`: an ISO day.

    `leaves`: every word that would leave the office, where that is what is decided.
    """

    day: date | None = None
    decision: Text | None = None
    term: Text | None = None
    reason: Text | None = None
    outcome: Text | None = None
    statements: tuple[Text, ...] = ()
    people: tuple[str, ...] = ()
    collusion: bool = False
    text: str = ""
    by: str = ""
    target: str = ""
    repeat_of: str = ""
    day_named: str = ""
    seconded_by: str = ""
    about: str = ""
    kept_out: tuple[str, ...] = ()
    leaves: tuple[tuple[Text, str], ...] = ()


@dataclass(frozen=True)
class SupplementView:
    """New facts of a repeat, put into this case when that one was joined to it."""

    day: date
    source: str
    text: str
    by: str


@dataclass(frozen=True)
class ErrandView:
    """One step of a task: given to a lower office, received from an upper one, reported on, sent back.

    `act` is "task" or a code of `Errand`; `words` are those of the agreed sheet, the addressee first. `task` names it
    in addresses.
    """

    day: date
    act: str
    task: str
    office: Text
    by: str
    text: str
    people: tuple[str, ...] = ()
    outcome: Text | None = None
    until: str = ""
    words: tuple[tuple[Text, str], ...] = ()

    @property
    def name(self) -> Text:
        """What happened, in both languages."""
        return TASK_RECEIVED if self.act == "task" else MOVES.get(self.act, Text(self.act, self.act))


TASK_RECEIVED = Text("上级机关交办", "Assigned by the office above")


def errand_view(envelope: Envelope) -> ErrandView:
    """Read one sealed step of a task."""
    body = envelope.body
    zh, *rest = [*_listed(body.get("office")), ""]
    words = {key: str(body.get(key, "")) for key in ("act", "task", "by", "text", "until")}
    return ErrandView(
        day=envelope.day,
        office=Text(zh, rest[0] if rest else zh),
        people=tuple(_listed(body.get("people"))),
        outcome=_REASONS.get(str(body.get("outcome"))),
        words=tuple(_leaving(body.get("sheet"))),
        **words,
    )


def decision_view(envelope: Envelope) -> DecisionView:
    """Read a sealed decision; codes that this version does not know are left out, what was written never is."""
    body = envelope.body
    words = {key: str(body.get(key, "")) for key in ("text", "by", "target", "repeat_of", "seconded_by", "about")}
    code = str(body.get("decision"))
    return DecisionView(
        day=envelope.day,
        decision=TERM_RECORDS.get(code) or HANDING_RECORDS.get(code) or name_of(code),
        term=DEADLINES[Code(term)].what if (term := str(body.get("term"))) in set(Code) else None,
        reason=_REASONS.get(str(body.get("reason"))),
        outcome=_REASONS.get(str(body.get("outcome"))),
        statements=tuple(_STATEMENTS[one] for one in _listed(body.get("statements")) if one in _STATEMENTS),
        people=tuple(_listed(body.get("people"))),
        leaves=tuple(_leaving(body.get("sheet"))),
        kept_out=tuple(_listed(body.get("kept_out"))),
        collusion=body.get("collusion") is True,
        day_named=str(body.get("until", "")),
        **words,
    )


def outside_words(row: Transition, state: State) -> dict[str, Text | None]:
    """What the reporter would see of a decision, title and sentence; both None when nothing changes for them."""
    after = shown(row.target) if row.target and not row.silent and shown(row.target) != shown(state) else None
    return {
        "outside_title": STATUS_TITLES[after.status] if after else None,
        "outside_sentence": SENTENCES[after.sentence] if after else None,
    }


_REASONS = dict((*REASONS.words, *OUTCOMES.words))
_STATEMENTS = dict(STATEMENTS.words)


def _leaving(sheet: object) -> list[tuple[Text, str]]:
    """The words of a sheet that would leave, each section under its title, the addressee first."""
    match sheet:
        case {"to": to, "parts": list(parts)}:
            named = [(str(part.get("key")), str(part.get("text", ""))) for part in parts if isinstance(part, dict)]
            titled = [(SHEET_SECTIONS.get(key, Text(key, key)), words) for key, words in named]
            return [(Text("致", "To"), str(to)), *titled]
        case _:
            return []


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


@dataclass(frozen=True)
class TrailLine:
    """One line of the case's audit trail, in the office's own time, with names in place of ids and code words."""

    at: datetime
    day_only: bool
    who: Text
    act: Text
    note: Text


@dataclass(frozen=True)
class Trail:
    """The newest lines of a case's audit trail, oldest first. `more`: there are older ones."""

    lines: tuple[TrailLine, ...]
    more: bool


@dataclass(frozen=True)
class Opened:
    """The content of a case, for an officer whose slip opened it. `reading` is None when the report cannot be read."""

    reading: Reading | None
    files: tuple[FileEntry, ...]
    conversation: tuple[LetterView | SentView, ...]
    taken: tuple[DecisionView, ...]
    supplements: tuple[SupplementView, ...]
    errands: tuple[ErrandView, ...]
    can_answer: bool
    notes: tuple[NoteView, ...] = ()
    tasks: tuple[TaskView, ...] = ()

    @property
    def is_task(self) -> bool:
        """Whether this case is a task from another office, and so has no report of its own."""
        return any(one.act == "task" for one in self.errands)


@dataclass(frozen=True)
class CaseView:
    """A case as one officer may see it now. `opened` is None until somebody has registered the report."""

    number: str
    received: date
    state: State
    version: int
    handler: str
    open_items: int
    named: bool
    away: bool
    decisions: tuple[Decision, ...]
    terms: tuple[TermView, ...]
    access: Access
    trail: Trail
    opened: Opened | None
    links: Links = field(default_factory=Links)

    @property
    def twofold(self) -> frozenset[Decision]:
        """The decisions among them that take two persons."""
        rows = {decision: row(self.state, decision) for decision in self.decisions}
        return frozenset(decision for decision, found in rows.items() if found and found.second)

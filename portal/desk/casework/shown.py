"""What an officer is shown: frozen values without a session, a record or a key behind them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal.desk.casework.access import Access
from portal.desk.casework.letters import LetterView
from portal.desk.casework.linking.actions import Links
from portal.desk.casework.table import row
from portal.desk.casework.timing import Remaining, TermView
from portal.desk.casework.transitions import Transition
from portal.domain.deadlines import DEADLINES, Code
from portal.domain.decisions import REASONS, STATEMENTS, TERM_RECORDS, Decision
from portal.domain.reading import Reading
from portal.domain.statuses import OUTCOMES, SENTENCES, STATUS_TITLES, State, shown
from portal.domain.text import Text
from portal.domain.two_persons import name_of
from portal.sealing import Envelope, FileEntry


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; nothing of what the report says."""

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
    """A decision with its grounds; `decision` is None for a record that cannot be read. `day_named`: an ISO day."""

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


@dataclass(frozen=True)
class SupplementView:
    """New facts of a repeat, put into this case when that one was joined to it."""

    day: date
    source: str
    text: str
    by: str


def decision_view(envelope: Envelope) -> DecisionView:
    """Read a sealed decision; codes that this version does not know are left out, what was written never is."""
    body = envelope.body
    words = {key: str(body.get(key, "")) for key in ("text", "by", "target", "repeat_of", "seconded_by", "about")}
    code = str(body.get("decision"))
    return DecisionView(
        day=envelope.day,
        decision=TERM_RECORDS.get(code) or name_of(code),
        term=DEADLINES[Code(term)].what if (term := str(body.get("term"))) in set(Code) else None,
        reason=_REASONS.get(str(body.get("reason"))),
        outcome=_REASONS.get(str(body.get("outcome"))),
        statements=tuple(_STATEMENTS[one] for one in _listed(body.get("statements")) if one in _STATEMENTS),
        people=tuple(_listed(body.get("people"))),
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


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


@dataclass(frozen=True)
class TrailLine:
    """One line of the case's audit trail, in the office's own time, with names in place of ids and code words.

    `way` is from which state to which, where the line tells of a decision.
    """

    at: datetime
    day_only: bool
    who: Text
    act: Text
    note: Text
    way: tuple[State, State] | None


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
    can_answer: bool


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

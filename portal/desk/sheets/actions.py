"""Writing a sheet, reading it, letting it out. A sheet is sealed in its case; each saving is a new item.

What leaves is the content that two persons agreed to, taken from the sealed record of their agreement, never from the
draft: between looking and leaving nobody can change a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.desk.approvals.finding import rights_held
from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.rules import NeedsSecond, NotAllowed, Refusal, Seconder, both
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.sheets import rules
from portal.desk.sheets.content import PURPOSES, Content, Part, details_of, facts_of, parts_of
from portal.desk.sheets.rules import Why
from portal.domain.reading import Reading
from portal.domain.reading import read as in_words
from portal.domain.report import Report
from portal.domain.statuses import State
from portal.domain.two_persons import Twofold
from portal.sealing import Kind

_HOLDS_NOTHING = frozenset({State.DELIVERED, State.ARCHIVED})


@dataclass(frozen=True)
class Sheet:
    """One sheet as it was last saved. `agreed`: two persons agreed to exactly these words."""

    place: int
    revision: int
    content: Content
    by: str
    day: date
    agreed: bool


@dataclass(frozen=True)
class Proposed:
    """One section while it is written: the report's words with what is proposed for striking, and the words so far."""

    part: Part
    pieces: tuple[tuple[str, Why | None], ...]
    words: str


@dataclass(frozen=True)
class Draft:
    """What the page of writing shows. `seen` is how many savings there were: a page of before is stale."""

    reading: Reading
    proposed: tuple[Proposed, ...]
    to: str
    seen: int


@dataclass(frozen=True)
class Written:
    """What an officer wrote: to whom, the sections by key, whether they looked at what still stands there."""

    to: str
    words: Mapping[str, str]
    looked: bool
    seen: int


class StillThere(NotAllowed):
    """Words that may point at whoever reported still stand in the sheet; `words` are they."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(Refusal.STANDS)
        self.words = tuple(words)


def sheets_of(session: Session, desk: Desk, who: Who, number: str) -> tuple[Sheet, ...]:
    """Every sheet of a case as it was last saved. Raise `NoSuchCase`; `NotAllowed` while it is unregistered."""
    return tuple(_all(session, _entered(session, desk, who, number)).values())


def read(session: Session, desk: Desk, who: Who, number: str, place: int) -> Sheet:
    """One sheet. Raise as `sheets_of`, and `NoSuchCase` where there is none in this place."""
    return _at(session, _entered(session, desk, who, number), place)


def draft(session: Session, desk: Desk, who: Who, number: str, place: int, lang: str) -> Draft:
    """Open a report for writing: place 0 begins a sheet with what is proposed, another one goes on with its words.

    Raise as `read`; `NotAllowed` when the case has no report that can be read.
    """
    opened = _entered(session, desk, who, number)
    report = _report(opened)
    reading, details, keep = in_words(report), details_of(report), facts_of(report)
    before = _at(session, opened, place) if place else None
    kept = {part.key: part.text for part in before.content.parts} if before else None
    proposed = []
    for part in parts_of(reading, lang):
        found = rules.strikes(part.text, details, keep)
        words = rules.struck(part.text, found) if kept is None else kept.get(part.key, "")
        proposed.append(Proposed(part, rules.pieces(part.text, found), words))
    seen = len(filing.items(session, opened, Kind.SHEET))
    return Draft(reading, tuple(proposed), before.content.to if before else "", seen)


def save(session: Session, desk: Desk, who: Who, number: str, place: int, purpose: str, given: Written) -> int:
    """Save a sheet; place 0 makes a new one. Return its place.

    Raise as `draft`; `StillThere` as long as the officer has not looked at what may point at somebody; `NotAllowed`
    without an addressee or a word, or when a colleague saved meanwhile.
    """
    opened = _entered(session, desk, who, number)
    report, items = _report(opened), filing.items(session, opened, Kind.SHEET)
    if given.seen != len(items):
        raise NotAllowed(Refusal.STALE)
    if place:
        purpose = _at(session, opened, place).content.purpose
    parts = tuple(Part(key, words) for key, words in given.words.items() if words.strip())
    if not given.to.strip() or purpose not in PURPOSES:
        raise NotAllowed(Refusal.TARGET)
    if not parts:
        raise NotAllowed(Refusal.TEXT)
    still = _still(report, parts)
    if still and not given.looked:
        raise StillThere(still)
    place = place or max((sheet.place for sheet in _all(session, opened).values()), default=0) + 1
    content = Content(number, purpose, given.to.strip(), parts)
    body = {"sheet": place, "by": who.name, "content": content.body(), "kept": list(still)}
    filing.put(session, opened, Kind.SHEET, body, desk.clock.today())
    desk.ledger.record(session, actor=who.officer, act=Act.VERIFY, case=number, note=f"sheet {place}")
    return place


def let_out(session: Session, desk: Desk, who: Who, number: str, place: int) -> Content:
    """Let a sheet leave: the agreed words, for one of the two who agreed. Its line stands before a byte goes.

    Raise as `read`; `NeedsSecond` while nobody agreed to these words; `NotAllowed` for anybody but the two.
    """
    opened = _entered(session, desk, who, number)
    _at(session, opened, place)
    content, other = agreed_by(session, opened, who, place)
    both(Right.SHEET, Seconder(who.officer, who.name, who.rights), other)
    note = f"sheet {place} with {other.officer if other else ''}"
    desk.ledger.record(session, actor=who.officer, act=Act.EXPORT, case=number, note=note)
    return content


def agreed_by(session: Session, opened: Unlocked, who: Who, place: int) -> tuple[Content, Seconder | None]:
    """The agreed words of a sheet and who else agreed. Raise `NeedsSecond`, also when a word changed since."""
    sheet = _at(session, opened, place)
    found = _agreement(session, opened, sheet.content, place)
    if found is None:
        raise NeedsSecond
    two = [str(found.get("asked_by")), str(found.get("agreed_by"))]
    if who.officer not in two:
        raise NotAllowed(Refusal.RIGHT)
    other = session.get(OfficerRecord, two[1 - two.index(who.officer)])
    return sheet.content, Seconder(other.id, other.name, rights_held(other)) if other else None


def current(session: Session, opened: Unlocked, place: int) -> Sheet:
    """One sheet of a case that is opened already. Raise `NoSuchCase`."""
    return _at(session, opened, place)


def _entered(session: Session, desk: Desk, who: Who, number: str) -> Unlocked:
    case, opened = unlock(session, who, number)
    if State(case.state) in _HOLDS_NOTHING:
        raise NotAllowed(Refusal.STATE)
    desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number, note="sheets")
    return opened


def _report(opened: Unlocked) -> Report:
    if opened.report is None:
        raise NotAllowed(Refusal.STATE)
    return opened.report


def _still(report: Report, parts: Sequence[Part]) -> tuple[str, ...]:
    details, keep = details_of(report), facts_of(report)
    return tuple(dict.fromkeys(words for part in parts for words in rules.remaining(part.text, details, keep)))


def _all(session: Session, opened: Unlocked) -> dict[int, Sheet]:
    """By place, the last saving of each; one that cannot be read is left out."""
    sheets: dict[int, Sheet] = {}
    for revision, (day, envelope) in enumerate(filing.items(session, opened, Kind.SHEET), start=1):
        body = envelope.body if envelope else {}
        try:
            place, content = int(body["sheet"]), Content.from_body(body["content"])
        except (KeyError, TypeError, ValueError):
            continue
        agreed = _agreement(session, opened, content, place) is not None
        sheets[place] = Sheet(place, revision, content, str(body.get("by", "")), day, agreed)
    return sheets


def _at(session: Session, opened: Unlocked, place: int) -> Sheet:
    found = _all(session, opened).get(place)
    if found is None:
        raise NoSuchCase
    return found


def _agreement(session: Session, opened: Unlocked, content: Content, place: int) -> Mapping[str, object] | None:
    """The record of two persons who agreed to exactly this content; None where there is none."""
    for _, envelope in filing.items(session, opened, Kind.DECISION):
        body = envelope.body if envelope else {}
        here = body.get("decision") == Twofold.SHEET and body.get("about") == str(place)
        if here and body.get("sheet") == content.body():
            return body
    return None

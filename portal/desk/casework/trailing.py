"""What the audit chain says about a case, in people's words."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.desk.audit.words import act_text, actor_text
from portal.desk.casework.deciding import WAY
from portal.desk.casework.shown import Trail, TrailLine
from portal.desk.desk import Desk
from portal.domain.deadlines import DEADLINES, Code
from portal.domain.decisions import TERM_RECORDS
from portal.domain.followup import FOLLOW_UP_NAMES, STEP_NAMES, FollowUp
from portal.domain.handing import MOVED, MOVES
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.domain.two_persons import RETENTION_NOTES, step_words

_STATES = frozenset(State)


SHOWN = 20
"""How many lines of its trail a case shows unasked: every opening adds one."""


def trail_of(session: Session, desk: Desk, number: str, names: Mapping[str, str], *, whole: bool) -> Trail:
    """What the chain says about one case, oldest first: the newest lines, or `whole`; `names` are by id."""
    found = desk.ledger.of_case(session, number, None if whole else SHOWN + 1)
    lines = tuple(
        TrailLine(
            line.at.astimezone(desk.clock.zone),
            line.day_only,
            actor_text(line.actor, names),
            act_text(line.act),
            note_text(line.note) or _as_it_is(names.get(line.note, line.note)),
            _way(line.note),
        )
        for line in (found if whole else found[-SHOWN:])
    )
    return Trail(lines, more=len(lines) < len(found))


def _as_it_is(words: str) -> Text:
    return Text(words, words)


def _way(note: str) -> tuple[State, State] | None:
    """Read back what `take_decision` wrote into the note."""
    before, _, after = note.partition(WAY)
    return (State(before), State(after)) if before in _STATES and after in _STATES else None


def note_text(note: str) -> Text | None:
    """Read a note about a term, a follow-up, a note, a task, a hold, a repeat or a request; None for any other."""
    match note.split():
        case ["follow-up", slot, kind, step] if kind in set(FollowUp) and step in STEP_NAMES:
            name, far = FOLLOW_UP_NAMES[FollowUp(kind)], STEP_NAMES[step]
            return Text(f"后续第{slot}项 {name.zh} → {far.zh}", f"Follow-up {slot} {name.en} → {far.en}")
        case [record, code] if record in TERM_RECORDS and code in set(Code):
            what, done = DEADLINES[Code(code)].what, TERM_RECORDS[record]
            return Text(f"{done.zh} · {what.zh}", f"{done.en} · {what.en}")
        case [("transfer" | "assignment") as first, step] if step in MOVES:
            about, done = MOVED[first], MOVES[step]
            return Text(f"{about.zh} · {done.zh}", f"{about.en} · {done.en}")
        case [("sheets" | "sheet"), *more]:
            return Text(" · ".join((_SHEETS.zh, *more[:1])), " · ".join((_SHEETS.en, *more[:1])))
        case ["repeat", number]:
            return Text(f"并入重复件 {number}", f"Joined: repeat {number}")
        case words:
            return _among_colleagues(words) or step_words(note)


def _among_colleagues(words: list[str]) -> Text | None:
    match words:
        case ["note", slot]:
            return Text(f"第{slot}条", f"Note {slot}")
        case ["task", slot, step] if step in _TASK_STEPS:
            return Text(f"第{slot}项 {_TASK_STEPS[step].zh}", f"Task {slot} {_TASK_STEPS[step].en}")
        case [step]:
            return RETENTION_NOTES.get(step)
        case _:
            return None


_TASK_STEPS = {"open": Text("布置", "set"), "done": Text("完成", "done")}
_SHEETS = Text("移送函、交办函", "Sheets for another body")

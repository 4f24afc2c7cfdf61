"""What the audit chain's code words say, in people's words."""

from portal.domain.deadlines import DEADLINES, Code
from portal.domain.decisions import TERM_RECORDS
from portal.domain.followup import FOLLOW_UP_NAMES, STEP_NAMES, FollowUp
from portal.domain.handing import MOVED, MOVES
from portal.domain.text import Text
from portal.domain.two_persons import RETENTION_NOTES, step_words


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

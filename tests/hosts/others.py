"""What other hosts do to one deployment: each a process with a settings file, doors and connections of its own.

A module of its own, so that a fresh interpreter can import it. `start` is a barrier: nobody begins before all can.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import func, select

from portal.desk.casework.records import CaseRecord
from portal.desk.officers.second_factor import STEP_SECONDS
from portal.desk.retention.finishing import finish
from tests.world import World

LETTERS = 6


@cache
def host(folder: str, number: int) -> World:
    return World(Path(folder), f"-{number}")


def arrived(desk):
    """How many cases and letters are at the desk."""
    with desk.desk.database.reading() as session:
        return session.scalar(select(func.count(CaseRecord.id) + func.coalesce(func.sum(CaseRecord.letters), 0)))


def hands_in(folder, number, start, page, times):
    """Send one and the same checked report again and again. What was answered: (status, code)."""
    door, answers = host(folder, number), []
    reporter = door.reporter()
    start.wait()
    for _ in range(times):
        shown = reporter.sends(page, page.pairs, button=("do", "send"))
        answers.append((reporter.answer.status_code, shown.form("/report/saved").value("code")))
    return answers


def reports(folder, number, start, times):
    """Hand in reports of its own. Their codes."""
    door = host(folder, number)
    start.wait()
    return [door.reporter().reports() for _ in range(times)]


def collects(folder, number, start, until):
    """Carry until so many cases or letters have arrived at the desk, whoever carried them. How many this one did."""
    desk, carried = host(folder, number), 0
    start.wait()
    while arrived(desk) < until:
        moved = desk.collects()
        carried += moved.parcels + moved.letters
        finish(desk.collector)
    return carried


def writes_letters(folder, number, start, code):
    """Write to one mailbox from this host. The texts that were taken."""
    door, taken = host(folder, number), []
    start.wait()
    for turn in range(LETTERS):
        text = f"第 {number} 台机器的第 {turn} 封补充"
        reporter = door.reporter(code)
        reporter.writes_letter(text)
        if reporter.answer.status_code == 200:
            taken.append(text)
    return taken


def accepts(folder, number, start, login, case):
    """Have the page of a decision open when all others have, then press. What was answered."""
    desk = host(folder, number)
    for turn in range(1, start.parties + 1):
        if turn == number:  # one after the other: codes of the second factor only go forward
            desk.passes(seconds=number * STEP_SECONDS)
            officer = desk.officer(login)
        start.wait()
    form = officer.goes(f"case/{case}/decide/accept").forms[-1]
    start.wait()
    officer.sends(form, form.filled(text="属于受理范围。", statements=form.choices["statements"]))
    return officer.answer.status_code


def closes(folder, number, start, code):
    """Close a mailbox for good, asked for and confirmed."""
    reporter = host(folder, number).reporter(code)
    form = reporter.goes("mailbox/close").form("/mailbox/close")
    form = reporter.sends(form, [("code", code)], button=("do", "ask")).form("/mailbox/close")
    start.wait()
    reporter.sends(form, form.pairs, button=("do", "yes"))
    return reporter.answer.status_code

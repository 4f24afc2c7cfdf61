"""Every page of both doors, once, in the order in which people meet them. Tests and picture-takers ride along.

    for stop in journey(stage): look(stop.page)

A stop may resize the page or change its colours; it must not go elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.people import FILES, Officer, Reporter, fill, presses
from tests.world import usual_report

EMPTY_FILE = {"name": "空白.txt", "mimeType": "text/plain", "buffer": b""}


@dataclass(frozen=True)
class Stop:
    """A page on the screen: which door ("public", "desk"), its name, and the browser's page."""

    door: str
    name: str
    page: Page


@dataclass(frozen=True)
class Stage:
    """Who takes part: browsers of a reporter and, by login, of officers who have not signed in yet.

    `colleague` is the name of the officer `back`, as a page shows it.
    """

    lang: str
    office: str
    front: str
    back: str
    auditor: str
    colleague: str
    reporter: Callable[[], Reporter]
    officer: Callable[[str], Officer]


REPLY = {
    "zh": "谢谢您的材料。请问三月十日的会议由谁主持？\n\n不方便回答也没有关系，不影响办理。",
    "en": "Thank you for what you sent. Who chaired the meeting of 10 March?\n\nYou need not answer; the case goes on.",
}
LETTER = {
    "zh": "主持人是办公室主任，签到表在附件里。",
    "en": "The head of the office; the sign-in sheet is attached.",
}
ENGLISH = {
    "subject_name": "A. N. Example",
    "subject_post_home": "Head of division",
    "sending_unit": "Yunling Province Data Affairs Department (fictional)",
    "receiving_unit": "Qinghe County People's Government (fictional)",
    "receiving_region": "Qinghe County, Yunling Province (fictional)",
    "post_held": "Deputy county head (seconded)",
    "summary": "Seconded as deputy county head since September 2025, he works at his old office. He comes once a "
    "month for one meeting, leaves after the photograph, and others do the work.",
    "observations-0-place": "County government building",
    "observations-0-record_hint": "The sign-in sheet of that day's meeting",
    "identifying_details": "Only three people were at that meeting.",
    "exclude_people": "A deputy director of the office is his relative.",
}
CHINESE = {
    "sending_unit": "云岭省数据事务厅（虚构）",
    "receiving_unit": "青禾县人民政府（虚构）",
    "receiving_region": "云岭省青禾县（虚构）",
    "post_held": "副县长（挂职）",
    "summary": "范例甲二〇二五年九月起挂任副县长，实际一直在原单位上班，每月只来开一次会，工作由别人代做。",
    "observations-0-record_hint": "当天的会议签到表",
    "identifying_details": "只有三个人参加过那次会议。",
    "exclude_people": "办公室某副主任是他的亲戚。",
}
WORDS = {"zh": usual_report() | CHINESE, "en": usual_report() | ENGLISH}
CAST = {"zh": ("yunling", "lin", "zhou", "shen"), "en": ("qinghe", "zhao", "sun", "shen")}
"""Office, front, back and auditor of a journey: two journeys at once do not use up each other's one-time codes."""
GROUNDS = {"zh": "属于受理范围，事实具体，可以核实。", "en": "Within our remit, specific, and it can be checked."}


def journey(stage: Stage) -> Iterator[Stop]:
    """Walk through all of it: reading, reporting, handling, answering."""
    citizen, officer = stage.reporter(), stage.officer(stage.front)
    yield from _signing_in(officer)
    known = officer.numbers()
    for name, path in (("home", ""), ("protection", "protection"), ("keys", "keys"), ("not-found", "nowhere")):
        citizen.goes(path)
        yield Stop("public", name, citizen.page)
    yield from _reporting(citizen, stage)
    yield from _asking(citizen)
    number = officer.waits_for_a_case_beside(known)
    yield from _handling(officer, number, stage)
    citizen.waits_for_entries(3)
    yield Stop("public", "mailbox", citizen.page)
    citizen.chooses(FILES[1:])
    citizen.writes_back(LETTER[stage.lang])
    yield Stop("public", "letter-posted", citizen.page)
    yield from _afterwards(number, stage)


def _reporting(citizen, stage):
    page = citizen.page

    def public(name):
        return Stop("public", name, page)

    citizen.goes("report/before")
    yield public("before")
    presses(page, "next")
    yield public("before-faults")
    citizen.begins([stage.office])
    yield public("write")
    presses(page, "next")
    yield public("write-faults")
    fill(page, WORDS[stage.lang])
    presses(page, "add:observations")
    yield public("write-filled")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    yield public("write-unfolded")
    presses(page, "next")
    yield public("check")
    citizen.chooses([EMPTY_FILE])
    presses(page, "send")
    yield public("check-refused")
    citizen.hands_in()
    yield public("receipt")
    right, citizen.code = citizen.code, citizen.code[:-4] + ("2222" if citizen.code[-4:] != "2222" else "3333")
    citizen.copies_down()
    yield public("receipt-mistyped")
    citizen.code = right
    citizen.copies_down()
    yield public("saved")


def _asking(citizen):
    page = citizen.page
    citizen.goes("mailbox")
    yield Stop("public", "code", page)
    citizen.opens_mailbox()
    yield Stop("public", "mailbox-empty", page)
    citizen.goes("mailbox/letter")
    yield Stop("public", "letter", page)
    fill(page, {"code": citizen.code[:-1]})
    presses(page, "send")
    yield Stop("public", "letter-faults", page)


def _signing_in(officer):
    page = officer.page
    officer.goes("sign-in")
    yield Stop("desk", "sign-in", page)
    fill(page, {"login": officer.credentials.login, "passphrase": "wrong"})
    officer.sends()
    yield Stop("desk", "sign-in-refused", page)
    officer.gives_passphrase()
    yield Stop("desk", "second-factor", page)
    fill(page, {"code": "000000"})
    officer.sends()
    yield Stop("desk", "second-factor-refused", page)
    officer.gives_code()


def _handling(officer, number, stage):
    page = officer.page

    def desk(name):
        return Stop("desk", name, page)

    yield desk("queue")
    officer.goes("?state=archived")
    yield desk("queue-none")
    officer.opens(number)
    yield desk("case-sealed")
    yield from _deciding(officer, number, "register", {"no_conflict": True})
    yield desk("case")
    yield from _answering(officer, number, stage)
    officer.chooses(number, "decline")
    yield desk("decline")
    yield from _deciding(officer, number, "accept", {"text": GROUNDS[stage.lang]})
    yield desk("case-accepted")
    officer.goes("me")
    yield desk("me")
    officer.goes("case/nowhere")
    yield desk("not-found")


def _deciding(officer, number, decision, given):
    officer.chooses(number, decision)
    yield Stop("desk", decision, officer.page)
    officer.sends()
    yield Stop("desk", f"{decision}-faults", officer.page)
    fill(officer.page, given)
    officer.sends()


def _answering(officer, number, stage):
    page = officer.page
    page.locator("a[href$='/reply']").click()
    yield Stop("desk", "reply", page)
    officer.sends()
    yield Stop("desk", "reply-faults", page)
    fill(page, {"text": REPLY[stage.lang]})
    officer.sends()
    page.locator("a[href$='/grant']").click()
    yield Stop("desk", "grant", page)
    page.get_by_label(stage.colleague).check()
    officer.sends()


def _afterwards(number, stage):
    handler = stage.officer(stage.back)
    handler.signs_in()
    handler.waits_for_a_letter(number)
    yield Stop("desk", "case-letter", handler.page)
    handler.goes()
    yield Stop("desk", "queue-read", handler.page)
    yield from _deciding(handler, number, "conclude", {"reason": "confirmed", "text": GROUNDS[stage.lang]})
    yield Stop("desk", "case-concluded", handler.page)
    auditor = stage.officer(stage.auditor)
    auditor.signs_in()
    auditor.goes("audit")
    yield Stop("desk", "trail", auditor.page)
    auditor.page.locator("form[action$='/verify'] button").click()
    yield Stop("desk", "trail-verified", auditor.page)

"""The pages between offices: a sheet, a hand-over that is returned, a task and its result. Part of the journey."""

from portal.demonstration.people import OFFICERS
from tests.browser.people import confirms, fill

CAST = {
    "zh": ("yunling", "lin", "zhou", "qinghe", "zhao", "sun"),
    "en": ("wangxi", "chen", "wu", "qinghe", "zhao", "sun"),
}
"""An office with who receives and who handles there, and an office below it with the same two."""

WORDS = {
    "zh": {"to": "望溪市有关部门(虚构)", "text": "应当由该机关办理，理由已经核对。"},
    "en": {"to": "A department of Wangxi City (fictional)", "text": "It is for that office to handle; checked."},
}
NAMES = {officer.login: officer.name for officer in OFFICERS}


def handing(stage):
    """Walk through all of it: gives (name of the page, the browser's page)."""
    office, front, back, below, their_front, their_back = CAST[stage.lang]
    words = WORDS[stage.lang]
    sender = stage.officer(front)
    sender.signs_in()
    known = sender.numbers()
    citizen = stage.reporter()
    citizen.begins([office])
    citizen.writes(identifying_details="每月只来开一次会")
    citizen.hands_in(files=())
    number = sender.waits_for_a_case_beside(known)
    sender.registers(number)
    sender.grants(number, NAMES[back])
    second = stage.officer(back)
    second.signs_in()
    receiver = stage.officer(their_front)
    receiver.signs_in()
    yield from _sheet(sender, second, number, words)
    yield from _offer(sender, second, number, below, words)
    yield from _returned(receiver, words)
    sender.decides(number, "accept", text=words["text"])
    known = receiver.numbers()
    yield from _task(second, number, below, words)
    task = receiver.waits_for_a_case_beside(known)
    yield from _result(stage, receiver, their_back, task, words)
    second.opens(number)
    yield "case-reported", second.page
    second.page.locator("a[href$='/back']").first.click()
    yield "task-back", second.page
    second.goes("assignments")
    yield "assignments", second.page


def _sheet(sender, second, number, words):
    page = sender.page
    sender.goes(f"case/{number}/sheets")
    yield "sheets-none", page
    sender.goes(f"case/{number}/sheets/new/transfer")
    yield "sheet-write", page
    fill(page, {"to": words["to"], "summary": f"{words['text']} 13912345678"})
    sender.sends()
    yield "sheet-write-faults", page
    fill(page, {"looked": True})
    sender.sends()
    yield "sheet-draft", page
    page.locator("a[href*='/ask/sheet']").click()
    yield "sheet-ask", page
    fill(page, {"text": words["text"]})
    sender.sends()
    address = page.url.split("/requests/")[1]
    second.goes(f"requests/{address}")
    yield "sheet-request", second.page
    fill(second.page, {"answer": "agree", "text": words["text"]})
    second.sends()
    sender.goes(f"case/{number}/sheets/1")
    yield "sheet", page
    sender.goes(f"case/{number}/sheets/1/edit")
    yield "sheet-edit", page
    sender.goes(f"case/{number}/sheets")
    yield "sheets", page


def _offer(sender, second, number, below, words):
    page = sender.page
    sender.goes(f"case/{number}/transfer")
    yield "transfer-where", page
    sender.goes(f"case/{number}/transfer?to={below}")
    yield "transfer-offer", page
    sender.sends()
    yield "transfer-offer-faults", page
    fill(page, {"text": words["text"]})
    sender.sends()
    yield "transfer-request", page
    second.goes(f"requests/{page.url.split('/requests/')[1]}")
    fill(second.page, {"answer": "agree", "text": words["text"]})
    second.sends()
    sender.opens(number)
    yield "case-away", page
    sender.goes("transfers")
    yield "transfers", page
    page.locator("main a[href*='/transfers/']").first.click()
    yield "transfer-own", page


def _returned(receiver, words):
    page = receiver.page
    receiver.goes("transfers")
    yield "transfers-waiting", page
    page.locator("main a[href*='/transfers/']").first.click()
    yield "transfer-incoming", page
    page.locator("a[href$='/refuse']").click()
    yield "transfer-refuse", page
    receiver.sends()
    yield "transfer-refuse-faults", page
    fill(page, {"text": words["text"]})
    receiver.sends()


def _task(second, number, below, words):
    page = second.page
    second.goes(f"case/{number}/assign")
    yield "task-where", page
    second.goes(f"case/{number}/assign?to={below}")
    yield "task-give", page
    second.sends()
    yield "task-give-faults", page
    page.locator("[name=sheet]").first.check()
    fill(page, {"text": words["text"]})
    second.sends()
    yield "case-assigned", page


def _result(stage, receiver, login, task, words):
    receiver.registers(task)
    yield "case-task", receiver.page
    receiver.grants(task, NAMES[login])
    receiver.decides(task, "accept", text=words["text"])
    chief = stage.officer(login)
    chief.signs_in()
    chief.concludes(task, words["text"])
    chief.goes(f"case/{task}/report-back")
    yield "task-result", chief.page
    chief.sends()
    yield "task-result-faults", chief.page
    fill(chief.page, {"text": words["text"], "reviewed": True})
    confirms(chief.page)
    chief.sends()

"""Every page of both doors, once, in the order in which people meet them. Tests and picture-takers ride along.

    for stop in journey(stage): look(stop.page)

A stop may resize the page or change its colours; it must not go elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.browser.handing import handing
from tests.browser.people import FILES, Officer, Reporter, confirms, fill, presses
from tests.browser.recovering import recovering
from tests.desk.workbench.importing.tables import example, text
from tests.world import usual_report

DIRTY = [
    ["姓名", "日期", "状态", "签到时间"],
    ["范例甲", "2026-04-01", "在勤", "8:05"],
    ["范例甲", "2026-02-30", "出勤", ""],
    ["#N/A", "2026-04-02", "出勤", ""],
    ["合计", "", "", ""],
]
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
    keeper: str
    holder: str
    colleague: str
    reporter: Callable[[], Reporter]
    officer: Callable[[str], Officer]


EXPLAINING = ("how", "protection", "after", "rights", "keys", "contact", "access")
"""The pages of the public door that only explain."""

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
NAMED = {"identity_mode": "named", "contact": "13900000000"}
WHO = {"zh": NAMED | {"real_name": "范例举报人甲"}, "en": NAMED | {"real_name": "R. E. Porter"}}
WORDS = {"zh": usual_report() | CHINESE | WHO["zh"], "en": usual_report() | ENGLISH | WHO["en"]}
CAST = {
    "zh": ("yunling", "lin", "zhou", "shen", "mao", "gao"),
    "en": ("qinghe", "zhao", "sun", "shen", "ma", "fang"),
}
"""Office, front, back, auditor, keeper of the register, keeper of half a name. Two journeys at once do not use up each
other's codes."""
HOLD = {"zh": "行政诉讼还没有结束。", "en": "A lawsuit is pending."}
GROUNDS = {"zh": "属于受理范围，事实具体，可以核实。", "en": "Within our remit, specific, and it can be checked."}


def journey(stage: Stage) -> Iterator[Stop]:
    """Walk through all of it: reading, reporting, handling, answering."""
    citizen, officer = stage.reporter(), stage.officer(stage.front)
    yield from _signing_in(officer)
    known = officer.numbers()
    for path in ("", *EXPLAINING, "nowhere"):
        citizen.goes(path)
        yield Stop("public", path or "home", citizen.page)
    yield from _reporting(citizen, stage)
    yield from _asking(citizen)
    number = officer.waits_for_a_case_beside(known)
    yield from _handling(officer, number, stage)
    citizen.waits_for_entries(3)
    yield Stop("public", "mailbox", citizen.page)
    # As if the file had been removed from the letterbox meanwhile.
    citizen.page.evaluate("document.querySelector('[name=reply]').value = '9999'")
    citizen.page.locator("button[name=file]").first.click()
    yield Stop("public", "no-file", citizen.page)
    citizen.opens_mailbox()
    citizen.chooses(FILES[1:])
    citizen.writes_back(LETTER[stage.lang])
    yield Stop("public", "letter-posted", citizen.page)
    yield from _afterwards(number, stage)
    officer.goes()
    yield Stop("desk", "queue-mentioned", officer.page)
    yield from _agreeing(officer, stage)
    yield from _naming(officer, number, stage)
    yield from (Stop("desk", name, page) for name, page in handing(stage))
    yield from _clearing(citizen)
    yield from _ending(officer, number, stage)
    yield from (Stop("desk", name, page) for name, page in recovering(stage))


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
    presses(page, "edit")  # back to the first step and on again: every word is still there, and the faults are not
    presses(page, "next")
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


def _clearing(citizen):
    """The mailbox at its fullest, its proof of filing, and how it is emptied and closed."""
    page = citizen.page
    citizen.waits_for(page.locator("pre.own").count)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    yield Stop("public", "mailbox-full", page)
    page.locator("button[name=upto]").click()
    yield Stop("public", "destroy", page)
    presses(page, "yes")
    yield Stop("public", "destroyed", page)
    citizen.opens_mailbox()
    yield Stop("public", "mailbox-cleared", page)
    page.locator("main form[action$='/mailbox/close'] button:not([name])").click()
    yield Stop("public", "close", page)
    presses(page, "yes")
    yield Stop("public", "closed", page)


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
    officer.states = False
    yield from _deciding(officer, number, "register", {"no_conflict": True})
    yield from _stating(officer)
    yield desk("case")
    page.locator("a[href$='/look/1']").first.click()
    yield desk("look")
    officer.opens(number)
    yield from _answering(officer, number, stage)
    yield from _deciding(officer, number, "decline", {"reason": "no_substance", "text": GROUNDS[stage.lang]})
    yield desk("request-own")
    officer.goes("requests")
    yield desk("requests")
    officer.goes(f"case/{number}/requests")
    yield desk("case-requests")
    yield from _deciding(officer, number, "accept", {"text": GROUNDS[stage.lang]})
    yield desk("case-accepted")
    yield from _finding(officer, number, stage)
    officer.goes("me")
    yield desk("me")
    officer.goes("me/passphrase")
    yield desk("passphrase")
    officer.sends()
    yield desk("passphrase-faults")
    officer.goes("me/passkeys")
    yield desk("passkeys")
    officer.goes("me/key")
    yield desk("key")
    page.locator("form[action$='/key/new'] button").click()
    yield desk("key-faults")
    officer.goes("me/sign-ins")
    yield desk("sign-ins")
    officer.goes("case/nowhere")
    yield desk("not-found")


def _stating(officer):
    yield Stop("desk", "statement", officer.page)
    officer.sends()
    yield Stop("desk", "statement-faults", officer.page)
    officer.states = True
    fill(officer.page, {"statement": "none"})
    officer.sends()


def _finding(officer, number, stage):
    """Looking for words, and several cases at once."""
    page = officer.page
    officer.goes("search")
    yield Stop("desk", "search", page)
    fill(page, {"words": WORDS[stage.lang]["subject_name"]})
    officer.sends()
    yield Stop("desk", "search-found", page)
    officer.goes(f"grant?cases={number}")
    yield Stop("desk", "grant-some", page)
    page.get_by_label(stage.colleague).check()
    officer.sends()
    yield Stop("desk", "granted", page)


def _assigning(handler, number, stage):
    page = handler.page
    handler.goes(f"assign?cases={number}")
    yield Stop("desk", "assign", page)
    handler.sends()
    yield Stop("desk", "assign-faults", page)
    fill(page, {"handler": True, "text": GROUNDS[stage.lang]})
    confirms(page)
    handler.sends()
    yield Stop("desk", "assigned", page)


def _deciding(officer, number, decision, given):
    officer.chooses(number, decision)
    yield Stop("desk", decision, officer.page)
    officer.sends()
    yield Stop("desk", f"{decision}-faults", officer.page)
    fill(officer.page, given)
    confirms(officer.page)
    officer.sends()


def _answering(officer, number, stage):
    page = officer.page
    page.locator("a[href$='/reply']").click()
    yield Stop("desk", "reply", page)
    officer.sends()
    yield Stop("desk", "reply-faults", page)
    fill(page, {"text": REPLY[stage.lang]})
    page.set_input_files("[name=files]", FILES)
    officer.sends()
    page.locator("a[href$='/grant']").click()
    yield Stop("desk", "grant", page)
    page.get_by_label(stage.colleague).check()
    officer.sends()
    page.locator("a[href$='/circle']").click()
    yield Stop("desk", "circle", page)
    page.locator("a[href$='/remove']").first.click()
    yield Stop("desk", "circle-remove", page)
    officer.goes("staff")
    yield Stop("desk", "staff", page)
    page.locator("main td a[href*='/staff/']").first.click()
    yield Stop("desk", "leaving", page)
    officer.goes("me/hand-over")
    yield Stop("desk", "hand-over", page)
    officer.goes(f"case/{number}")


def _afterwards(number, stage):
    handler = stage.officer(stage.back)
    handler.signs_in()
    handler.waits_for_a_letter(number)
    yield Stop("desk", "case-letter", handler.page)
    yield from _verifying(handler, number)
    yield from _noting(handler, number, stage)
    handler.goes()
    yield Stop("desk", "queue-read", handler.page)
    words = {"text": GROUNDS[stage.lang]}
    yield from _deciding(handler, number, "assess", {"handler": True, **words})
    yield from _assigning(handler, number, stage)
    yield from _deciding(handler, number, "inquire", {"reason": "general", **words})
    yield from _under_terms(handler, number)
    ending = {"reason": "explained", "outcome": "not_confirmed", **words}
    yield from _deciding(handler, number, "conclude", ending)
    yield Stop("desk", "case-concluded", handler.page)
    yield from _done(handler, number, stage)
    yield from _publishing(handler, number, stage)
    yield from _following(handler, number, stage)
    yield from _watching(stage)


def _noting(handler, number, stage):
    """A note that mentions two, one of them a stranger; corrected; a task for oneself."""
    page = handler.page
    handler.goes(f"case/{number}/notes")
    yield Stop("desk", "notes-none", page)
    handler.goes(f"case/{number}/notes/write")
    yield Stop("desk", "note", page)
    fill(page, {"text": f"@{stage.front} @nobody {GROUNDS[stage.lang]}"})
    handler.sends()
    yield Stop("desk", "note-faults", page)
    fill(page, {"text": f"@{stage.front} {GROUNDS[stage.lang]}"})
    handler.sends()
    handler.goes(f"case/{number}/notes/write?strikes=1")
    yield Stop("desk", "note-correct", page)
    fill(page, {"text": f"@{stage.front} {LETTER[stage.lang]}"})
    handler.sends()
    handler.goes(f"case/{number}/tasks/set")
    yield Stop("desk", "task", page)
    handler.sends()
    yield Stop("desk", "task-faults", page)
    page.get_by_label(stage.colleague).check()
    fill(page, {"title": REPLY[stage.lang].partition("\n")[0], "due": today()})
    handler.sends()
    yield Stop("desk", "notes", page)


def _done(handler, number, stage):
    handler.goes(f"case/{number}/tasks/1/done")
    yield Stop("desk", "task-done", handler.page)
    handler.sends()
    yield Stop("desk", "task-done-faults", handler.page)
    fill(handler.page, {"text": LETTER[stage.lang]})
    handler.sends()
    handler.opens(number)
    yield Stop("desk", "case-noted", handler.page)


def _closing(number, stage):
    """Whatever is open is done, and the named reporter was told: the case can be filed away."""
    handler = stage.officer(stage.back)
    handler.signs_in()
    handler.goes(f"case/{number}/followup/1/complete")
    fill(handler.page, {"text": GROUNDS[stage.lang]})
    handler.sends()
    yield from _deciding(
        handler, number, "feedback", {"reason": "in_person", "day": today(), "text": LETTER[stage.lang]}
    )


def _ending(officer, number, stage):
    """Filed away, held, the hold lifted by two, destroyed by two."""
    yield from _closing(number, stage)
    keeper = stage.officer(stage.keeper)
    keeper.signs_in()
    page = keeper.page
    keeper.goes("retention?all=1")
    yield Stop("desk", "retention-none", page)
    keeper.goes("destroyed")
    yield Stop("desk", "destroyed-none", page)
    keeper.goes("register")
    page.locator(f"form[action$='/register/{number}/archive'] button").click()
    keeper.goes("retention")
    yield Stop("desk", "retention", page)
    keeper.goes(f"retention/{number}")
    yield Stop("desk", "retention-case", page)
    keeper.goes(f"retention/{number}/hold")
    yield Stop("desk", "hold", page)
    keeper.sends()
    yield Stop("desk", "hold-faults", page)
    fill(page, {"text": HOLD[stage.lang]})
    keeper.sends()
    yield Stop("desk", "retention-held", page)
    for kind in ("lift_hold", "delete"):
        keeper.goes(f"retention/{number}/ask/{kind}")
        yield Stop("desk", f"ask-{kind}", page)
        fill(page, {"text": GROUNDS[stage.lang]})
        keeper.sends()
        yield Stop("desk", f"request-{kind}", page)
        officer.goes(f"requests/{page.url.rsplit('/', 1)[1]}")
        yield Stop("desk", f"agree-{kind}", officer.page)
        fill(officer.page, {"answer": "agree", "text": GROUNDS[stage.lang]})
        officer.sends()
        yield Stop("desk", f"agreed-{kind}", officer.page)
    keeper.goes("destroyed")
    yield Stop("desk", "destroyed", page)


def _publishing(handler, number, stage):
    handler.goes(f"case/{number}/requests")
    yield Stop("desk", "case-requests-offered", handler.page)
    handler.goes(f"case/{number}/ask/publish")
    yield Stop("desk", "publish", handler.page)
    handler.sends()
    yield Stop("desk", "publish-faults", handler.page)
    fill(handler.page, {"text": GROUNDS[stage.lang]})
    handler.sends()


def _naming(officer, number, stage):
    """Who leads intake asks for the name, the key holder agrees, and both see it."""
    page = officer.page
    officer.goes(f"case/{number}/ask/open_name")
    yield Stop("desk", "open-name", page)
    fill(page, {"text": GROUNDS[stage.lang]})
    officer.sends()
    request = page.url.rsplit("/", 1)[1]
    holder = stage.officer(stage.holder)
    holder.signs_in()
    yield Stop("desk", "requests-of-holder", holder.page)
    holder.goes(f"requests/{request}")
    yield Stop("desk", "request-of-name", holder.page)
    fill(holder.page, {"answer": "agree", "text": GROUNDS[stage.lang]})
    holder.sends()
    holder.goes(f"requests/{request}/name")
    yield Stop("desk", "name-waits", holder.page)
    officer.goes(f"requests/{request}/name")
    yield Stop("desk", "name-halves", page)
    officer.sends()
    yield Stop("desk", "name", page)


def _agreeing(officer, stage):
    officer.goes("requests")
    yield Stop("desk", "requests-waiting", officer.page)
    officer.page.locator("main a[href*='/requests/']").first.click()
    yield Stop("desk", "request", officer.page)
    officer.sends()
    yield Stop("desk", "request-faults", officer.page)
    fill(officer.page, {"answer": "refuse", "text": GROUNDS[stage.lang]})
    officer.sends()
    yield Stop("desk", "request-refused", officer.page)


def _under_terms(handler, number):
    steps = {"term-begin": "term/begin", "term-met": "term/DL07/1/met", "term-extend": "term/DL07/1/extend"}
    for name, path in steps.items():
        handler.goes(f"case/{number}/{path}")
        yield Stop("desk", name, handler.page)
        handler.sends()
        yield Stop("desk", f"{name}-faults", handler.page)
    handler.opens(number)
    yield Stop("desk", "case-terms", handler.page)
    handler.goes(f"case/{number}/decide/verify")
    yield Stop("desk", "verify", handler.page)
    handler.goes(f"case/{number}/decide/accept")
    yield Stop("desk", "no-longer", handler.page)


def _following(handler, number, stage):
    handler.goes(f"case/{number}/followup")
    yield Stop("desk", "followup-none", handler.page)
    handler.goes(f"case/{number}/followup/add/measure")
    yield Stop("desk", "measure", handler.page)
    handler.sends()
    yield Stop("desk", "measure-faults", handler.page)
    chosen = {"party": "receiving_unit", "measure": "head_accountable", "cause": "C2", "due": in_sixty_days()}
    fill(handler.page, {**chosen, "concerns": WORDS[stage.lang]["receiving_unit"], "text": GROUNDS[stage.lang]})
    handler.sends()
    for kind in ("clearing", "untrue"):
        handler.goes(f"case/{number}/followup/add/{kind}")
        yield Stop("desk", kind, handler.page)
    handler.goes(f"case/{number}/followup/1/complete")
    yield Stop("desk", "measure-complete", handler.page)
    handler.goes(f"case/{number}/followup")
    yield Stop("desk", "followup", handler.page)
    handler.opens(number)
    yield Stop("desk", "case-followed", handler.page)
    handler.goes("me/reminders")
    yield Stop("desk", "reminders", handler.page)


def today():
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


def in_sixty_days():
    return (datetime.now(UTC) + timedelta(days=60)).date().isoformat()


def _watching(stage):
    keeper = stage.officer(stage.keeper)
    keeper.signs_in()
    yield Stop("desk", "register", keeper.page)
    auditor = stage.officer(stage.auditor)
    auditor.signs_in()
    auditor.goes("audit")
    yield Stop("desk", "trail", auditor.page)
    auditor.page.locator("form[action$='/verify'] button").click()
    yield Stop("desk", "trail-verified", auditor.page)
    auditor.goes("audit/checkpoints")
    yield Stop("desk", "checkpoints", auditor.page)
    auditor.page.locator("form[action$='/make'] button").click()
    yield Stop("desk", "checkpoint", auditor.page)


def _verifying(handler, number):
    page, bench = handler.page, f"case/{number}/workbench"

    def desk(name):
        return Stop("desk", name, page)

    handler.goes(bench)
    yield desk("bench-empty")
    for kind in ("roster", "attendance_sending", "attendance_receiving"):
        _brings_in(handler, bench, f"{kind}.csv", example("A", kind))
        page.locator("button[name=do][value=accept]").click()
    _brings_in(handler, bench, "接收单位补充.csv", text(DIRTY))
    yield desk("bench-mapping")
    handler.goes(bench)
    yield desk("bench-files")
    handler.goes(f"{bench}/files/1/withdraw")
    yield desk("bench-withdraw")
    handler.goes(f"{bench}/calendar")
    yield desk("bench-calendar")
    handler.goes(f"{bench}/findings")
    yield desk("bench-findings")
    page.locator("a[href*='/findings/v']").first.click()
    yield desk("bench-mark")
    handler.sends()
    yield desk("bench-mark-faults")
    handler.goes(f"{bench}/rules")
    yield desk("bench-rules")
    handler.goes(f"{bench}/people")
    yield desk("bench-people")
    handler.goes(f"{bench}/compare")
    yield desk("bench-compare")
    yield from _on_paper(handler, f"{bench}/papers", desk)
    yield from _for_the_office(handler, desk)
    yield from _in_the_field(handler, f"{bench}/field", desk)


def _on_paper(handler, papers, desk):
    page = handler.page
    handler.goes(papers)
    yield desk("papers")
    page.locator("a[href*='/papers/ask/']").first.click()
    yield desk("papers-ask")
    page.locator("main form button[type=submit]").click()
    yield desk("papers-asked")
    page.locator("a[href*='/papers/see/request-']").first.click()
    yield desk("papers-request")
    handler.goes(f"{papers}/see/working")
    yield desk("papers-working")
    page.locator("main form button[type=submit]").click()
    yield desk("papers-held")


def _for_the_office(handler, desk):
    page = handler.page
    handler.goes("rules")
    yield desk("office-rules")
    fill(page, {"full_time-basis": "云组发〔2026〕1号(虚构)"})
    page.locator("main form button[type=submit]").click()
    yield desk("office-rules-set")
    handler.goes("batches")
    page.locator("main form button[type=submit]").click()
    yield desk("batches-faults")
    fill(page, {"title": "二〇二六年度下派干部(虚构)"})
    page.locator("main form button[type=submit]").click()
    handler.goes("batches")
    yield desk("batches")


def _brings_in(handler, bench, name, content):
    handler.goes(bench)
    handler.page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content}],
    )
    handler.page.locator("form[enctype] button[type=submit]").click()


def _in_the_field(handler, field, desk):
    page = handler.page
    handler.goes(f"{field}/visit")
    yield desk("field-visit")
    page.locator("main form button[type=submit]").click()
    yield desk("field-visit-faults")
    fill(page, {"person": "XN-0001", "day": "2026-03-12", "place": "县政府办公楼", "seen": "present"})
    page.locator("main form button[type=submit]").click()
    yield desk("field")
    for name in ("plan", "tally", "interview"):
        handler.goes(f"{field}/{name}")
        yield desk(f"field-{name}")
    handler.goes(f"{field}/visit/1/strike")
    yield desk("field-strike")

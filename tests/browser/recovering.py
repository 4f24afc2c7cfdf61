"""The pages of a key that is got back: set up, begun, taken up, two halves, the end. The last part of the journey."""

from tests.browser.people import fill

OTHER_HOLDER = {"zh": "tang", "en": "ding"}
"""Keeps the half that `stage.holder` does not."""

NEW = "quiet harbour, seven lanterns"


def recovering(stage):
    """Walk through all of it: gives (name of the page, the browser's page)."""
    officer, lead = stage.officer(stage.keeper), stage.officer(stage.back)
    officer.signs_in()
    page = officer.page
    officer.goes("me/recovery")
    yield "recovery-none", page
    _press(page)
    yield "recovery-faults", page
    fill(page, {"passphrase": officer.credentials.passphrase})
    _press(page)
    yield "recovery-set-up", page
    lead.signs_in()
    yield from _begun(lead, officer)
    officer.goes("me/recovery")
    yield "recovery-asked", page
    officer.signs_out()
    yield "sign-in-again", page
    officer.goes("recover")
    yield "recover", page
    _press(page)
    yield "recover-faults", page
    fill(page, {"code": "7K3Q-M9XD-7K3Q-M9XD-7K3Q-M9XD-7K3Q"})
    _press(page)
    yield "recover-wrong", page
    fill(page, {"code": lead.paper})
    _press(page)
    yield "recover-taken-up", page
    code, fingerprint = page.locator("span.code").all_inner_texts()
    holder, other = stage.officer(stage.holder), stage.officer(OTHER_HOLDER[stage.lang])
    yield from _handed(holder, officer, fingerprint)
    yield from _finished(officer, code, last=False)
    for _ in _handed(other, officer, fingerprint):
        pass
    yield from _finished(officer, code, last=True)
    # The page with the code on paper answers a form: loaded anew it is sent again, and must begin nothing.
    lead.page.reload()
    yield "recovery-not-again", lead.page
    lead.goes("recovery/people")
    yield "recovery-people", lead.page


def _begun(lead, officer):
    lead.goes("recovery/people")
    yield "recovery-people-before", lead.page
    lead.page.get_by_role("link", name=officer.credentials.name).click()
    yield "recovery-begin", lead.page
    _press(lead.page)
    yield "recovery-begun", lead.page
    lead.paper = lead.page.locator(".done span.code").inner_text()


def _handed(holder, officer, fingerprint):
    holder.signs_in()
    holder.goes("recovery/halves")
    yield "recovery-halves", holder.page
    holder.page.locator("main li a", has_text=officer.credentials.name).click()
    yield "recovery-hand", holder.page
    _press(holder.page)
    yield "recovery-hand-faults", holder.page
    fill(holder.page, {"answer": "hand", "fingerprint": fingerprint[:-4] + "2222"})
    _press(holder.page)
    yield "recovery-hand-differs", holder.page
    fill(holder.page, {"answer": "hand", "fingerprint": fingerprint})
    _press(holder.page)
    yield "recovery-handed", holder.page


def _finished(officer, code, *, last):
    page = officer.page
    officer.goes("recover/finish")
    if not last:
        yield "finish", page
        _press(page)
        yield "finish-faults", page
    fill(page, {"code": code, "new": NEW, "again": NEW})
    _press(page)
    yield "recovered" if last else "finish-waits", page


def _press(page):
    """The first button of the page's own form."""
    page.locator("main form:not([action]) button").first.click()

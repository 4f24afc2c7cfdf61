"""Reporters and officers in front of a browser. They go by the names of fields, so they are at home in any language."""

import re
import time

from portal.desk.officers.second_factor import STEP_SECONDS, current_code
from tests.bench.cleaning import photo
from tests.world import usual_report

MIB = 1024 * 1024
PICTURE = photo((2000, 1500), 90)
"""A photo of more than one MiB that says where, when and with what it was taken."""

FILES = [
    {"name": "会议签到 3月10日.jpg", "mimeType": "image/jpeg", "buffer": PICTURE},
    {"name": "记录.txt", "mimeType": "text/plain", "buffer": "三月十日未见本人。\n".encode() * 40},
]


def fill(page, values):
    """Put `values` into the form that has these fields: True ticks, a list ticks several, a text is typed or chosen."""
    for name, value in values.items():
        found = page.locator(f'[name="{name}"]:not([type=hidden])')
        kind = found.first.get_attribute("type")
        if kind in ("checkbox", "radio"):
            codes = value if isinstance(value, list) else [value]
            for code in codes:
                box = found.first if code is True else page.locator(f'[name="{name}"][value="{code}"]')
                _unfold(box)
                box.check()
        elif found.first.evaluate("one => one.tagName") == "SELECT":
            found.select_option(value)
        else:
            _unfold(found.first)
            found.fill(value)


def confirms(page):
    """Tick everything that a decision asks to confirm."""
    for box in page.locator('[name="statements"]').all():
        box.check()


def _unfold(control) -> None:
    around = control.locator("xpath=ancestor::details[not(@open)]/summary")
    if around.count():
        around.click()


def presses(page, what):
    """Press the button named `do` with this value and wait for the page it leads to."""
    page.locator(f'button[name=do][value="{what}"]:not(.unseen)').first.click()


class Reporter:
    """Somebody who reports. `code` is filled once the receipt was shown."""

    def __init__(self, page, address, lang="zh") -> None:
        self.page, self.address, self.lang = page, address, lang
        self.code = ""

    def goes(self, path=""):
        self.page.goto(f"{self.address}/{self.lang}/{path}")

    def begins(self, offices=("yunling",), **given):
        """From the home page through the page of safety and offices to the page for writing."""
        self.goes()
        self.page.locator(".ways-on a").first.click()
        ticks = {"scope_ok": True, "no_secret_ack": True, "truth_ack": True, "about_this_office": "no"}
        fill(self.page, ticks | given)
        for box in self.page.locator("[name=recipients]").all():
            box.set_checked(box.get_attribute("value") in offices)
        presses(self.page, "next")

    def writes(self, **typed):
        """Fills the form as usual, changed by `typed`; arrives at the page for checking."""
        fill(self.page, usual_report() | typed)
        presses(self.page, "next")

    def chooses(self, files=FILES):
        self.page.set_input_files("#files", files)

    def hands_in(self, files=FILES):
        if files:
            self.chooses(files)
        presses(self.page, "send")
        self.page.locator("p.code").wait_for()
        self.code = shown_code(self.page)

    def copies_down(self):
        """Types the last group back in from paper."""
        self.page.locator("#last").fill(self.code.rsplit("-", 1)[1].lower())
        self.page.locator("form[action$='/report/saved'] button").click()

    def opens_mailbox(self):
        self.goes("mailbox")
        self.page.locator("[name=code]").fill(self.code.lower().replace("-", " "))
        self.page.locator("form[action$='/mailbox'] button").click()

    def waits_for(self, there):
        """Opens the mailbox again and again until `there()` is true of it; returns what it gave."""
        self.opens_mailbox()
        return _until(there, self.opens_mailbox)

    def waits_for_entries(self, count):
        self.waits_for(lambda: self.page.locator(".talk .entry").count() >= count)

    def writes_back(self, text):
        fill(self.page, {"text": text})
        presses(self.page, "send")


def _until(there, again=lambda: None, within=30.0):
    """Ask `there` until it gives something; between two tries do `again`. The collector works once a second."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = there()
        if found:
            return found
        time.sleep(0.3)
        again()
    raise AssertionError("waited in vain")


def shown_code(page):
    return "-".join(page.locator("p.code span").all_inner_texts())


class Officer:
    """An officer at the desk. `steps` remembers, for the whole run, which one-time codes were used up."""

    def __init__(self, page, address, credentials, steps, lang="zh") -> None:
        self.page, self.address, self.lang = page, address, lang
        self.credentials, self.steps = credentials, steps
        self.states = True

    def goes(self, path=""):
        self.page.goto(f"{self.address}/{self.lang}/{path}")
        self._states_nothing()

    def _states_nothing(self):
        """Where a statement on recusal is asked for: nothing calls for it, unless told to wait."""
        if self.states and "/statement" in self.page.url:
            fill(self.page, {"statement": "none"})
            self.page.locator("main form button[type=submit]").click()

    def signs_in(self):
        self.goes("sign-in")
        self.gives_passphrase()
        self.gives_code()

    def gives_passphrase(self):
        fill(self.page, {"login": self.credentials.login, "passphrase": self.credentials.passphrase})
        self.sends()

    def gives_code(self):
        fill(self.page, {"code": self.next_code()})
        self.sends()
        self.page.locator("form.who").wait_for()

    def next_code(self):
        """A one-time code not used before. The desk takes the code of the coming half minute too; else wait for it."""
        now = time.time()
        step = max(int(now) // STEP_SECONDS, self.steps.get(self.credentials.login, 0) + 1)
        if step > int(now) // STEP_SECONDS + 1:
            time.sleep((step - 1) * STEP_SECONDS - now + 0.1)
        self.steps[self.credentials.login] = step
        return current_code(self.credentials.totp_secret, step * STEP_SECONDS)

    def numbers(self):
        """Case numbers in the queue, newest first."""
        self.goes()
        return [link.rsplit("/", 1)[1] for link in self._links("td a, th a") if "/case/" in link]

    def waits_for_a_case_beside(self, known):
        """The number of the case that the collector brings next."""
        self.goes()
        return _until(lambda: next((number for number in self.numbers() if number not in known), None))

    def waits_for_a_letter(self, number):
        """Opens a case again and again until the reporter's letter is in it."""
        self.opens(number)
        _until(self.page.locator(".entry.theirs").first.is_visible, self.page.reload)

    def opens(self, number):
        self.goes(f"case/{number}")

    def registers(self, number):
        """Opens a case that nobody opened: confirms that there is no reason to step aside."""
        self.decides(number, "register", no_conflict=True)

    def chooses(self, number, decision):
        """Goes to the page of a decision."""
        self.opens(number)
        self.page.locator(f".rail a[href$='/decide/{decision}']").click()

    def decides(self, number, decision, **given):
        self.chooses(number, decision)
        fill(self.page, given)
        confirms(self.page)
        self.sends()

    def concludes(self, number, text):
        """From accepted to concluded: assessed by this officer, asked in writing, the answer convinces."""
        self.decides(number, "assess", handler=True, text=text)
        self.decides(number, "inquire", reason="general", text=text)
        self.decides(number, "conclude", reason="explained", outcome="confirmed", text=text)

    def sends(self):
        self.page.locator("main form button[type=submit]").first.click()
        self._states_nothing()

    def replies(self, number, text, files=()):
        self.opens(number)
        self.page.locator("a[href$='/reply']").click()
        fill(self.page, {"text": text})
        self.page.set_input_files("[name=files]", files)
        self.sends()

    def grants(self, number, name):
        self.opens(number)
        self.page.locator("a[href$='/grant']").click()
        self.page.get_by_label(name).check()
        self.sends()

    def downloads(self, number, sending, slot):
        """(suggested name, bytes) of an attachment."""
        self.opens(number)
        with self.page.expect_download() as coming:
            self.page.locator(f"a[href$='/file/{sending}/{slot}']").click()
        return coming.value.suggested_filename, coming.value.path().read_bytes()

    def signs_out(self):
        self.page.locator("form.who button").click()
        self.page.wait_for_url(re.compile("/sign-in"))

    def _links(self, selector):
        return [link.get_attribute("href") for link in self.page.locator(selector).all()]

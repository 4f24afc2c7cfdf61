"""A reporter at a browser without scripts: sees pages, fills in what they show, presses their buttons."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

CHOSEN = {
    "scope_ok": "y",
    "no_secret_ack": "y",
    "truth_ack": "y",
    "about_this_office": "no",
    "recipients": ["yunling", "wangxi"],
}
STORY = {
    "subject_kind": "person",
    "subject_name": "范例甲",
    "subject_post_home": "处长",
    "subject_level": "county",
    "subject_party": "yes",
    "secondment_type": "down",
    "sending_unit": "云岭省数据事务厅(虚构)",
    "sending_region": "云岭省(虚构)",
    "receiving_unit": "青禾县人民政府(虚构)",
    "receiving_region": "云岭省青禾县(虚构)",
    "post_held": "副县长(挂职)",
    "start_ym": "2025年9月",
    "ongoing": "y",
    "arranged_by": "org_dept",
    "knowledge": "first_hand",
    "indicators": ["P2", "D6"],
    "summary": "挂职以来一直在原单位上班,只在开会的时候来过两次。\n\n分管的工作由别人代做,同事大多没有见过本人。",
    "observations-0-date_kind": "day",
    "observations-0-date_from": "2026.3.10",
    "observations-0-time_from": "9点",
    "observations-0-time_to": "17:00",
    "observations-0-place": "县政府办公楼",
    "observations-0-seen": "absent",
    "observations-0-basis": "saw",
    "observations-0-record_hint": "当天分管口会议记录",
    "observations-0-detail": "会议由别人代开\n没有说原因",
    "effects": ["work_done_by_others", "unfair_promotion"],
    "tolerated_by": ["sender"],
    "record_pointers-0-type": "access_gate",
    "record_pointers-0-holder": "派出单位机关事务科",
    "record_pointers-0-ym": "2026年3月",
    "record_pointers-0-note": "看有没有进出记录",
    "money-0-kind": "allowance",
    "money-0-period": "2026年1月到3月",
    "money-0-amount": "每月大约1500元",
    "money-0-basis": "record",
    "followup": "none",
    "identifying_details": "只有三个人参加过那次会议",
    "reporter_role": "host_colleague",
    "circle": "4_10",
    "reported_before": "no",
    "fear": "some",
    "protection_request": "y",
    "exclude_people": "某副主任:亲戚",
    "avoid_local": "y",
    "avoid_local_reason": "熟人多",
}


@dataclass
class Button:
    words: str
    name: str
    value: str
    action: str | None


def bare(html):
    """A page without what only takes up room (T6): the noise at its end and in its forms, drawn anew each time."""
    return re.sub(r'name="pad" value="[^"]*"', 'name="pad" value=""', re.sub(r"<!--\w*-->$", "", html))


@dataclass
class Form:
    """A form as a browser without scripts would send it: every control's present value. `pad` only takes up room."""

    action: str
    method: str
    pad: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def value(self, name):
        return next((value for key, value in self.whole if key == name), None)

    def values(self, name):
        return [value for key, value in self.whole if key == name]

    @property
    def whole(self):
        """Every name and value, those carried in one hidden input as well."""
        return [
            *self.fields,
            *(tuple(pair) for key, text in self.fields if key == "written" for pair in json.loads(text)),
        ]


class Page(HTMLParser):
    """What can be seen and sent on a page."""

    def __init__(self, response):
        super().__init__(convert_charrefs=True)
        self.status, self.html, self.headers = response.status_code, bare(response.text), response.headers
        self.size, self.asked = len(response.data), response.request.content_length or 0
        self.forms, self.ids, self._text, self._area, self._select, self._button = [], [], [], None, None, None
        self._hush = 0
        self.feed(response.text)
        self.text = " ".join("".join(self._text).split())

    @property
    def form(self):
        return self.forms[-1]

    @property
    def faults(self):
        """Field → words, as the summary at the top says them."""
        return dict(re.findall(r'<li>\s*<a href="#([^"]+)">([^<]*)</a>', self.html))

    def handle_starttag(self, tag, pairs):
        found = dict(pairs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag in ("script", "style", "title"):
            self._hush += 1
        elif tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get")))
        elif tag == "input":
            self._input(found)
        elif tag == "textarea":
            self._area = [found.get("name"), ""]
        elif tag == "select":
            self._select = [found["name"], None]
        elif tag == "option":
            if self._select[1] is None or "selected" in found:
                self._select[1] = found.get("value", "")
        elif tag == "button":
            self._button = Button("", found.get("name", ""), found.get("value", ""), found.get("formaction"))

    def _input(self, found):
        kind = found.get("type", "text")
        if kind in ("submit", "file") or (kind in ("checkbox", "radio") and "checked" not in found):
            return
        if self.forms and found.get("name") == "pad":
            self.forms[-1].pad = found["value"]
        elif self.forms and "name" in found:
            self.forms[-1].fields.append((found["name"], found.get("value", "on" if kind == "checkbox" else "")))

    def handle_endtag(self, tag):
        if tag in ("script", "style", "title"):
            self._hush -= 1
        elif tag == "textarea" and self._area[0]:
            # The first line end after the tag belongs to the markup (HTML, 13.2.6.4.7), as browsers read it.
            text = self._area[1].removeprefix("\r\n").removeprefix("\n")
            self.forms[-1].fields.append((self._area[0], text))
            self._area = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self.forms[-1].fields.append((self._select[0], self._select[1] or ""))
            self._select = None
        elif tag == "button":
            self._button.words = " ".join(self._button.words.split())
            self.forms[-1].buttons.append(self._button)
            self._button = None

    def handle_data(self, data):
        if self._area is not None:
            self._area[1] += data
        if self._button is not None:
            self._button.words += data
        if not self._hush:
            self._text.append(data)


class Visitor:
    """Somebody at a browser."""

    def __init__(self, client, lang="zh"):
        self.client, self.lang, self.page = client, lang, None
        self.sent = {}

    def opens(self, path):
        self.page = Page(self.client.get(f"/{self.lang}{path}"))
        return self.page

    def sends(self, path, data):
        """POST as a browser would: every line end a CR LF."""
        pairs = {
            key: [_crlf(v) for v in (value if isinstance(value, list) else [value])] for key, value in data.items()
        }
        self.page = Page(self.client.post(f"/{self.lang}{path}", data=pairs))
        return self.page

    def presses(self, value, *, files=(), originals=(), **typed):
        """Fill `typed` into the last form of the page and press the button with this value."""
        form = next(form for form in reversed(self.page.forms) if any(b.value == value for b in form.buttons))
        button = next(b for b in form.buttons if b.value == value)
        data = {"pad": [form.pad]}
        for name, text in form.fields:
            data.setdefault(name, []).append(_crlf(text))
        for name, given in typed.items():
            data[name] = _given(given)
        data[button.name] = [button.value]
        data |= {name: list(chosen) for name, chosen in (("files", files), ("originals", originals)) if chosen}
        action = urlsplit(button.action or form.action)
        self.sent = data
        self.page = Page(self.client.post(action.path, data=data))
        return self.page

    def writes(self, chosen=(), **story):
        """From the first page to the page for checking."""
        self.opens("/report/before")
        self.presses("next", **(CHOSEN | dict(chosen)))
        assert self.page.status == 200, self.page.faults
        return self.presses("next", **{key: text for key, text in (STORY | story).items() if text is not None})

    def reports(self, chosen=(), files=(), originals=(), **story):
        """The whole way. Gives the receipt code."""
        self.writes(chosen, **story)
        assert self.page.status == 200, self.page.faults
        self.presses("send", files=files, originals=originals)
        assert self.page.status == 200, self.page.text
        return self.page.form.value("code")

    def looks(self, code):
        return self.sends("/mailbox", {"code": code})


def _given(value):
    return [_crlf(text) for text in (value if isinstance(value, list) else [value])]


def _crlf(text):
    return text.replace("\r\n", "\n").replace("\n", "\r\n")

"""Reading a page the way a browser without JavaScript does: its words, its links, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "img", "meta", "link", "hr"}


@dataclass
class Form:
    """A form as it would be sent: names and values in page order; `buttons` are (name, value, formaction)."""

    action: str
    method: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def value(self, name):
        return next((value for key, value in self.pairs if key == name), None)

    def filled(self, **typed):
        """The pairs after a person typed: a list ticks several, True ticks a box, None leaves out what stood there."""
        spelled = {name.replace("__", "-"): value for name, value in typed.items()}
        for name in spelled:
            assert name in self.choices or name in {key for key, _ in self.pairs}, f"the page asks for no {name}"
        kept = [(key, value) for key, value in self.pairs if key not in spelled]
        return kept + [pair for name, value in spelled.items() for pair in self._typed(name, value)]

    def _typed(self, name, value):
        if value is None or value is False:
            return []
        if value is True:
            return [(name, self.choices[name][0])]
        values = value if isinstance(value, list | tuple) else [value]
        for one in values:
            assert name not in self.choices or one in self.choices[name], f"{name} does not offer {one}"
        return [(name, one) for one in values]


class Page(HTMLParser):
    """A parsed page. `text` holds the words of <main>, `h1` the heading, `links` (href, words), `forms` all forms."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.html, self.forms, self.links, self.words = html, [], [], []
        self.h1 = ""
        self._open, self._form, self._select, self._area = [], None, None, None
        self.feed(html)
        self.close()
        self.text = " ".join(" ".join(self.words).split())

    def form(self, action):
        """The form that is sent to an address ending in `action`."""
        found = [form for form in self.forms if form.action.endswith(action)]
        assert found, f"no form leads to {action}; there are {[form.action for form in self.forms]}\n{self.text[:600]}"
        return found[0]

    def link(self, words):
        found = [href for href, text in self.links if words in text]
        assert found, f"no link says {words}; there are {self.links}"
        return found[0]

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag not in VOID:
            self._open.append(tag)
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            # A form of a dialog only closes it: nothing is sent.
            if self._form.method != "dialog":
                self.forms.append(self._form)
        elif tag == "a":
            self.links.append([given.get("href", ""), ""])
        elif self._form is not None:
            self._control(tag, given)

    def _control(self, tag, given):
        form, name = self._form, given.get("name", "")
        if tag == "input":
            self._input(form, name, given)
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = (name, [], [])
        elif tag == "option" and self._select is not None:
            self._select[1].append(given.get("value", ""))
            if "selected" in given:
                self._select[2].append(given.get("value", ""))
        elif tag == "button":
            form.buttons.append((name, given.get("value", ""), given.get("formaction", "")))

    def _input(self, form, name, given):
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.pairs.append((name, value or "on"))
        elif kind == "file":
            form.files.append(name)
        elif name:
            form.pairs.append((name, value))

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form is not None:
            # A browser drops the first line break after <textarea>, and line breaks are one character to it.
            typed = "".join(self._area[1]).replace("\r\n", "\n")
            self._form.pairs.append((self._area[0], typed.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select and self._form is not None:
            name, values, chosen = self._select
            self._form.choices[name] = values
            self._form.pairs.append((name, (chosen or values or [""])[0]))
            self._select = None

    def handle_data(self, data):
        if self._area is not None:
            self._area[1].append(data)
            return
        if "main" in self._open:
            self.words.append(data)
        if self._open and self._open[-1] == "h1" and not self.h1:
            self.h1 = " ".join(data.split())
        if "a" in self._open and self.links:
            self.links[-1][1] += data

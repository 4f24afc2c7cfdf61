"""One whole deployment in a folder, driven through its web pages: reporters, officers, the collector, the clock.

    code = world.reporter().reports(summary=…)
    world.collects()
    lin = world.officer("lin")
    lin.registers(number); lin.replies(number, "…"); lin.decides(number, "accept", text="…")
    world.reporter(code).mailbox().text

Everything is real but the cost of passphrases (`Cost.TESTS_ONLY`, handed in) and the clock, which only moves forward.
"""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from portal.age import Cost
from portal.clock import Clock
from portal.demonstration.building import CONFIG, build, demonstration_config
from portal.desk import desk_app, open_desk
from portal.desk.audit.actions import Ledger
from portal.desk.history import HISTORY as DESK
from portal.desk.intake.actions import collect
from portal.desk.keys import load_keys
from portal.desk.officers.second_factor import STEP_SECONDS, current_code
from portal.public import door_app, open_door
from portal.public.history import HISTORY as LETTERBOX
from portal.public.rosters import Rosters
from portal.settings import load
from tests import databases
from tests.pages import Page

SUMMARY = "范例甲二〇二五年九月起挂任副县长,实际一直在原单位上班,每月只来开一次会,照相以后就走,工作由别人代做。"


class World:
    """A deployment under `folder`, with the demonstration's offices and officers.

    Another `host` of the same deployment has a settings file of its own beside the first one.
    """

    def __init__(self, folder: Path, host: str = "") -> None:
        self.folder = folder / "var"
        self.settings = load(_configured(self.folder, host))
        self.people = {person.login: person for person in build(self.settings, cost=Cost.TESTS_ONLY)}
        self.later = timedelta()
        self.clock = Clock(self.settings.clock().zone, lambda: datetime.now(UTC) + self.later)
        self.door, self.desk = self._door(self.settings), self._desk(self.settings)
        street, office, self.collector = self.door, self.desk, self.desk
        if databases.on_postgresql():
            # A test looks and tampers as the owner may; each process enters in a role of its own.
            street = replace(self._door(_entering(self.settings, "public")), gate=self.door.gate)
            office, self.collector = (self._desk(_entering(self.settings, role)) for role in ("desk", "collector"))
        self.public_app, self.desk_app = door_app(street), desk_app(office)

    def _door(self, settings):
        door = open_door(settings)
        return replace(door, clock=self.clock, rosters=Rosters(settings.public.keys, door.letterbox, self.clock))

    def _desk(self, settings):
        ledger = Ledger(load_keys(settings.desk.keys).audit, self.clock)
        return replace(open_desk(settings), clock=self.clock, ledger=ledger, cost=Cost.TESTS_ONLY)

    def passes(self, **time: float) -> None:
        """Let time pass: `world.passes(days=3)`."""
        self.later += timedelta(**time)

    def reporter(self, code: str = "", lang: str = "zh") -> "Reporter":
        return Reporter(self, code, lang)

    def officer(self, login: str, lang: str = "zh") -> "Officer":
        """An officer, signed in with passphrase and second factor."""
        officer = Officer(self, login, lang)
        officer.signs_in()
        return officer

    def collects(self):
        """One run of the collector."""
        return collect(self.collector)

    def desk_states(self):
        """Case numbers and their states, as the register has them."""
        from portal.desk.casework.records import CaseRecord

        with self.desk.database.reading() as session:
            return dict(session.execute(select(CaseRecord.number, CaseRecord.state)).all())

    def close(self) -> None:
        for database in (self.door.letterbox, self.desk, self.collector):
            database.close()

    def every_byte(self):
        """Every file of the deployment that a thief could carry away, keys left out: (name, content)."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and "keys" not in path.relative_to(self.folder).parts:
                yield path.relative_to(self.folder).as_posix(), path.read_bytes()
        for file in (self.folder / "letterbox.sqlite", self.folder / "desk.sqlite"):
            yield from databases.stored(file)


def _configured(folder, host):
    """The demonstration's configuration, with databases of the kind that this run is about."""
    config = demonstration_config(folder)
    if host:
        config = config.with_stem(config.stem + host)
        config.write_text(CONFIG, encoding="utf-8")
    if databases.on_postgresql():
        text = CONFIG
        for door, history in (("letterbox", LETTERBOX), ("desk", DESK)):
            text = text.replace(f"sqlite:///{door}.sqlite", databases.shaped(folder / f"{door}.sqlite", history))
        config.write_text(text, encoding="utf-8")
    return config


def _entering(settings, role):
    """The settings of one process: on a database server each enters in a role of its own."""
    sections = {
        name: getattr(settings, name).model_copy(
            update={"database": databases.as_role(getattr(settings, name).database, role)}
        )
        for name in ("letterbox", "desk")
    }
    return settings.model_copy(update=sections)


class Visitor:
    """Somebody with a browser that runs no script."""

    def __init__(self, app, lang) -> None:
        self.browser, self.lang = app.test_client(), lang
        self.page = None
        self.answer = None

    def goes(self, address):
        return self._arrived(self.browser.get(address if address.startswith("/") else f"/{self.lang}/{address}"))

    def sends(self, form, pairs, *, button=None, files=(), to=None):
        """Press a button of a form: `button` is its (name, value)."""
        sent = MultiDict([*pairs, *([button] if button else [])])
        for name, (filename, content) in files:
            sent.add(name, FileStorage(io.BytesIO(content), filename, name, "application/octet-stream"))
        address = to or form.action or self.answer.request.path
        if not (files or form.files):
            return self._arrived(self.browser.post(address, data=sent))
        # Encoded here, in memory: Werkzeug's test client would put a large body into a temporary file of its own.
        boundary, body = encode_multipart(sent)
        kind = f"multipart/form-data; boundary={boundary}"
        return self._arrived(self.browser.post(address, data=body, content_type=kind))

    def _arrived(self, answer):
        while answer.status_code in (301, 302, 303):
            answer = self.browser.get(answer.location)
        self.answer = answer
        self.page = Page(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else None
        return self.page


class Reporter(Visitor):
    """Somebody who reports, and later comes back with the code and nothing else."""

    def __init__(self, world, code, lang) -> None:
        super().__init__(world.public_app, lang)
        self.world, self.code = world, code

    def begins(self, offices=None, **typed):
        """Safety, scope, and who opens it; arrives at the page for writing."""
        page = self.goes("report/before")
        form = page.form("/report/before")
        ticks = {"scope_ok": True, "no_secret_ack": True, "truth_ack": True, "about_this_office": "no"}
        chosen = form.choices["recipients"] if offices is None else list(offices)
        return self.sends(form, form.filled(recipients=chosen, **(ticks | typed)), button=("do", "next"))

    def writes(self, **typed):
        """Fills the form with a usual report, changed by `typed`; arrives at the page for checking."""
        form = self.page.form("/report/write")
        return self.sends(form, form.filled(**(usual_report() | typed)), button=("do", "next"))

    def hands_in(self, files=(), originals=()):
        """Sends what was checked; the code is in `self.code`."""
        form = self.page.form("/report/send")
        page = self.sends(form, form.pairs, button=("do", "send"), files=_in_fields(files, originals))
        if self.answer.status_code == 200:
            self.code = page.form("/report/saved").value("code")
        return page

    def reports(self, offices=None, files=(), originals=(), **typed):
        """The whole way. Returns the receipt code."""
        self.begins(offices)
        self.writes(**typed)
        page = self.hands_in(files, originals)
        assert self.answer.status_code == 200, page.text
        return self.code

    def mailbox(self, code=None):
        """Opens the mailbox with the code."""
        page = self.goes("mailbox")
        return self.sends(page.form("/mailbox"), [("code", code or self.code)])

    def writes_letter(self, text, files=(), code=None):
        """Adds something to what was reported."""
        page = self.mailbox(code)
        if not any(form.action.endswith("/mailbox/letter") for form in page.forms):
            page = self.goes("mailbox/letter")
        form = page.form("/mailbox/letter")
        pairs = form.filled(code=code or self.code, text=text)
        return self.sends(form, pairs, button=("do", "send"), files=_in_fields(files))


def _in_fields(files, originals=()):
    return [*(("files", one) for one in files), *(("originals", one) for one in originals)]


class Officer(Visitor):
    """An officer at the desk."""

    def __init__(self, world, login, lang) -> None:
        super().__init__(world.desk_app, lang)
        self.world, self.credentials = world, world.people[login]
        self.states = True

    def _arrived(self, answer):
        """Where a statement on recusal is asked for, this officer has nothing to state, unless told otherwise."""
        page = super()._arrived(answer)
        if (
            self.states
            and self.answer.request.path.endswith("/statement")
            and self.answer.status_code == 200
            and page.forms
        ):
            form = page.forms[-1]
            return self.sends(form, form.filled(statement="none"), to=self.answer.request.path)
        return page

    def signs_in(self):
        page = self.goes("sign-in")
        form = page.forms[-1]
        page = self.sends(form, form.filled(login=self.credentials.login, passphrase=self.credentials.passphrase))
        form = page.forms[-1]
        page = self.sends(form, form.filled(code=self.next_code()))
        assert self.answer.status_code == 200, page.text
        return page

    def next_code(self):
        """A second-factor code never used before: the clock moves on by one step for it."""
        self.world.passes(seconds=STEP_SECONDS)
        return current_code(self.credentials.totp_secret, int(self.world.clock.now().timestamp()))

    def queue(self):
        return self.goes("")

    def numbers(self):
        """The case numbers in the queue."""
        page = self.queue()
        return [href.rsplit("/", 1)[1] for href, _ in page.links if "/case/" in href]

    def opens(self, number):
        return self.goes(f"case/{number}")

    def decides(self, number, decision, **given):
        """Takes a decision on its own page; confirms everything it asks to confirm, unless told otherwise."""
        page = self.goes(f"case/{number}/decide/{decision}")
        form = page.forms[-1]
        if "statements" in form.choices:
            given = {"statements": form.choices["statements"]} | given
        return self.sends(form, form.filled(**given))

    def assesses(self, number, handler=None, **given):
        """Names a handler – the officer's own, unless told otherwise – and begins to assess."""
        return self.decides(number, "assess", handler=handler or self.id(), **({"text": "请承办。"} | given))

    def concludes(self, number, outcome="not_confirmed", text="说明属实。"):
        """From accepted to concluded, by a written inquiry whose answer convinces."""
        self.assesses(number)
        self.decides(number, "inquire", reason="general", text="情况笼统,先函询。")
        page = self.decides(number, "conclude", reason="explained", outcome=outcome, text=text)
        assert self.answer.status_code == 200, page.text
        return page

    def id(self):
        """The officer's id, as forms name colleagues."""
        from portal.desk.officers.records import OfficerRecord

        with self.world.desk.database.reading() as session:
            return session.scalars(select(OfficerRecord.id).where(OfficerRecord.login == self.credentials.login)).one()

    def registers(self, number):
        return self.decides(number, "register", no_conflict=True)

    def replies(self, number, text, files=(), **more):
        page = self.goes(f"case/{number}/reply")
        form = page.forms[-1]
        if more.get("question"):
            more = {"reviewed": True} | more
        return self.sends(form, form.filled(text=text, **more), files=_in_fields(files))

    def grants(self, number, login):
        """Seals a slip to a colleague of the same office."""
        page = self.goes(f"case/{number}/grant")
        form = page.forms[-1]
        colleague = self.world.people[login].name
        ids = form.choices["colleague"]
        with self.world.desk.database.reading() as session:
            from portal.desk.officers.actions import officer_names

            wanted = next(id_ for id_, name in officer_names(session).items() if name == colleague)
        assert wanted in ids
        return self.sends(form, form.filled(colleague=wanted))

    def offers(self, number, office, text="属于上级管理的干部。", **given):
        """Asks for a hand-over to `office`; returns the address of the request."""
        page = self.goes(f"case/{number}/transfer?to={office}")
        form = page.form(f"/transfer?to={office}")
        self.sends(form, form.filled(text=text, **given))
        return self.answer.request.path

    def answers(self, address, answer="agree", text="看过,同意。"):
        """Is the second person of a request."""
        form = self.goes(address).forms[-1]
        return self.sends(form, form.filled(answer=answer, text=text))

    def transfers(self):
        """The addresses of the hand-overs on the officer's list."""
        page = self.goes("transfers")
        return list(dict.fromkeys(href for href, _ in page.links if "/transfers/" in href))

    def takes(self, address):
        """Confirms that a case arrived; returns its new number."""
        form = self.goes(address).form("/take")
        self.sends(form, form.pairs)
        return self.answer.request.path.rsplit("/", 1)[1]

    def downloads(self, number, sending, slot):
        """The bytes of an attachment."""
        self.goes(f"case/{number}/file/{sending}/{slot}")
        return self.answer.get_data()


def usual_report():
    """What a usual report says, by field name (`__` stands for a dash)."""
    return {
        "subject_kind": "person",
        "subject_name": "范例甲",
        "subject_post_home": "处长",
        "subject_level": "county",
        "secondment_type": "down",
        "sending_unit": "云岭省数据事务厅(虚构)",
        "receiving_unit": "青禾县人民政府(虚构)",
        "receiving_region": "云岭省青禾县(虚构)",
        "post_held": "副县长(挂职)",
        "start_ym": "2025-09",
        "ongoing": True,
        "knowledge": "first_hand",
        "indicators": ["P2", "P5", "W1"],
        "summary": SUMMARY,
        "observations-0-date_kind": "day",
        "observations-0-date_from": "2026-03-10",
        "observations-0-seen": "absent",
        "observations-0-basis": "saw",
        "observations-0-place": "县政府办公楼",
        "reported_before": "no",
        "fear": "some",
    }

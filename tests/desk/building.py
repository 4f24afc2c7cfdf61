"""A desk for tests: real files, real databases, cheap passphrases, and a clock that is moved by hand."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient

from portal.age import Cost, open_with_passphrase
from portal.blobs import FolderStore
from portal.clock import Clock
from portal.desk import desk_app
from portal.desk.audit.actions import Ledger
from portal.desk.desk import Desk, Policy
from portal.desk.history import HISTORY
from portal.desk.keys import load_keys, make_keys, open_authority
from portal.desk.officers import second_factor
from portal.desk.officers.enrolment import NewOfficer, as_colleague, enrol
from portal.desk.officers.offices import NewOffice, add_office
from portal.desk.officers.rules import speaks
from portal.desk.preparing import prepare
from portal.domain.roles import Role
from portal.web.database import Database
from tests import databases

AUTHORITY_PASSPHRASE = "authority passphrase, for tests"
BEGINNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass
class Hands:
    """The hands of a clock."""

    at: datetime = BEGINNING

    def tick(self):
        return self.at

    def move(self, **by):
        self.at += timedelta(**by)


@dataclass
class CountingOpener:
    """Opens passphrase files as the real thing does, and counts: the cost of a sign-in is a number, not a time."""

    calls: int = 0

    def __call__(self, sealed, passphrase):
        self.calls += 1
        return open_with_passphrase(sealed, passphrase)


@dataclass
class Member:
    """An officer with what they carry: the passphrase in their head and the second factor in their phone."""

    login: str
    passphrase: str
    totp: str
    id: str


class Browser(FlaskClient):
    """Posts as a browser does: with the token of a page that was open before."""

    def post(self, *args, token=True, **kwargs):
        if token:
            page = self.get("/zh/sign-in", base_url=kwargs.get("base_url"))
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
            kwargs["data"] = {"csrf_token": found[1], **kwargs.get("data", {})}
        return super().post(*args, **kwargs)


@dataclass
class Bureau:
    """A desk with one office and the officers that a test asks for."""

    folder: Path
    hands: Hands = field(default_factory=Hands)
    opener: CountingOpener = field(default_factory=CountingOpener)

    def __post_init__(self):
        self.keys = self.folder / "keys"
        self.authority_file = self.folder / "authority.age"
        make_keys(self.keys, self.authority_file, AUTHORITY_PASSPHRASE, Cost.TESTS_ONLY)
        ring, self.clock = load_keys(self.keys), Clock(ZoneInfo("Asia/Shanghai"), self.hands.tick)
        self.desk = Desk(
            database=Database(databases.shaped(self.folder / "desk.sqlite", HISTORY)),
            letterbox=Database(databases.empty(self.folder / "letterbox.sqlite")),
            blobs=FolderStore(self.folder / "blobs"),
            letterbox_blobs=FolderStore(self.folder / "letterbox-blobs"),
            keys=self.keys,
            ledger=Ledger(ring.audit, self.clock),
            clock=self.clock,
            policy=Policy(secure_cookies=False),
            cookie_keys=ring.cookies,
            decoy=ring.decoy,
            open_identity=self.opener,
            cost=Cost.TESTS_ONLY,
        )
        prepare(self.desk)
        self.office("yunling")

    def office(self, office, parent=None):
        with self.desk.database.writing() as session:
            add_office(session, self.desk, NewOffice(office, "云岭省(虚构)", "Yunling (fictional)", "province", parent))

    def member(self, login, *roles, office="yunling", by=None):
        """Enrol an officer; `by` is the colleague who hands on the reply key."""
        passphrase = f"a passphrase for officer no. {len(login)} alone"
        colleague = as_colleague(self.desk, by.login, by.passphrase) if by else None
        new = NewOfficer(login, f"范例{login}", office, frozenset(roles or (Role.INTAKE,)))
        done = enrol(self.desk, new, passphrase, cost=Cost.TESTS_ONLY, colleague=colleague)
        return Member(login, passphrase, done.totp_secret, done.officer)

    def members(self, *rolesets):
        """Enrol one officer for each set of roles, handing on the reply key from the first who has it."""
        made, elder = [], None
        for number, roles in enumerate(rolesets):
            answers = speaks(roles)
            member = self.member(f"officer-{number}", *roles, by=elder if answers else None)
            elder = elder or (member if answers else None)
            made.append(member)
        return made

    def authority(self):
        return open_authority(self.authority_file, AUTHORITY_PASSPHRASE, open_with_passphrase)

    def app(self, **policy):
        desk = replace(self.desk, policy=replace(self.desk.policy, **policy)) if policy else self.desk
        app = desk_app(desk)
        app.test_client_class = Browser
        return app

    def browser(self, app=None):
        return (app or self.app()).test_client()

    def code(self, member):
        """The next unused code: the clock moves on so that it never repeats."""
        self.hands.move(seconds=second_factor.STEP_SECONDS)
        return second_factor.current_code(member.totp, int(self.hands.at.timestamp()))

    def sign_in(self, member, browser=None):
        """Sign in all the way and return the browser."""
        browser = browser or self.browser()
        first = give_passphrase(browser, member.login, member.passphrase)
        assert first.status_code == 303, first.text
        second = browser.post("/zh/second-factor", data={"code": self.code(member)})
        assert second.status_code == 303, second.text
        return browser

    def lines(self, *acts):
        """The audit chain as (actor, act, note), oldest first."""
        with self.desk.database.reading() as session:
            found = [(e.actor, e.act, e.note) for e in self.desk.ledger._entries(session)]
        return [line for line in found if not acts or line[1] in acts]

    def intact(self):
        with self.desk.database.reading() as session:
            return self.desk.ledger.verify(session).intact


def give_passphrase(browser, login, passphrase):
    return browser.post("/zh/sign-in", data={"login": login, "passphrase": passphrase})

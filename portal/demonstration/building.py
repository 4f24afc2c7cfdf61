"""Making what a first try needs: keys, offices, officers, roster, both databases. What is there already is kept."""

import json
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from secrets import choice

from sqlalchemy import func, select

from portal.age import Cost
from portal.demonstration.people import OFFICERS, OFFICES, DemoOfficer
from portal.demonstration.words import WORDS
from portal.desk import open_desk
from portal.desk.desk import Desk
from portal.desk.keys import INVENTED, KeysError, make_keys, open_authority, write_new
from portal.desk.officers.enrolment import NewOfficer, as_colleague, enrol
from portal.desk.officers.offices import NewOffice, add_office
from portal.desk.officers.records import RosterRecord
from portal.desk.officers.rosters import publish, sign_next
from portal.desk.officers.rules import speaks
from portal.desk.preparing import prepare
from portal.public.history import HISTORY as LETTERBOX
from portal.settings import Settings, SettingsError
from portal.web.database import Database
from portal.web.migrating import upgrade

CONFIG = """# Made for the demonstration; delete the whole folder to begin anew.
[deployment]
mode = "demonstration"

[letterbox]
database = "sqlite:///letterbox.sqlite"
blobs = "letterbox-blobs"

[public]
keys = "keys/public"

[desk]
database = "sqlite:///desk.sqlite"
blobs = "desk-blobs"
keys = "keys/desk"
secure_cookies = false
new_second_days = 0

[collector]
every_seconds = 2
"""


CUT_SHORT = "{folder} is half made: a first run was cut short. Delete the demonstration folder and run again."
RENEW_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Credentials:
    """How an invented officer signs in. Written to a file and printed, which only a demonstration may do."""

    login: str
    name: str
    office: str
    passphrase: str
    totp_secret: str


def demonstration_config(folder: Path) -> Path:
    """The demonstration's configuration file in `folder`, made if it is not there."""
    config = folder / "config.toml"
    if not config.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        config.write_text(CONFIG, encoding="utf-8")
    return config


def build(settings: Settings, *, cost: Cost = Cost.REAL) -> tuple[Credentials, ...]:
    """Make whatever is missing and return how to sign in. Everything is made once; a second run reads it back.

    `people.json`, which tells the passphrases, is written last: when a first run was cut short it is missing, and the
    half-made keys stand in the way (`SettingsError`) instead of being mixed with new ones.
    """
    file = people_file(settings)
    with closing(Database(settings.letterbox.database)) as letterbox:
        upgrade(letterbox, LETTERBOX)
    if file.exists():
        with closing(open_desk(settings)) as desk:
            prepare(desk)
            _renew_roster(settings, desk)
        return read_people(settings)
    authority_passphrase = invented_passphrase()
    try:
        make_keys(settings.desk.keys, authority_file(settings), authority_passphrase, cost)
    except KeysError as half_made:
        raise SettingsError(CUT_SHORT.format(folder=settings.desk.keys)) from half_made
    with closing(open_desk(settings)) as desk:
        prepare(desk)
        people = _people(desk, cost)
        _sign_roster(settings, desk, authority_passphrase)
    listed = {"authority_passphrase": authority_passphrase, "officers": [asdict(person) for person in people]}
    write_new(file, json.dumps(listed, ensure_ascii=False, indent=1).encode())
    return people


def read_people(settings: Settings) -> tuple[Credentials, ...]:
    """The invented officers of a demonstration that was built before."""
    listed = json.loads(people_file(settings).read_bytes())
    return tuple(Credentials(**person) for person in listed["officers"])


def people_file(settings: Settings) -> Path:
    """Where the demonstration writes its passphrases, readable by this user only."""
    return settings.desk.keys / INVENTED


def authority_file(settings: Settings) -> Path:
    """Where the demonstration leaves the authority's private half; a real one is carried away."""
    return settings.desk.keys / "authority.age"


def invented_passphrase(login: str = "authority") -> str:
    """Six words of some 240, none containing the login: 47 bits, for invented officers on loopback."""
    return " ".join(choice([word for word in WORDS if login not in word]) for _ in range(6))


def _sign_roster(settings: Settings, desk: Desk, authority_passphrase: str) -> None:
    authority = open_authority(authority_file(settings), authority_passphrase, desk.open_identity)
    with desk.database.writing() as session:
        sign_next(session, desk, authority)
        publish(session, desk, settings.public.keys)


def _renew_roster(settings: Settings, desk: Desk) -> None:
    """A demonstration that was left alone for months must still open its door."""
    with desk.database.reading() as session:
        last = session.scalar(select(func.max(RosterRecord.expires)))
    if last is None or last - desk.clock.today() < RENEW_WITHIN:
        _sign_roster(settings, desk, json.loads(people_file(settings).read_bytes())["authority_passphrase"])


def _people(desk: Desk, cost: Cost) -> tuple[Credentials, ...]:
    with desk.database.writing() as session:
        for office in OFFICES:
            add_office(session, desk, NewOffice(**asdict(office)))
    made: dict[str, Credentials] = {}
    for officer in OFFICERS:
        made[officer.login] = _enrolled(desk, officer, made, cost)
    return tuple(made.values())


def _enrolled(desk: Desk, officer: DemoOfficer, before: dict[str, Credentials], cost: Cost) -> Credentials:
    passphrase = invented_passphrase(officer.login)
    new = NewOfficer(officer.login, officer.name, officer.office, frozenset(officer.roles))
    answers = speaks(officer.roles)
    elder = next((person for person in before.values() if person.office == officer.office), None) if answers else None
    colleague = as_colleague(desk, elder.login, elder.passphrase) if elder else None
    enrolled = enrol(desk, new, passphrase, cost=cost, colleague=colleague)
    return Credentials(officer.login, officer.name, officer.office, passphrase, enrolled.totp_secret)

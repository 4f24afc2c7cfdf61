"""How a key is got back, step by step, through the web pages."""

import re
from dataclasses import replace

from sqlalchemy import select

from portal.desk.audit.actions import Act
from portal.desk.recovery.records import RecoveryRecord
from tests.world import Visitor

NEW = "quiet harbour, seven lanterns"
_CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
_FINGERPRINT = re.compile(r"临时指纹 ((?:[A-Z2-7]{4} ){4}[A-Z2-7]{4})")


def sets_up(officer, passphrase=None):
    """Divides the officer's key among the keepers there are."""
    form = next(one for one in officer.goes("me/recovery").forms if one.value("passphrase") is not None)
    return officer.sends(form, form.filled(passphrase=passphrase or officer.credentials.passphrase))


def begins(lead, officer_id):
    """The lead begins a recovery; the code for the paper, or "" where none was given."""
    page = lead.goes(f"recovery/people/{officer_id}")
    form = next((one for one in page.forms if not one.action), None)
    page = lead.sends(form, form.pairs) if form else page
    found = _CODE.search(page.text)
    return found[0] if found else ""


def takes_up(world, code):
    """The officer, at any machine: (own code, fingerprint)."""
    visitor = Visitor(world.desk_app, "zh")
    form = visitor.goes("recover").forms[-1]
    page = visitor.sends(form, form.filled(code=code))
    if visitor.answer.status_code != 200:
        return page.text, ""
    return _CODE.search(page.text)[0], _FINGERPRINT.search(page.text)[1]


def waiting(world):
    """The id of the newest recovery."""
    with world.desk.database.reading() as session:
        return session.scalars(select(RecoveryRecord.id).order_by(RecoveryRecord.begun.desc())).first()


def hands(keeper, which, fingerprint, **typed):
    """A keeper hands their half over, or says what is in `typed`."""
    page = keeper.goes(f"recovery/halves/{which}")
    form = next((one for one in page.forms if not one.action), None)
    if form is None:
        return page
    given = {"answer": "hand", "fingerprint": fingerprint} | typed
    pairs = [(name, value) for name, value in form.pairs if name not in given]
    return keeper.sends(form, [*pairs, *given.items()])


def completes(world, code, new=NEW, again=None):
    """The officer comes back with the own code: the visitor, whose page says how it ended."""
    visitor = Visitor(world.desk_app, "zh")
    form = visitor.goes("recover/finish").forms[-1]
    visitor.sends(form, form.filled(code=code, new=new, again=again or new))
    return visitor


def signs_in_anew(world, login, page, passphrase=NEW):
    """Signs in with the new passphrase and the second factor that the page showed."""
    secret = re.search(r"手工输入 ([A-Z2-7]{32})", page.text)[1]
    world.people[login] = replace(world.people[login], passphrase=passphrase, totp_secret=secret)
    return world.officer(login)


def notes(world):
    """What the chain has about recoveries, oldest first: (login or word, step)."""
    from portal.desk.officers.records import OfficerRecord

    with world.desk.database.reading() as session:
        logins = dict(session.execute(select(OfficerRecord.id, OfficerRecord.login)).all())
        lines = [line for line in world.desk.ledger._entries(session) if line.act == Act.RECOVER]
    return [(logins.get(line.actor, line.actor), line.note.split(" ")[0]) for line in lines]

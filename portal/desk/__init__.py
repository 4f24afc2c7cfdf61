"""The office door: officers sign in, open their cases, decide and answer. Never imported by the street door."""

from datetime import timedelta
from functools import partial

from flask import Flask
from flask_wtf import CSRFProtect

from portal.blobs import open_store
from portal.desk.audit.actions import ChainBroken, Ledger
from portal.desk.desk import Desk, Policy
from portal.desk.history import HISTORY
from portal.desk.keys import INVENTED, KeysError, load_keys
from portal.desk.officers.doorkeeper import admit, refuse_unmarked, visit_already_known
from portal.desk.officers.navigation import ways_for
from portal.desk.officers.rules import Who
from portal.desk.rooms import COUNTS, ERRORS, ROOMS, Counts, Rooms
from portal.desk.uploads import DeskRequest
from portal.settings import Settings
from portal.web.database import Database, Unavailable
from portal.web.error_words import Words
from portal.web.factory import make_app
from portal.web.language import N_, load_translations
from portal.web.schema import require_current

OPEN_ENDPOINTS = frozenset({"static", "to_default_language"})
"""What the web storey mounts itself: stylesheets, and `/` leading to a language."""

_NOT_DONE = N_("没有做任何改动。")
_UNRECORDED = Words(
    503,
    N_("留痕记录不完整"),
    N_("审计记录的链头缺失或者不符。没有留痕就不能办理,所以工作台停用。"),
    _NOT_DONE,
    N_("请立即通知保密审计员和本机关主要负责人。"),
)


def open_desk(settings: Settings) -> Desk:
    """Put the desk together. Raise `KeysError` when its keys are not there, or are those of a demonstration.

    The databases are not touched yet.
    """
    if not settings.demonstration and (settings.desk.keys / INVENTED).exists():
        raise KeysError(f"{settings.desk.keys / INVENTED}: these officers are invented; make real keys: portal init")
    ring, clock, section = load_keys(settings.desk.keys), settings.clock(), settings.desk
    return Desk(
        database=Database(section.database),
        letterbox=Database(settings.letterbox.database),
        blobs=open_store(section.place),
        letterbox_blobs=open_store(settings.letterbox.place),
        keys=section.keys,
        ledger=Ledger(ring.audit, clock),
        clock=clock,
        policy=Policy(
            idle=timedelta(minutes=section.idle_minutes),
            absolute=timedelta(hours=section.absolute_hours),
            secure_cookies=section.secure_cookies,
            new_second_days=section.new_second_days,
            request_days=section.request_days,
            passphrase_days=section.passphrase_days,
            keep_concluded_years=section.keep_concluded_years,
            keep_other_years=section.keep_other_years,
            origin=section.origin,
        ),
        cookie_keys=ring.cookies,
        decoy=ring.decoy,
    )


def create_app(settings: Settings) -> Flask:
    """Make the desk's app. Raise `KeysError`, `WrongSchema` or `Unavailable`, one clear line, if it cannot open."""
    desk = open_desk(settings)
    require_current(desk.database, HISTORY)
    return desk_app(desk)


def desk_app(desk: Desk, rooms: Rooms = ROOMS, counts: Counts = COUNTS) -> Flask:
    """Make the app of a desk that is put together already."""
    app = make_app(
        "portal.desk",
        face="desk",
        template_rooms=("desk", "shared"),
        translations=load_translations(),
        request_class=DeskRequest,
        session_key=desk.cookie_keys.forms,
        secure_cookies=desk.policy.secure_cookies,
        admit=partial(admit, desk),
        site=N_("工作台"),
        errors={ChainBroken: _UNRECORDED, **ERRORS},
    )
    refuse_unmarked(app, OPEN_ENDPOINTS)
    CSRFProtect(app)
    _furnish(app, desk, counts)
    for room in rooms:
        app.register_blueprint(room(desk))
    return app


def _furnish(app: Flask, desk: Desk, counts: Counts) -> None:
    """Give every template of the desk who is signed in, until when, and the ways this officer has.

    Only what the doorkeeper found out already: the page that says that the database is gone must not ask the database.
    """

    @app.context_processor
    def every_desk_page() -> dict[str, object]:
        visit = visit_already_known()
        if visit is None:
            return {"visit": None, "ways": (), "waiting": {}, "session_ends": "", "session_idle_ends": ""}
        zone = desk.clock.zone
        return {
            "visit": visit,
            "ways": ways_for(visit.who),
            "waiting": _waiting(desk, visit.who, counts),
            "session_ends": f"{visit.ends.astimezone(zone):%H:%M}",
            "session_idle_ends": f"{visit.idle_ends.astimezone(zone):%H:%M}",
        }


def _waiting(desk: Desk, who: Who, counts: Counts) -> dict[str, int]:
    """What waits for the officer behind each way; nothing on a page that says that the database cannot be reached."""
    entered = [way.endpoint for way in ways_for(who) if way.endpoint in counts]
    if not entered:
        return {}
    try:
        with desk.database.reading() as session:
            return {endpoint: counts[endpoint](session, desk, who) for endpoint in entered}
    except Unavailable:
        return {}

"""The street door: takes reports, hands out answers, and can read neither once they are stored."""

import logging

from flask import Flask

from portal.blobs import open_store
from portal.cleaning.workshop import Workshop
from portal.clock import Clock
from portal.public.buckets import install_buckets
from portal.public.door import Door
from portal.public.flood.bucket import Bucket
from portal.public.flood.gate import Form, Gate
from portal.public.flood.keys import TicketKeys
from portal.public.history import HISTORY
from portal.public.mailbox.views import room as mailbox
from portal.public.not_now import give_words_back
from portal.public.pages.views import room as pages
from portal.public.refusals import is_uncleaned, why_not
from portal.public.reporting.views import room as reporting
from portal.public.rosters import OfficeClosed, Rosters
from portal.public.uploads import Limits, sealing_request
from portal.public.words import ERRORS
from portal.settings import MIB, Settings
from portal.web.database import Database, Unavailable
from portal.web.factory import WEATHER, make_app
from portal.web.language import N_, load_translations
from portal.web.schema import require_current

log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Flask:
    """Build the door that `settings` describe. It comes up even when it must stay closed, and says so."""
    return door_app(open_door(settings))


def open_door(settings: Settings) -> Door:
    """Put together what the door can reach. Opens no connection yet."""
    clock = settings.clock()
    # Nothing that this door writes needs to be the only writer of a server's database: docs/adr/0046.
    letterbox = Database(settings.letterbox.database, one_writer=False)
    limits = Limits(
        files_at_most=settings.public.files_at_most,
        file_bytes=settings.public.file_limit_mib * MIB,
        request_bytes=settings.public.report_limit_mib * MIB,
    )
    rosters = Rosters(settings.public.keys, letterbox, clock)
    gate = open_gate(letterbox, clock, settings.public.reports_per_minute, settings.public.letters_per_minute)
    return Door(letterbox, open_store(settings.letterbox.place), rosters, limits, clock, gate)


def open_gate(letterbox: Database, clock: Clock, reports_per_minute: int, letters_per_minute: int) -> Gate:
    """Make the gate of a door: each form may come ten times as fast for a minute before it is pressed."""
    rates = {Form.REPORT: reports_per_minute, Form.LETTER: letters_per_minute}
    buckets = {form: Bucket(rate, 10 * rate) for form, rate in rates.items()}
    return Gate(buckets, TicketKeys(letterbox, clock))


def door_app(door: Door) -> Flask:
    """Make the app of a door. Its roster is verified here once, so that a fault is in the log before anybody comes.

    Raise `WrongSchema` when the letterbox is not in the shape this version needs.
    """
    app = make_app(
        "portal.public",
        face="door",
        template_rooms=("public", "shared"),
        translations=load_translations(),
        request_class=sealing_request(door.blobs, door.limits, Workshop()),
        leave_to=WEATHER,
        site=N_("收发室"),
        errors=ERRORS,
        frame="public/_door.html",
    )
    install_buckets(app)
    app.jinja_env.globals.update(why_not=why_not)
    app.jinja_env.tests.update(uncleaned=is_uncleaned)
    app.register_blueprint(pages(door))
    for room in (reporting(door), mailbox(door)):
        give_words_back(room)
        app.register_blueprint(room)
    try:
        require_current(door.letterbox, HISTORY)
        door.rosters.now()
    except (OfficeClosed, Unavailable) as closed:
        log.warning("the door stays closed until this is put right", exc_info=closed)
    return app

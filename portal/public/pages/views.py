"""Pages that take nothing in: what this is, what protects you, whose keys we hold, what you may expect."""

from collections.abc import Iterable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain import rights as rules
from portal.domain.statuses import SENTENCES, STATUS_TITLES
from portal.public.door import Door
from portal.public.offices import in_tree_order, name_of
from portal.public.rosters import OfficeClosed
from portal.web.database import Unavailable
from portal.web.language import language
from portal.web.room import Room


def room(door: Door) -> Blueprint:
    """Make the room of the pages that only say something."""
    pages = Room("pages", door)
    pages.get("/", home)
    for view in (how, protection, keys, after, rights, contact, access):
        pages.get(f"/{view.__name__}", view)
    return pages.blueprint


def home(_door: Door) -> ResponseReturnValue:
    return render_template("public/pages/home.html")


def how(_door: Door) -> ResponseReturnValue:
    return render_template("public/pages/how.html")


def protection(_door: Door) -> ResponseReturnValue:
    return render_template("public/pages/protection.html")


def keys(door: Door) -> ResponseReturnValue:
    roster, authority = door.rosters.now(), door.rosters.authority()
    offices = [(name_of(office, language()), office) for office in in_tree_order(roster.offices)]
    return render_template("public/pages/keys.html", roster=roster, offices=offices, authority=authority)


def after(_door: Door) -> ResponseReturnValue:
    statuses = [(title, SENTENCES[status]) for status, title in STATUS_TITLES.items() if status in SENTENCES]
    return render_template("public/pages/after.html", statuses=statuses)


def rights(_door: Door) -> ResponseReturnValue:
    return render_template(
        "public/pages/rights.html",
        rights=_said(rules.RIGHTS),
        duties=_said(rules.DUTIES),
        secondment=_said(rules.ABOUT_SECONDMENT),
    )


def contact(door: Door) -> ResponseReturnValue:
    """The other ways; they are wanted most while this door is closed and cannot name its offices."""
    try:
        offices = in_tree_order(office for office in door.rosters.now().offices if office.receives)
    except (OfficeClosed, Unavailable):
        offices = ()
    return render_template("public/pages/contact.html", offices=[name_of(office, language()) for office in offices])


def access(_door: Door) -> ResponseReturnValue:
    return render_template("public/pages/access.html")


def _said(clauses: Iterable[rules.Clause]) -> list[tuple[str, str]]:
    """Each clause in the reader's language, with the articles it stands on."""
    lang = language()
    between = "\uff1b" if lang == "zh" else "; "
    return [(one.words.of(lang), between.join(basis.cite(lang) for basis in one.basis)) for one in clauses]

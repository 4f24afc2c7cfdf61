"""Pages that take nothing in: the first page, what protects you, and whose keys we hold."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.public.door import Door
from portal.public.offices import in_tree_order, name_of
from portal.web.language import language
from portal.web.room import Room


def room(door: Door) -> Blueprint:
    """Make the room of the pages that only say something."""
    pages = Room("pages", door)
    pages.get("/", home)
    pages.get("/protection", protection)
    pages.get("/keys", keys)
    return pages.blueprint


def home(_door: Door) -> ResponseReturnValue:
    return render_template("public/pages/home.html")


def protection(_door: Door) -> ResponseReturnValue:
    return render_template("public/pages/protection.html")


def keys(door: Door) -> ResponseReturnValue:
    roster, authority = door.rosters.now(), door.rosters.authority()
    offices = [(name_of(office, language()), office) for office in in_tree_order(roster.offices)]
    return render_template("public/pages/keys.html", roster=roster, offices=offices, authority=authority)

"""The rooms of the desk and the words for their errors, in one place: a new feature's room is added here."""

from collections.abc import Callable, Mapping

from flask import Blueprint

from portal.desk.casework.views import room as casework_room
from portal.desk.correspondence.views import room as correspondence_room
from portal.desk.desk import Desk
from portal.desk.officers.views import room as officers_room
from portal.desk.oversight.views import room as oversight_room
from portal.web.error_words import Words

ROOMS: tuple[Callable[[Desk], Blueprint], ...] = (officers_room, oversight_room, casework_room, correspondence_room)

ERRORS: Mapping[type[Exception], Words] = {}
"""Named errors of the rooms that no view answers itself."""

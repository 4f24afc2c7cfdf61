"""What holds after every story."""

import re

import pytest
from sqlalchemy import select

from portal.desk.audit.notes import note_text
from portal.desk.audit.records import AuditLine
from portal.desk.officers.actions import officer_names


@pytest.fixture(autouse=True)
def _every_line_is_told_in_words(request):
    """No code word stands in the trail of a case that an officer reads."""
    yield
    world = request.node.funcargs.get("world")
    if world is None:
        return
    with world.desk.database.reading() as session:
        names = officer_names(session)
        notes = set(session.scalars(select(AuditLine.note).where(AuditLine.case != "")))
    code = [note for note in notes if re.search("[a-z]{3}", note_text(note, names).zh)]
    assert code == []

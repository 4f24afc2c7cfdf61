"""T10, junk of every kind: nothing of it stays anywhere, and it locks nobody out. `make bench` sends ten thousand."""

import tempfile
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import func, select

from portal.letterbox.records import letters, parcels
from portal.public.flood.questions import question
from portal.sealing import tickets
from tests.bench.client import ONCE
from tests.bench.hand_in import report_form
from tests.bench.junk import kinds
from tests.bench.look_up import answered_report

ROUNDS = 15


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def pressed(world):
    """Both forms have been sent so often that every further sending is asked."""
    for bucket in world.door.gate._buckets.values():
        while bucket.level() < 2:
            bucket.take()


def stored(world):
    with world.door.letterbox.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (parcels, letters)]


def test_junk_of_every_kind_leaves_nothing_and_locks_nobody_out(world, temporary):
    reader = world.reporter(answered_report(world))
    form = report_form(world)
    pressed(world)
    before, junk = stored(world), kinds(form.content_type, Path(form.body_file).read_bytes())
    met = {}
    for _ in range(ROUNDS):
        for one in junk:
            body = one.body.replace(ONCE, token_hex(16).encode())
            answer = world.public_app.test_client().post(one.path, data=body, content_type=one.content_type)
            met.setdefault(one.what, set()).add(answer.status_code)
            answer.close()
    assert {what: sorted(status) for what, status in met.items()} == {
        "a whole report": [429],
        "with a file": [429],
        "broken off": [400],
        "noise": [400],
        "other fields": [429],
        "half a form": [422],
        "a guessed code": [200],
        "a letter to nobody": [429],
    }
    assert stored(world) == before
    assert world.door.blobs.names() == []
    assert list(temporary.iterdir()) == []
    assert any(one.action.endswith("/mailbox/letter") for one in reader.mailbox().forms)
    honest = world.reporter()
    honest.begins()
    asked = honest.writes().form("/report/send")
    ticket = tickets.check(world.door.gate._keys(), "report", asked.value("once"), asked.value("ticket"))
    honest.sends(asked, asked.filled(answer=min(question(ticket.seed).answers)), button=("do", "send"))
    assert honest.answer.status_code == 200
    assert stored(world) == [before[0] + 1, before[1]]

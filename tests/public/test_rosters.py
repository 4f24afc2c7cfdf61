"""A door without a roster it can trust is closed, says so calmly, and gives every word back."""

from datetime import date

import pytest

from portal.letterbox import slot
from portal.public.rosters import OfficeClosed
from portal.sealing import RosterExpired, RosterForged, RosterNotYetIssued, RosterRolledBack, SigningKey
from tests.public.pages import STORY, Visitor


def forged(street):
    street.publish(2, authority=SigningKey.generate())


def expired(street):
    street.publish(2, expires=date(2026, 11, 19))


def of_tomorrow(street):
    street.publish(2, issued=date(2026, 11, 21))


def rolled_back(street):
    street.publish(5)
    street.door.rosters.now()
    street.publish(4)


def missing(street):
    (street.keys / "roster.json").unlink()


def garbled(street):
    (street.keys / "roster.json").write_bytes(b"{}")


def pinned_to_nothing(street):
    (street.keys / "authority.pub").write_bytes(b"\xff\xfe")


FAULTS = [
    (forged, RosterForged),
    (expired, RosterExpired),
    (of_tomorrow, RosterNotYetIssued),
    (rolled_back, RosterRolledBack),
    (missing, FileNotFoundError),
    (garbled, RosterForged),
    (pinned_to_nothing, ValueError),
]


@pytest.mark.parametrize(("spoil", "cause"), FAULTS)
def test_the_cause_has_a_name(street, spoil, cause):
    spoil(street)
    for door in (street.door, street.new_door()):
        with pytest.raises(OfficeClosed) as closed:
            door.rosters.now()
        assert isinstance(closed.value.__cause__, cause)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("spoil", "cause"), FAULTS)
def test_the_door_closes_calmly_and_opens_again(street, spoil, cause, lang):
    reporter = Visitor(street.client(), lang)
    reporter.writes()
    spoil(street)
    title = "现在不能安全地接收" if lang == "zh" else "Reports cannot be taken safely now"
    page = reporter.presses("send")
    assert page.status == 503
    assert title in page.text
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]
    assert street.parcels() == []
    for path in ("/report/before", "/keys"):
        assert Visitor(street.client(), lang).opens(path).status == 503
    for path in ("/", "/protection", "/mailbox"):
        assert Visitor(street.client(), lang).opens(path).status == 200
    street.publish(9)
    assert reporter.presses("").status == 200
    assert len(street.parcels()) == 1


def test_answers_are_not_shown_while_nothing_can_be_verified(street, client):
    reporter = Visitor(client)
    code = reporter.reports()
    street.answers(code, 1, html="<p>答复</p>")
    expired(street)
    known, unknown = reporter.looks(code), reporter.looks("nonsense")
    assert known.status == unknown.status == 503
    assert "答复都还在" in known.text
    assert "<p>答复</p>" not in known.html
    street.publish(3)
    reporter.page = known
    assert "<p>答复</p>" in reporter.presses("").html


def test_the_highest_version_is_remembered_for_all_processes_and_after_a_restart(street):
    street.publish(7)
    street.door.rosters.now()
    with street.letterbox.reading() as session:
        assert slot.roster_mark(session) == 7
    street.publish(6)
    with pytest.raises(OfficeClosed):
        street.new_door().rosters.now()


def test_another_host_that_was_given_a_newer_one_stops_what_was_sealed_to_the_older(street):
    """The mark is asked in the transaction that stores: nothing sealed to an older roster gets past it."""
    reporter = Visitor(street.client())
    reporter.writes()
    with street.letterbox.writing() as session:
        slot.raise_roster_mark(session, 7)
    assert reporter.presses("send").status == 503
    assert street.parcels() == []
    street.publish(7)
    assert reporter.presses("").status == 200
    assert len(street.parcels()) == 1


def test_storing_marks_the_version_for_all(street):
    reporter = Visitor(street.client())
    reporter.writes()
    street.publish(8)
    assert reporter.presses("send").status == 200
    with street.letterbox.reading() as session:
        assert slot.roster_mark(session) == 8


def test_lowering_the_mark_in_the_letterbox_does_not_bring_an_old_roster_back(street):
    street.publish(7)
    street.door.rosters.now()
    with street.letterbox.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM roster_mark")
    street.publish(6)
    with pytest.raises(OfficeClosed):
        street.door.rosters.now()


def test_a_roster_is_read_again_only_when_a_file_changed_and_judged_every_time(street):
    first = street.door.rosters.now()
    assert street.door.rosters.now() is first
    street.publish(2)
    assert street.door.rosters.now().version == 2
    street.later(days=365)
    with pytest.raises(OfficeClosed):
        street.door.rosters.now()


def test_a_half_published_roster_closes_the_door_only_until_it_is_whole(street):
    whole = (street.keys / "roster.sig").read_bytes()
    street.publish(2)
    new = (street.keys / "roster.sig").read_bytes()
    (street.keys / "roster.sig").write_bytes(whole)
    with pytest.raises(OfficeClosed):
        street.door.rosters.now()
    (street.keys / "roster.sig").write_bytes(new)
    assert street.door.rosters.now().version == 2


def test_the_page_of_keys_shows_fingerprints_version_and_dates_and_no_key(street, client):
    page = Visitor(client).opens("/keys")
    assert street.authority.verify_key.fingerprint in page.text
    assert street.desks["wangxi"].identity.recipient.fingerprint in page.text
    assert "2027-05-01" in page.text
    assert str(street.desks["wangxi"].identity.recipient) not in page.html
    order = [page.text.index(name) for name in ("云岭省", "望溪市", "青禾县")]
    assert order == sorted(order)


def test_the_door_comes_up_closed_without_a_letterbox(tmp_path):
    from portal.public import create_app
    from portal.settings import load

    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    client = create_app(load(tmp_path / "config.toml")).test_client()
    assert client.get("/zh/").status_code == 200
    assert client.get("/zh/report/before").status_code == 503


def test_the_door_refuses_to_open_on_a_letterbox_of_another_shape(street):
    from portal.public import door_app
    from portal.public.history import HISTORY
    from portal.web.migrating import downgrade
    from portal.web.schema import WrongSchema

    downgrade(street.letterbox, HISTORY, "base")
    with pytest.raises(WrongSchema):
        door_app(street.new_door())

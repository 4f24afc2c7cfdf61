"""A report from the first page to an officer's hands."""

import io

import pytest

from portal.domain.report import parse_report
from portal.sealing import FileList, open_file
from tests.public.pages import CHOSEN, STORY, Visitor

PHOTO = bytes(range(256)) * 300


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_travels_from_the_form_to_the_officers_of_the_chosen_offices(street, lang):
    reporter = Visitor(street.client(), lang)
    code = reporter.reports(originals=[(io.BytesIO(PHOTO), "会议.jpg", "image/jpeg")])
    assert len(code.split("-")) == 7
    (parcel,) = street.parcels()
    assert parcel.offices == ("wangxi", "yunling")
    assert [slip.officer for slip in parcel.slips] == ["wangxi-1", "yunling-1"]
    for office in parcel.offices:
        body, _ = street.opens(office, parcel)
        report = parse_report(body["report"])
        assert report.summary == STORY["summary"]
        assert report.lang == lang
        assert (report.secondment.start, report.secondment.end) == ("2025-09", "ongoing")
        (seen,) = report.observations
        assert (seen.date_from, seen.time_from, seen.time_to) == ("2026-03-10", "09:00", "17:00")
        assert seen.detail == STORY["observations-0-detail"]
        assert report.conflict.avoid_local_reason == "熟人多"
        assert report.files == (1,)
    files = FileList.from_body(body["files"])
    (entry,) = files.entries
    assert entry.name == "会议.jpg"
    with street.door.blobs.open(parcel.files[0].blob) as source:
        assert b"".join(open_file(source, files.key, entry)) == PHOTO


def test_an_office_that_was_not_chosen_has_no_slip(street, client):
    Visitor(client).reports({"recipients": ["yunling"]})
    (parcel,) = street.parcels()
    with pytest.raises(StopIteration):
        street.opens("qinghe", parcel)


def test_the_page_for_checking_says_by_name_who_can_open_it_and_who_cannot(client):
    page = Visitor(client).writes()
    assert "只有云岭省受理机关（虚构）、望溪市受理机关（虚构）的受理人员能打开。" in page.text
    assert "青禾县受理机关（虚构）没有钥匙，打不开。" in page.text
    english = Visitor(client, "en").writes()
    assert "Qinghe County office (fictional)" in english.text


def test_about_this_office_leaves_only_the_uppermost_office(street, client):
    reporter = Visitor(client)
    page = reporter.writes({"about_this_office": "yes", "recipients": ["yunling", "wangxi", "qinghe"]})
    assert "只有云岭省受理机关（虚构）的受理人员能打开。" in page.text
    assert "望溪市受理机关（虚构）、青禾县受理机关（虚构）没有钥匙，打不开。" in page.text
    reporter.presses("send")
    (parcel,) = street.parcels()
    assert parcel.offices == ("yunling",)
    assert [slip.officer for slip in parcel.slips] == ["yunling-1"]
    assert street.opens("yunling", parcel)[0]["report"]["conflict"]["about_this_office"] is True


def test_about_this_office_never_adds_an_office_that_was_not_chosen(client):
    reporter = Visitor(client)
    reporter.opens("/report/before")
    page = reporter.presses("next", **CHOSEN | {"about_this_office": "yes", "recipients": ["wangxi", "qinghe"]})
    assert page.status == 422
    assert "recipients" in page.faults
    assert page.form.values("recipients") == ["wangxi", "qinghe"]


def test_a_second_submit_shows_the_same_code_and_stores_nothing_twice(street, client):
    reporter = Visitor(client)
    checked = reporter.writes()
    first = reporter.presses("send", originals=[(io.BytesIO(PHOTO), "a.jpg")])
    blobs = street.door.blobs.names()
    reporter.page = checked
    second = reporter.presses("send", originals=[(io.BytesIO(PHOTO), "a.jpg")])
    assert second.status == 200
    assert second.form.value("code") == first.form.value("code")
    assert "没有重复保存" in second.text
    assert "没有重复保存" not in first.text
    assert len(street.parcels()) == 1
    assert street.door.blobs.names() == blobs


def test_going_back_and_changing_words_after_sending_says_that_they_were_not_stored(street, client):
    reporter = Visitor(client)
    checked = reporter.writes()
    code = reporter.presses("send").form.value("code")
    reporter.page = checked
    reporter.presses("edit")
    reporter.presses("next", summary=STORY["summary"] + "后来又想起一件事。")
    again = reporter.presses("send")
    assert again.form.value("code") == code
    assert "改动没有存入" in again.text
    assert len(street.parcels()) == 1


def test_two_reports_have_two_codes_and_nothing_in_common(street, client):
    assert Visitor(client).reports() != Visitor(client).reports()
    one, other = street.parcels()
    assert one.id != other.id
    assert {slip.sealed for slip in one.slips} & {slip.sealed for slip in other.slips} == set()


def test_two_of_the_same_form_at_once_store_one_report(street):
    """The second one passes the first look while the first is still being sealed: the slot itself decides."""
    from portal.cleaning.workshop import Workshop
    from portal.public.reporting.actions import hand_in
    from portal.public.reporting.checked import Checked
    from portal.public.uploads import Uploads
    from tests.domain.sample import REPORT

    report = parse_report(REPORT)
    sending = Checked(bytes(16), report, ("yunling",))

    parts = (street.door.blobs, street.limits, Workshop())

    class Racing(Uploads):
        def keep(self):
            super().keep()
            assert hand_in(street.door, street.door.rosters.now(), sending, Uploads(*parts)).again is False

    late = hand_in(street.door, street.door.rosters.now(), sending, Racing(*parts))
    assert late.again is True
    assert len(street.parcels()) == 1


def test_the_receipt_is_checked_against_what_was_written_down(client):
    reporter = Visitor(client)
    code = reporter.reports()
    wrong = reporter.presses("", last="0000" if not code.endswith("0000") else "1111")
    assert wrong.status == 422
    assert "对不上" in wrong.text
    right = reporter.presses("", last=f" {code[-4:].lower()} ")
    assert right.status == 200
    assert "现在可以关闭页面" in right.text
    assert code not in right.html


def test_a_group_typed_under_no_code_is_sent_to_the_mailbox(client):
    page = client.post("/zh/report/saved", data={"code": "x", "last": "y"})
    assert (page.status_code, page.location) == (303, "/zh/mailbox")


@pytest.mark.parametrize("path", ["/report/write", "/report/send", "/report/saved"])
def test_an_address_that_only_takes_what_a_form_sends_leads_back_to_the_start(client, path):
    answer = client.get(f"/zh{path}")
    assert answer.status_code == 303
    assert answer.location == "/zh/report/before"


def test_the_case_key_and_receipt_of_the_sending_open_nothing_else(street, client):
    """A code's reply key does not open the report (T8); one case key does not open another report."""
    from portal.sealing import Kind, NotOpened, Place, Receipt, open_envelope

    code = Visitor(client).reports()
    Visitor(client).reports()
    one, other = street.parcels()
    _, case = street.opens("yunling", one)
    for sealed, key, parcel in (
        (one.report, Receipt.parse(code).reply_identity, one),
        (other.report, case.identity, other),
    ):
        with pytest.raises(NotOpened):
            open_envelope(sealed, key, Place(Kind.REPORT, "parcel", parcel.id, 0))

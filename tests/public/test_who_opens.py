"""Who opens a report: all offices until the reporter says otherwise, and what is taken out is named with its reason."""

import json
import re

from tests.public.pages import CHOSEN, STORY, Visitor

ALL = ["yunling", "wangxi", "qinghe"]


def withheld(page):
    found = re.search(r'<ul id="withheld">(.*?)</ul>', page.html, re.DOTALL)
    return found[1] if found else ""


def test_every_office_is_ticked_until_something_else_was_sent(client):
    reporter = Visitor(client)
    assert reporter.opens("/report/before").form.values("recipients") == ALL
    page = reporter.presses("next", recipients=[])
    assert page.status == 422
    assert page.form.values("recipients") == []


def test_the_office_of_the_county_is_taken_out_by_key_and_the_page_says_so(street, client):
    reporter = Visitor(client)
    page = reporter.writes({"recipients": ALL}, avoid_local="y")
    assert "青禾县受理机关（虚构）</strong>" in withheld(page)
    assert "不希望由接收单位所在的县" in withheld(page)
    assert "/zh/report/write#avoid_local" in withheld(page)
    reporter.presses("send")
    (parcel,) = street.parcels()
    assert parcel.offices == ("wangxi", "yunling")
    assert [slip.officer for slip in parcel.slips] == ["wangxi-1", "yunling-1"]


def test_whoever_changes_their_mind_gets_the_office_back_and_no_word_is_lost(street, client):
    reporter = Visitor(client)
    reporter.writes({"recipients": ALL}, avoid_local="y")
    page = reporter.sends("/report/write", dict(reporter.page.form.fields) | {"do": "edit"})
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]
    page = reporter.presses("next", avoid_local=[])
    assert withheld(page) == ""
    reporter.presses("send")
    assert street.parcels()[0].offices == ("qinghe", "wangxi", "yunling")


def test_an_office_that_cannot_be_recognised_is_left_to_the_reporters_own_eyes(client):
    page = Visitor(client).writes(
        {"recipients": ALL}, avoid_local="y", receiving_region="别的县", receiving_unit="某馆"
    )
    assert withheld(page) == ""
    assert "请您自己再看一眼名单" in page.text


def test_when_nobody_would_be_left_the_page_says_what_to_do(client):
    page = Visitor(client).writes({"recipients": ["qinghe"]}, avoid_local="y")
    assert page.status == 422
    assert "去掉以后没有人能拆阅" in page.faults["avoid_local"]
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]


def test_offices_of_a_subject_who_works_in_one_of_them_are_named_with_the_reason(client):
    page = Visitor(client).writes({"about_this_office": "yes", "recipients": ALL}, avoid_local=None)
    assert "望溪市受理机关（虚构）</strong>" in withheld(page)
    assert "钥匙只给最上级的机关" in withheld(page)


def test_a_hand_made_sending_cannot_give_the_key_to_the_county_all_the_same(street, client):
    """What the page shows is what is sealed: the rule is applied to the document again when it is sent."""
    reporter = Visitor(client)
    page = reporter.writes({"recipients": ALL}, avoid_local="y")
    assert json.loads(page.form.value("report"))["conflict"]["avoid_local"] is True
    reporter.presses("send", openers=" ".join(ALL))
    assert street.parcels()[0].offices == ("wangxi", "yunling")


def test_what_belongs_elsewhere_is_said_before_the_first_field_with_a_number_to_call(client):
    page = Visitor(client).opens("/report/before")
    first_field = page.html.index('name="scope_ok"')
    for words in ("12388", "12380", "信访", "110", "国家秘密", "离开"):
        assert page.html.index(words) < first_field
    assert set(CHOSEN) >= {"scope_ok"}

"""Whatever is wrong with a form, every word stays."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.public.pages import CHOSEN, STORY, Visitor

CLOSED = ("secondment_type", "subject_party", "arranged_by", "effects", "tolerated_by", "followup", "reporter_role")
CLOSED += ("circle", "money-0-basis")
"""Lists from which a code that is not offered cannot have been chosen, and is not shown again."""
LONG = "云" * 5001
BEFORE = {"reported_before": "yes", "reported_where": ["petition"], "reported_when": "2026年3月"}
PARTS = ["source", "subject", "secondment", "indicators", "summary", "observations", "care"]
PARTS += ["money", "effects", "record_pointers", "reported_before", "source"]

MISTAKES = {
    "subject_kind": {"subject_kind": None},
    "subject_name": {"subject_name": None},
    "subject_post_home": {
        "subject_name": None,
        "unknown_name": "y",
        "subject_post_home": None,
        "post_held": None,
        "unknown_post_held": "y",
    },
    "subject_level": {"subject_level": ""},
    "secondment_type": {"secondment_type": "ghost"},
    "sending_unit": {"sending_unit": None},
    "receiving_unit": {"receiving_unit": "unknown"},
    "receiving_region": {"receiving_region": "云" * 101},
    "post_held": {"post_held": None},
    "start_ym": {"start_ym": "去年秋天"},
    "end_ym": {"end_ym": "2025-08", "ongoing": None},
    "knowledge": {"knowledge": None},
    "indicators": {"indicators": None},
    "summary": {"summary": LONG},
    "observations": {key: None for key in STORY if key.startswith("observations-")},
    "observations-0-date_from": {"observations-0-date_from": "2026-02-30"},
    "observations-0-date_to": {"observations-0-date_kind": "range", "observations-0-date_to": "2026-03-09"},
    "observations-0-time_from": {"observations-0-time_from": "上午"},
    "observations-0-place": {"observations-0-place": "云" * 101},
    "observations-0-seen": {"observations-0-seen": ""},
    "observations-0-basis": {"observations-0-basis": None},
    "observations-0-record_hint": {"observations-0-record_hint": "云" * 201},
    "observations-0-detail": {"observations-0-detail": "云" * 1001},
    "subject_party": {"subject_party": "maybe"},
    "sending_region": {"sending_region": "云" * 101},
    "arranged_by": {"arranged_by": "nobody"},
    "effects": {"effects": ["ghost"]},
    "tolerated_by": {"tolerated_by": ["ghost"]},
    "record_pointers-0-type": {"record_pointers-0-type": ""},
    "record_pointers-0-holder": {"record_pointers-0-holder": "云" * 101},
    "record_pointers-0-ym": {"record_pointers-0-ym": "春天"},
    "record_pointers-0-note": {"record_pointers-0-note": "云" * 201},
    "money-0-kind": {"money-0-kind": None},
    "money-0-period": {"money-0-period": "云" * 51},
    "money-0-amount": {"money-0-amount": "云" * 51},
    "money-0-basis": {"money-0-basis": "guess"},
    "followup": {"followup": "code_and_contact"},
    "reporter_role": {"reporter_role": "ghost"},
    "circle": {"circle": "ghost"},
    "reported_when": {"reported_when": "2026-03"},
    "reported_result": {"reported_result": "no_reply"},
    "identifying_details": {"identifying_details": "云" * 1001},
    "reported_before": {"reported_before": None},
    "reported_where": {"reported_before": "yes"},
    "fear": {"fear": None},
    "retaliation_kinds": {"retaliation_kinds": ["transfer"]},
    "exclude_people": {"exclude_people": "云" * 1001},
    "avoid_local_reason": {"avoid_local_reason": "云" * 201},
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("wrong", sorted(MISTAKES))
def test_a_mistake_is_named_beside_its_field_and_no_word_is_lost(street, wrong, lang):
    reporter = Visitor(street.client(), lang)
    story = STORY | MISTAKES[wrong]
    page = reporter.writes(**MISTAKES[wrong])
    assert page.status == 422
    assert set(page.faults) == {wrong}
    assert wrong in page.ids
    kept = dict(page.form.whole)
    for name, text in story.items():
        given = text if isinstance(text, list) else [text]
        if text and not (name == wrong and name in CLOSED):
            expected = [_as_read(name, one) for one in given]
            assert page.form.values(name) == expected, name
    assert all(name in kept for name in CHOSEN)
    assert street.parcels() == []


def _as_read(name, text):
    """What the form gives back: dates in the report's spelling where they could be read, all else as typed."""
    known = {"2025年9月": "2025-09", "2026年3月": "2026-03", "2026.3.10": "2026-03-10", "9点": "09:00"}
    return known.get(text, text)


@pytest.mark.parametrize("missing", ["scope_ok", "no_secret_ack", "truth_ack", "about_this_office", "recipients"])
def test_without_an_acknowledgement_or_an_office_it_does_not_go_on(client, missing):
    reporter = Visitor(client)
    reporter.opens("/report/before")
    page = reporter.presses("next", **(CHOSEN | {missing: []}))
    assert page.status == 422
    assert set(page.faults) == {missing}
    assert [name for name in CHOSEN if name != missing and page.form.value(name) is None] == []


def test_an_office_that_does_not_exist_is_refused_and_the_rest_kept(street, client):
    reporter = Visitor(client)
    reporter.writes()
    page = reporter.presses("send", openers="yunling nowhere", recipients=["yunling", "nowhere"])
    assert page.status == 422
    assert "recipients" in page.faults
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]
    assert street.parcels() == []


def test_an_office_that_left_the_roster_meanwhile_is_asked_for_anew(street, client):
    reporter = Visitor(client)
    reporter.writes({"recipients": ["qinghe"]}, avoid_local=None)
    street.publish(2, without=("qinghe",))
    page = reporter.presses("send")
    assert page.status == 422
    assert "recipients" in page.faults
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]


def test_rows_are_added_and_removed_and_every_other_word_stays(street, client):
    reporter = Visitor(client)
    reporter.opens("/report/before")
    reporter.presses("next", **CHOSEN)
    reporter.presses("add:observations", **STORY)
    second = {
        "observations-1-date_kind": "month",
        "observations-1-date_from": "2026年4月",
        "observations-1-seen": "present",
        "observations-1-basis": "record",
        "observations-1-detail": "在岗的一个月",
    }
    page = reporter.presses("add:observations", **second)
    assert page.status == 200
    assert [name for name, _ in page.form.fields if name.endswith("date_from")] == [
        f"observations-{n}-date_from" for n in range(3)
    ]
    assert page.form.value("observations-0-detail") == STORY["observations-0-detail"]
    assert page.form.value("observations-1-detail") == "在岗的一个月"
    page = reporter.presses("remove:observations:0")
    assert STORY["observations-0-detail"] not in page.html
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]
    reporter.presses("next")
    reporter.presses("send")
    (parcel,) = street.parcels()
    (row,) = street.opens("yunling", parcel)[0]["report"]["observations"]
    assert (row["date_kind"], row["date_from"], row["seen"]) == ("month", "2026-04", "present")


def test_no_more_rows_than_a_report_holds(client):
    reporter = Visitor(client)
    rows = {f"observations-{n}-detail": f"第{n}次" for n in range(30)}
    page = reporter.sends("/report/write", CHOSEN | rows | {"do": "add:observations"})
    assert len([name for name, _ in page.form.fields if name.endswith("-detail")]) == 30
    assert "再加一次" not in page.text


def test_the_last_row_is_emptied_instead_of_removed(client):
    page = Visitor(client).sends("/report/write", CHOSEN | STORY | {"do": "remove:observations:0"})
    assert [text for name, text in page.form.fields if name.endswith("-place")] == [""]
    assert len([name for name, _ in page.form.fields if name.endswith("-detail")]) == 1


@pytest.mark.parametrize(
    "wish",
    [
        "remove:observations:9",
        "remove:observations",
        "remove:observations:-1",
        "remove:observations:²",
        "remove:once:0",
        "add:once",
        "add",
        "a:b:c:d",
        "",
    ],
)
def test_a_button_that_is_none_of_ours_harms_nothing(client, wish):
    page = Visitor(client).sends("/report/write", CHOSEN | STORY | {"do": wish})
    assert page.status == 200
    assert page.form.value("observations-0-place") == "县政府办公楼"


def test_enter_in_a_text_field_presses_no_button_that_removes(client):
    page = Visitor(client).sends("/report/write", CHOSEN | STORY | {"do": "add:observations"})
    assert page.form.buttons[0].value == "next"


def test_what_was_written_wins_over_a_tick_that_says_unknown(street, client):
    ticks = dict.fromkeys(
        ("unknown_name", "unknown_sending_unit", "unknown_post_held", "unknown_start", "no_dates"), "y"
    )
    Visitor(client).reports(**ticks)
    report = street.opens("yunling", street.parcels()[0])[0]["report"]
    assert report["subject"]["name"] == "范例甲"
    assert report["secondment"]["start"] == "2025-09"
    assert (len(report["observations"]), report["no_dates"]) == (1, False)


def test_everything_unknown_is_a_report_too(street, client):
    story = {
        **dict.fromkeys(key for key in STORY if key.startswith("observations-")),
        **dict.fromkeys(("subject_name", "sending_unit", "start_ym", "ongoing", "identifying_details")),
        **dict.fromkeys(("unknown_name", "unknown_sending_unit", "unknown_start", "unknown_end", "no_dates"), "y"),
    }
    Visitor(client).reports(**story)
    report = street.opens("yunling", street.parcels()[0])[0]["report"]
    assert report["secondment"]["sending_unit"] == report["secondment"]["end"] == "unknown"
    assert (report["subject"]["name"], report["no_dates"]) == ("", True)


def test_the_page_for_checking_shows_everything_and_each_part_can_be_changed(client):
    reporter = Visitor(client)
    page = reporter.writes()
    for words in ("范例甲", "长期留在原单位", "会议由别人代开", "某副主任:亲戚", "只有三个人参加过那次会议", "熟人多"):
        assert words in page.html, words
    assert [b.action for b in page.form.buttons if b.words == "修改"][1:] == [
        f"/zh/report/write#{part}" for part in PARTS
    ]
    buttons = [b for b in page.form.buttons if b.value == "edit"]
    for path in ("/report/before", "/report/write"):
        anchors = {b.action.partition("#")[2] for b in buttons if b.action.startswith(f"/zh{path}")} - {""}
        assert anchors <= set(reporter.sends(path, dict(page.form.fields) | {"do": "edit"}).ids)


def test_changing_who_opens_it_leads_straight_back_to_checking(client):
    reporter = Visitor(client)
    page = reporter.writes(avoid_local=None)
    back = Visitor(client)
    back.page = page
    choice = back.sends("/report/before", dict(page.form.fields) | {"recipients": ["yunling"], "do": "edit"})
    assert choice.status == 200
    checked = back.presses("next", recipients=["qinghe"])
    assert "只有青禾县受理机关（虚构）的受理人员能打开。" in checked.text
    assert checked.form.value("once") == page.form.value("once")


def test_hints_help_and_hold_nobody_up(client):
    page = Visitor(client).writes(**{"observations-0-place": None, "observations-0-time_from": None})
    assert page.status == 200
    assert "写明是在哪里看到的" in page.text
    assert "写明那天大约几点到几点" in page.text
    assert "再补充一个具体的日期" not in page.text


def test_a_report_that_lacks_nothing_is_told_nothing(client):
    page = Visitor(client).writes()
    assert {"hints", "own-particulars"} & set(page.ids) == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_looks_like_the_reporters_own_is_shown_once_more_and_holds_nobody_up(street, lang):
    reporter = Visitor(street.client(), lang)
    own = {"summary": STORY["summary"] + "我叫范例乙,电话13800138000。", "money-0-amount": "问fanli@example.com"}
    page = reporter.writes(**own)
    assert page.status == 200
    told = page.html.partition('id="own-particulars"')[2].partition("</ul>")[0]
    assert re.findall(r'<strong class="own">([^<]*)', told) == ["范例乙", "13800138000", "fanli@example.com"]
    assert re.findall(r"#([a-z_]+)", told) == ["summary", "summary", "money"]
    written = reporter.sends("/report/write", dict(page.form.fields) | {"do": "edit"})
    assert {"summary", "money"} <= set(written.ids)
    reporter.page = page
    assert reporter.presses("send").status == 200
    assert len(street.parcels()) == 1


def test_text_that_looks_like_markup_stays_text(client):
    page = Visitor(client).writes(summary='<script>alert("x")</script>' + STORY["summary"])
    assert "<script>alert" not in page.html
    assert '<script>alert("x")</script>' in page.text


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=60) | st.sampled_from(
    ["unknown", "2026-13", "２０２６年３月", "\r\n", " ", "范例甲", "a" * 120, "&quot;<b>"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_form_accepts_a_report_holds(street, data):
    """The form's checks and the schema's agree: no answer of ours is a 500, and what passes can be sealed."""
    names = sorted(set(STORY) | {"end_ym", "observations-0-date_to", "unknown_name", *BEFORE, "reported_result"})
    changed = data.draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    story = STORY | {name: data.draw(WORDS, label=name) for name in changed}
    page = Visitor(street.client()).sends("/report/write", CHOSEN | story | {"do": "next"})
    assert page.status in (200, 422)
    assert bool(page.faults) == (page.status == 422)

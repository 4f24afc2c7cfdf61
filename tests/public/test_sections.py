"""What may be left out of a report: it travels when it is said, and is folded, silent and harmless when it is not."""

import re

import pytest

from portal.domain.indicators import GROUPS
from portal.domain.report import parse_report
from tests.public.pages import CHOSEN, STORY, Visitor

OPTIONAL = {
    name: None
    for name in STORY
    if name.startswith(("money-", "record_pointers-"))
    or name
    in (
        "subject_party", "sending_region", "arranged_by", "effects", "tolerated_by", "followup", "reporter_role",
        "circle", "protection_request",
    )
}  # fmt: skip
SIGNS = {title.zh for _, title in GROUPS.words}
ROWS = {
    "observations": (30, "place", "再加一次"),
    "record_pointers": (15, "holder", "再加一种记录"),
    "money": (10, "amount", "再加一笔"),
}


def report_of(street):
    (parcel,) = street.parcels()
    return parse_report(street.opens("yunling", parcel)[0]["report"])


def folds(page):
    """Each folded part of a page by the words on it: whether it is open."""
    found = re.findall(r"<details([^>]*)>\s*<summary>\s*([^<]*?)\s*<", page.html)
    return {words: "open" in attributes.split() for attributes, words in found}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_was_said_reaches_the_officer(street, lang):
    before = {"reported_before": "yes", "reported_where": ["12388", "petition"]}
    Visitor(street.client(), lang).reports(**before, reported_when="2026年5月", reported_result="no_reply")
    report = report_of(street)
    assert (report.reporter.role, report.reporter.circle) == ("host_colleague", "4_10")
    assert report.subject.party == "yes"
    assert (report.secondment.sending_region, report.secondment.arranged_by) == ("云岭省(虚构)", "org_dept")
    assert (report.effects, report.tolerated_by) == (("work_done_by_others", "unfair_promotion"), ("sender",))
    (record,) = report.record_pointers
    assert tuple(record.model_dump().values()) == ("access_gate", "派出单位机关事务科", "2026-03", "看有没有进出记录")
    (sum_,) = report.money
    assert tuple(sum_.model_dump().values()) == ("allowance", "2026年1月到3月", "每月大约1500元", "record")
    assert (report.elsewhere.when, report.elsewhere.result) == ("2026-05", "no_reply")
    assert report.safety.protection is True
    assert report.followup == "none"


def test_silence_is_an_answer_everywhere(street, client):
    Visitor(client).reports(**OPTIONAL)
    report = report_of(street)
    assert (report.reporter.role, report.reporter.circle) == ("prefer_not", "unknown")
    assert (report.subject.party, report.secondment.sending_region, report.secondment.arranged_by) == (
        "unknown",
        "",
        "unknown",
    )
    assert (report.effects, report.tolerated_by, report.record_pointers, report.money) == ((), (), (), ())
    assert (report.safety.protection, report.followup) == (False, "code_only")


def test_an_empty_page_is_folded_and_what_was_said_is_open(client):
    reporter = Visitor(client)
    reporter.opens("/report/before")
    empty = folds(reporter.presses("next", **CHOSEN))
    assert [words for words, is_open in empty.items() if is_open] == ["人在不在"]
    assert len(empty) == len(SIGNS) + 10
    kept = folds(reporter.presses("add:money", **STORY))
    shut = {words for words, is_open in kept.items() if not is_open}
    assert shut - SIGNS == {"反映过的，请点开写", "已经发生的，请点开勾选", "选实名的，请点开写姓名和联系方式"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"record_pointers-0-type": "canteen", "record_pointers-0-ym": "春天"},
        {"money-0-basis": "saw"},
        {"sending_region": "云" * 101},
        {"reported_when": "2026-03"},
        {"retaliation_kinds": ["transfer"]},
    ],
)
def test_a_fault_is_never_folded_away(client, wrong):
    page = Visitor(client).writes(**(OPTIONAL | wrong))
    (name,) = page.faults
    around = page.html[: page.html.index(f'id="{name}"')].rpartition("<details")[2]
    assert re.match(r"[^>]*\bopen\b", around)


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_every_kind_are_added_and_removed_and_every_other_word_stays(client, name):
    _, field, _ = ROWS[name]
    reporter = Visitor(client)
    reporter.sends("/report/write", CHOSEN | STORY | {"do": "edit"})
    page = reporter.presses(f"add:{name}")
    assert f"{name}-1" in page.ids
    page = reporter.presses(f"add:{name}", **{f"{name}-1-{field}": "第二行"})
    assert page.form.value(f"{name}-1-{field}") == "第二行"
    page = reporter.presses(f"remove:{name}:0")
    rows = [(key, text) for key, text in page.form.fields if key.startswith(name) and key.endswith(field)]
    assert rows == [(f"{name}-0-{field}", "第二行"), (f"{name}-1-{field}", "")]
    for key, text in STORY.items():
        if not key.startswith((f"{name}-", "observations-0-", "record_pointers-0-ym", "start_ym")):
            expected = text if isinstance(text, list) else [text]
            assert [value.replace("\r\n", "\n") for value in page.form.values(key)] == expected, key


@pytest.mark.parametrize("name", ROWS)
def test_no_more_rows_of_a_kind_than_a_report_holds(client, name):
    most, field, words = ROWS[name]
    typed = {f"{name}-{n}-{field}": f"第{n}行" for n in range(most)}
    page = Visitor(client).sends("/report/write", CHOSEN | typed | {"do": f"add:{name}"})
    assert len([key for key, _ in page.form.fields if key.startswith(name) and key.endswith(f"-{field}")]) == most
    assert words not in page.text


def test_blank_rows_are_no_rows_and_a_record_alone_is_one(street, client):
    blank = {"record_pointers-1-type": "", "money-1-kind": "", "money-1-amount": " "}
    alone = {"record_pointers-0-type": "duty_roster", "record_pointers-2-type": "canteen"}
    reporter = Visitor(client)
    page = reporter.writes(**(OPTIONAL | blank | alone))
    assert "没有写明在哪里" in page.text
    reporter.presses("send")
    report = report_of(street)
    assert [row.type for row in report.record_pointers] == ["duty_roster", "canteen"]
    assert report.money == ()


def test_back_and_on_again_changes_nothing(client):
    reporter = Visitor(client)
    checked = reporter.writes()
    reporter.presses("edit")
    again = reporter.presses("next")
    assert again.form.fields == checked.form.fields


def test_contact_details_are_not_used_of_somebody_without_a_name(client):
    page = Visitor(client).writes(followup="code_and_contact")
    assert set(page.faults) == {"followup"}

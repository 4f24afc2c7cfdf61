"""The form is the one of the domain study, section 2: its keys, its codes, its limits, its words of help."""

import re

import pytest

from portal.domain.indicators import GROUPS, INDICATORS
from tests.public.pages import CHOSEN, STORY, Visitor

CODES = {
    "reporter_role": "host_colleague sender_colleague org_staff served village other_secondee family other prefer_not",
    "knowledge": "first_hand documents mixed second_hand inference",
    "circle": "le3 4_10 11_50 gt50 unknown",
    "subject_kind": "person unit batch",
    "subject_level": "ministerial bureau county township staff institution village unknown",
    "subject_party": "yes no unknown",
    "secondment_type": "down up lateral east_west counterpart designated sci_deputy doctor_corps first_secretary "
    "village_team enterprise borrow other unknown",
    "arranged_by": "org_dept sender receiver sector unknown",
    "effects": "work_done_by_others services_delayed unfair_promotion funds_wasted other none_known",
    "tolerated_by": "person sender receiver org_dept unknown",
    "observations-0-date_kind": "day month range",
    "observations-0-seen": "absent present elsewhere sign_only nominal other",
    "observations-0-basis": "saw handled record told_by_witness rumour",
    "money-0-kind": "allowance travel fund other",
    "record_pointers-0-type": "attendance_sender attendance_receiver meeting_signin duty_roster division_doc work_log "
    "travel_claim allowance_sheet appraisal summary access_gate canteen vehicle chat_group photo_news other",
    "reported_before": "no yes prefer_not",
    "reported_where": "12388 12380 petition unit_discipline org_dept inspection audit media other",
    "reported_result": "no_reply accepted refused concluded unknown",
    "fear": "none some serious already",
    "retaliation_kinds": "transfer low_rating pay_cut promotion_blocked dismissed isolated threat violence_property "
    "family other",
    "indicators": "P1 P2 P3 P4 P5 P6 P7 W1 W2 W3 W4 W5 W6 W7 W8 D1 D2 D3 D4 D5 D6 D7 M1 M2 M3 A1 A2 A3 A4 A5 A6 "
    "O1 O2 O3 O4",
}
LONGEST = {
    "subject_name": 50, "subject_post_home": 80, "sending_unit": 100, "sending_region": 100, "receiving_unit": 100,
    "receiving_region": 100, "post_held": 80, "summary": 5000, "identifying_details": 1000, "exclude_people": 1000,
    "avoid_local_reason": 200, "observations-0-place": 100, "observations-0-record_hint": 200,
    "observations-0-detail": 1000, "record_pointers-0-holder": 100, "record_pointers-0-note": 200,
    "money-0-period": 50, "money-0-amount": 50,
}  # fmt: skip
REQUIRED = {
    "subject_kind", "subject_name", "subject_level", "secondment_type", "sending_unit", "receiving_unit",
    "receiving_region", "post_held", "start_ym", "end_ym", "indicators", "summary", "observations", "knowledge",
    "reported_before", "fear",
}  # fmt: skip
HELP = {
    "zh": [
        "记错、看错不会被追究；故意编造会被追究。",
        "互联网渠道不得传递涉密内容。涉密材料请当面递交。",
        "听说的也可以写，请如实选。",
        "如果很少人知道此事，请选“不愿说”。",
        "帮助办案人员判断怎样核实才不会暴露您。",
        "哪怕只记得一天，也比“经常”有用。",
        "写清何时、何地、何人、何事、何故。",
        "比附件更安全也更有用。",
    ],
    "en": [
        "Honest mistakes are not punished",
        "Classified material must not travel over the internet",
        "earsay",
        "Prefer not to say",
        "without exposing you",
        'than "often"',
        "hen, where, who, what",
        "is safer than a file and often more useful",
    ],
}


@pytest.fixture
def page(client):
    reporter = Visitor(client)
    reporter.opens("/report/before")
    return reporter.presses("next", **CHOSEN)


def offered(page, name):
    radios = re.findall(rf'<input [^>]*name="{name}"[^>]*value="([^"]*)"', page.html)
    select = re.search(rf'<select [^>]*name="{name}"[^>]*>(.*?)</select>', page.html, re.DOTALL)
    return [code for code in radios or re.findall(r'value="([^"]*)"', select[1]) if code]


@pytest.mark.parametrize("name", CODES)
def test_every_list_has_the_codes_of_the_study_in_their_order(page, name):
    assert offered(page, name) == CODES[name].split()


@pytest.mark.parametrize("name", LONGEST)
def test_every_text_may_be_as_long_as_the_study_says_and_no_longer(client, name):
    most = LONGEST[name]
    full = Visitor(client).writes(**{name: "长" * most})
    assert full.status == 200, full.faults
    long = Visitor(client).writes(**{name: "长" * (most + 1)})
    assert long.status == 422
    assert set(long.faults) == {name}
    assert long.form.value(name) == "长" * (most + 1)


def test_nothing_is_required_but_what_the_study_requires(client):
    reporter = Visitor(client)
    reporter.opens("/report/before")
    reporter.presses("next", **CHOSEN)
    assert set(reporter.presses("next", subject_kind="person").faults) == REQUIRED - {"subject_kind"}


def test_unknown_is_an_answer_wherever_the_study_says_so(client):
    blank = ("subject_name", "sending_unit", "start_ym", "ongoing")
    said = {"unknown_name": "y", "unknown_sending_unit": "y", "unknown_start": "y", "unknown_end": "y"}
    without_days = {name: None for name in STORY if name.startswith("observations-")}
    page = Visitor(client).writes(**dict.fromkeys(blank), **said, **without_days, no_dates="y")
    assert page.status == 200, page.faults


def test_the_35_signs_stand_in_six_groups_each_with_its_line(page):
    assert len(INDICATORS) == 35
    assert len(GROUPS.words) == 6
    assert [sign.code for sign in INDICATORS if sign.definition.of("zh") not in page.text] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_of_help_are_those_of_the_study(client, lang):
    reporter = Visitor(client, lang)
    told = reporter.opens("/report/before").text + reporter.presses("next", **CHOSEN).text
    assert [words for words in HELP[lang] if words not in told] == []

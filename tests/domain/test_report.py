import contextlib
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.report import Report, Unreadable, parse_report
from tests.domain.sample import GONE, REPORT, changed

CANARY = "机密-CANARY-51c0"
ROW = REPORT["observations"][0]


def test_a_whole_report_is_read_and_written_back_the_same():
    report = parse_report(REPORT)
    body = report.as_body()
    assert parse_report(body) == report
    assert {key: body[key] for key in REPORT if key not in ("secondment", "conflict")} == {
        key: REPORT[key] for key in REPORT if key not in ("secondment", "conflict")
    }
    assert body["secondment"] == {**REPORT["secondment"], "sending_region": ""}
    assert set(body) - set(REPORT) == {"no_dates"}


REQUIRED = [
    "schema", "lang", "identity_mode", "reporter.knowledge", "subject.kind", "subject.level", "secondment.type",
    "secondment.sending_unit", "secondment.receiving_unit", "secondment.receiving_region", "secondment.post_held",
    "secondment.start", "secondment.end", "indicators", "summary", "observations", "elsewhere.reported", "safety.fear",
    "conflict.about_this_office", "followup", "observations.0.seen", "observations.0.basis", "observations.0.date_from",
    "record_pointers.0.type",
]  # fmt: skip
OPTIONAL = [
    "reporter.role", "reporter.circle", "subject.name", "subject.post_home", "subject.party", "secondment.arranged_by",
    "money", "effects", "tolerated_by", "record_pointers", "identifying_details", "files", "elsewhere.where",
    "safety.kinds", "safety.protection", "conflict.exclude_people", "conflict.avoid_local", "observations.0.place",
    "observations.0.time_from", "observations.0.record_hint", "observations.0.detail", "record_pointers.0.holder",
]  # fmt: skip


@pytest.mark.parametrize("place", REQUIRED)
def test_what_is_required_may_not_be_missing(place):
    with pytest.raises(Unreadable):
        parse_report(changed((place, GONE)))


@pytest.mark.parametrize("place", OPTIONAL)
def test_what_is_optional_may_be_missing(place):
    assert isinstance(parse_report(changed((place, GONE))), Report)


GOOD = {
    "a person without a name but with a post at home": [("subject.name", "")],
    "a person known only by the post held": [("subject.name", ""), ("subject.post_home", "")],
    "a unit without a name of a person": [
        ("subject.kind", "unit"),
        ("subject.name", ""),
        ("subject.post_home", ""),
        ("secondment.post_held", "unknown"),
    ],
    "unknown sending unit": [("secondment.sending_unit", "unknown")],
    "unknown months": [("secondment.start", "unknown"), ("secondment.end", "unknown")],
    "one month long": [("secondment.end", "2025-09")],
    "no date known": [("observations", []), ("no_dates", True)],
    "a month": [("observations.0", {**ROW, "date_kind": "month", "date_from": "2026-03", "date_to": "2026-03"})],
    "days from and to": [("observations.0", {**ROW, "date_kind": "range", "date_to": "2026-04-01"})],
    "months from and to": [
        ("observations.0", {**ROW, "date_kind": "range", "date_from": "2026-01", "date_to": "2026-03"})
    ],
    "whole day": [("observations.0.time_from", ""), ("observations.0.time_to", "")],
    "thirty observations": [("observations", [ROW] * 30)],
    "a leap day": [("observations.0.date_from", "2024-02-29"), ("observations.0.date_to", "2024-02-29")],
    "ten rows of money": [("money", [{"kind": "travel", "period": "", "amount": "约3000元", "basis": "record"}] * 10)],
    "reported before": [
        ("elsewhere", {"reported": "yes", "where": ["12388"], "when": "2026-01", "result": "no_reply"})
    ],
    "retaliation": [("safety", {"fear": "already", "kinds": ["transfer", "threat"], "protection": True})],
    "named": [("identity_mode", "named"), ("followup", "code_and_contact")],
    "the longest summary": [("summary", "字" * 5000)],
    "files by slot": [("files", [1, 2, 50])],
    "a reason against the county": [("conflict.avoid_local_reason", "熟人多")],
}  # fmt: skip


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD.keys())
def test_these_are_reports(changes):
    report = parse_report(changed(*changes))
    assert parse_report(report.as_body()) == report


BAD = {
    "another schema": [("schema", "report/2")],
    "another language": [("lang", "fr")],
    "an unknown key": [(CANARY, "x")],
    "an unknown key inside": [("subject." + CANARY, "x")],
    "a person without name or post": [
        ("subject.name", " "),
        ("subject.post_home", ""),
        ("secondment.post_held", "unknown"),
    ],
    "a name too long": [("subject.name", "名" * 51)],
    "an empty sending unit": [("secondment.sending_unit", "  ")],
    "an unknown receiving unit": [("secondment.receiving_unit", "unknown")],
    "an unknown region": [("secondment.receiving_region", "unknown")],
    "an unknown type of secondment": [("secondment.type", CANARY)],
    "ends before it starts": [("secondment.end", "2025-08")],
    "starts ongoing": [("secondment.start", "ongoing")],
    "a thirteenth month": [("secondment.start", "2025-13")],
    "a month in full-width digits": [("secondment.start", "\uff12\uff10\uff12\uff15-09")],
    "no end": [("secondment.end", "")],
    "no indicator": [("indicators", [])],
    "an unknown indicator": [("indicators", ["P2", "Z9"])],
    "an indicator twice": [("indicators", ["P2", "P2"])],
    "indicators as text": [("indicators", "P2")],
    "a summary of blanks": [("summary", " " * 40)],
    "a summary too short": [("summary", "字" * 29)],
    "a summary too long": [("summary", "字" * 5001)],
    "a summary that is a number": [("summary", 5)],
    "neither dates nor a word that there are none": [("observations", [])],
    "dates and a word that there are none": [("no_dates", True)],
    "too many observations": [("observations", [ROW] * 31)],
    "two different days for one": [("observations.0.date_to", "2026-03-11")],
    "a month for a day": [("observations.0.date_from", "2026-03"), ("observations.0.date_to", "2026-03")],
    "a day for a month": [("observations.0.date_kind", "month")],
    "a day mixed with a month": [("observations.0.date_kind", "range"), ("observations.0.date_to", "2026-04")],
    "a period backwards": [("observations.0.date_kind", "range"), ("observations.0.date_to", "2026-03-01")],
    "a day that never was": [("observations.0.date_from", "2026-02-30"), ("observations.0.date_to", "2026-02-30")],
    "a day with a tail": [
        ("observations.0.date_from", "2026-03-10T00:00"),
        ("observations.0.date_to", "2026-03-10T00:00"),
    ],
    "an hour that is none": [("observations.0.time_from", "24:00")],
    "an unknown basis": [("observations.0.basis", "guess")],
    "too much money": [("money", [{"kind": "travel", "basis": "saw"}] * 11)],
    "too many pointers": [("record_pointers", [{"type": "canteen"}] * 16)],
    "a pointer to a day": [("record_pointers.0.ym", "2026-03-10")],
    "yes but not where": [("elsewhere.reported", "yes")],
    "no but where": [("elsewhere.where", ["12388"])],
    "an unknown result": [("elsewhere", {"reported": "yes", "where": ["media"], "result": "lost"})],
    "already but not what": [("safety.fear", "already")],
    "some fear but what has happened": [("safety.kinds", ["threat"])],
    "a word for a tick": [("safety.protection", "yes")],
    "a number for a tick": [("conflict.about_this_office", 1)],
    "a contact without a name": [("followup", "code_and_contact")],
    "a file twice": [("files", [1, 1])],
    "slot nought": [("files", [0])],
    "a slot as text": [("files", ["1"])],
    "a section missing": [("reporter", GONE)],
    "a section that is a list": [("subject", [])],
    "half a character": [("summary", "\ud800" * 40)],
    "no number": [("files", [float("nan")])],
    "no JSON at all": [("files", [object()])],
}  # fmt: skip


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD.keys())
def test_these_are_not(changes):
    with pytest.raises(Unreadable):
        parse_report(changed(*changes))


@pytest.mark.parametrize("document", [[], "x", None, 5, {}], ids=["list", "text", "nothing", "number", "empty"])
def test_something_else_altogether(document):
    with pytest.raises(Unreadable):
        parse_report(document)


def test_a_document_too_deep_to_read():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Unreadable):
        parse_report(changed(("files", deep)))


WITH_CANARY = {
    "key": [(CANARY, CANARY)],
    "code": [("followup", CANARY)],
    "text": [("subject.name", CANARY * 10)],
    "row": [("observations.0.date_from", CANARY)],
    "listed": [("indicators", [CANARY])],
    "rule": [("elsewhere.result", CANARY)],
    "literal": [("schema", CANARY)],
    "not json": [("summary", CANARY), ("files", [{CANARY}])],
}


@pytest.mark.parametrize("changes", WITH_CANARY.values(), ids=WITH_CANARY.keys())
def test_an_unreadable_report_never_carries_its_content(changes):
    with pytest.raises(Unreadable) as caught:
        parse_report(changed(*changes))
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    told = f"{error} {error!r} {error.args} {error.places} " + "".join(traceback.format_exception(error))
    assert "CANARY" not in told


def test_it_tells_where_and_what_kind():
    with pytest.raises(Unreadable, match=r"observations\.0\.seen \(missing\)") as caught:
        parse_report(changed(("observations.0.seen", GONE), ("surprise", 1)))
    assert set(caught.value.places) == {("observations.0.seen", "missing"), ("?", "extra_forbidden")}
    assert str(Unreadable()) == "not a report"


def test_a_report_cannot_be_changed_and_tidies_what_was_typed():
    report = parse_report(changed(("subject.name", " 范例\r\n甲\u202e "), ("summary", "一\r\n" + "字" * 40 + "\x00")))
    assert report.subject.name == "范例 甲"
    assert report.summary == "一\n" + "字" * 40
    with pytest.raises(ValueError, match="frozen"):
        report.summary = "x"


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=5) | st.integers(), st.lists, max_leaves=4), st.data())
def test_no_value_anywhere_raises_anything_else(value, data):
    place = data.draw(st.sampled_from([*REQUIRED, *OPTIONAL]))
    with contextlib.suppress(Unreadable):
        parse_report(changed((place, value)))

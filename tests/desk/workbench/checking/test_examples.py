"""The two published data sets give exactly the results computed for them (DOMAIN 5.5, 5.6)."""

import json
from collections import Counter

import pytest

from portal.desk.workbench.checking import SHIPPED, Bearing, Code, check_all
from portal.desk.workbench.checking.logs import days_late
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.checking.cases import imported, of
from tests.desk.workbench.importing.tables import EXAMPLES, example

KINDS = [kind for kind in FileKind if kind is not FileKind.APPRAISALS]
FEW = {Code.V10, Code.V12, Code.V14, Code.V15, Code.V16, Code.V17, Code.V18, Code.V02, Code.V04}
"""Checks that find nothing in either example."""


def checked(which):
    return check_all(imported({kind: example(which, kind) for kind in KINDS}), SHIPPED)


def days(findings):
    return sorted(day.isoformat() for finding in findings for day in finding.dates)


def cells(evidence, kind):
    return [dict(one.source.cells) for one in evidence if one.kind is kind]


def seen(findings, records):
    """[day, label, what was seen, class of the record], as the expected results list them."""
    status = {row.source: row.status.value for row in records}
    listed = []
    for one in findings:
        (quoted,) = cells(one.evidence, FileKind.OBSERVATIONS)
        classes = [status[row.source] for row in one.evidence if row.kind is FileKind.RECEIVING]
        listed += [[day, quoted["来源"], quoted["所见"], told] for day, told in zip(days([one]), classes, strict=True)]
    return listed


def duty(person):
    (one,) = person.duty
    counts = one.tally
    value = (lambda number: round(float(number), 3)) if one.rule.kind == "ratio" else int
    return {
        "rule": next(key for key, rule in SHIPPED.duty.items() if rule == one.rule),
        "workdays": sum(day.workday for day in counts.days),
        "claimed_present": counts.present, "official_out": counts.official, "counted": counts.counted,
        "disputed_days": [day.isoformat() for day in counts.disputed], "undisputed": counts.undisputed,
        "claimed_value": value(one.claimed), "undisputed_value": value(one.undisputed),
        "minimum": value(one.minimum), "claimed_ok": one.claimed >= one.minimum,
        "undisputed_ok": one.undisputed >= one.minimum,
    }  # fmt: skip


def told(result):
    """What was found, in the shape of expected.json."""
    (person,) = result.persons
    receiving = [row for day in person.dossier.days for row in day.receiving.rows]
    logs = [row for day in person.dossier.days for row in day.logs]
    groups = {text[:18]: len(rows) for group in person.alike for text, rows in group.texts}
    moments = sorted(row.submitted for row in logs)
    recorded = Counter(row.recorded.date() for row in receiving)
    most = max(recorded.items(), key=lambda one: (one[1], -one[0].toordinal()))
    lag = max((row.recorded.date() - row.day).days for row in receiving)
    bulk = {"rows": len(receiving), "max_rows_one_day": [most[0].isoformat(), most[1]], "max_lag_days": lag}
    if of(result, Code.V11):
        (late,) = of(result, Code.V11)
        bulk = {
            "rows_recorded_that_day": [most[0].isoformat(), len(late.evidence)],
            "rows_more_than_7_days_late": len(late.dates), "max_lag_days": lag,
        }  # fmt: skip
    (paid,) = person.paid
    favour = of(result, Code.V03B)
    agreeing = [one for one in favour if "两者一致" in one.statement.zh]
    bursts = [one for one in of(result, Code.V06) if "集中" in one.statement.zh]
    return {
        "V01_double_present": days(one for one in of(result, Code.V01) if one.bearing is Bearing.INCONSISTENT),
        "V01_explained_official_out": days(one for one in of(result, Code.V01) if one.bearing is Bearing.NEUTRAL),
        "V03_observation_conflict": seen(of(result, Code.V03), receiving),
        "V03_consistent_present": seen(agreeing, receiving),
        "V03_explained": seen([one for one in favour if one not in agreeing], receiving),
        "V05_duplicate_log": groups, "V05_duplicate_entries": sum(groups.values()), "V05_total_entries": len(logs),
        "V06_backfilled_gt7d": sum(days_late(row) > 7 for row in logs),
        "V06_max_submitted_in_60min": max((len(one.dates) for one in bursts), default=1),
        "V06_span": f"{moments[0]} - {moments[-1]}",
        "V08_travel_conflict": days(of(result, Code.V08)), "V13_meeting_conflict": days(of(result, Code.V13)),
        "V11_bulk_attendance": bulk, "V07_on_duty": duty(person),
        "V09_allowance": {
            "paid": paid.paid, "counted": paid.counted, "undisputed": paid.undisputed, "over": paid.over,
            "amount_over": float(paid.amount_over),
        },
    }  # fmt: skip


@pytest.mark.parametrize("which", ["A", "B"])
def test_an_example_gives_exactly_its_expected_results(which):
    expected = json.loads((EXAMPLES / which / "expected.json").read_text(encoding="utf-8"))
    assert told(checked(which)) == expected


@pytest.mark.parametrize("which", ["A", "B"])
def test_the_other_checks_find_nothing_in_the_examples(which):
    assert [one.id for one in checked(which).findings if one.code in FEW] == []


def test_the_findings_of_the_examples_by_level():
    levels = Counter((one.code.value, one.level.value) for one in checked("A").findings)
    assert levels == {
        ("V01", "high"): 8, ("V03", "high"): 2, ("V03", "medium"): 1, ("V03b", "info"): 1, ("V05", "medium"): 3,
        ("V06", "medium"): 1, ("V07", "medium"): 1, ("V08", "high"): 1, ("V09", "medium"): 1, ("V11", "medium"): 1,
        ("V13", "high"): 1,
    }  # fmt: skip
    assert {one.bearing for one in checked("B").findings} == {Bearing.NEUTRAL, Bearing.IN_FAVOUR}

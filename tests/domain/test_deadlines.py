"""The terms as data: sixteen of them, each with its basis, and days that come out as published."""

from datetime import date

import pytest

from portal.domain.deadlines import DEADLINES, NAMED_ONLY, Code, Unit, due, soon, unknown_years

# DOMAIN 3.2: length, unit, and whether a rule stands behind it.
TABLE = {
    "DL01": (15, "workdays", True), "DL02": (15, "workdays", True), "DL03": (5, "workdays", True),
    "DL04": (5, "workdays", True), "DL05": (5, "workdays", True), "DL06": (1, "months", True),
    "DL07": (15, "workdays", True), "DL08": (1, "months", True), "DL09": (2, "months", True),
    "DL10": (3, "months", True), "DL11": (1, "quarter", True), "DL12": (3, "workdays", False),
    "DL13": (20, "workdays", False), "DL14": (90, "days", False), "DL15": (15, "workdays", False),
    "DL16": (30, "days", False),
}  # fmt: skip


def test_the_table_is_that_of_the_study():
    there = {code.value: (term.length, term.unit.value, term.basis is not None) for code, term in DEADLINES.items()}
    assert there == TABLE
    assert set(DEADLINES) == set(Code)


def test_what_has_no_rule_behind_it_claims_no_verification():
    assert not any(term.verified for term in DEADLINES.values() if term.basis is None)
    doubtful = {code.value for code, term in DEADLINES.items() if term.basis and not term.verified}
    assert doubtful == {"DL05", "DL07", "DL08", "DL09"}


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        (Code.DL01, date(2026, 2, 10), date(2026, 3, 9)),
        (Code.DL02, date(2026, 9, 18), date(2026, 10, 15)),
        (Code.DL03, date(2026, 4, 24), date(2026, 5, 6)),
        (Code.DL06, date(2026, 1, 31), date(2026, 2, 28)),
        (Code.DL09, date(2026, 11, 23), date(2027, 1, 23)),
        (Code.DL10, date(2026, 11, 30), date(2027, 2, 28)),
        (Code.DL11, date(2026, 1, 1), date(2026, 3, 31)),
        (Code.DL11, date(2026, 9, 30), date(2026, 9, 30)),
        (Code.DL11, date(2026, 11, 23), date(2026, 12, 31)),
        (Code.DL14, date(2026, 11, 23), date(2027, 2, 21)),
        (Code.DL16, date(2026, 11, 23), date(2026, 12, 23)),
    ],
)
def test_the_day_comes_out(code, since, until):
    assert due(code, since).day == until


def test_a_year_without_calendar_is_named_where_working_days_were_counted():
    since = date(2090, 12, 20)
    assert unknown_years(Code.DL01, since, due(Code.DL01, since).day) == (2090, 2091)
    assert unknown_years(Code.DL06, since, due(Code.DL06, since).day) == ()
    assert not due(Code.DL01, since).certain


def test_soon_is_three_working_days():
    assert soon(date(2026, 9, 29)) == date(2026, 10, 9), "the national holiday is not counted"


def test_only_named_reporters_are_owed_notices():
    assert {Code.DL01, Code.DL02} == NAMED_ONLY
    assert all(DEADLINES[code].unit is Unit.WORKDAYS for code in NAMED_ONLY)

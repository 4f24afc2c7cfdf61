"""All checks over all persons of a case."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.desk.workbench.rows import AppraisalRow, LogRow, ObservationRow, Records

from .alike import (
    Alike,
    alike_entries,
    normalised,
    not_all_compared,
    same_appraisal,
    same_log_text,
    same_text_as_others,
    shared_texts,
)
from .days import Dossier, Window
from .doubles import double_presence, home_alone
from .duty import Duty, duties, too_few
from .findings import ENGINE, Code, Finding, in_order
from .gaps import gaps, outside, register_differs
from .logs import handed_in_late, log_without_presence, nothing_to_show
from .observed import against_what_was_seen, not_comparable
from .paid import Paid, paid_beyond, paid_days
from .rules import Rules
from .sheets import recorded_late, too_even
from .slips import leave_procedure
from .tables import Sorted, dossier_of, dossiers, sorted_out
from .trips import meetings_elsewhere, trips_elsewhere

DISPUTING = frozenset({Code.V01, Code.V03, Code.V08, Code.V13})
"""Checks whose high and medium findings make a claimed day disputed (V07, V09)."""


@dataclass(frozen=True)
class PersonChecked:
    """One person: findings in order, the day table, and the figures behind V05, V07 and V09.

    `disputed` are days that open questions dispute; `not_comparable` observations that say nothing about any day.
    """

    dossier: Dossier
    findings: tuple[Finding, ...]
    disputed: frozenset[date]
    duty: tuple[Duty, ...]
    paid: tuple[Paid, ...]
    alike: tuple[Alike, ...]
    not_comparable: tuple[ObservationRow, ...]

    @property
    def person(self) -> str:
        """The key of the person."""
        return self.dossier.person


@dataclass(frozen=True)
class Checked:
    """A case checked. `window` None: no record has a day. `uncertain_years`: their holidays are not known, say so."""

    persons: tuple[PersonChecked, ...]
    window: Window | None
    uncertain_years: tuple[int, ...] = ()
    engine: str = ENGINE

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, person by person."""
        return tuple(finding for person in self.persons for finding in person.findings)


def check_all(
    records: Records, rules: Rules, window: Window | None = None, settled: Container[str] = frozenset()
) -> Checked:
    """Check the records of a case. The order of rows and identical rows make no difference.

    `window` None: from the first to the last day of the attendance files. `settled` are ids of findings marked
    explained or not confirmed: their days are no longer disputed when days on duty and days paid are counted.
    """
    case = sorted_out(records, rules, window)
    return Checked(tuple(_each(case, records, rules, settled)), case.window, _uncertain(case, rules))


def _uncertain(case: Sorted, rules: Rules) -> tuple[int, ...]:
    years = range(case.window.first.year, case.window.last.year + 1) if case.window else range(0)
    return tuple(year for year in years if not rules.calendar.is_certain(year))


def check_person(records: Records, rules: Rules, person: str, settled: Container[str] = frozenset()) -> Checked:
    """The same for one person, whose texts are held against everybody's; nobody for a person no row knows."""
    case = sorted_out(records, rules)
    try:
        persons = (
            [_checked(dossier_of(case, person), rules, settled, shared_texts(records.worklog), records.appraisals)]
            if person in case.persons
            else []
        )
    finally:
        normalised.cache_clear()
    return Checked(tuple(persons), case.window, _uncertain(case, rules))


def check_each(
    records: Records, rules: Rules, window: Window | None = None, settled: Container[str] = frozenset()
) -> Iterator[PersonChecked]:
    """The same, one person after the other: what a batch keeps of each is its own choice."""
    yield from _each(sorted_out(records, rules, window), records, rules, settled)


def _each(case: Sorted, records: Records, rules: Rules, settled: Container[str]) -> Iterator[PersonChecked]:
    shared = shared_texts(records.worklog)
    try:
        for dossier in dossiers(case):
            yield _checked(dossier, rules, settled, shared, records.appraisals)
    finally:
        # What was written in somebody's log does not stay in a process of the desk.
        normalised.cache_clear()


def _checked(
    dossier: Dossier,
    rules: Rules,
    settled: Container[str],
    shared: Mapping[str, Sequence[LogRow]],
    appraisals: Sequence[AppraisalRow],
) -> PersonChecked:
    disputing = in_order([
        *double_presence(dossier), *against_what_was_seen(dossier), *trips_elsewhere(dossier),
        *meetings_elsewhere(dossier),
    ])  # fmt: skip
    disputed = frozenset(
        day
        for finding in disputing
        if finding.code in DISPUTING and finding.is_open_question and finding.id not in settled
        for day in finding.dates
    )
    alike, duty = alike_entries(dossier), duties(dossier, rules, disputed)
    paid = paid_days(dossier, rules, disputed)
    findings = in_order([
        *disputing, *home_alone(dossier), *log_without_presence(dossier), *same_log_text(dossier.person, alike),
        *not_all_compared(dossier),
        *same_text_as_others(dossier, shared), *handed_in_late(dossier), *too_few(dossier.person, duty),
        *paid_beyond(dossier.person, paid), *leave_procedure(dossier, rules), *recorded_late(dossier),
        *too_even(dossier), *nothing_to_show(dossier), *outside(dossier), *gaps(dossier),
        *register_differs(dossier, rules), *same_appraisal(dossier, appraisals),
    ])  # fmt: skip
    return PersonChecked(dossier, findings, disputed, duty, paid, alike, not_comparable(dossier))

"""Roles and rights, whole; throttle, sign-in lifetimes, passphrases: decisions on plain values."""

from itertools import combinations

import pytest

from portal.desk.officers.rules import (
    APART,
    ATTEMPTS,
    RIGHTS,
    SHORTEST_PASSPHRASE,
    WEAKNESS_REASONS,
    WINDOW_SECONDS,
    Right,
    Tally,
    Weakness,
    Who,
    alive,
    clash,
    count,
    current_tally,
    give_back,
    good_login,
    matrix,
    normal_login,
    rights_of,
    speaks,
    weakness,
)
from portal.domain.passphrase import normal_passphrase
from portal.domain.roles import MAY_HOLD_SLIPS, RECEIVES_REPORTS, Role
from tests.house.source import ROOT

NOON = 1_800_000_000


def test_the_page_in_docs_is_this_table():
    page = (ROOT / "docs/desk-rights.md").read_text(encoding="utf-8")
    assert matrix() in page


@pytest.mark.parametrize("role", Role)
def test_every_role_has_rights_and_at_least_a_page_of_its_own(role):
    assert Right.OWN_PAGE in RIGHTS[role]


def test_every_right_is_somebodys():
    assert rights_of(Role) == set(Right)
    assert rights_of([]) == set()


def test_whoever_may_open_cases_may_hold_slips_and_nobody_else():
    assert {role for role in Role if Right.OPEN_CASE in RIGHTS[role]} == MAY_HOLD_SLIPS


def test_whoever_decides_or_replies_needs_the_reply_key():
    assert {role for role in Role if speaks([role])} == MAY_HOLD_SLIPS - {Role.REVIEWER}
    assert not speaks([])


def test_whoever_receives_reports_can_register_them():
    assert all(Right.REGISTER in RIGHTS[role] for role in RECEIVES_REPORTS)


@pytest.mark.parametrize(
    ("role", "never"),
    [
        (Role.SECRECY_AUDITOR, {Right.OPEN_CASE, Right.DOWNLOAD, Right.REPLY, Right.QUEUE}),
        (Role.SYSADMIN, set(Right) - {Right.OWN_PAGE}),
        (Role.KEY_HOLDER, set(Right) - {Right.OWN_PAGE, Right.APPROVALS, Right.HOLD_SHARE}),
        (Role.CASE_MGMT, {Right.OPEN_CASE, Right.DOWNLOAD}),
        (Role.INTAKE, {Right.ACCEPT, Right.CONCLUDE}),
        (Role.HANDLER, {Right.ACCEPT, Right.CONCLUDE, Right.READ_AUDIT}),
        (Role.CHIEF, {Right.READ_AUDIT}),
    ],
)
def test_what_the_study_forbids_a_role(role, never):
    assert rights_of([role]) & never == set()


def test_nobody_who_opens_cases_reads_the_whole_trail():
    for one, other in combinations(Role, 2):
        if clash({one, other}) is None:
            assert not {Right.OPEN_CASE, Right.READ_AUDIT} <= rights_of({one, other})


@pytest.mark.parametrize("pair", sorted(sorted(pair) for pair in APART), ids=" and ".join)
def test_what_one_person_must_not_be(pair):
    assert clash(set(pair)) == tuple(pair)
    assert clash({*pair, Role.REVIEWER}) is not None


def test_what_one_person_may_be():
    assert clash({Role.INTAKE, Role.INTAKE_LEAD}) is None
    assert clash({Role.HANDLER, Role.DEPT_LEAD, Role.DEPUTY, Role.CHIEF}) is None
    assert clash(set()) is None


def test_who_may_what_and_shows_no_identity():
    who = Who("0" * 32, "lin", "范例林", "yunling", frozenset({Role.INTAKE}), identity="AGE-SECRET-KEY-PQ-1…")
    assert who.may(Right.REGISTER)
    assert not who.may(Right.ACCEPT)
    assert "SECRET" not in repr(who)


def test_attempts_are_counted_and_end():
    tally = Tally()
    for number in range(1, ATTEMPTS + 1):
        tally = count(tally, NOON)
        assert (tally.attempts, tally.spent) == (number, False)
    refused = count(tally, NOON)
    assert refused.spent
    assert count(refused, NOON) == refused


def test_a_window_begins_with_its_first_attempt_and_ends():
    tally = count(count(Tally(), NOON), NOON + 100)
    assert tally == Tally(2, NOON)
    assert current_tally(tally, NOON + WINDOW_SECONDS - 1) == tally
    assert current_tally(tally, NOON + WINDOW_SECONDS) == Tally()
    assert count(tally, NOON + WINDOW_SECONDS) == Tally(1, NOON + WINDOW_SECONDS)


def test_a_clock_that_goes_back_locks_nobody_out():
    spent = Tally(ATTEMPTS + 1, NOON)
    assert not count(spent, NOON - 1).spent


def test_an_attempt_can_be_given_back_but_no_more_than_was_taken():
    assert give_back(Tally(2, NOON)) == Tally(1, NOON)
    assert give_back(Tally(0, NOON)) == Tally(0, NOON)


@pytest.mark.parametrize(
    ("now", "expected"),
    [(NOON, True), (NOON + 1199, True), (NOON + 1200, False), (NOON + 5000, False), (NOON + 9000, False)],
)
def test_a_sign_in_lives_until_idle(now, expected):
    assert alive(now, NOON, NOON + 9000, 1200) is expected


def test_a_sign_in_ends_even_in_use():
    assert alive(NOON + 8999, NOON + 8990, NOON + 9000, 1200)
    assert not alive(NOON + 9000, NOON + 8999, NOON + 9000, 1200)


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("short", Weakness.SHORT),
        ("x" * (SHORTEST_PASSPHRASE - 1), Weakness.SHORT),
        ("aaaaaaaaaaaaaaaaaaaa", Weakness.MONOTONOUS),
        ("my name is ZHAO indeed", Weakness.CONTAINS_LOGIN),
        ("云岭的雪到四月才化开,河水就涨了", None),
        ("four quite ordinary words", None),
    ],
)
def test_weak_passphrases(passphrase, expected):
    assert weakness(passphrase, "zhao") is expected


def test_without_a_login_nothing_is_held_against_it():
    assert weakness("four quite ordinary words") is None


def test_every_weakness_has_its_reason():
    assert set(WEAKNESS_REASONS) == set(Weakness)


@pytest.mark.parametrize("login", ["lin", "lin-2", "a", "a" * 40])
def test_good_logins(login):
    assert good_login(login)


@pytest.mark.parametrize(
    "login", ["", "Lin", "2lin", "lin-", "lin--2", "../lin", "lin/x", "lin\n", "林", "a" * 41, "a.b"]
)
def test_logins_that_could_become_another_file(login):
    assert not good_login(login)


def test_what_input_methods_do_is_forgiven():
    assert normal_login(" ｌｉｎ ") == normal_login("LIN") == "lin"
    assert normal_passphrase("ｐａｓｓ　ｗｏｒｄ") == "pass word"

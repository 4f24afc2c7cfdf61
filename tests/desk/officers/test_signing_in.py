"""Signing in over HTTP: two factors, uniform refusals, nothing of what was typed kept anywhere."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from portal.age import Cost
from portal.desk.audit.actions import NOBODY, Act
from portal.desk.officers import second_factor, signing_in
from portal.desk.officers.enrolment import reset_second_factor, revoke
from portal.desk.officers.rules import ATTEMPTS, CODES_PER_PASSPHRASE, WINDOW_SECONDS
from portal.domain.roles import Role
from tests.desk.building import Hands, give_passphrase

WRONG = "登录名或口令不对"


def code_page(browser, code):
    return browser.post("/zh/second-factor", data={"code": code})


def without_values(page):
    """The page but for the echoed login and the token against forged requests."""
    return re.sub(r'value="[^"]*"', "", page.text)


@pytest.fixture
def lin(bureau):
    return bureau.member("lin")


def test_two_factors_open_the_desk(bureau, lin):
    browser = bureau.browser()
    assert browser.get("/zh/me").status_code == 303
    bureau.sign_in(lin, browser)
    page = browser.get("/zh/me")
    assert page.status_code == 200
    assert "范例lin" in page.text
    assert bureau.lines(Act.SIGN_IN) == [(lin.id, Act.SIGN_IN, "")]


def test_the_passphrase_alone_opens_nothing(bureau, lin):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    assert browser.get("/zh/me").headers["Location"].startswith("/zh/sign-in")


def test_what_input_methods_do_to_name_and_passphrase_is_forgiven(bureau, lin):
    full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in lin.passphrase)
    assert give_passphrase(bureau.browser(), " LIN ", full_width).status_code == 303


@pytest.mark.parametrize(
    "case", ["wrong passphrase", "unknown name", "revoked", "no key file", "name of a path", "empty name"]
)
def test_every_refusal_is_the_same_page_after_the_same_work(bureau, lin, case):
    reference = give_passphrase(bureau.browser(), "lin", "not the passphrase")
    login, passphrase = "lin", lin.passphrase
    match case:
        case "wrong passphrase":
            passphrase = "another wrong one"
        case "unknown name":
            login = "nobody"
        case "revoked":
            with bureau.desk.database.writing() as session:
                revoke(session, bureau.desk, "lin")
        case "no key file":
            (bureau.keys / "officers/lin.age").unlink()
        case "name of a path":
            login = "../officers/lin"
        case "empty name":
            login = " "
    bureau.opener.calls = 0
    refused = give_passphrase(bureau.browser(), login, passphrase)
    assert bureau.opener.calls == 1
    assert refused.status_code == reference.status_code == 422
    assert without_values(refused) == without_values(reference)
    assert WRONG in reference.text
    assert sorted(refused.headers.keys()) == sorted(reference.headers.keys())


def test_a_failure_is_recorded_by_officer_and_never_by_what_was_typed(bureau, lin):
    give_passphrase(bureau.browser(), "lin", "wrong")
    give_passphrase(bureau.browser(), "secret typed into the wrong field", "wrong")
    assert bureau.lines(Act.SIGN_IN_FAILED) == [(lin.id, Act.SIGN_IN_FAILED, ""), (NOBODY, Act.SIGN_IN_FAILED, "")]
    bureau.desk.database.scrub()
    for file in bureau.folder.rglob("*"):
        if file.is_file():
            assert b"wrong field" not in file.read_bytes(), file


def test_a_key_file_moved_to_another_name_does_not_open_that_desk(bureau, lin):
    bureau.member("chief-of-all", Role.CHIEF, by=lin)
    officers = bureau.keys / "officers"
    (officers / "chief-of-all.age").write_bytes((officers / "lin.age").read_bytes())
    assert WRONG in give_passphrase(bureau.browser(), "chief-of-all", lin.passphrase).text


def test_a_recipient_exchanged_in_the_register_is_noticed_at_the_next_sign_in(bureau, lin):
    other = bureau.member("other", by=lin)
    with bureau.desk.database.writing() as session:
        rows = session.connection().exec_driver_sql("SELECT recipient FROM officers WHERE login = 'other'").scalar()
        session.execute(text("UPDATE officers SET recipient = :v1 WHERE login = 'lin'"), {"v1": rows})
    assert WRONG in give_passphrase(bureau.browser(), "lin", lin.passphrase).text
    assert give_passphrase(bureau.browser(), "other", other.passphrase).status_code == 303


def test_a_wrong_code_can_be_followed_by_a_right_one(bureau, lin):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    assert code_page(browser, "000000").status_code == 422
    assert code_page(browser, "not a code").status_code == 422
    assert code_page(browser, bureau.code(lin)).status_code == 303
    assert len(bureau.lines(Act.SECOND_FACTOR_FAILED)) == 2


def test_a_code_is_good_once_in_any_browser(bureau, lin):
    code = bureau.code(lin)
    first, second = bureau.browser(), bureau.browser()
    for browser in (first, second):
        give_passphrase(browser, "lin", lin.passphrase)
    assert code_page(first, code).status_code == 303
    assert code_page(second, code).status_code == 422
    assert code_page(second, bureau.code(lin)).status_code == 303


def test_an_earlier_code_is_refused_once_a_later_one_was_used(bureau, lin):
    early = bureau.code(lin)
    bureau.sign_in(lin)
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    assert code_page(browser, early).status_code == 422


def test_one_passphrase_is_good_for_a_few_codes_only(bureau, lin):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    for _ in range(CODES_PER_PASSPHRASE):
        assert code_page(browser, "000000").status_code == 422
    over = code_page(browser, bureau.code(lin))
    assert over.headers["Location"].startswith("/zh/sign-in")
    assert browser.get("/zh/me").status_code == 303


def test_guessing_codes_uses_up_the_attempts_across_passphrases(bureau, lin):
    """One attempt is the passphrase, the others are codes; a new passphrase does not begin anew."""
    attempts = 0
    while attempts < ATTEMPTS:
        browser = bureau.browser()
        assert give_passphrase(browser, "lin", lin.passphrase).status_code == 303
        attempts += 1
        for _ in range(min(CODES_PER_PASSPHRASE, ATTEMPTS - attempts)):
            assert "验证码不对" in code_page(browser, "000000").text
            attempts += 1
    assert "次数太多" in code_page(browser, bureau.code(lin)).text
    assert "次数太多" in code_page(browser, bureau.code(lin)).text
    assert "次数太多" in give_passphrase(bureau.browser(), "lin", lin.passphrase).text
    assert bureau.lines(Act.THROTTLED) == [(lin.id, Act.THROTTLED, "second factor")]


def test_the_second_step_waits_for_five_minutes(bureau, lin):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    bureau.hands.move(minutes=5)
    assert code_page(browser, bureau.code(lin)).headers["Location"].startswith("/zh/sign-in")


def test_the_second_step_without_the_first_leads_to_the_first(bureau, lin):
    assert code_page(bureau.browser(), "123456").headers["Location"].startswith("/zh/sign-in")


def test_every_step_makes_a_new_cookie(bureau, lin):
    browser = bureau.browser()
    browser.set_cookie("sitting", "0" * 96)
    give_passphrase(browser, "lin", lin.passphrase)
    half = browser.get_cookie("sitting").value
    assert half != "0" * 96
    code_page(browser, bureau.code(lin))
    whole = browser.get_cookie("sitting").value
    assert whole[:32] != half[:32]
    assert whole[32:] != half[32:]
    other = bureau.browser()
    other.set_cookie("sitting", half)
    assert other.get("/zh/me").status_code == 303
    assert code_page(other, bureau.code(lin)).headers["Location"].startswith("/zh/sign-in")


def test_a_new_second_factor_ends_the_old_one_and_every_sign_in(bureau, lin):
    browser = bureau.sign_in(lin)
    fresh = reset_second_factor(bureau.desk, "lin", lin.passphrase, cost=Cost.TESTS_ONLY)
    assert browser.get("/zh/me").status_code == 303
    give_passphrase(browser, "lin", lin.passphrase)
    assert code_page(browser, bureau.code(lin)).status_code == 422
    bureau.sign_in(replace(lin, totp=fresh.totp_secret), browser)
    assert browser.get("/zh/me").status_code == 200


def test_revoking_ends_the_sign_in_at_once(bureau, lin):
    browser = bureau.sign_in(lin)
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "lin")
    assert browser.get("/zh/me").status_code == 303


def test_whoever_was_revoked_between_the_steps_stays_out(bureau, lin):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    with bureau.desk.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE officers SET revoked = '2026-11-23'")
    assert code_page(browser, bureau.code(lin)).status_code == 422


def test_a_long_input_costs_no_more_than_a_short_one(bureau):
    for login, passphrase in (("x" * 201, "y"), ("x", "y" * 1001)):
        page = give_passphrase(bureau.browser(), login, passphrase)
        assert page.status_code == 422
    assert bureau.opener.calls == 0


@pytest.mark.parametrize("field", ["login", "passphrase"])
def test_a_missing_field_is_named(bureau, field):
    page = bureau.browser().post("/zh/sign-in", data={field: "x"})
    assert page.status_code == 422
    assert "请填写这一项" in page.text


def test_the_passphrase_is_never_put_back_into_the_page(bureau, lin):
    page = give_passphrase(bureau.browser(), "lin", "canary of a passphrase")
    assert "canary" not in page.text
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    assert "135790" not in code_page(browser, "135790").text


def test_after_signing_in_one_is_back_where_one_wanted_to_be(bureau, lin):
    browser = bureau.browser()
    asked = browser.get("/zh/me?x=1")
    assert asked.headers["Location"] == "/zh/sign-in?after=/zh/me?x%3D1"
    page = browser.get(asked.headers["Location"])
    assert 'value="/zh/me?x=1"' in page.text
    first = browser.post("/zh/sign-in", data={"login": "lin", "passphrase": lin.passphrase, "after": "/zh/me?x=1"})
    assert first.headers["Location"] == "/zh/second-factor?after=/zh/me?x%3D1"
    second = browser.post("/zh/second-factor", data={"code": bureau.code(lin), "after": "/zh/me?x=1"})
    assert second.headers["Location"] == "/zh/me?x=1"


@pytest.mark.parametrize(
    "after",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/zh/me",
        "/\\elsewhere.example",
        "/zh//elsewhere.example",
        "/zh/../../x\\y",
        "javascript:alert(1)",
        "/zh/me\r\nSet-Cookie: x=y",
        "/" + "zh/" * 200,
        "/fr/me",
    ],
)
def test_a_link_cannot_lead_out_after_signing_in(bureau, lin, after):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    done = browser.post("/zh/second-factor", data={"code": bureau.code(lin), "after": after})
    assert done.headers["Location"] == "/zh/home"


def test_time_steps_match_one_before_and_one_after():
    secret, now = second_factor.new_secret(), 1_800_000_000
    for drift in (-1, 0, 1):
        code = second_factor.current_code(secret, now + drift * second_factor.STEP_SECONDS)
        assert second_factor.matching_step(secret, f" {code[:3]} {code[3:]} ", now) == now // 30 + drift
    late = second_factor.current_code(secret, now + 2 * second_factor.STEP_SECONDS)
    assert second_factor.matching_step(secret, late, now) is None


def test_the_published_vector_of_the_standard():
    """RFC 6238, appendix B, SHA-1, the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for now, code in ((59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")):
        assert second_factor.current_code(secret, now) == code
        assert second_factor.matching_step(secret, code, now) == now // 30


def test_a_second_factor_needs_time_to_move_on_and_windows_pass(bureau, lin):
    assert isinstance(bureau.hands, Hands)
    for _ in range(ATTEMPTS + 1):
        give_passphrase(bureau.browser(), "lin", "wrong")
    assert "次数太多" in give_passphrase(bureau.browser(), "lin", lin.passphrase).text
    bureau.hands.move(seconds=WINDOW_SECONDS)
    bureau.sign_in(lin)


def test_signing_out_twice_is_no_error(bureau, lin):
    browser = bureau.sign_in(lin)
    cookie = browser.get_cookie("sitting").value
    assert browser.post("/zh/sign-out").headers["Location"] == "/zh/sign-in"
    assert browser.get_cookie("sitting") is None
    signing_in.sign_out(bureau.desk, cookie)
    assert bureau.lines(Act.SIGN_OUT) == [(lin.id, Act.SIGN_OUT, "")]

"""A sign-in over many workers: it works in all, dies in all, and its two halves are worth nothing apart."""

import pytest
from sqlalchemy import text

from portal.desk.audit.actions import Act
from portal.desk.officers import sessions
from portal.sealing import NotUnwrapped, unwrap
from tests.desk.building import give_passphrase


@pytest.fixture
def lin(bureau):
    return bureau.member("lin")


def moved(browser, app):
    """The same cookies in front of another worker."""
    other = app.test_client()
    other.set_cookie("sitting", browser.get_cookie("sitting").value)
    return other


def is_open(browser):
    return browser.get("/zh/me").status_code == 200


def test_two_workers_share_a_sign_in_and_its_end(bureau, lin):
    here = bureau.sign_in(lin, bureau.browser(bureau.app()))
    there = moved(here, bureau.app())
    assert is_open(there)
    assert is_open(here)
    there.post("/zh/sign-out")
    assert not is_open(here)
    assert not is_open(there)


def test_the_two_steps_may_meet_two_workers(bureau, lin):
    first = bureau.browser(bureau.app())
    give_passphrase(first, "lin", lin.passphrase)
    second = moved(first, bureau.app())
    assert second.post("/zh/second-factor", data={"code": bureau.code(lin)}).status_code == 303
    assert is_open(second)


def test_an_idle_sign_in_dies(bureau, lin):
    browser = bureau.sign_in(lin)
    bureau.hands.move(minutes=19)
    assert is_open(browser)
    bureau.hands.move(minutes=19)
    assert is_open(browser)
    bureau.hands.move(minutes=20)
    assert not is_open(browser)


def test_a_sign_in_in_use_dies_of_age(bureau, lin):
    browser = bureau.sign_in(lin)
    for _ in range(10 * 6 - 1):
        bureau.hands.move(minutes=10)
        assert is_open(browser)
    bureau.hands.move(minutes=10)
    assert not is_open(browser)


def test_the_page_says_when_the_sign_in_ends(bureau, lin):
    browser = bureau.sign_in(lin)
    page = browser.get("/zh/me").text
    assert "最晚 19:00 结束" in page
    assert "09:20 结束" in page
    assert "最长 10 小时" in bureau.browser().get("/zh/sign-in").text


def test_a_sign_in_that_is_over_says_so(bureau, lin):
    browser = bureau.sign_in(lin)
    bureau.hands.move(hours=11)
    asked = browser.get("/zh/me")
    assert "over=1" in asked.headers["Location"]
    assert "登录已经结束" in browser.get(asked.headers["Location"]).text
    fresh = bureau.browser().get("/zh/me")
    assert "over" not in fresh.headers["Location"]


def test_a_post_without_a_sign_in_leads_to_the_first_step_and_back_to_nothing(bureau):
    asked = bureau.browser().post("/zh/audit/verify")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/zh/sign-in"


def rows(bureau):
    with bureau.desk.database.reading() as session:
        found = session.connection().exec_driver_sql("SELECT id, officer, stage, wrapped FROM sessions")
        return found.all()


def test_a_stolen_row_does_not_open_the_identity(bureau, lin):
    browser = bureau.sign_in(lin)
    cookie = browser.get_cookie("sitting").value
    (row,) = rows(bureau)
    assert cookie[:32] == row.id
    assert cookie[32:] not in str(row)
    assert b"AGE-SECRET-KEY" not in row.wrapped
    for guess in (bytes(32), bytes.fromhex(row.id) * 2):
        with pytest.raises(NotUnwrapped):
            unwrap(row.wrapped, guess, f"portal/desk/session/{row.id}/open/{row.officer}".encode())
    thief = bureau.browser()
    for guess in (row.id + "0" * 64, row.id, "0" * 96, cookie[:-1], f"{cookie}0", cookie.upper() + "x"):
        thief.set_cookie("sitting", guess)
        assert not is_open(thief)


def test_a_row_copied_over_a_colleagues_row_does_not_open(bureau, lin):
    """Whoever can write the table makes their own sign-in look like the chief's."""
    other = bureau.member("other", by=lin)
    browser = bureau.sign_in(other)
    assert is_open(browser)
    with bureau.desk.database.writing() as session:
        session.execute(text("UPDATE sessions SET officer = :v1"), {"v1": lin.id})
    assert not is_open(browser)


def test_a_half_finished_sign_in_cannot_be_promoted_in_the_table(bureau, lin):
    browser = bureau.browser()
    give_passphrase(browser, "lin", lin.passphrase)
    with bureau.desk.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE sessions SET stage = 'open', ends = ends + 99999")
    assert not is_open(browser)


def test_the_open_row_no_longer_holds_the_second_factor(bureau, lin):
    browser = bureau.sign_in(lin)
    cookie = browser.get_cookie("sitting").value
    (row,) = rows(bureau)
    context = f"portal/desk/session/{row.id}/open/{row.officer}".encode()
    opened = unwrap(row.wrapped, bytes.fromhex(cookie[32:]), context)
    assert lin.totp.encode() not in opened
    assert b"AGE-SECRET-KEY-PQ-1" in opened


def test_dead_rows_are_swept_by_the_next_sign_in(bureau, lin):
    for _ in range(3):
        bureau.sign_in(lin)
    assert len(rows(bureau)) == 3
    bureau.hands.move(hours=11)
    bureau.sign_in(lin)
    assert len(rows(bureau)) == 1


def test_use_does_not_bring_an_ended_sign_in_back(bureau, lin):
    browser = bureau.sign_in(lin)
    (row,) = rows(bureau)
    browser.post("/zh/sign-out")
    with bureau.desk.database.writing() as session:
        sessions.touch(session, row.id, int(bureau.hands.at.timestamp()))
        assert sessions.one_more_try(session, row.id) > 5
    assert rows(bureau) == []
    assert bureau.lines(Act.SIGN_OUT) == [(lin.id, Act.SIGN_OUT, "")]


def test_a_reading_click_writes_only_now_and_then(bureau, lin):
    browser = bureau.sign_in(lin)
    with bureau.desk.database.reading() as session:
        before = session.connection().exec_driver_sql("SELECT seen FROM sessions").scalar()
    bureau.hands.move(seconds=5)
    assert is_open(browser)
    with bureau.desk.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT seen FROM sessions").scalar() == before


def test_cookies_travel_only_to_this_host_over_tls(bureau, lin):
    app = bureau.app(secure_cookies=True)
    browser = app.test_client()
    given = browser.post(
        "/zh/sign-in",
        data={"login": "lin", "passphrase": lin.passphrase},
        base_url="https://desk.example",
        headers={"Referer": "https://desk.example/zh/sign-in"},
    )
    done = browser.post(
        "/zh/second-factor",
        data={"code": bureau.code(lin)},
        base_url="https://desk.example",
        headers={"Referer": "https://desk.example/zh/second-factor"},
    )
    set_by = [*given.headers.getlist("Set-Cookie"), *done.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in set_by} == {"__Host-sitting", "__Host-device", "__Host-desk"}
    for cookie in set_by:
        parts = cookie.split("; ")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(parts)
        assert not any(part.startswith("Domain") for part in parts)
    sitting = next(cookie for cookie in set_by if cookie.startswith("__Host-sitting"))
    assert "Max-Age" not in sitting
    assert "Expires" not in sitting


def test_nothing_is_left_in_the_table_after_signing_out(bureau, lin):
    browser = bureau.sign_in(lin)
    browser.post("/zh/sign-out")
    assert rows(bureau) == []

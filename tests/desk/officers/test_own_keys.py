"""An officer's own page: another passphrase, sign-ins elsewhere, the history, the change that the house asks for."""

import os

import pytest

from portal.desk.audit.actions import Act
from portal.desk.desk import Lane
from portal.desk.keys import identity_path
from portal.desk.officers import rules
from portal.domain.roles import Role
from tests.desk.building import give_passphrase

NEW = "quiet harbour, seven lanterns"


@pytest.fixture
def lin(bureau):
    return bureau.member("lin", Role.INTAKE_LEAD)


def changes(browser, member, new=NEW, again=None, old=None):
    data = {"old": old or member.passphrase, "new": new, "again": again or new}
    return browser.post("/zh/me/passphrase", data=data)


def test_the_passphrase_is_changed_and_sign_ins_elsewhere_end(bureau, lin):
    here, elsewhere = bureau.sign_in(lin), bureau.sign_in(lin)
    assert changes(here, lin).headers["Location"] == "/zh/me?changed=1"
    assert "口令已经更改" in here.get("/zh/me?changed=1").text
    assert elsewhere.get("/zh/me").status_code == 303
    assert give_passphrase(bureau.browser(), lin.login, lin.passphrase).status_code == 422
    lin.passphrase = NEW
    bureau.sign_in(lin)
    assert bureau.lines(Act.OWN_KEY) == [(lin.id, "own-key", "passphrase")]
    assert bureau.intact()


@pytest.mark.parametrize(("given", "said"), [
    ({"old": "some other passphrase"}, "现在的口令不对"),
    ({"new": "short"}, "太短"),
    ({"new": "aaaaaaaaaaaaaaaaaa"}, "不同的字符太少"),
    ({"new": "my name is lin and more"}, "不能有登录名"),
    ({"again": "something else entirely"}, "两遍输入的不一样"),
])  # fmt: skip
def test_what_is_not_right_changes_nothing(bureau, lin, given, said):
    browser, before = bureau.sign_in(lin), identity_path(bureau.keys, "lin").read_bytes()
    answer = changes(browser, lin, **given)
    assert answer.status_code == 422
    assert said in answer.text.replace(",", ",")
    assert identity_path(bureau.keys, "lin").read_bytes() == before
    assert bureau.lines(Act.OWN_KEY) == []


def test_the_same_passphrase_is_no_new_one(bureau, lin):
    answer = changes(bureau.sign_in(lin), lin, new=lin.passphrase)
    assert answer.status_code == 422
    assert "一样" in answer.text


def test_old_passphrases_cannot_be_tried_at_leisure(bureau, lin):
    browser = bureau.sign_in(lin)
    for _ in range(rules.ATTEMPTS):
        assert "现在的口令不对" in changes(browser, lin, old="not this one at all").text
    before = bureau.opener.calls
    answer = changes(browser, lin)
    assert "试得太多了" in answer.text
    assert bureau.opener.calls == before, "nothing was checked"


def test_a_busy_desk_says_so_and_counts_nothing(bureau, lin):
    from dataclasses import replace

    from portal.desk.desk import Lanes
    from portal.desk.officers.enrolment import as_colleague
    from portal.desk.officers.own_keys import NotChanged, Refused, change_passphrase

    who, lane = as_colleague(bureau.desk, "lin", lin.passphrase), Lane(waiting=0)
    desk = replace(bureau.desk, lanes=Lanes(known_devices=lane))
    with lane.turn():
        for _ in range(rules.ATTEMPTS + 2):
            with pytest.raises(NotChanged) as refused:
                change_passphrase(desk, who, "", lin.passphrase, NEW)
            assert refused.value.why is Refused.BUSY


def test_a_file_of_another_officer_is_not_sealed_anew(bureau, lin):
    browser = bureau.sign_in(lin)
    other = bureau.member("zhou-the-other", Role.SYSADMIN)
    os.replace(identity_path(bureau.keys, other.login), identity_path(bureau.keys, "lin"))  # noqa: PTH105
    assert changes(browser, lin, old=other.passphrase).status_code == 422
    identity_path(bureau.keys, "lin").unlink()
    assert changes(browser, lin).status_code == 422


def test_a_failing_ledger_leaves_the_old_passphrase(bureau, lin):
    from sqlalchemy import update

    from portal.desk.audit.records import AuditHead

    browser, before = bureau.sign_in(lin), identity_path(bureau.keys, "lin").read_bytes()
    with bureau.desk.database.writing() as session:
        session.execute(update(AuditHead).values(proof="0" * 64))
    assert changes(browser, lin).status_code == 503
    assert identity_path(bureau.keys, "lin").read_bytes() == before


def test_who_left_meanwhile_changes_nothing(bureau, lin):
    from portal.desk.officers.enrolment import as_colleague, revoke
    from portal.desk.officers.own_keys import NotChanged, change_passphrase

    who = as_colleague(bureau.desk, "lin", lin.passphrase)
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "lin")
    with pytest.raises(NotChanged):
        change_passphrase(bureau.desk, who, "", lin.passphrase, NEW)


def test_sign_ins_are_listed_and_those_elsewhere_ended(bureau, lin):
    here, elsewhere = bureau.sign_in(lin), bureau.sign_in(lin)
    page = here.get("/zh/me/sign-ins").text
    assert page.count("这里") == 1
    assert page.count("别处</td>") + page.count("<td>别处") >= 1
    assert here.post("/zh/me/sign-ins/end").status_code == 303
    assert elsewhere.get("/zh/me").status_code == 303
    page = here.get("/zh/me/sign-ins?ended=1").text
    assert "别处的登录都已结束" in page
    assert 'action="/zh/me/sign-ins/end"' not in page
    hands = bureau.hands
    hands.move(hours=11)
    assert here.get("/zh/me").status_code == 303


def test_the_history_is_ones_own(bureau, lin):
    other = bureau.member("zhou-the-other", Role.SYSADMIN)
    give_passphrase(bureau.browser(), lin.login, "not the passphrase at all")
    browser = bureau.sign_in(lin)
    page = browser.get("/zh/me/sign-ins").text
    assert "口令错误" in page
    assert page.count(">登录<") + page.count("登录\n") >= 1
    assert "口令错误" not in bureau.sign_in(other).get("/zh/me/sign-ins").text


def test_an_old_passphrase_must_be_changed_before_anything_else_opens(bureau, lin):
    app = bureau.app(passphrase_days=90)
    browser = bureau.sign_in(lin, app.test_client())
    assert browser.get("/zh/").status_code == 200
    bureau.hands.move(days=91)
    browser = bureau.sign_in(lin, app.test_client())
    assert browser.get("/zh/").headers["Location"] == "/zh/me/passphrase?due=1"
    assert "90 天以上" in browser.get("/zh/me/passphrase?due=1").text
    assert browser.get("/zh/me").status_code == 200
    assert changes(browser, lin).status_code == 303
    assert browser.get("/zh/").status_code == 200


@pytest.mark.parametrize(("days", "age", "due"), [(0, 9999, False), (90, 90, False), (90, 91, True)])
def test_when_a_passphrase_is_due(days, age, due):
    from datetime import date, timedelta

    today = date(2026, 11, 27)
    assert rules.passphrase_due(today - timedelta(days=age), today, days) is due

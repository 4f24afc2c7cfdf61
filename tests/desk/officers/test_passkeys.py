"""Passkeys as a second factor: made, used, taken away; and everything that is no answer of the right one."""

import json

import pytest
from sqlalchemy import select, update

from portal.age import Cost
from portal.desk.audit.actions import Act
from portal.desk.keys import identity_path
from portal.desk.officers import challenges, own_passkeys, rules
from portal.desk.officers.enrolment import reset_second_factor
from portal.desk.officers.identity_file import read_identity
from portal.desk.officers.passkeys import LONGEST_ANSWER, NotThisPasskey, Passkey, whose
from portal.desk.officers.records import PasskeyCounterRecord, SessionRecord
from portal.domain.roles import Role
from tests.desk.building import give_passphrase
from tests.desk.officers.authenticator import ORIGIN, Authenticator, question

PAGE, FACTOR = "/zh/me/passkeys", "/zh/second-factor"


@pytest.fixture
def app(bureau):
    return bureau.app(origin=ORIGIN)


@pytest.fixture
def lin(bureau):
    return bureau.member("lin", Role.INTAKE_LEAD)


def registers(bureau, browser, member, key, name="办公室的安全密钥", **given):
    asked = question(browser.get(PAGE).text)
    data = {"name": name, "passphrase": member.passphrase, "answer": key.create(asked)} | given
    return browser.post(f"{PAGE}/new", data=data)


@pytest.fixture
def key(bureau, app, lin):
    """A passkey of lin's."""
    made = Authenticator()
    answer = registers(bureau, bureau.sign_in(lin, app.test_client()), lin, made)
    assert answer.headers["Location"].startswith("/zh/sign-in")
    return made


def half(app, member):
    """A browser in which the passphrase was given."""
    browser = app.test_client()
    assert give_passphrase(browser, member.login, member.passphrase).status_code == 303
    return browser


def answers(browser, answer):
    return browser.post(f"{FACTOR}/passkey", data={"answer": answer})


def inside(browser):
    return browser.get("/zh/me").status_code == 200


def opened(bureau, member):
    sealed = identity_path(bureau.keys, member.login).read_bytes()
    return read_identity(bureau.desk.open_identity(sealed, member.passphrase))


def test_made_listed_and_used(bureau, app, lin, key):
    (kept,) = opened(bureau, lin).passkeys
    assert (kept.id, kept.name) == (key.id, "办公室的安全密钥")
    browser = half(app, lin)
    page = browser.get(FACTOR).text
    assert "passkey.js" in page
    assert question(page)["userVerification"] == "preferred"
    assert question(page)["rpId"] == "localhost"
    assert answers(browser, key.get(question(page))).status_code == 303
    assert inside(browser)
    assert "办公室的安全密钥" in browser.get(PAGE).text
    assert bureau.lines(Act.SIGN_IN)[-1] == (lin.id, "sign-in", "passkey")
    assert bureau.lines(Act.OWN_KEY) == [(lin.id, "own-key", "passkey-added")]
    assert bureau.intact()


def test_the_code_works_as_before(bureau, app, lin, key):
    assert inside(bureau.sign_in(lin, app.test_client()))


@pytest.mark.sqlite_only
def test_nothing_of_a_passkey_lies_in_the_database_but_a_counter(bureau, app, lin, key):
    browser = half(app, lin)
    answers(browser, key.get(question(browser.get(FACTOR).text)))
    with bureau.desk.database.reading() as session:
        (row,) = session.scalars(select(PasskeyCounterRecord))
        assert (row.officer, row.shown) == (lin.id, 2)
    content = b"".join(path.read_bytes() for path in bureau.folder.glob("desk.sqlite*"))
    assert key.id not in content
    assert "安全密钥".encode() not in content


def test_a_challenge_is_good_once(bureau, app, lin, key):
    first = half(app, lin)
    answer = key.get(question(first.get(FACTOR).text))
    assert answers(first, answer).status_code == 303
    second = half(app, lin)
    second.get(FACTOR)
    assert answers(second, answer).status_code == 422, "a replay in another sign-in"
    third = half(app, lin)
    asked = question(third.get(FACTOR).text)
    assert answers(third, "nothing").status_code == 422
    refused = answers(third, key.get(asked))
    assert refused.status_code == 422, "spent by the wrong answer"
    assert "通行密钥没有通过" in refused.text
    assert answers(third, key.get(question(refused.text))).status_code == 303
    notes = bureau.lines(Act.SECOND_FACTOR_FAILED)
    assert len(notes) == 3


def test_only_the_newest_challenge_of_a_page_counts_and_not_for_long(bureau, app, lin, key):
    browser = half(app, lin)
    old = question(browser.get(FACTOR).text)
    asked = question(browser.get(FACTOR).text)
    assert old["challenge"] != asked["challenge"]
    assert answers(browser, key.get(old)).status_code == 422
    asked = question(browser.get(FACTOR).text)
    with bureau.desk.database.writing() as session:
        session.execute(update(SessionRecord).values(challenged=SessionRecord.challenged - challenges.GOOD_FOR_SECONDS))
    assert answers(browser, key.get(asked)).status_code == 422


@pytest.mark.parametrize("change", [
    {"origin": "https://desk.example.com"},
    {"origin": "http://localhost:8501"},
    {"rp": "example.com"},
])  # fmt: skip
def test_another_site_gets_nowhere(bureau, app, lin, key, change):
    browser = half(app, lin)
    asked = question(browser.get(FACTOR).text)
    key.origin = change.pop("origin", ORIGIN)
    assert answers(browser, key.get(asked, **change)).status_code == 422
    assert not inside(browser)


def test_no_host_header_is_believed(bureau, app, lin, key):
    sitting = half(app, lin).get_cookie("sitting").value
    other = {"Host": "desk.example.com", "X-Forwarded-Host": "desk.example.com", "Cookie": f"sitting={sitting}"}
    page = app.test_client(use_cookies=False).get(FACTOR, headers=other).text
    assert question(page)["rpId"] == "localhost"


def test_another_officers_passkey_opens_nothing(bureau, app, lin, key):
    wu = bureau.member("wu-the-other", Role.SYSADMIN)
    theirs = Authenticator()
    registers(bureau, bureau.sign_in(wu, app.test_client()), wu, theirs)
    browser = half(app, lin)
    assert answers(browser, theirs.get(question(browser.get(FACTOR).text))).status_code == 422
    assert answers(browser, theirs.get(question(browser.get(FACTOR).text), as_id=key.id)).status_code == 422
    assert not inside(browser)


def test_a_counter_that_goes_back_is_a_copy(bureau, app, lin, key):
    browser = half(app, lin)
    answers(browser, key.get(question(browser.get(FACTOR).text)))
    key.counter = 0
    browser = half(app, lin)
    assert answers(browser, key.get(question(browser.get(FACTOR).text))).status_code == 422
    key.counter = None
    assert answers(browser, key.get(question(browser.get(FACTOR).text))).status_code == 422, "zeroed"


def test_a_passkey_without_a_counter_works_again_and_again(bureau, app, lin):
    synced = Authenticator(counter=None)
    registers(bureau, bureau.sign_in(lin, app.test_client()), lin, synced)
    for _ in range(2):
        browser = half(app, lin)
        assert answers(browser, synced.get(question(browser.get(FACTOR).text))).status_code == 303


def test_wrong_answers_are_counted_as_codes_are(bureau, app, lin, key):
    browser = half(app, lin)
    for _ in range(rules.CODES_PER_PASSPHRASE):
        assert answers(browser, "{}").status_code == 422
    assert answers(browser, key.get(question(browser.get(FACTOR).text))).headers["Location"].startswith("/zh/sign-in")


def test_without_an_address_there_are_no_passkeys(bureau, app, lin, key):
    plain = bureau.app()
    browser = half(plain, lin)
    assert question(browser.get(FACTOR).text) is None
    asked = question(half(app, lin).get(FACTOR).text)
    assert answers(browser, key.get(asked)).status_code == 422
    browser = bureau.sign_in(lin, plain.test_client())
    page = browser.get(PAGE).text
    assert question(page) is None
    assert "还没有配置地址" in page
    data = {"name": "甲", "passphrase": lin.passphrase, "answer": "{}"}
    assert browser.post(f"{PAGE}/new", data=data).status_code == 422


@pytest.mark.parametrize(("given", "said"), [
    ({"passphrase": "not this one at all"}, "现在的口令不对"),
    ({"answer": ""}, "没有收到通行密钥的有效回答"),
    ({"answer": json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}})}, "没有收到"),
    ({"name": " "}, "没有收到"),
    ({"name": ""}, "给这个通行密钥取个名字"),
])  # fmt: skip
def test_what_makes_no_passkey(bureau, app, lin, given, said):
    browser = bureau.sign_in(lin, app.test_client())
    answer = registers(bureau, browser, lin, Authenticator(), **given)
    assert answer.status_code == 422
    assert said in answer.text
    assert opened(bureau, lin).passkeys == ()


def test_a_passkey_for_another_site_or_challenge_is_not_taken(bureau, app, lin):
    browser = bureau.sign_in(lin, app.test_client())
    assert registers(bureau, browser, lin, Authenticator(origin="https://desk.example.com")).status_code == 422
    stale = Authenticator().create(question(browser.get(PAGE).text))
    assert registers(bureau, browser, lin, Authenticator(), answer=stale).status_code == 422
    assert opened(bureau, lin).passkeys == ()


def test_there_are_so_many_and_no_more(bureau, app, lin, key):
    with_many = [Passkey(bytes([n]) * 16, b"key", f"第{n}个", bureau.clock.today()) for n in range(own_passkeys.MOST)]
    from dataclasses import replace

    from portal.age import seal_with_passphrase

    content = replace(opened(bureau, lin), passkeys=tuple(with_many))
    assert read_identity(content.write()).passkeys == tuple(with_many)
    path = identity_path(bureau.keys, lin.login)
    path.write_bytes(seal_with_passphrase(content.write(), lin.passphrase, Cost.TESTS_ONLY))
    browser = bureau.sign_in(lin, app.test_client())
    assert "最多登记" in registers(bureau, browser, lin, Authenticator()).text


def test_one_is_taken_away_and_the_codes_stay(bureau, app, lin, key):
    browser = bureau.sign_in(lin, app.test_client())
    (kept,) = opened(bureau, lin).passkeys
    wrong = browser.post(f"{PAGE}/remove", data={"mark": kept.mark, "passphrase": "not this one at all"})
    assert "现在的口令不对" in wrong.text
    assert browser.post(f"{PAGE}/remove", data={"mark": kept.mark}).status_code == 422
    absent = browser.post(f"{PAGE}/remove", data={"mark": "0" * 32, "passphrase": lin.passphrase})
    assert absent.status_code == 422
    done = browser.post(f"{PAGE}/remove", data={"mark": kept.mark, "passphrase": lin.passphrase})
    assert done.status_code == 303
    assert not inside(browser), "every sign-in ends"
    browser = half(app, lin)
    assert question(browser.get(FACTOR).text) is None
    assert "还没有登记" in bureau.sign_in(lin, app.test_client()).get(PAGE).text


def test_a_new_second_factor_ends_the_passkeys(bureau, app, lin, key):
    reset_second_factor(bureau.desk, "lin", lin.passphrase, cost=Cost.TESTS_ONLY)
    assert opened(bureau, lin).passkeys == ()


def test_an_answer_after_the_sign_in_is_over_leads_to_its_beginning(bureau, app, lin, key):
    browser = half(app, lin)
    answer = key.get(question(browser.get(FACTOR).text))
    bureau.hands.move(minutes=6)
    assert answers(browser, answer).headers["Location"].startswith("/zh/sign-in")


@pytest.mark.parametrize(
    "answer", ["", "[]", "null", '{"id": 5}', '{"id": "é"}', "{" * 100, " " * (LONGEST_ANSWER + 1)]
)
def test_what_is_no_answer_names_no_passkey(answer):
    with pytest.raises(NotThisPasskey):
        whose((), answer)


def test_a_challenge_of_a_sign_in_that_is_gone_is_none(bureau):
    with bureau.desk.database.writing() as session:
        assert challenges.take(session, "0" * 32, 0) is None

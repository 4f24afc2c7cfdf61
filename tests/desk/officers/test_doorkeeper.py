"""Default deny: every address of the desk says who may enter, and the page agrees with the table."""

from io import BytesIO

import pytest
from flask import Blueprint

from portal.desk import OPEN_ENDPOINTS
from portal.desk.audit.actions import Act
from portal.desk.officers.doorkeeper import (
    SHORT_FORM,
    DeskRoom,
    Needs,
    OpenToAll,
    Unmarked,
    mark_of,
    needs,
    open_to_all,
    safe_return,
)
from portal.desk.officers.rules import RIGHTS, Right
from portal.desk.uploads import LARGEST_BODY
from portal.domain.roles import Role

OPEN = {
    *("officers.sign_in", "officers.second_factor", "officers.passkey", "officers.sign_out"),
    *("recovery.take_up", "recovery.finish"),
}


def test_every_address_is_marked(bureau):
    app = bureau.app()
    walked = {rule.endpoint for rule in app.url_map.iter_rules()} - OPEN_ENDPOINTS
    assert walked
    marks = {endpoint: mark_of(app.view_functions[endpoint]) for endpoint in walked}
    assert [endpoint for endpoint, mark in marks.items() if mark is None] == []
    assert {endpoint for endpoint, mark in marks.items() if isinstance(mark, OpenToAll)} == OPEN


def test_what_the_web_storey_mounts_is_really_there(bureau):
    assert set(bureau.app().view_functions) >= OPEN_ENDPOINTS


def test_no_address_answers_the_unsigned(bureau):
    browser = bureau.browser()
    for rule in browser.application.url_map.iter_rules():
        if rule.endpoint in OPEN | OPEN_ENDPOINTS:
            continue
        path = rule.rule.replace("<any(zh, en):lang>", "zh")
        path = path.replace("<number>", "2026-0001").replace("<decision>", "accept")
        path = path.replace("<int:sending>", "0").replace("<int:slot>", "1").replace("<int:round_>", "1")
        path = path.replace("<code>", "DL07").replace("<kind>", "measure").replace("<act>", "complete")
        path = (
            path.replace("<int:place>", "1")
            .replace("<int:page>", "1")
            .replace("<key>", "v01")
            .replace("<which>", 32 * "0")
        )
        path = path.replace("<what>", "working").replace("<int:seq>", "1")
        assert "<" not in path, path
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = browser.post(path) if method == "POST" else browser.open(path, method=method)
            assert (answer.status_code, answer.headers["Location"][:11]) == (303, "/zh/sign-in"), path


def takes_files(bureau):
    """Where files are taken, as addresses."""
    addresses = bureau.app().url_map.bind("localhost")
    return [addresses.build(name, {"lang": "zh", "number": "2026-0001"}, "POST") for name in LARGEST_BODY]


def sends_much(browser, path, head='name="file"; filename="a.csv"', **headers):
    """Post 20 MiB as a form with one part. Give the answer, and how many bytes of the body were read."""
    first = f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
    content = first + b"x" * (20 * 2**20) + b"\r\n--b--\r\n"
    body, kind = BytesIO(content), "multipart/form-data; boundary=b"
    told = {"CONTENT_LENGTH": str(len(content))} if not headers else {"wsgi.input_terminated": True, **headers}
    environ = {"wsgi.input": body, "CONTENT_TYPE": kind, **told}
    return browser.post(path, token=False, environ_overrides=environ), body.tell()


@pytest.mark.parametrize("headers", [{}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_what_a_stranger_sends_is_not_read(bureau, headers):
    """No cookie, one that was never given out, and one that is over: the same answer, at the cost of opening a page."""
    over = bureau.sign_in(bureau.member("lin"))
    bureau.hands.move(hours=13)
    invented = bureau.browser()
    invented.set_cookie("sitting", 96 * "0")
    for path in takes_files(bureau):
        for browser in (bureau.browser(), invented, over):
            answer, read = sends_much(browser, path, **headers)
            assert (answer.status_code, answer.headers["Location"][:11], read) == (303, "/zh/sign-in", 0), path


@pytest.mark.parametrize("headers", [{}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
@pytest.mark.parametrize("path", ["/zh/sign-in", "/zh/recover", "/zh/nothing/here", "/static/desk.css"])
def test_of_what_is_sent_to_an_open_page_little_is_read(bureau, path, headers):
    answer, read = sends_much(bureau.browser(), path, 'name="login"', **headers)
    assert answer.status_code == 413
    assert read <= SHORT_FORM


def test_what_a_signed_in_officer_sends_is_read(bureau):
    browser = bureau.sign_in(bureau.member("lin"))
    answer, read = sends_much(browser, takes_files(bureau)[0])
    assert answer.status_code == 400, "there is no token in it"
    assert read > 20 * 2**20


def plain(desk, who):
    return "in"


def test_a_view_without_a_mark_is_not_mounted(bureau):
    room = DeskRoom("room", bureau.desk)
    with pytest.raises(Unmarked, match=r"room\.plain"):
        room.get("/plain", plain)


def test_a_view_mounted_past_the_rooms_answers_nobody(bureau):
    app = bureau.app()
    smuggled = Blueprint("smuggled", __name__)
    smuggled.add_url_rule("/smuggled", view_func=lambda: "in", endpoint="plain")
    app.register_blueprint(smuggled)
    assert app.test_client().get("/smuggled").status_code == 404


@pytest.mark.parametrize("why", ["", "  "])
def test_open_to_all_must_be_argued(why):
    with pytest.raises(ValueError, match="say why"):
        open_to_all(why)


def probes(desk):
    """One view for each right, in a room of its own."""
    room = DeskRoom("probe", desk)
    for right in Right:

        def probe(desk, who):
            return who.login

        probe.__name__ = right.name
        room.get(f"/probe/{right}", needs(right)(probe))
    return room.blueprint


@pytest.mark.parametrize("role", Role)
def test_each_role_enters_where_the_table_says_and_nowhere_else(bureau, role):
    app = bureau.app()
    app.register_blueprint(probes(bureau.desk))
    member = bureau.member("lin", role)
    browser = bureau.sign_in(member, app.test_client())
    found = {right: browser.get(f"/zh/probe/{right}").status_code for right in Right}
    print({right.value: status for right, status in found.items()})  # noqa: T201  the matrix, row by row
    assert found == {right: 200 if right in RIGHTS[role] else 403 for right in Right}
    denied = [note for _, _, note in bureau.lines(Act.DENIED)]
    assert denied == [f"{right} probe.{right.name}" for right in Right if right not in RIGHTS[role]]
    assert bureau.intact()


def test_real_pages_ask_for_the_rights_we_think(bureau):
    views = bureau.app().view_functions
    asked = {endpoint: mark.right for endpoint, view in views.items() if isinstance(mark := mark_of(view), Needs)}
    assert asked["officers.me"] is Right.OWN_PAGE
    assert asked["oversight.trail"] is asked["oversight.verify"] is Right.READ_AUDIT
    assert asked["casework.queue"] is Right.QUEUE
    assert asked["casework.case"] is asked["casework.decide"] is Right.OPEN_CASE
    assert asked["casework.file"] is Right.DOWNLOAD


@pytest.mark.parametrize(
    ("role", "front"),
    [
        (Role.INTAKE, "/zh/"),
        (Role.SECRECY_AUDITOR, "/zh/audit"),
        (Role.SYSADMIN, "/zh/me"),
        (Role.CASE_MGMT, "/zh/register"),
    ],
)
def test_the_front_address_leads_each_to_a_page_of_their_own(bureau, role, front):
    browser = bureau.sign_in(bureau.member("lin", role))
    assert browser.get("/zh/home").headers["Location"] == front
    if front != "/zh/":
        assert browser.get("/zh/").headers["Location"] == "/zh/home"
    assert bureau.lines(Act.DENIED) == []


def test_a_page_shows_only_the_ways_one_may_go(bureau):
    auditor = bureau.sign_in(bureau.member("shen", Role.SECRECY_AUDITOR)).get("/zh/me").text
    assert 'href="/zh/audit"' in auditor
    assert "办件" not in auditor
    officer = bureau.sign_in(bureau.member("lin")).get("/zh/me").text
    assert 'href="/zh/audit"' not in officer
    assert "办件" in officer


def test_a_forged_request_is_refused_even_with_the_cookie(bureau):
    browser = bureau.sign_in(bureau.member("lin"))
    assert browser.post("/zh/sign-out", token=False).status_code == 400
    assert browser.get("/zh/me").status_code == 200
    elsewhere = browser.post("/zh/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert browser.get("/zh/me").status_code == 200


def test_a_token_of_before_signing_in_is_no_good_after(bureau):
    lin = bureau.member("lin")
    browser = bureau.browser()
    old = browser.get("/zh/sign-in").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    bureau.sign_in(lin, browser)
    assert browser.post("/zh/sign-out", token=False, data={"csrf_token": old}).status_code == 400


@pytest.mark.parametrize("good", ["/zh/", "/en/audit", "/zh/case/2026-0001", "/zh/?state=delivered&before=2026-0001"])
def test_places_to_come_back_to(good):
    assert safe_return(good) == good


@pytest.mark.parametrize(
    "bad", [None, "", "zh/", "//x", "/zh//x", "/zh/\\x", "/zh/x#y", f"/zh/{'a' * 480}!", "https://x/zh/", "/zh/x y"]
)
def test_places_never_to_go_to(bad):
    assert safe_return(bad) is None


@pytest.mark.sqlite_only
def test_a_database_that_is_gone_ends_in_words(bureau):
    lin = bureau.member("lin")
    browser = bureau.sign_in(lin)
    bureau.desk.database.close()
    for file in bureau.folder.glob("desk.sqlite*"):
        file.unlink()
    gone = browser.get("/zh/me")
    assert gone.status_code == 503
    assert "暂时不能使用" in gone.text


def test_a_broken_chain_stops_the_desk_in_words(bureau):
    lin = bureau.member("lin")
    with bureau.desk.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM audit_head")
    stopped = bureau.browser().post("/zh/sign-in", data={"login": "lin", "passphrase": "wrong"})
    assert stopped.status_code == 503
    assert "留痕" in stopped.text
    assert lin.login

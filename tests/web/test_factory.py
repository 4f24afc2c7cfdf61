import pytest
from flask import Request, render_template_string, session
from jinja2 import TemplateNotFound, UndefinedError

from portal.web.factory import WEATHER


@pytest.mark.parametrize("how", ["session", "flash"])
def test_a_door_without_cookies_refuses_any_use_of_the_session(client, capsys, how):
    answer = client.get(f"/zh/fail/{how}")
    assert answer.status_code == 500
    assert "Set-Cookie" not in answer.headers
    assert "SessionTouchedError" in capsys.readouterr().err


USES = {
    "get": lambda session: session.get("x"),
    "in": lambda session: "x" in session,
    "len": len,
    "list": list,
    "update": lambda session: session.update(x=1),
    "pop": lambda session: session.pop("x"),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
def test_reading_is_use_as_well(build, use):
    with build().test_request_context("/zh/"), pytest.raises(RuntimeError, match="no cookie"):
        use(session)


def test_the_desk_has_a_signed_cookie_of_its_own_for_tokens_only(build):
    app = build(face="desk", session_key=b"k" * 32)
    cookie = app.test_client().get("/zh/fail/session").headers.get("Set-Cookie", "")
    assert app.config["WTF_CSRF_ENABLED"] is True
    assert cookie.startswith("__Host-desk=")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_the_cookie_over_plain_http_gives_up_only_what_it_must(build):
    app = build(face="desk", session_key=b"k" * 32, secure_cookies=False)
    cookie = app.test_client().get("/zh/fail/session").headers["Set-Cookie"]
    assert cookie.startswith("desk=")
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie


def test_only_the_folders_asked_for_can_be_rendered(build):
    loader = build(template_rooms=("shared",)).jinja_env
    assert loader.get_template("shared/base.html")
    for name in ("public/home.html", "desk/base.html", "shared/../desk/base.html", "base.html"):
        with pytest.raises(TemplateNotFound):
            loader.get_template(name)


def test_an_undefined_name_is_an_error_and_text_is_escaped(build):
    app = build()
    with app.test_request_context("/zh/"):
        app.preprocess_request()
        with pytest.raises(UndefinedError):
            render_template_string("{{ missing }}")
        assert render_template_string("{{ x }}", x="<b>") == "&lt;b&gt;"
        assert render_template_string("{{ x|safe_html }}", x="<b>好</b>") == "<p>好</p>"


def test_the_page_is_neutral_and_asks_nothing_from_elsewhere(client):
    text = client.get("/zh/").text
    assert "<title>提示 · 资料室</title>" in text
    assert "举报" not in text
    assert "style=" not in text
    assert text.count("<script") == 1
    assert '<script src="/static/leave.js" defer></script>' in text
    assert 'href="https://elsewhere.example/"' in text
    assert 'rel="noreferrer noopener nofollow"' in text


def test_without_a_place_to_leave_to_there_is_no_exit(build):
    text = build(face="desk", leave_to=None).test_client().get("/en/").text
    assert "leave" not in text
    assert "/static/desk.css" in text
    assert WEATHER.startswith("https://")


def test_the_request_class_is_the_one_handed_in(build):
    class Mine(Request): ...

    app = build(request_class=Mine)
    assert app.request_class is Mine


@pytest.mark.parametrize("address", ["/zh/greet/a%00b", "/zh/?to=%00", "/zh/?%00=1"])
def test_an_address_with_a_character_that_names_nothing_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_desks_field_with_it_is_refused_and_a_door_never_looks(build):
    desk, door = (build(session_key=key).test_client() for key in (b"k" * 32, None))
    assert desk.post("/zh/send", data={"x": "a\0"}).status_code == 400
    assert door.post("/zh/send", data={"x": "a\0"}).text == "sent a\0"

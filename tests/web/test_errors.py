import pytest
from flask import abort, redirect
from jinja2 import DictLoader
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from portal.web.database import Unavailable
from portal.web.error_words import CLOSED, DESK_WORDS, DOOR_WORDS
from tests.web.conftest import CANARY, DoorError

STATUSES = (400, 403, 404, 405, 408, 413, 429, 500, 503)


def raising(app, error):
    """Add an address that raises, and ask for it."""

    def view(**_args):
        raise error

    app.add_url_rule("/<any(zh, en):lang>/raising", endpoint="raising", view_func=view)
    return app.test_client()


@pytest.mark.parametrize("table", [DOOR_WORDS, DESK_WORDS], ids=["door", "desk"])
def test_both_faces_have_words_for_every_status(table):
    assert set(table) == set(STATUSES)
    assert all(words.status == status for status, words in table.items())


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("face", ["door", "desk"])
def test_every_status_is_a_calm_page_in_both_languages(build, face, status):
    app = build(face=face)
    app.add_url_rule("/<any(zh, en):lang>/ask", endpoint="ask", view_func=lambda **_args: abort(status))
    words = (DOOR_WORDS if face == "door" else DESK_WORDS)[status]
    for lang in ("zh", "en"):
        answer = app.test_client().get(f"/{lang}/ask")
        assert answer.status_code == status
        assert answer.text.count("<h1>") == 1
        assert f'href="/{lang}/"' in answer.text
        assert str(status) not in answer.text
        assert (words.title in answer.text) is (lang == "zh")


def test_a_status_without_words_borrows_them_and_keeps_its_number(build):
    app = build()
    app.add_url_rule("/<any(zh, en):lang>/ask/<int:n>", endpoint="ask", view_func=lambda n, **_args: abort(n))
    client = app.test_client()
    for status, near in ((418, 400), (415, 400), (502, 500)):
        answer = client.get(f"/zh/ask/{status}")
        assert answer.status_code == status
        assert DOOR_WORDS[near].title in answer.text


def test_an_unforeseen_error_shows_no_trace(client):
    answer = client.get("/zh/fail/x")
    assert answer.status_code == 500
    for told in (CANARY, "Traceback", "RuntimeError", "portal"):
        assert told not in answer.text


def test_a_database_that_is_down_is_a_503_page_and_is_logged(build, capsys):
    client = raising(build(), Unavailable(CANARY))
    answer = client.get("/zh/raising")
    assert answer.status_code == 503
    assert DOOR_WORDS[503].title in answer.text
    assert CANARY not in answer.text + capsys.readouterr().err


def test_a_door_brings_words_for_its_own_errors(build, capsys):
    client = build(errors={DoorError: CLOSED}).test_client()
    answer = client.get("/en/fail/named")
    assert answer.status_code == 503
    assert "We cannot take reports safely now" in answer.text
    assert "DoorError" in capsys.readouterr().err


def test_named_refusals_below_500_are_nothing_to_log(build, capsys):
    client = build(errors={DoorError: DOOR_WORDS[403]}).test_client()
    assert client.get("/en/fail/named").status_code == 403
    assert capsys.readouterr().err == ""


def test_when_to_come_back_is_passed_on(build):
    assert raising(build(), TooManyRequests(retry_after=60)).get("/zh/raising").headers["Retry-After"] == "60"
    assert "Retry-After" not in raising(build(), ServiceUnavailable()).get("/zh/raising").headers


def test_an_answer_given_as_an_error_is_given_as_it_is(build):
    app = build()
    app.add_url_rule("/<any(zh, en):lang>/away", endpoint="away", view_func=lambda **_args: abort(redirect("/zh/")))
    assert app.test_client().get("/zh/away").location == "/zh/"


def test_an_error_page_that_cannot_be_rendered_is_still_a_page(build, capsys):
    app = build()
    app.jinja_env.loader = DictLoader({"shared/error.html": "{{ nothing_of_this_name }}"})
    for lang, words in (("zh", "系统出了问题"), ("en", "Something went wrong")):
        answer = app.test_client().get(f"/{lang}/fail/x")
        assert answer.status_code == 500
        assert words in answer.text
        assert "nothing_of_this_name" not in answer.text
    assert "jinja2.exceptions.UndefinedError" in capsys.readouterr().err

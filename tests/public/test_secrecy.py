"""What must be found nowhere: words in the store, codes in addresses, cookies anywhere."""

import io
import logging
import re
from pathlib import Path

import pytest

from portal.sealing import Receipt
from portal.web.factory import SessionTouchedError
from tests.public.pages import CHOSEN, STORY, Visitor

CANARY = "金丝雀CANARY9b1f"
PATHS = ["/", "/protection", "/keys", "/report/before", "/report/write", "/mailbox", "/mailbox/letter", "/nowhere"]


def shapes(text):
    """A secret as it might stand in a file: as it is, without dashes, as UTF-16, as URL and JSON escapes."""
    from json import dumps
    from urllib.parse import quote

    yield from (text.encode(), text.encode("utf-16-le"), quote(text).encode(), dumps(text)[1:-1].encode())
    yield from (text.replace("-", "").encode(), text.lower().encode())


def test_no_word_of_a_report_and_no_code_lies_in_the_database_the_blobs_or_the_logs(street, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    reporter = Visitor(street.client())
    files = [(io.BytesIO((CANARY * 9000).encode()), f"{CANARY}.txt")]
    code = reporter.reports(files=files, summary=CANARY + STORY["summary"], subject_name=CANARY, exclude_people=CANARY)
    street.answers(code, 1, html=f"<p>{CANARY}</p>")
    assert CANARY in reporter.looks(code).text
    reporter.presses("send", text=CANARY, files=[(io.BytesIO(CANARY.encode()), CANARY)])
    reporter.sends("/mailbox", {"code": CANARY})
    reporter.sends(f"/nowhere/{CANARY}", {"code": code})
    secrets = [CANARY, code, Receipt.parse(code).secret.reveal().hex()]
    for path, data in street.every_byte():
        found = [secret for secret in secrets for shape in shapes(secret) if shape in data]
        assert found == [], path.relative_to(street.folder)
    logged = "".join(capfd.readouterr())
    assert [secret for secret in secrets if secret in logged] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_answer_sets_a_cookie_or_may_be_kept_or_loads_anything_from_elsewhere(street, lang):
    client = street.client()
    reporter = Visitor(client, lang)
    pages = [reporter.opens(path) for path in PATHS]
    pages.append(reporter.writes())
    pages.append(reporter.presses("send"))
    code = reporter.page.form.value("code")
    pages.append(reporter.presses("", last=code[-4:]))
    street.answers(code, 1, html="<p>x</p>")
    pages.append(reporter.looks(code))
    pages.append(reporter.presses("send", text="x"))
    for page in pages:
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        loaded = re.findall(r'(?:src|srcset|poster|data|action|formaction)="([^"]*)"', page.html)
        loaded += re.findall(r'<link[^>]*href="([^"]*)"', page.html)
        assert [address for address in loaded if not address.startswith("/") or address.startswith("//")] == []
        assert re.findall(r"\son\w+=|<script>|style=", page.html) == []
    assert list(client._cookies or ()) == []


def test_the_session_cannot_be_used_by_mistake(street):
    from flask import flash, session

    with street.app.test_request_context("/zh/"):
        with pytest.raises(SessionTouchedError):
            session["x"] = 1
        with pytest.raises(SessionTouchedError):
            flash("x")


def test_every_page_says_where_one_is_in_one_heading_and_neutral_titles(street):
    reporter = Visitor(street.client())
    pages = [reporter.opens(path) for path in PATHS if path != "/report/write"]
    pages += [reporter.writes(), reporter.presses("send"), reporter.looks("x")]
    for page in pages:
        assert len(re.findall(r"<h1[ >]", page.html)) == 1
        title = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)[1]
        assert not re.search("举报|反映|挂职|纪检|监督", title)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_control_has_a_visible_label_and_every_id_stands_once(street, lang):
    reporter = Visitor(street.client(), lang)
    reporter.opens("/report/before")
    pages = [reporter.page, reporter.presses("next", **CHOSEN), reporter.presses("add:observations", **STORY)]
    pages += [reporter.presses("next", summary=""), reporter.opens("/mailbox"), reporter.opens("/mailbox/letter")]
    for page in pages:
        assert len(page.ids) == len(set(page.ids))
        labelled = set(re.findall(r'<label for="([^"]+)"', page.html))
        controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page.html)
        for control in controls:
            if not re.search(r"\bhidden\b", control):
                assert re.search(r'\bid="([^"]+)"', control)[1] in labelled
        described = {one for ids in re.findall(r'aria-describedby="([^"]+)"', page.html) for one in ids.split()}
        assert described <= set(page.ids)


def test_the_roots_of_the_templates_are_the_doors_own(street):
    assert {name.split("/")[0] for name in street.app.jinja_env.list_templates()} == {"public", "shared"}


def test_no_private_key_is_within_the_doors_reach(street):
    reach = b"".join(path.read_bytes() for path in Path(street.keys).iterdir())
    for desk in street.desks.values():
        assert str(desk.identity).encode() not in reach
    assert b"SECRET-KEY" not in reach

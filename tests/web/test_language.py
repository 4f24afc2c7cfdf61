import pytest
from flask import Flask, g, render_template_string, url_for

from portal.domain.text import Text
from portal.web.language import gettext, language, load_translations, ngettext


def test_the_root_leads_to_chinese(client):
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/zh/")


def test_each_language_has_its_own_address_and_the_other_is_one_link_away(client):
    chinese, english = client.get("/zh/greet/x"), client.get("/en/?a=1&b=2")
    assert chinese.text == "DOOR x "
    assert '<html lang="en">' in english.text
    assert 'href="/zh/?a=1&amp;b=2"' in english.text
    assert '<html lang="zh-Hans">' in client.get("/zh/").text


def test_an_unknown_language_is_no_page_and_is_told_in_chinese(client):
    answer = client.get("/fr/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_an_unknown_page_is_told_in_the_language_of_its_address(client):
    assert "There is no such page" in client.get("/en/nowhere").text
    assert client.get("/en/nowhere/").status_code == 404


def test_the_language_switch_cannot_be_turned_into_a_way_out(client):
    text = client.get("/zh/?_scheme=javascript&_external=1&_anchor=x&lang=fr").text
    assert 'href="/en/?_scheme=javascript&amp;_external=1&amp;_anchor=x&amp;lang=fr"' in text


def test_an_answer_to_something_sent_has_no_twin(client):
    assert 'hreflang="en"' not in client.post("/zh/", data={}).text


def test_slashes_never_redirect_because_a_redirect_would_name_a_host(client):
    for address in ("/zh", "/zh/greet/x/", "//zh//greet/x"):
        assert client.get(address).status_code in (200, 404)


def test_links_keep_the_language(build):
    app = build()
    with app.test_request_context("/en/greet/x"):
        app.preprocess_request()
        assert url_for("sample.greet", who="y") == "/en/greet/y"
        assert url_for("sample.greet", who="y", lang="zh") == "/zh/greet/y"
        assert url_for("static", filename="tokens.css") == "/static/tokens.css"


def test_sentences_are_translated_and_filled(build):
    app = build()
    with app.test_request_context("/en/"):
        app.preprocess_request()
        assert gettext("最多%(n)s个字") == "最多%(n)s个字"
        assert gettext("写得太长了,最多%(n)s个字。", n=3) == "This is too long: at most 3 characters."
        assert (
            ngettext("有%(num)s处需要您看一下", "有%(num)s处需要您看一下", 1, num=1) == "1 thing needs your attention"
        )


def test_outside_a_request_everything_is_chinese_and_typeset():
    assert language() == "zh"
    assert gettext("请核对,%(n)s", n="x") == "请核对\uff0cx"
    assert ngettext("%(n)s条(共)", "%(n)s条(共)", 2) == "2条\uff08共\uff09"


def test_a_strange_catalogue_is_not_believed():
    with Flask("bare").app_context():
        g.catalogue = "not a catalogue"
        assert gettext("好") == "好"


def test_texts_of_the_domain_follow_the_page(build):
    app = build()
    say = app.jinja_env.filters["say"]
    for lang, words in (("zh", "甲"), ("en", "A")):
        with app.test_request_context(f"/{lang}/"):
            app.preprocess_request()
            assert say(Text("甲", "A")) == words


def test_missing_translations_stop_the_start(tmp_path):
    with pytest.raises(OSError, match="messages"):
        load_translations(tmp_path)


def test_a_sentence_is_text_and_is_escaped_with_whatever_fills_it(build):
    app = build()
    with app.test_request_context("/zh/"):
        app.preprocess_request()
        template = "{{ _('用<b>标记</b>') }}|{{ _('见%(x)s', x=x) }}|{{ ngettext('%(n)s个', '%(n)s个', 2) }}"
        shown = render_template_string(template, x="<script>")
        assert shown == "用&lt;b&gt;标记&lt;/b&gt;|见&lt;script&gt;|2个"

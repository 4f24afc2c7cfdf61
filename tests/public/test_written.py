"""What a page carries in one hidden input comes back as it went, and nothing else comes in that way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.public.written import WRITTEN, packed, unpacked
from tests.public.pages import Page, Visitor

names = st.text(min_size=1).filter(lambda name: name != WRITTEN)


@given(st.lists(st.tuples(names, st.text())))
def test_names_and_values_come_back_in_their_order(pairs):
    assert list(unpacked(MultiDict([(WRITTEN, packed(pairs))])).items(multi=True)) == list(
        MultiDict(pairs).items(multi=True)
    )


def test_what_the_page_asked_for_stands_before_what_it_carries():
    sent = MultiDict([("do", "edit"), ("summary", "新"), (WRITTEN, packed([("summary", "旧"), ("place", "县里")]))])
    assert unpacked(sent).to_dict() == {"do": "edit", "summary": "新", "place": "县里"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a":"b"}', "[[1,2]]", '[["a"]]', "[" * 100_000, '[["a",null]]'])
def test_what_no_page_of_ours_has_packed_carries_nothing(text):
    assert unpacked(MultiDict([(WRITTEN, text), ("do", "send")])).to_dict() == {"do": "send"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("report", "{}"),
        ("report", '{"schema":"report/2"}'),
        ("report", ""),
        ("openers", ""),
        ("openers", "yunling nobody"),
        ("once", "short"),
    ],
)
def test_a_page_for_checking_that_was_changed_stores_nothing_and_is_shown_again(street, client, name, value):
    reporter = Visitor(client)
    checked = reporter.writes()
    fields = [(key, value if key == name else text) for key, text in checked.form.fields]
    page = Page(client.post("/zh/report/send", data=MultiDict([*fields, ("do", "send")])))
    assert page.status == 422
    assert street.parcels() == []
    reporter.page = page
    reporter.presses("send")
    assert reporter.page.status == 200
    assert len(street.parcels()) == 1


def test_the_report_that_is_sealed_is_the_one_that_was_shown(street, client):
    reporter = Visitor(client)
    reporter.writes(summary="看到的就是封进去的,一个字也不多,一个字也不少;写到这里应当有三十个字了。")
    shown = reporter.page.form.value("report")
    reporter.presses("send")
    body, *_ = street.opens("yunling", street.parcels()[0])
    assert body["report"] == json.loads(shown)

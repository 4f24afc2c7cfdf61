"""What is proposed for striking: particulars, words that the reporter named as telling, clauses about oneself."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.sheets.rules import STRUCK, Why, pieces, remaining, strikes, struck

DETAILS = ("只有三个人参加过那次会议,我坐在门口", "办公室某副主任是他的亲戚")
TEXT = "他每月只来开一次会。只有三个人参加过那次会议。电话13912345678。"


def proposed(text, details=(), keep=()):
    return [(text[one.start : one.end], one.why) for one in strikes(text, details, keep)]


def test_particulars_and_telling_words_are_struck_and_the_facts_stay():
    assert proposed(TEXT, DETAILS) == [
        ("只有三个人参加过那次会议", Why.DETAIL),
        ("13912345678", Why.PARTICULAR),
    ]
    assert struck(TEXT, strikes(TEXT, DETAILS)) == f"他每月只来开一次会。{STRUCK}。电话{STRUCK}。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("三月十日,我在门口看见他走了。后来没有来。", "我在门口看见他走了"),
        ("他不在。本人当天值班。", "本人当天值班"),
        ("He left. I saw it from the door.", " I saw it from the door"),
    ],
)
def test_a_clause_about_oneself_is_struck_whole(text, words):
    assert proposed(text) == [(words, Why.SELF)]


@pytest.mark.parametrize("text", ["", "他在我县任职。", "自我评价很高。", "In the Institute he is idle."])
def test_what_only_looks_like_it_stays(text):
    assert proposed(text) == []


def test_what_the_sheet_is_about_is_not_struck_for_standing_among_the_details():
    details = ("青禾县人民政府办公楼三楼只有他一个人",)
    text = "在青禾县人民政府挂职"
    assert proposed(text, details) == [("青禾县人民政府", Why.DETAIL)]
    assert proposed(text, details, ("青禾县人民政府(虚构)",)) == []


def test_overlaps_become_one_strike():
    text = "我的电话是13912345678请联系"
    found = strikes(text, ("电话是1391234",))
    assert len(found) == 1
    assert struck(text, found) == STRUCK


def test_what_remains_is_listed_once():
    twice = "打13912345678,或者13912345678。"
    assert remaining(twice, ()) == ("13912345678",)
    assert remaining("没有。", ()) == ()


@given(st.text(alphabet="我他在。,0123456789abc只有三个人", max_size=60), st.text(alphabet="只有三个人在", max_size=12))
def test_pieces_make_the_text_again_and_strikes_stand_apart(text, detail):
    found = strikes(text, (detail,))
    assert "".join(words for words, _ in pieces(text, found)) == text
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)

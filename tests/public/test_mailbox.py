"""Reading what the offices answered, and writing again."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from portal.letterbox import slot
from portal.public.buckets import PAGE
from portal.sealing import FileList, Kind, Receipt, SigningKey, open_file
from tests import databases
from tests.public.pages import Visitor, bare

FRESH = "0000-0000-0000-0000-0000-0000-0000"


@pytest.fixture
def reporter(client):
    return Visitor(client)


@pytest.fixture
def code(reporter):
    return reporter.reports()


def status(code_, sentence=None, **detail):
    body = {"kind": Kind.STATUS, "status": code_}
    return body | ({"sentence": sentence} if sentence else {}) | ({"detail": detail} if detail else {})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_malformed_unknown_and_unanswered_codes_get_the_same_bytes(street, lang):
    known = Visitor(street.client()).reports()
    unknown = Receipt.new().code
    wrong_letter = known[:-1] + ("0" if known[-1] != "0" else "1")
    pages = [
        street.client().post(f"/{lang}/mailbox", data=data)
        for data in (
            {"code": known},
            {"code": unknown},
            {"code": wrong_letter},
            {"code": "nonsense"},
            {"code": ""},
            {"code": "云" * 500},
            {},
        )
    ]
    assert {page.status_code for page in pages} == {200}
    assert len({bare(page.text) for page in pages}) == 1
    assert {len(page.data) for page in pages} == {PAGE}
    assert len({tuple(page.headers) for page in pages}) == 1
    assert known.encode() not in pages[0].data


def test_an_unanswered_code_stays_the_same_bytes_after_a_letter(street, reporter, code):
    before = reporter.looks(code).html
    reporter.opens("/mailbox/letter")
    assert reporter.presses("send", code=code, text="想起一件事").status == 200
    assert reporter.looks(code).html == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_statuses_and_replies_are_read_newest_first_with_their_days(street, lang):
    reporter = Visitor(street.client(), lang)
    code = reporter.reports()
    first = street.today
    street.answers(code, 1, **status("reviewing"), day=first)
    street.answers(code, 2, html="<p>请问是<strong>哪一层</strong>楼?</p>", day=first)
    street.later(days=3)
    street.answers(code, 3, office="wangxi", **status("handling", "handling"), day=street.today)
    page = reporter.looks(code)
    today, ago = ("今天", "3天前") if lang == "zh" else ("Today", "3 days ago")
    current = "已受理，正在按程序办理" if lang == "zh" else "Accepted and being handled"
    assert page.text.index(current) < page.text.index(today) < page.text.index(ago)
    assert "<strong>哪一层</strong>" in page.html
    assert ("望溪市受理机关（虚构）" if lang == "zh" else "Wangxi City office") in page.text
    street.later(days=30)
    assert first.isoformat() in reporter.looks(code).text


def test_a_reply_is_cleaned_again_whatever_was_sealed(street, reporter, code):
    street.answers(
        code, 1, html='<p onclick="x()">好<script>alert(1)</script><img src="http://x/"><a href="x">链接</a></p>'
    )
    page = reporter.looks(code)
    assert "<p>好" in page.html
    assert not any(bad in page.html for bad in ("onclick", "<script>alert", "<img", 'href="x"'))


def test_a_declined_report_says_why_and_a_published_outcome_asks_for_discretion(street, reporter, code):
    street.answers(code, 1, **status("not_accepted", category="other_body"))
    assert "属于其他机关的职责" in reporter.looks(code).text
    street.answers(code, 2, **status("concluded", outcome="confirmed"))
    page = reporter.looks(code)
    assert "反映问题属实或部分属实" in page.text
    assert "请您对办理结果保密" in page.text


def test_an_answer_signed_by_nobody_who_may_speak_is_shown_as_unverified_and_never_raw(street, reporter, code):
    street.answers(code, 1, html="<p>真</p>")
    street.answers(code, 2, html="<p>FORGED-1</p>", signer=SigningKey.generate())
    street.answers(code, 3, html="<p>FORGED-2</p>", signer=street.desks["wangxi"].reply_key)
    street.answers(code, 4, html="<p>FORGED-3</p>", office="qinghe")
    street.answers(code, 5, html="<p>FORGED-4</p>", office="nowhere", signer=street.desks["wangxi"].reply_key)
    street.answers(code, 6, html=["FORGED-5"])
    street.answers(code, 7, **status("pardoned"))
    street.answers(code, 8, **status("not_accepted", category=["x"]))
    page = reporter.looks(code)
    assert page.text.count("无法核验") == 7
    assert "真" in page.text
    assert "FORGED" not in page.html


def test_an_answer_moved_from_another_mailbox_or_slot_is_unverified(street, reporter, code):
    other = Visitor(street.client()).reports()
    street.answers(other, 1, html="<p>给别人的</p>")
    with street.letterbox.writing() as session:
        (stolen,) = slot.replies(session, Receipt.parse(other).locator_hash, None)
        slot.answer(session, street.shelf(code), slot.Answer(1, street.today, stolen.sealed))
    street.answers(code, 2, html="<p>第二条</p>")
    with street.letterbox.writing() as session:
        second = slot.replies(session, Receipt.parse(code).locator_hash, None)[1]
        slot.answer(session, street.shelf(code), slot.Answer(3, street.today, second.sealed))
    street.answers(code, 4, html="<p>x</p>", at="0" * 64)
    page = reporter.looks(code)
    assert page.text.count("无法核验") == 3
    assert page.html.count("<p>第二条</p>") == 1
    assert "给别人的" not in page.html


def test_a_gap_is_told_as_a_gap(street, reporter, code):
    street.answers(code, 2, html="<p>第二</p>")
    street.answers(code, 5, html="<p>第五</p>")
    page = reporter.looks(code)
    assert "第1条消息不见了" in page.text
    assert "第3到第4条消息不见了" in page.text
    assert page.text.index("第五") < page.text.index("第3到第4条") < page.text.index("第二") < page.text.index("第1条")


def test_a_mailbox_altered_in_the_letterbox_believes_nobody_and_takes_no_letter(street, reporter, code):
    """T3: somebody adds his own office to those who may answer, or puts his own key in place of the case key."""
    street.answers(code, 1, html="<p>答复</p>")
    _alter(street, "offices", "qinghe,wangxi,yunling")
    assert "无法核验" in reporter.looks(code).text
    page = reporter.presses("send", text="秘密的补充")
    assert page.status == 422
    assert "被人改动过" in page.text
    assert page.form.value("text") == "秘密的补充"
    assert street.letters() == []


def test_a_letter_is_never_sealed_to_a_key_put_in_place_of_the_case_key(street, reporter, code):
    _alter(street, "case_recipient", str(street.desks["qinghe"].identity.recipient))
    reporter.opens("/mailbox/letter")
    assert reporter.presses("send", code=code, text="补充").status == 422
    assert street.letters() == []


def test_answers_outlive_a_destroyed_mailbox_but_are_not_believed(street, reporter, code):
    street.answers(code, 1, html="<p>答复</p>")
    with databases.unchecked(street.letterbox) as connection:
        connection.exec_driver_sql("DELETE FROM mailboxes")
    page = reporter.looks(code)
    assert "无法核验" in page.text
    assert "<p>答复</p>" not in page.html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_letter_with_files_reaches_the_officers_under_the_reporters_signature(street, lang):
    reporter = Visitor(street.client(), lang)
    code = reporter.reports()
    street.answers(code, 1, html="<p>哪一层?</p>")
    reporter.looks(code)
    page = reporter.presses("send", text="三层\n东头", files=[(io.BytesIO(b"proof"), "证明.txt")])
    assert page.status == 200
    (letter,), (parcel,) = street.letters(), street.parcels()
    body = street.opens_letter("wangxi", parcel, letter)
    assert body["text"] == "三层\n东头"
    files = FileList.from_body(body["files"])
    with street.door.blobs.open(letter.files[0].blob) as source:
        assert b"".join(open_file(source, files.key, files.entries[0])) == b"proof"
    assert reporter.presses("").status == 200
    assert "哪一层" in reporter.page.text


def test_the_code_travels_in_bodies_only(street, reporter, code):
    street.answers(code, 1, html="<p>x</p>")
    page = reporter.looks(code)
    assert page.form.value("code") == code
    assert page.html.count(code) == sum(form.value("code") == code for form in page.forms) == 2
    posted = reporter.presses("send", text="补充")
    assert code not in posted.text
    for found in (page, posted):
        assert not any(code in value for _, value in found.headers)


def test_sending_the_same_letter_twice_stores_it_once_and_says_so(street, reporter, code):
    letter = reporter.opens("/mailbox/letter")
    assert (
        "没有重复保存" not in reporter.presses("send", code=code, text="一", files=[(io.BytesIO(b"a"), "a.txt")]).text
    )
    blobs = street.door.blobs.names()
    reporter.page = letter
    assert (
        "没有重复保存" in reporter.presses("send", code=code, text="一,改了", files=[(io.BytesIO(b"a"), "a.txt")]).text
    )
    assert len(street.letters()) == 1
    assert street.door.blobs.names() == blobs


def test_letters_are_numbered_and_two_equal_ones_are_both_kept(street, reporter, code):
    for _ in range(2):
        reporter.opens("/mailbox/letter")
        assert reporter.presses("send", code=code, text="有进展吗?").status == 200
    assert [letter.slot for letter in street.letters()] == [1, 2]


@pytest.mark.parametrize("wrong", [FRESH, "nonsense", ""])
def test_a_letter_under_no_code_is_not_sent_and_stays_on_the_page(street, reporter, wrong):
    reporter.opens("/mailbox/letter")
    page = reporter.presses("send", code=wrong, text="写了很久的话", files=[(io.BytesIO(b"a"), "a.txt")])
    assert page.status == 422
    assert "和纸上抄的逐字核对" in page.faults["code"]
    assert page.form.value("text") == "写了很久的话"
    assert "文件请重新选一次" in page.text
    assert street.letters() == street.door.blobs.names() == []


def test_a_letter_needs_words_or_a_file_and_has_an_end(street, reporter, code):
    reporter.opens("/mailbox/letter")
    assert set(reporter.presses("send", code=code, text="  ").faults) == {"text"}
    long = reporter.presses("send", code=code, text="云" * 5001)
    assert set(long.faults) == {"text"}
    assert long.form.value("text") == "云" * 5001
    assert reporter.presses("send", text="", files=[(io.BytesIO(b"a"), "a.txt")]).status == 200
    assert len(street.letters()) == 1


def test_a_letter_without_the_pages_number_is_an_incomplete_request(client, street, code):
    assert client.post("/zh/mailbox/letter", data={"code": code, "text": "x"}).status_code == 400
    assert street.letters() == []


def test_days_are_told_as_people_tell_them():
    from portal.public.mailbox.rules import days_ago

    today = date(2026, 11, 20)
    told = [days_ago(today - timedelta(days=n), today) for n in (-1, 0, 1, 6, 7)]
    assert told == [None, 0, 1, 6, None]


def _alter(street, column, value):
    with databases.unchecked(street.letterbox) as connection:
        connection.execute(text(f"UPDATE mailboxes SET {column} = :value"), {"value": value})  # noqa: S608

"""T6: whoever watches the line sees sizes. By size alone, somebody who reads and somebody who writes look alike."""

import re
from pathlib import Path

import pytest

from portal.public.buckets import FILLER, FORM, LEAST, PAGE, SPREAD, filler, missing
from portal.sealing import Kind
from tests.public.pages import CHOSEN, STORY, Visitor
from tests.public.street import Street

THREE_DAYS = {
    name.replace("-0-", f"-{row}-"): words
    for row in range(3)
    for name, words in STORY.items()
    if name.startswith("observations-0-")
}


@pytest.fixture
def street(tmp_path):
    return Street(tmp_path)


def reading(street, lang, code):
    """The pages of somebody who only looks around, and of somebody who reads answers."""
    visitor = Visitor(street.client(), lang)
    for path in ("/", "/protection", "/keys", "/mailbox", "/nowhere"):
        yield visitor.opens(path)
    yield visitor.looks("nonsense")
    yield visitor.looks(code)


def writing(street, lang):
    """The pages of somebody who reports something seen on three days, with a slip on the way."""
    visitor = Visitor(street.client(), lang)
    yield visitor.opens("/report/before")
    yield visitor.presses("next")
    yield visitor.presses("next", **CHOSEN)
    yield visitor.presses("add:observations", **STORY)
    yield visitor.presses("next", **(STORY | {"summary": ""}))
    yield visitor.presses("next", **STORY | THREE_DAYS)
    yield visitor.presses("send")
    code = visitor.page.form.value("code")
    yield visitor.presses("", last="2222" if code[-4:] != "2222" else "3333")
    yield visitor.presses("", last=code[-4:])
    visitor.opens("/mailbox/letter")
    yield visitor.presses("send", code=code, text="想起一件事。")


def answered(street):
    code = Visitor(street.client()).reports()
    street.answers(code, 1, kind=Kind.STATUS, status="reviewing")
    street.answers(code, 2, html="<p>请问是哪一层楼？</p>" * 20)
    return code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_reading_and_of_reporting_is_equally_long(street, lang):
    pages = [*reading(street, lang, answered(street)), *writing(street, lang)]
    assert [page.size for page in pages] == [PAGE] * len(pages)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_look_up_and_every_step_of_a_small_report_fall_into_one_bucket_without_scripts(street, lang):
    visitor = Visitor(street.client(), lang)
    visitor.opens("/mailbox")
    visitor.presses("", code=answered(street))
    sent = [visitor.page.asked, *(page.asked for page in writing(street, lang) if page.asked)]
    assert [size for size in sent if not LEAST - 1024 <= size <= FORM] == []


def test_the_same_look_up_is_never_known_by_its_exact_size(street):
    """Both kinds of forms are drawn from the same range, so one size tells neither from the other."""
    visitor = Visitor(street.client())
    look_ups = [len(visitor.opens("/mailbox").form.pad) for _ in range(60)]
    first_steps = [len(visitor.opens("/report/before").form.pad) for _ in range(60)]
    for sizes in (look_ups, first_steps):
        assert len(set(sizes)) > 40
        assert max(sizes) - min(sizes) > SPREAD / 2
        assert max(sizes) <= LEAST + SPREAD
    assert max(min(look_ups), min(first_steps)) < min(max(look_ups), max(first_steps))


def test_every_form_that_carries_anything_is_filled_up(street):
    code = answered(street)
    for page in [*reading(street, "zh", code), *writing(street, "zh")]:
        for form in page.forms:
            assert re.fullmatch(r"[A-Za-z0-9]{1,24576}", form.pad), form.action


def test_what_fills_a_form_is_never_read_kept_or_given_back(street):
    noise = "这是填充" * 20
    visitor = Visitor(street.client())
    visitor.writes()
    (street.keys / "roster.sig").rename(street.keys / "away")
    page = visitor.presses("send", pad=noise)
    assert page.status == 503
    assert noise not in page.html
    assert visitor.sent[FILLER] == [noise]


def test_a_page_that_ends_just_before_a_bucket_does_not_lose_its_end():
    for size in (0, 1, PAGE - 8, PAGE - 7, PAGE - 6, PAGE - 1, PAGE, PAGE + 1):
        assert (size + 7 + missing(size)) % PAGE == 0
        assert 0 <= missing(size) < PAGE


def test_a_form_that_sends_much_anyway_gets_no_more():
    assert filler(LEAST + SPREAD) == ""


def test_the_noise_is_a_comment_that_nothing_reads_aloud_and_that_does_not_shrink(street):
    import zlib

    body = street.client().get("/zh/").data
    page, noise = body.split(b"</html>", 1)
    assert re.fullmatch(rb"\s*<!--[A-Za-z0-9]+-->", noise)
    assert len(zlib.compress(noise)) > len(noise) * 0.7
    assert b"pad" not in page


def test_the_proxy_is_told_not_to_compress():
    conf = (Path(__file__).parents[2] / "deploy" / "nginx-public.conf").read_text(encoding="utf-8")
    assert re.search(r"^\s*gzip off;", conf, re.MULTILINE)


def test_all_pages_load_the_same_files(street):
    """A script that only the form loaded would tell by its size which page is open."""
    pages = [*reading(street, "zh", answered(street)), *writing(street, "zh")]
    loaded = {tuple(re.findall(r'(?:src|<link[^>]*?href)="([^"]+)"', page.html)) for page in pages}
    assert len(loaded) == 1
    assert set(loaded.pop()) > {"/static/row.js", "/static/size.js"}

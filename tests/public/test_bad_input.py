"""Broken, oversized and repeated requests: each gets a clear page, and nothing is half-stored."""

import io
from contextlib import contextmanager
from dataclasses import replace

import pytest

from portal.blobs import NoRoom
from portal.public import door_app
from portal.sealing import FileList, Treatment
from portal.web.database import Busy, Unavailable
from tests.cleaning.files import picture
from tests.public.pages import CHOSEN, STORY, Page, Visitor

BOUNDARY = "x-boundary-x"


def whole(fields, files=()):
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, given in fields
        for text in (given if isinstance(given, list) else [given])
    ]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + data
        + b"\r\n"
        for name, data in files
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def sent(client, body, path="/zh/report/send"):
    return Page(client.post(path, data=body, content_type=f"multipart/form-data; boundary={BOUNDARY}"))


def nothing_is_left(street):
    return street.parcels() == [] and street.door.blobs.names() == [] and not list((street.folder).glob("blobs/*"))


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.999])
def test_a_body_that_breaks_off_is_told_so_and_leaves_nothing(street, client, cut):
    checked = Visitor(client).writes()
    body = whole(checked.form.fields, [("a.txt", b"x" * 100_000)])
    page = sent(client, body[: int(len(body) * cut)])
    assert page.status == 400
    assert "不完整" in page.text
    assert nothing_is_left(street)


def test_the_same_body_unbroken_is_taken(street, client):
    checked = Visitor(client).writes()
    assert sent(client, whole(checked.form.fields, [("a.txt", b"x" * 100_000)])).status == 200
    assert len(street.parcels()) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files_that_are_too_large_too_many_or_empty_are_named_and_the_words_stay(street, lang):
    reporter = Visitor(street.client(), lang)
    checked = reporter.writes()
    once = checked.form.value("once")
    files = [("大.jpg", bytes(200_001)), ("空.txt", b""), ("一.bin", bytes(190_000)), ("二.bin", bytes(190_000))]
    page = reporter.page = sent(reporter.client, whole(checked.form.fields, files), f"/{lang}/report/send")
    assert page.status == 422
    assert all(name in page.text for name in ("大.jpg", "空.txt", "二.bin"))
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]
    assert page.form.value("once") == once
    assert nothing_is_left(street)
    page = reporter.presses("send", files=[(io.BytesIO(b"x"), str(n)) for n in range(4)])
    assert page.status == 422
    assert nothing_is_left(street)
    assert reporter.presses("send", files=[(io.BytesIO(b"x"), "x.txt")]).status == 200


@pytest.mark.parametrize(
    ("lang", "told", "way_out"), [("zh", "读不出来", "原样发送"), ("en", "cannot be read", "as it is")]
)
def test_a_file_that_cannot_be_cleaned_waits_for_the_reporters_choice(street, lang, told, way_out):
    reporter = Visitor(street.client(), lang)
    reporter.writes()
    broken = b"\xff\xd8\xff" + b"x" * 1000
    page = reporter.presses("send", files=[(io.BytesIO(broken), "三月.jpg")])
    assert page.status == 422
    assert "三月.jpg" in page.text
    assert told in page.text
    assert way_out in page.text
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]
    assert nothing_is_left(street)
    page = reporter.presses("send", originals=[(io.BytesIO(broken), "三月.jpg")])
    assert page.status == 200
    (entry,) = the_files(street)
    assert (entry.name, entry.treated, entry.removed, entry.size) == ("三月.jpg", Treatment.ORIGINAL, (), len(broken))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_receipt_says_what_was_removed_and_so_does_a_letter(street, lang):
    told = {"zh": "拍摄地点、时间、设备", "en": "Removed: where it was taken, when it was made"}[lang]
    reporter = Visitor(street.client(), lang)
    reporter.writes()
    page = reporter.presses("send", files=[(io.BytesIO(picture()), "三月.jpg"), (io.BytesIO(b"x"), "a.txt")])
    assert told in page.text
    photo, text = the_files(street)
    assert (photo.treated, text.treated) == (Treatment.CLEANED, Treatment.PASSED)
    assert "place" in photo.removed
    code = page.form.value("code")
    reporter.opens("/mailbox/letter")
    page = reporter.presses("send", code=code, text="又一张", files=[(io.BytesIO(picture()), "四月.jpg")])
    assert page.status == 200
    assert told in page.text


def the_files(street):
    (parcel,) = street.parcels()
    return FileList.from_body(street.opens("yunling", parcel)[0]["files"]).entries


def test_a_request_above_the_ceiling_is_refused_at_once(client):
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    page = client.post("/zh/report/send", environ_overrides={"CONTENT_LENGTH": "1000000000"}, content_type=kind)
    assert page.status_code == 413


def test_sending_without_the_pages_number_shows_the_page_for_checking(street, client):
    page = Visitor(client).sends("/report/send", CHOSEN | STORY)
    assert page.status == 422
    assert page.form.value("once")
    assert nothing_is_left(street)


def test_a_report_can_be_written_only_after_the_first_page(client):
    page = Visitor(client).sends("/report/write", STORY | {"do": "next"})
    assert page.status == 422
    assert set(page.faults) == set(CHOSEN)
    assert page.form.value("summary").replace("\r\n", "\n") == STORY["summary"]


def test_another_sites_form_is_refused(street, client):
    checked = Visitor(client).writes()
    answer = client.post("/zh/report/send", data=dict(checked.form.fields), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert nothing_is_left(street)


class BrokenLetterbox:
    """A letterbox that reads well and then breaks: before the commit, or right after it, with the answer lost."""

    def __init__(self, real, *, after_commit):
        self._real, self._after = real, after_commit
        self.reading = real.reading

    @contextmanager
    def writing(self):
        if not self._after:
            raise Busy
        with self._real.writing() as session:
            yield session
        raise Unavailable


class FullStore:
    """A blob store whose disk is full: from the first byte on, or only when the last one is to be made durable."""

    def __init__(self, real, *, on_keep):
        self._real, self._on_keep = real, on_keep
        self.delete, self.names = real.delete, real.names

    def new(self):
        if not self._on_keep:
            raise NoRoom
        return _FullWriter(self._real.new())


class _FullWriter:
    def __init__(self, real):
        self.name, self.write, self.again, self.discard = real.name, real.write, real.again, real.discard

    def keep(self):
        raise NoRoom


def through(street, *, letterbox=None, blobs=None):
    """A reporter before a door with a broken part."""
    door = replace(street.door, letterbox=letterbox or street.letterbox, blobs=blobs or street.door.blobs)
    return Visitor(door_app(door).test_client())


def gives_every_word_back(page):
    return page.status == 503 and {"summary", "once", "recipients"} <= {name for name, _ in page.form.whole}


def test_a_letterbox_that_cannot_be_written_gives_the_words_back_and_stores_nothing(street):
    reporter = through(street, letterbox=BrokenLetterbox(street.letterbox, after_commit=False))
    reporter.writes()
    page = reporter.presses("send")
    assert gives_every_word_back(page)
    assert STORY["summary"].splitlines()[0] in page.text
    assert street.parcels() == []
    again = Visitor(street.client())
    again.page = page
    assert "没有重复保存" not in again.presses("").text
    assert len(street.parcels()) == 1


def test_a_commit_whose_answer_was_lost_is_settled_by_sending_again(street):
    """T13: the report is stored, the reporter saw no code. The same form gives it, with all its attachments."""
    reporter = through(street, letterbox=BrokenLetterbox(street.letterbox, after_commit=True))
    reporter.writes()
    page = reporter.presses("send", files=[(io.BytesIO(b"proof"), "a.txt")])
    assert gives_every_word_back(page)
    again = Visitor(street.client())
    again.page = page
    assert "没有重复保存" in again.presses("").text
    (parcel,) = street.parcels()
    assert street.door.blobs.names() == [parcel.files[0].blob]


def test_a_disk_that_is_full_before_the_file_refuses_the_file_and_keeps_the_words(street):
    reporter = through(street, blobs=FullStore(street.door.blobs, on_keep=False))
    reporter.writes()
    page = reporter.presses("send", files=[(io.BytesIO(b"proof"), "a.txt")])
    assert page.status == 422
    assert "现在存不下" in page.text
    assert reporter.presses("send").status == 200
    assert street.parcels()[0].files == ()


def test_a_disk_that_is_full_at_the_last_moment_stores_nothing(street):
    reporter = through(street, blobs=FullStore(street.door.blobs, on_keep=True))
    reporter.writes()
    page = reporter.presses("send", files=[(io.BytesIO(b"proof"), "a.txt")])
    assert gives_every_word_back(page)
    assert "存不下" in page.text
    assert nothing_is_left(street)


def test_a_letter_is_given_back_too_and_its_code_is_not_shown(street):
    code = Visitor(street.client()).reports()
    reporter = through(street, letterbox=BrokenLetterbox(street.letterbox, after_commit=False))
    reporter.opens("/mailbox/letter")
    page = reporter.presses("send", code=code, text="云" * 40)
    assert page.status == 503
    assert "云" * 40 in page.text
    assert code not in page.text
    again = Visitor(street.client())
    again.page = page
    assert again.presses("").status == 200
    assert len(street.letters()) == 1

"""An officer looks at attachments without opening them."""

import pytest

from tests.desk.previews import files

PDF, PICTURE, TEXT, FILM = 1, 2, 3, 4


@pytest.fixture
def lin(world):
    sent = [
        ("通知.pdf", files.pdf(2)),
        ("照片.png", files.picture()),
        ("记录.txt", "三月十日<b>不在岗</b>".encode()),
        ("录像.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(50)),
    ]
    world.reporter().reports(files=sent)
    world.collects()
    officer = world.officer("lin")
    (officer.number,) = officer.numbers()
    return officer


def goes(officer, slot, what="look/1"):
    page = officer.goes(f"case/{officer.number}/file/0/{slot}/{what}")
    return officer.answer.status_code, page


def looks(world, number):
    with world.desk.database.reading() as session:
        return [line.note for line in world.desk.ledger.of_case(session, number) if line.act == "look"]


def test_a_pdf_is_paged_through_and_each_page_shown_is_recorded_once(world, lin):
    lin.registers(lin.number)
    assert "通知.pdf" in lin.opens(lin.number).text
    status, page = goes(lin, PDF)
    assert (status, "第1页,共2页" in page.text.replace("\uff0c", ",")) == (200, True)
    assert looks(world, lin.number) == []
    assert goes(lin, PDF, "picture/2")[0] == 200
    assert lin.answer.mimetype == "image/jpeg"
    assert lin.answer.get_data().startswith(b"\xff\xd8\xff")
    assert looks(world, lin.number) == ["0/1"]
    assert goes(lin, PDF, "look/3")[0] == 404
    assert goes(lin, PDF, "picture/3")[0] == 404


def test_text_is_shown_as_text(world, lin):
    lin.registers(lin.number)
    status, page = goes(lin, TEXT)
    assert status == 200
    assert "三月十日<b>不在岗</b>" in page.text
    assert "<b>不在岗" not in page.html
    assert looks(world, lin.number) == ["0/3"]
    assert goes(lin, TEXT, "picture/1")[0] == 404


def test_what_cannot_be_shown_says_so_and_offers_the_download(lin):
    lin.registers(lin.number)
    status, page = goes(lin, FILM)
    assert status == 422
    assert any(href.endswith("/file/0/4") for href, _ in page.links)


@pytest.mark.parametrize("what", ["look/1", "picture/1"])
def test_an_unregistered_report_stays_closed_and_nothing_else_is_told_apart(world, lin, what):
    assert goes(lin, PICTURE, what)[0] == 409
    lin.registers(lin.number)
    assert goes(lin, PICTURE, what)[0] == 200
    assert goes(lin, 77, what)[0] == 404
    wu = world.officer("wu") if "wu" in world.people else None
    if wu:
        wu.goes(f"case/{lin.number}/file/0/{PICTURE}/{what}")
        assert wu.answer.status_code in (403, 404)

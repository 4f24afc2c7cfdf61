"""A sheet is written, agreed to word by word, and leaves: nothing else does."""

import io

import pytest
from docx import Document
from sqlalchemy import select

from portal.desk.casework.records import ItemRecord
from tests.stories.test_two_persons import waiting

TELLING = "只有三个人参加过那次会议"
PHONE = "13912345678"
SAID = f"范例甲挂任副县长,实际在原单位上班。{TELLING}。我当时坐在门口。可打{PHONE}。工作由别人代做,总结也由别人代写。"


@pytest.fixture
def registered(world):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], summary=SAID, identifying_details=f"{TELLING},我是其中一个。")
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    return number, lin, world.officer("zhou")


def writes(officer, number, to="望溪市有关部门(虚构)", kind="transfer", **given):
    form = officer.goes(f"case/{number}/sheets/new/{kind}").forms[-1]
    return officer.sends(form, form.filled(to=to, **given))


def asks(officer, text="请核对。"):
    form = officer.goes(officer.page.link("请第二人同意")).forms[-1]
    officer.sends(form, form.filled(text=text))
    return officer.answer.request.path


def takes_out(officer, number, place=1):
    form = officer.goes(f"case/{number}/sheets/{place}").form("/out")
    officer.sends(form, form.pairs)
    return officer.answer


def words_of(answer):
    return "\n".join(line.text for line in Document(io.BytesIO(answer.get_data())).paragraphs)


def test_what_points_at_the_reporter_is_proposed_for_striking_and_in_view(registered):
    number, lin, _ = registered
    page = lin.goes(f"case/{number}/sheets/new/transfer")
    assert "对外写任何内容之前,先看这里".replace(",", "\uff0c") in page.text
    assert f"<del>{TELLING}</del>" in page.html
    form = page.forms[-1]
    summary = form.value("summary")
    for gone in (TELLING, PHONE, "我当时坐在门口"):
        assert gone not in summary
    assert "实际在原单位上班" in summary
    assert "2026-03-10" not in form.value("timeline")
    assert "2026-03" in form.value("timeline")
    assert "实名" not in page.html.split('name="to"')[1]


def test_a_sheet_leaves_with_two_and_is_exactly_what_they_saw(world, registered):
    number, lin, zhou = registered
    page = writes(lin, number)
    assert "草稿" in page.text
    lin.sends(page.forms[-1], [("csrf_token", page.forms[0].value("csrf_token"))], to=f"/zh/case/{number}/sheets/1/out")
    assert lin.answer.status_code == 409
    lin.goes(f"case/{number}/sheets/1")
    asks(lin)
    (address,) = waiting(zhou)
    page = zhou.goes(address)
    assert "要送出的每一个字" in page.text
    assert "实际在原单位上班" in page.text
    assert TELLING not in page.html
    assert "问题线索移送函" in zhou.goes(page.link("看成文以后的样子")).text
    zhou.answers(address)
    answer = takes_out(lin, number)
    assert answer.status_code == 200
    assert "document.docx" in answer.headers["Content-Disposition"]
    text = words_of(answer)
    for there in ("问题线索移送函", "望溪市有关部门", "实际在原单位上班", "不得推断"):
        assert there in text
    for gone in (TELLING, PHONE, "我当时", "示范员", "草稿"):
        assert gone not in text
    assert takes_out(zhou, number).status_code == 200
    assert "导出" in lin.opens(number).text


def test_a_word_changed_after_the_agreement_is_agreed_to_anew(registered):
    number, lin, zhou = registered
    writes(lin, number)
    asks(lin)
    zhou.answers(waiting(zhou)[0])
    form = lin.goes(f"case/{number}/sheets/1/edit").forms[-1]
    page = lin.sends(form, form.filled(summary="范例甲没有到岗。"))
    assert "草稿" in page.text
    assert [one.action for one in page.forms if one.action.endswith("/out")] == []
    lin.sends(form, form.pairs, to=f"/zh/case/{number}/sheets/1/out")
    assert lin.answer.status_code == 409


def test_a_word_changed_before_the_second_person_looks_is_not_agreed_to(registered):
    number, lin, zhou = registered
    writes(lin, number)
    asks(lin)
    form = lin.goes(f"case/{number}/sheets/1/edit").forms[-1]
    lin.sends(form, form.filled(summary="范例甲没有到岗。"))
    zhou.answers(waiting(zhou)[0])
    assert zhou.answer.status_code == 422
    assert "草稿" in lin.goes(f"case/{number}/sheets/1").text


def test_what_still_points_at_somebody_is_held_until_it_was_looked_at(registered):
    number, lin, _ = registered
    page = writes(lin, number, summary=f"我坐在门口,打{PHONE}。他没有来。")
    assert lin.answer.status_code == 422
    assert PHONE in page.text
    form = page.forms[-1]
    assert form.value("summary") == f"我坐在门口,打{PHONE}。他没有来。", "what was written is not lost"
    page = lin.sends(form, form.filled(looked=True))
    assert lin.answer.status_code == 200
    assert PHONE in page.text


def test_a_sheet_takes_an_addressee_and_a_word(registered):
    number, lin, _ = registered
    page = writes(lin, number, to=" ")
    assert "请写明机关名称" in page.text
    form = page.forms[-1]
    empty = dict.fromkeys(("subject", "secondment", "signs", "summary", "timeline"), "")
    assert "请写明理由或内容" in lin.sends(form, form.filled(to="某机关(虚构)", **empty)).text


def test_of_two_who_write_at_once_the_second_is_told(registered):
    number, lin, zhou = registered
    writes(lin, number)
    first = lin.goes(f"case/{number}/sheets/1/edit").forms[-1]
    second = zhou.goes(f"case/{number}/sheets/1/edit").forms[-1]
    lin.sends(first, first.filled(summary="一。"))
    page = zhou.sends(second, second.filled(summary="二。"))
    assert zhou.answer.status_code == 422
    assert "别的同事已经" in page.text


def test_nobody_without_a_key_and_nothing_that_is_not_there(world, registered):
    number, lin, _ = registered
    writes(lin, number)
    chen = world.officer("chen")
    absent = chen.goes("case/2026-999999/sheets/1").text
    for path in ("sheets", "sheets/1", "sheets/1/edit", "sheets/new/transfer"):
        assert chen.goes(f"case/{number}/{path}").text == absent
        assert chen.answer.status_code == 404
    for path in ("sheets/9", "sheets/9/edit", "sheets/new/nonsense", "ask/nothing"):
        lin.goes(f"case/{number}/{path}")
        assert lin.answer.status_code == 404, path
    for about in ("", "9", "x", "1" * 50, "\u0661"):
        lin.goes(f"case/{number}/ask/sheet?about={about}")
        assert lin.answer.status_code in (409, 422), about


def test_a_third_person_who_may_read_does_not_take_it_out(world, registered):
    number, lin, zhou = registered
    lin.grants(number, "xu")
    writes(lin, number)
    asks(lin)
    zhou.answers(waiting(zhou)[0])
    xu = world.officer("xu")
    assert takes_out(xu, number).status_code == 409


def test_an_unread_report_and_a_spoilt_sheet_give_nothing(world, registered):
    number, lin, _ = registered
    writes(lin, number)
    with world.desk.database.writing() as session:
        item = session.scalars(select(ItemRecord).where(ItemRecord.kind == "sheet")).one()
        item.sealed = session.scalars(select(ItemRecord.sealed).where(ItemRecord.kind == "decision")).first()
    lin.goes(f"case/{number}/sheets/1")
    assert lin.answer.status_code == 404
    assert "还没有写过" in lin.goes(f"case/{number}/sheets").text
    world.reporter().reports(offices=["yunling"])
    world.collects()
    unread = next(one for one in lin.numbers() if one != number)
    lin.goes(f"case/{unread}/sheets")
    assert lin.answer.status_code == 409

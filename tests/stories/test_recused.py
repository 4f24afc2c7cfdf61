"""An officer who must stand aside: no key here, none in the next office, and nothing that tells the content (T4)."""

from sqlalchemy import select

from portal.desk.casework.records import SlipRecord
from tests.world import SUMMARY

RELATIVE = "云岭省机关的示范员周是他的亲戚"


def test_an_officer_who_is_kept_out_sees_nothing_here_and_nothing_where_it_goes(world):
    reporter = world.reporter()
    reporter.reports(offices=["wangxi"], exclude_people=RELATIVE)
    world.collects()
    chen, wu, lin, zhou = (world.officer(login) for login in ("chen", "wu", "lin", "zhou"))
    (number,) = chen.numbers()
    page = chen.decides(number, "register", no_conflict=None)
    assert "请先确认没有需要回避的情形" in page.text
    assert SUMMARY not in page.html, "who does not declare it opens nothing"
    chen.registers(number)
    assert RELATIVE in chen.opens(number).text
    chen.grants(number, "wu")
    wu.answers(chen.offers(number, "yunling", barred=[zhou.id()]))
    new = lin.takes(lin.transfers()[0])
    lin.registers(new)
    lin.decides(new, "accept", text="属于受理范围。")
    absent = zhou.goes("case/2026-999999").text
    for path in ("", "/workbench", "/requests", "/followup", "/reply", "/sheets", "/file/0/1", "/transfer"):
        assert zhou.goes(f"case/{new}{path}").text == absent, path
        assert zhou.answer.status_code == 404
    assert zhou.numbers() == []
    form = lin.goes(f"case/{new}/grant").forms[-1]
    assert zhou.id() not in form.choices["colleague"]
    lin.sends(form, [*(pair for pair in form.pairs if pair[0] != "colleague"), ("colleague", zhou.id())])
    assert lin.answer.status_code == 422
    with world.desk.database.reading() as session:
        assert zhou.id() not in session.scalars(select(SlipRecord.officer)).all(), "no slip, no key"
    lin.grants(new, "xu")
    assert SUMMARY in world.officer("xu").opens(new).text, "a colleague who may works on"

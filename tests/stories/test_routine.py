"""The usual way of a case, all of it: from the report to the shelf, with an answer to whoever reported."""

from tests.world import SUMMARY


def test_a_routine_case_from_the_report_to_the_shelf(world):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    assert SUMMARY not in lin.opens(number).html
    lin.registers(number)
    world.collects()
    assert "正在判断是否属于受理范围" in reporter.mailbox().text
    lin.replies(number, "请问三月十日谁在场?", question=True)
    world.collects()
    assert "需要您补充" in reporter.mailbox().text
    reporter.writes_letter("办公室的人都在。")
    world.collects()
    lin.decides(number, "resume")
    lin.decides(number, "accept", text="属于受理范围,事实具体。")
    lin.grants(number, "zhou")
    zhou, xu, he = (world.officer(login) for login in ("zhou", "xu", "he"))
    zhou.assesses(number, handler=xu.id())
    zhou.decides(number, "verify", reason="checkable", text="先查两处考勤。", group=[xu.id(), zhou.id()])
    asked = zhou.goes(f"case/{number}/decide/conclude").text
    assert "审核人员已经审核通过" in asked
    assert "决定是否澄清正名" in asked
    assert "向实名举报人反馈结果" not in asked
    zhou.grants(number, "he")
    he.decides(number, "review", text="材料齐全。")
    zhou.decides(number, "conclude", reason="checked", outcome="confirmed", text="两处考勤不一致,本人承认。")
    world.collects()
    assert "已按程序办结" in reporter.mailbox().text
    assert "考勤不一致" not in reporter.mailbox().html
    xu.decides(number, "no_feedback", text="匿名件。")
    mao = world.officer("mao")
    form = mao.goes("register").form(f"/register/{number}/archive")
    mao.sends(form, form.pairs)
    assert world.desk_states() == {number: "archived"}
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact

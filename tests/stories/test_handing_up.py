"""A report that belongs to the level above goes there sealed, and nothing of it stays (article 15)."""

from tests.world import SUMMARY

WORD = "承办室摘抄的话"


def test_a_report_goes_up_sealed_and_leaves_a_tombstone(world):
    reporter = world.reporter()
    reporter.reports(offices=["wangxi"], files=[("名单.txt", b"a list of names" * 50)])
    world.collects()
    chen, wu = world.officer("chen"), world.officer("wu")
    (number,) = chen.numbers()
    chen.registers(number)
    chen.replies(number, f"请问是哪一天?{WORD}")
    world.collects()
    reporter.writes_letter("是三月十日。")
    world.collects()
    chen.grants(number, "wu")

    request = chen.offers(number, "yunling", text=f"由省管理的干部。{WORD}")
    assert "等待第二人" in chen.page.text
    page = wu.goes(request)
    assert "云岭省纪检监察机关" in page.text
    assert "示范员林" in page.text
    wu.answers(request)
    assert "正在密封移送" in chen.opens(number).text
    before = reporter.mailbox().text
    assert "已转有权机关" not in before, "nothing is said before it has arrived"

    new = arrives(world, number, chen, wu)
    world.collects()
    page = reporter.mailbox()
    assert "已密封转送,本机关不留内容".replace(",", "\uff0c") in page.text
    assert "现在由云岭省纪检监察机关" in page.text
    goes_on(world, reporter, new)


def arrives(world, number, chen, wu):
    """The province takes it over; the city is left with a line."""
    lin = world.officer("lin")
    assert "1 项待看" in lin.queue().html
    assert lin.numbers() == []
    (address,) = lin.transfers()
    page = lin.goes(address)
    assert "望溪市纪检监察机关" in page.text
    assert SUMMARY not in page.html
    new = lin.takes(address)
    assert new != number
    assert "这份材料还没有打开" in lin.page.text
    assert world.desk_states() == {new: "delivered"}

    assert chen.numbers() == []
    assert wu.opens(number).text == chen.goes("case/2026-999999").text, "gone is as never there"
    page = chen.goes("transfers")
    assert number in page.text
    assert "对方已确认接收" in page.text
    page = chen.goes(chen.transfers()[0])
    for left in (number, "已登记 → 报上级", "云岭省纪检监察机关", "示范员陈、示范员吴", "本机关不留内容"):
        assert left in page.text
    return new


def goes_on(world, reporter, new):
    """The province reads, answers and is answered, under the code that the reporter always had."""
    lin = world.officer("lin")
    lin.registers(new)
    page = lin.opens(new)
    assert SUMMARY in page.text
    assert "是三月十日" in page.text, "what the reporter wrote went along"
    assert WORD not in page.html
    assert lin.downloads(new, 0, 1) == b"a list of names" * 50
    lin.replies(new, "材料已经转到我们这里。")
    world.collects()
    page = reporter.mailbox()
    assert "材料已经转到我们这里" in page.text
    assert "无法核实" not in page.text
    reporter.writes_letter("好的,谢谢。")
    world.collects()
    assert "好的,谢谢" in lin.opens(new).text


def test_the_receiver_returns_it_and_the_sender_takes_another_back(world):
    reporter = world.reporter()
    reporter.reports(offices=["wangxi"])
    world.collects()
    chen, wu, lin = world.officer("chen"), world.officer("wu"), world.officer("lin")
    (number,) = chen.numbers()
    chen.registers(number)
    chen.grants(number, "wu")
    before = reporter.mailbox().text
    wu.answers(chen.offers(number, "yunling"))
    (address,) = lin.transfers()
    lin.goes(address)
    form = lin.goes(lin.page.link("退回移送机关")).forms[-1]
    assert "请写明理由" in lin.sends(form, form.filled(text=" ")).text
    lin.sends(form, form.filled(text="被反映人由市里管理。"))
    assert lin.transfers() == []
    page = chen.opens(number)
    assert "对方退回移送" in page.text
    assert "被反映人由市里管理" in page.text
    chen.decides(number, "accept", text="由本机关受理。")
    assert world.desk_states() == {number: "accepted"}

    other = world.reporter()
    other.reports(offices=["wangxi"])
    world.collects()
    second = next(one for one in chen.numbers() if one != number)
    chen.registers(second)
    chen.grants(second, "wu")
    wu.answers(chen.offers(second, "yunling"))
    (address,) = lin.transfers()
    stale = lin.goes(address).form("/take")
    mine = next(one for one in chen.transfers() if chen.goes(one) and "收回移送" in chen.page.text)
    form = chen.goes(mine).form("/withdraw")
    chen.sends(form, form.pairs)
    assert "收回移送" in chen.page.text
    assert lin.transfers() == []
    page = lin.sends(stale, stale.pairs)
    assert lin.answer.status_code == 409
    assert "这次移送已经结束" in page.text
    chen.decides(second, "accept", text="由本机关受理。")
    world.collects()
    assert "已转有权机关" not in reporter.mailbox().text + other.mailbox().text
    assert before

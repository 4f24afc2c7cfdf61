"""A case to its very end: kept, held, destroyed by two, and nothing left of it."""

import pytest

from portal.desk.intake.actions import sweep
from portal.desk.retention.finishing import finish
from tests.canary import found_in
from tests.desk.retention.ending import TEN_YEARS, asks, destroys, files_away, sealed_bytes, still_there
from tests.stories.test_two_persons import answers, waiting


@pytest.fixture
def filed_away(world):
    return files_away(world)


def test_a_case_is_destroyed_after_its_time_by_two_and_nothing_is_left(world, filed_away):
    reporter, number = filed_away
    ended, mao = world.clock.today(), world.officer("mao")
    assert number not in mao.goes("retention").text
    page = mao.goes("retention?all=1")
    assert number in page.text
    assert "没有找到公开的条文" in page.text, "the basis stands there, and that there is none"
    page = asks(mao, number, "delete")
    assert mao.answer.status_code == 422
    assert "保管期还没有满" in page.text
    world.passes(days=TEN_YEARS)
    assert sweep(world.desk, 24) == 0
    mao, zhou = world.officer("mao"), world.officer("zhou")
    assert number in mao.goes("retention").text
    page = asks(mao, number, "delete")
    assert "等待第二人" in page.text
    assert world.desk_states()[number] == "archived", "asking destroys nothing"
    before = sealed_bytes(world)
    assert len(before) > 15
    assert {where for where, _ in before} >= {"case_slips", "case_items", "requests", "answers", "blob"}
    assert sorted(still_there(world, before)) == sorted(before), "the check sees what is there"
    (address,) = waiting(zhou)
    page = zhou.goes(address)
    assert "保管期满,按期销毁" in page.text
    assert "谁也不能恢复" in page.text
    assert f"怎样结束的 已办结 结束日 {ended.isoformat()}" in page.text
    assert "没有人读过的来信 0" in page.text
    page = answers(zhou, address, "agree", "同意。")
    assert "已经销毁" in page.h1
    assert "密钥已经销毁" in page.text
    assert number not in world.desk_states()
    assert finish(world.desk).erased == 1
    assert still_there(world, before) == []
    assert world.desk.blobs.names() == world.desk.letterbox_blobs.names() == []
    assert found_in(world.every_byte(), reporter.code) == []
    page = mao.goes(f"destroyed/{number}")
    for words in ("示范案管员毛", "示范员周", "已办结", "清除干净", "以前的备份"):
        assert words in page.text
    assert number in mao.goes("destroyed").text


def test_afterwards_case_and_mailbox_are_like_any_that_never_were(world, filed_away):
    reporter, number = filed_away
    world.passes(days=TEN_YEARS)
    destroys(world, number)
    finish(world.desk)
    zhou = world.officer("zhou")
    assert zhou.numbers() == []
    for place in (f"case/{number}", f"case/{number}/requests", f"retention/{number}"):
        zhou.goes(place)
        assert zhou.answer.status_code == 404, place
    unknown = world.reporter().mailbox("0000-0000-0000-0000-0000-0000-0000").text
    assert world.reporter().mailbox(reporter.code).text == unknown
    trail = world.officer("shen").goes(f"audit?case={number}")
    for words in ("登记", "销毁", "两人同意事项"):
        assert words in trail.text, "the chain stays, and says so"
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact


def test_a_letter_that_nobody_read_is_named_before_a_case_goes(world, filed_away):
    reporter, number = filed_away
    reporter.writes_letter("我又想起一件事。")
    world.collects()
    world.passes(days=TEN_YEARS)
    mao = world.officer("mao")
    for place in (f"retention/{number}", f"retention/{number}/ask/delete"):
        assert "有 1 封来信还没有人读过" in mao.goes(place).text
    world.officer("zhou").opens(number)
    assert "还没有人读过" not in mao.goes(f"retention/{number}").text


def test_a_hold_may_be_set_long_before_the_end(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    mao = world.officer("mao")
    page = mao.goes("register")
    mao.goes(page.link("保管"))
    page = mao.goes(next(href for href, _ in page.links if "/retention/2" in href))
    assert "还没有结束" in page.text
    form = mao.goes(page.link("设置暂停销毁")).forms[-1]
    page = mao.sends(form, form.filled(text="已有人提起诉讼。"))
    assert "暂停中" in page.text


def test_a_hold_stops_it_until_two_lift_it(world, filed_away):
    _, number = filed_away
    world.passes(days=TEN_YEARS)
    mao, zhou = world.officer("mao"), world.officer("zhou")
    asks(mao, number, "delete")
    (address,) = waiting(zhou)
    form = zhou.goes(f"retention/{number}/hold").forms[-1]
    page = zhou.sends(form, form.filled(text=" "))
    assert zhou.answer.status_code == 422
    form = page.forms[-1]
    page = zhou.sends(form, form.filled(text="行政诉讼还没有结束。"))
    assert "暂停中" in page.text
    assert "行政诉讼还没有结束" in page.text
    page = answers(zhou, address, "agree", "同意。")
    assert zhou.answer.status_code == 422
    assert "已经暂停销毁" in page.text
    assert world.desk_states()[number] == "archived"
    page = mao.goes(f"retention/{number}")
    assert "您不能读" in page.text, "the reason is not for who keeps the register"
    assert "申请销毁" not in page.text
    answers(zhou, address, "refuse", "诉讼期间不能销毁。")
    page = mao.goes(address)
    assert "诉讼期间不能销毁" in page.text, "whoever asked is told why, without any key to the case"
    asks(mao, number, "lift_hold", "判决已经生效。")
    (address,) = waiting(zhou)
    page = answers(zhou, address, "agree", "同意解除。")
    assert "解除" in page.text
    assert "暂停中" not in page.text
    page = mao.goes(f"retention/{number}")
    assert "示范案管员毛、示范员周 解除" in page.text
    asks(mao, number, "delete")
    answers(zhou, waiting(zhou)[0], "agree", "同意。")
    assert number not in world.desk_states()

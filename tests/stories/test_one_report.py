"""From a reporter's words to an officer's decision, and back: the whole way of one report through the pages."""

import pytest

from tests.world import SUMMARY

FILES = [("会议签到.pdf", b"%PDF-1.7 " + bytes(100_000)), ("照片 1.jpg", b"\xff\xd8\xff" + b"\x01" * 70_000)]


def test_a_report_is_filed_opened_answered_decided_and_the_answer_read(world):
    reporter = world.reporter()
    code = reporter.reports(originals=FILES)
    assert "还没有人打开" in world.reporter(code).mailbox().text

    assert world.collects().parcels == 1
    lin = world.officer("lin")
    (number,) = lin.numbers()
    assert SUMMARY not in lin.opens(number).text
    page = lin.registers(number)
    assert SUMMARY in page.text
    assert "范例甲" in page.text
    assert "从未" not in page.text
    for slot, (name, content) in enumerate(FILES, 1):
        assert name in page.text
        assert lin.downloads(number, 0, slot) == content

    lin.replies(number, "请问 3 月 10 日的会议由谁主持?\n\n谢谢<script>alert(1)</script>。")
    lin.decides(number, "accept", text="属于受理范围。")
    world.collects()

    box = world.reporter(code).mailbox()
    assert "已受理" in box.text
    assert "请问 3 月 10 日的会议由谁主持" in box.text
    assert "<script>" not in box.html
    assert "云岭省纪检监察机关" in box.text
    assert "示范员林" not in box.html

    world.reporter(code).writes_letter("主持人是办公室主任。", files=[("记录.txt", "签到表".encode() * 50)])
    assert world.collects().letters == 1
    page = lin.opens(number)
    assert "主持人是办公室主任" in page.text
    assert lin.downloads(number, 1, 1) == "签到表".encode() * 50

    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    assert SUMMARY in zhou.opens(number).text
    zhou.concludes(number, "confirmed", "三月十日两份考勤不一致,已约谈并整改。")
    world.collects()
    assert "已办结" in world.reporter(code).mailbox().text
    assert "属实" not in world.reporter(code).mailbox().text
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_lead_the_whole_way(world, lang):
    code = world.reporter(lang=lang).reports()
    world.collects()
    officer = world.officer("zhao", lang)
    (number,) = officer.numbers()
    officer.registers(number)
    officer.replies(number, "Thank you. 收到。")
    world.collects()
    assert "Thank you" in world.reporter(code, lang).mailbox().text

"""One report, from a telephone to the desk and back, in both languages, with and without JavaScript."""

import pytest

from tests.browser.people import FILES
from tests.cleaning.files import RAW

STORY = [
    ("zh", True, "yunling", "lin", "zhou"),
    ("zh", False, "wangxi", "chen", "wu"),
    ("en", True, "qinghe", "zhao", "sun"),
    ("en", False, "wangxi", "chen", "wu"),
]
CONCLUDED = {"zh": "已按程序办结", "en": "concluded"}


@pytest.mark.parametrize(("lang", "js", "office", "front", "back"), STORY)
def test_a_report_is_filed_answered_decided_and_the_answer_read(
    reporter, officer, deployment, lang, js, office, front, back
):
    lin = officer(front, lang, java_script_enabled=js)
    known = lin.numbers()
    citizen = reporter(lang, java_script_enabled=js)
    citizen.begins([office])
    told = f"范例甲挂任副县长半年，每月只来开一次会，照相以后就走，工作由别人代做。{lang}{js}"
    citizen.writes(summary=told)
    citizen.hands_in()
    citizen.copies_down()
    assert citizen.page.context.cookies() == []

    number = lin.waits_for_a_case_beside(known)
    lin.opens(number)
    assert told not in lin.page.inner_text("main")
    lin.registers(number)
    assert told in lin.page.inner_text("main")
    for slot, file in enumerate(FILES, 1):
        name, content = lin.downloads(number, 0, slot)
        assert name == file["name"]
        assert RAW not in content
        assert content == file["buffer"] or (content.startswith(b"\xff\xd8\xff") and RAW in file["buffer"])
    lin.replies(number, "请问 3 月 10 日的会议由谁主持？\n\n谢谢<script>alert(1)</script>。")
    lin.decides(number, "accept", text="属于受理范围。")
    lin.grants(number, deployment.people[back].name)

    zhou = officer(back, lang, java_script_enabled=js)
    zhou.opens(number)
    assert told in zhou.page.inner_text("main")
    zhou.concludes(number, "两份考勤不一致，已约谈并整改。")
    zhou.signs_out()

    later = reporter(lang, java_script_enabled=js)
    later.code = citizen.code
    later.waits_for(lambda: CONCLUDED[lang] in later.page.inner_text(".status").casefold())
    box = later.page.inner_text("main")
    assert "请问 3 月 10 日的会议由谁主持" in box
    assert "考勤" not in box
    assert deployment.people[front].name not in later.page.content()
    assert later.page.locator("main script").count() == 0
    later.writes_back("主持人是办公室主任。")
    assert later.page.locator("main form[action$='/mailbox'] button").is_visible()

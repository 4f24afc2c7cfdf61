import pytest

from portal.desk.audit.notes import note_text

NAMES = {"00ff": "示范员周"}


@pytest.mark.parametrize(
    ("note", "zh"),
    [
        ("registered > accepted", "已登记 → 已受理"),
        ("follow-up 2 clearing approved", "后续第2项 澄清正名 → 已批准,未完成"),
        ("term_extended DL09", "延长期限 · 初步核实报告"),
        ("transfer offered", "密封移送 · 等待对方接收"),
        ("assignment reported", "交办 · 已报告结果"),
        ("task 3 done", "第3项 完成"),
        ("repeat 2026-000007", "并入重复件 2026-000007"),
        ("concluded 2026-03-01 2036-03-01", "已办结 · 2026-03-01 结束,2036-03-01 到期"),
        ("sheets", "移送函、交办函"),
        ("sheet 2 with 00ff", "移送函、交办函 · 2 · 示范员周"),
        ("workbench paper working", "工作底稿"),
        ("working with 00ff", "工作底稿 · 示范员周"),
        ("request 3-receiving with 00ff", "请单位说明的函 · 第3份 · 给接收单位 · 示范员周"),
        ("workbench file 4", "第4份资料"),
        ("days to ask about 2", "请单位说明的日期,第2份"),
        ("asked", "看了要声明的单位"),
        ("letter", "来信"),
        ("0/2", "附件2"),
        ("1/2", "第1封来信的附件2"),
        ("hand lin 0011223344", "交出半把钥匙 · lin"),
        ("key-moved 12", "12件搬到新密钥"),
        ("25 cases", "看了25件"),
        ("00ff", "示范员周"),
    ],
)
def test_code_words_are_told_in_words(note, zh):
    assert note_text(note, NAMES).zh == zh


@pytest.mark.parametrize(
    "note",
    ["", "follow-up 2 pardon open", "term_met DL99", "registered > lost", "transfer lost", "mark x", "working", "ab/2"],
)
def test_other_notes_stand_as_they_are(note):
    assert note_text(note, NAMES).zh == note

import pytest

from portal.desk.casework.trailing import note_text


@pytest.mark.parametrize(
    ("note", "zh"),
    [
        ("follow-up 2 clearing approved", "后续第2项 澄清正名 → 已批准,未完成"),
        ("term_extended DL09", "延长期限 · 初步核实报告"),
        ("transfer offered", "密封移送 · 等待对方接收"),
        ("sheets", "移送函、交办函"),
        ("sheet 2 with 00ff", "移送函、交办函 · 2"),
        ("assignment reported", "交办 · 已报告结果"),
        ("repeat 2026-000007", "并入重复件 2026-000007"),
    ],
)
def test_code_words_are_told_in_words(note, zh):
    assert note_text(note).zh == zh


@pytest.mark.parametrize(
    "note", ["", "letter", "0/1", "follow-up 2 pardon open", "term_met DL99", "registered > accepted", "transfer lost"]
)
def test_other_notes_are_left_as_they_are(note):
    assert note_text(note) is None

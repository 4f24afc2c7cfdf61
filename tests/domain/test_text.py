import pytest

from portal.domain.text import Text, one_line, tidy, typeset

COMMA, COLON, OPEN, CLOSE, ASK = "\uff0c", "\uff1a", "\uff08", "\uff09", "\uff1f"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("请核对,再提交", f"请核对{COMMA}再提交"),
        ("请核对, 再提交", f"请核对{COMMA}再提交"),
        ("是这样吗?", f"是这样吗{ASK}"),
        ("类别:%(name)s", f"类别{COLON}%(name)s"),
        ("“好”,行", f"“好”{COMMA}行"),
        ("下派(下挂)锻炼", f"下派{OPEN}下挂{CLOSE}锻炼"),
        ("到企业(A)", f"到企业{OPEN}A{CLOSE}"),
        ("共(%(n)s项)", f"共{OPEN}%(n)s项{CLOSE}"),
        ("最多%(n)s个", "最多%(n)s个"),
        ("09:30, or a (b)?", "09:30, or a (b)?"),
        ("写成09:30这样", "写成09:30这样"),
        ("", ""),
    ],
)
def test_chinese_gets_chinese_punctuation_and_nothing_else_changes(typed, printed):
    assert typeset(typed) == printed
    assert typeset(printed) == printed


def test_a_text_speaks_its_language_and_a_persons_own_words_stay_as_typed():
    text = Text("是,对", "yes, right")
    assert (text.of("zh"), text.of("en")) == (f"是{COMMA}对", "yes, right")
    assert text.of("fr") == text.of("zh")
    assert Text("我说,对", "我说,对").of("zh") == "我说,对"


def test_typed_text_is_tidied_without_touching_its_words():
    assert tidy(" 一\r\n二\r三\t四\x00\x07\u202e\ufeff ") == "一\n二\n三\t四"
    assert one_line("  一 \r\n 二\t三 ") == "一 二 三"
    assert tidy("a,b\u200d") == "a,b\u200d"

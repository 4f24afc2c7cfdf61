import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.text import plain, safe_html


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("一段", "<p>一段</p>"),
        ("一段\n二行\r\n\r\n\n 新段", "<p>一段<br>二行</p><p>新段</p>"),
        ("", ""),
        (" \n\n ", ""),
        ("<strong>重</strong>", "<p><strong>重</strong></p>"),
        ("<p>一</p>\n\n<ul><li>二</li></ul>", "<p>一</p>\n\n<ul><li>二</li></ul>"),
        ('<p onclick="x()" style="y" class="z">一</p>', "<p>一</p>"),
        ("<script>alert(1)</script>好", "<p>alert(1)好</p>"),
        ('<a href="javascript:x">点</a><img src=x onerror=y>', "<p>点</p>"),
        ("<svg/onload=alert(1)>", ""),
        ("<!-- x -->好", "<p>好</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<em>没有关", "<p><em>没有关</em></p>"),
    ],
)
def test_only_seven_tags_survive(typed, shown):
    assert safe_html(typed) == shown


def test_plain_words_keep_their_lines():
    assert plain("<p>一<br>二 &amp; 三</p><p>四</p><ul><li>甲</li><li>乙</li></ul>") == "一\n二 & 三\n\n四\n\n甲\n乙"
    assert plain("<script>x</script>") == "x"
    assert plain("") == ""


@given(st.text(alphabet="<>/ps trongb&;\n\"'=oiul甲"))
def test_cleaning_twice_changes_nothing_and_leaves_no_attribute(typed):
    once = safe_html(typed)
    assert safe_html(once) == once
    assert "=" not in "".join(part.split(">")[0] for part in once.split("<")[1:])

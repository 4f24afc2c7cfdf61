import bleach
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.text import TAGS, _is_clean, file_size, plain, safe_html


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


BALANCED = ["p", "strong", "em", "ul", "ol", "li", "b", "P"]
TAGS_ALONE = [f"<{slash}{tag}>" for tag in BALANCED for slash in ("", "/")]
SIGNS = ["您好", "a", "&", "<", ">", "&amp;", "&lt;", "&gt;", "&nbsp;", "&#39;", "&quot;", '"', "'", " ", "\n", "<br>"]
ODD = ["\x00", "\x0b", "\x85", "\ufffe", "\ud800", "</br>", "<!--", "-->", "<script>", "<p class=x>"]
PIECES = st.sampled_from([*TAGS_ALONE, *SIGNS, *ODD])


def items(inner):
    return st.lists(inner, min_size=1, max_size=3).map(lambda each: "".join(f"<li>{one}</li>" for one in each))


WORDS = st.sampled_from(
    ["您好", "a &amp; b", "&lt;p&gt;", "一<br>二", "<strong>重要</strong>", "<em>请<strong>不要</strong></em>"]
)
BLOCKS = st.recursive(
    WORDS.map("<p>{}</p>".format),
    lambda inner: items(st.one_of(WORDS, inner)).map("<ul>\n{}</ul>".format),
    max_leaves=5,
)


@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.lists(BLOCKS, min_size=1, max_size=3).map("\n".join)))
@settings(max_examples=500)
def test_whatever_passes_as_clean_is_left_unchanged_by_a_parser_of_html(words):
    """The quick way must never show what the slow one would change."""
    if _is_clean(words):
        assert bleach.clean(words, tags=TAGS, attributes={}, protocols=(), strip=True, strip_comments=True) == words


@given(st.lists(BLOCKS, min_size=1, max_size=3).map("\n".join))
def test_a_reply_as_the_desk_seals_it_passes(words):
    assert _is_clean(words)
    assert safe_html(words) == words


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1025, "2 KB"), (1_363_149, "1.3 MB")]
)
def test_a_size_is_said_as_people_say_it(count, said):
    assert file_size(count) == said

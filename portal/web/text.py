"""Formatted words from an officer to a reporter: seven tags, no attribute, nothing else survives.

What is clean already is recognised by `_is_clean` and shown as it is. That is all it may do: whatever it does not
recognise goes through bleach's parser, and the tests hold every recognised text against that parser.
"""

import html
import re

import bleach
from markupsafe import Markup

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li"})

# A piece of text, or one of the tags exactly as bleach writes them.
_PIECE = re.compile(
    r"<(/?)(p|br|strong|em|ul|ol|li)>|(?:[^<>&\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]|&(?:amp|lt|gt);)+"
)
_KIB = 1024
_LISTS, _INLINE = frozenset({"ul", "ol"}), frozenset({"p", "strong", "em"})
_DEEPEST = 40
_HAS_BLOCKS = re.compile(r"<(p|ul|ol)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_ANY_TAG = re.compile(r"</?[a-z]+>")
_PARAGRAPH_END, _LINE_END = re.compile(r"</(?:p|ul|ol)>"), re.compile(r"<br>|</li>")
_MANY_LINES = re.compile(r"\n{3,}")


def _clean(text: str) -> str:
    cleaned: str = bleach.clean(text, tags=TAGS, attributes={}, protocols=(), strip=True, strip_comments=True)
    return cleaned


def _is_clean(text: str) -> bool:
    """Whether every piece of `text` stands where a parser of HTML would leave it: blocks, lists of items, balanced."""
    at, inside = 0, [""]
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None or not _may_follow(inside, piece):
            return False
        at = piece.end()
    return inside == [""]


def _may_follow(inside: list[str], piece: re.Match[str]) -> bool:
    """Whether `piece` may stand at this place; opens or closes its tag in `inside`."""
    parent, tag = inside[-1], piece[2]
    if tag is None:
        return parent in _INLINE or parent == "li" or not piece[0].strip(" \n")
    if piece[1]:
        return tag != "br" and inside.pop() == tag
    if tag == "br":
        return parent in _INLINE or parent == "li"
    if tag == "li":
        fits = parent in _LISTS
    elif tag in {"strong", "em"}:
        fits = (parent in _INLINE or parent == "li") and tag not in inside
    else:
        fits = parent in {"", "li"}
    inside.append(tag)
    return fits and len(inside) <= _DEEPEST


def safe_html(text: str) -> Markup:
    """Remove every tag of `text` but `TAGS`, and every attribute; a text without blocks gets paragraphs and breaks.

    Cleaning twice changes nothing, so a page may clean again what was cleaned before it was sealed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _HAS_BLOCKS.search(text) and _is_clean(text):
        return Markup(text)  # noqa: S704  a text the parser would not change
    text = _clean(text).strip()
    if not _HAS_BLOCKS.search(text):
        blocks = (block.strip().replace("\n", "<br>") for block in _BLANK_LINES.split(text))
        # Cleaned again after anything was put together: a parser has balanced it before it is called safe.
        text = _clean("".join(f"<p>{block}</p>" for block in blocks if block))
    return Markup(text)  # noqa: S704  what was cleaned last is why it is safe


def plain(markup: str) -> str:
    """Give the words of `markup`: paragraphs, items and breaks become line ends, entities become characters."""
    broken = _LINE_END.sub("\n", _PARAGRAPH_END.sub("\n\n", _clean(markup)))
    # After cleaning, what looks like a tag is one of the seven; every other angle bracket is an entity still.
    words = html.unescape(_ANY_TAG.sub("", broken))
    return _MANY_LINES.sub("\n\n", words).strip()


def file_size(count: int) -> str:
    """Say a number of bytes as people say it: "1 B", "86 KB", "1.3 MB"; 1 KB is 1024 bytes, as file managers count."""
    if count < _KIB:
        return f"{count} B"
    if count < _KIB * _KIB:
        return f"{-(-count // _KIB)} KB"
    return f"{count / _KIB / _KIB:.1f} MB"

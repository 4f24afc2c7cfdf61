"""Formatted words from an officer to a reporter: seven tags, no attribute, nothing else survives."""

import html
import re

import bleach
from markupsafe import Markup

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li"})

_HAS_BLOCKS = re.compile(r"<(p|ul|ol)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_ANY_TAG = re.compile(r"</?[a-z]+>")
_PARAGRAPH_END, _LINE_END = re.compile(r"</(?:p|ul|ol)>"), re.compile(r"<br>|</li>")
_MANY_LINES = re.compile(r"\n{3,}")


def _clean(text: str) -> str:
    cleaned: str = bleach.clean(text, tags=TAGS, attributes={}, protocols=(), strip=True, strip_comments=True)
    return cleaned


def safe_html(text: str) -> Markup:
    """Remove every tag of `text` but `TAGS`, and every attribute; a text without blocks gets paragraphs and breaks.

    Cleaning twice changes nothing, so a page may clean again what was cleaned before it was sealed.
    """
    text = _clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
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

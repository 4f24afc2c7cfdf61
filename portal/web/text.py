"""Formatted words from an officer to a reporter: seven tags, no attribute, nothing else survives."""

import html
import re

import bleach
from markupsafe import Markup

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li"})

_HAS_BLOCKS = re.compile(r"<(p|ul|ol)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_LINE_ENDS = re.compile(r"<br ?/?>|</(?:p|li|ul|ol)>", re.IGNORECASE)
_MANY_LINES = re.compile(r"\n{3,}")


def _clean(text: str) -> str:
    cleaned: str = bleach.clean(text, tags=TAGS, attributes={}, protocols=(), strip=True, strip_comments=True)
    return cleaned


def safe_html(text: str) -> Markup:
    """Remove every tag of `text` but `TAGS`, and every attribute; a text without blocks gets paragraphs and breaks.

    Cleaning twice changes nothing, so a page may clean again what was cleaned before it was sealed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not _HAS_BLOCKS.search(text):
        blocks = (block.strip().replace("\n", "<br>") for block in _BLANK_LINES.split(text))
        text = "".join(f"<p>{block}</p>" for block in blocks if block)
    # Cleaned last: whatever was put together above, a parser has balanced it before it is called safe.
    return Markup(_clean(text))  # noqa: S704  the line above is why it is safe


def plain(markup: str) -> str:
    """Give the words of `markup` without any tag: paragraphs, items and breaks become line ends, entities characters."""
    broken = _LINE_ENDS.sub("\n", _clean(markup).replace("</p><p>", "</p>\n<p>"))
    words = html.unescape(bleach.clean(broken, tags=(), strip=True))
    return _MANY_LINES.sub("\n\n", words).strip()

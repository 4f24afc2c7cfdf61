"""Plain text, as a person would read it: no control character survives, and no page is too long for a screen."""

import codecs
import unicodedata

PAGE = 20_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_KEPT = "\n\t"

# Loaded now: once the child works, it can open no module any more.
for _encoding in _ENCODINGS:
    codecs.lookup(_encoding)


def knows(content: bytes) -> bool:
    """Whether it reads as text from the first byte to the last."""
    return _read(content) is not None


def draw(content: bytes, page: int) -> tuple[dict[str, object], bytes] | None:
    """Give page `page`, counted from 1, of 20,000 characters as UTF-8."""
    text = _read(content) or ""
    pages = max(1, -(-len(text) // PAGE))
    if page > pages:
        return None
    shown = text[(page - 1) * PAGE : page * PAGE] if page else ""
    return {"form": "text", "pages": pages}, "".join(map(_visible, shown)).encode()


def _read(content: bytes) -> str | None:
    if b"\x00" in content:
        return None
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return None


def _visible(character: str) -> str:
    # Format characters too: an override of direction makes "gpj.exe" of "exe.jpg".
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in _KEPT
    return "\ufffd" if hidden else character

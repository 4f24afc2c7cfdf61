"""Pages of a PDF, drawn by PDFium as points. Nothing in the file is followed or run: no script, form, link or file."""

import pypdfium2
from pypdfium2 import PdfiumError

from .pictures import TALLEST, WIDEST, encoded

_WITHIN = 1024
"""A reader looks for the header here (ISO 32000-1, annex H, note 13)."""


def knows(content: bytes) -> bool:
    """Whether it is a PDF."""
    return b"%PDF-" in content[:_WITHIN]


def draw(content: bytes, page: int) -> tuple[dict[str, object], bytes] | None:
    """Draw page `page`, counted from 1. None for a broken or locked file, and for a page that is not there."""
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        if page > pages:
            return None
        head: dict[str, object] = {"form": "picture", "pages": pages}
        if not page:
            return head, b""
        sheet = document[page - 1]
        width, height = sheet.get_size()
        # A page may claim to be two kilometres tall; it is drawn to fit, never larger.
        scale = min(WIDEST / max(width, 1.0), TALLEST / max(height, 1.0))
        return head, encoded(sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    except (PdfiumError, ValueError, OSError, MemoryError):
        return None

"""Photographs and drawings made of points: decoded, turned upright, made smaller, and encoded anew."""

import warnings
from io import BytesIO

from pi_heif import register_heif_opener
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF")
MOST_POINTS = 64_000_000
WIDEST, TALLEST = 1600, 2400
QUALITY = 85

_HEAD: dict[str, object] = {"form": "picture", "pages": 1}

register_heif_opener(thumbnails=False)
warnings.simplefilter("error", Image.DecompressionBombWarning)
Image.MAX_IMAGE_PIXELS = MOST_POINTS

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN = (OSError, ValueError, SyntaxError, ArithmeticError, *_BOMBS)


def knows(content: bytes) -> bool:
    """Whether the bytes begin like a picture. SVG is none: it is a program."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith(_BEGINNINGS) or webp or content[4:8] == b"ftyp"


def draw(content: bytes, page: int) -> tuple[dict[str, object], bytes] | None:
    """Give the first frame as JPEG, no larger than 1600 by 2400 points; None for what is no whole picture."""
    if page > 1:
        return None
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if not page:
                return _HEAD, b""
            opened.draft("RGB", (WIDEST, TALLEST))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((WIDEST, TALLEST))
            return _HEAD, encoded(_on_white(upright))
    except (UnidentifiedImageError, *_BROKEN):
        return None


def encoded(picture: Image.Image) -> bytes:
    """Encode a picture that is ours, without a word about where it came from."""
    made = BytesIO()
    picture.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper

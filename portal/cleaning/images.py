"""Pictures are decoded and encoded anew: only what the eye sees survives, and nothing that trails the picture."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .outcome import CannotClean, Cleaned, Kind, Why

if TYPE_CHECKING:
    from PIL.Image import Image

# A telephone of 50 megapixels fits. Decoded, four bytes each, and once more while it is turned upright.
MOST_PIXELS = 64_000_000
MOST_SIDE = 30_000

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# One quality for all: a camera is known by its tables, so they are not taken over. High, because a seal or a signature
# in the picture must stay legible.
SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 92, "method": 4},
}
_HARMLESS = {
    "srgb", "interlace", "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform",
    "progressive", "progression", "transparency", "loop", "background", "duration", "timestamp", "gamma", "aspect",
    "mpoffset", "chromaticity", "default_image", "primary", "bit_depth", "chroma", "nclx_profile", "thumbnails",
    "depth_images", "aux", "icc_profile_type", "metadata", "heif",
}  # fmt: skip
_NAMED = {
    "comment": Kind.COMMENT, "icc_profile": Kind.COLOUR_PROFILE,
    "xmp": Kind.DESCRIPTION, "XML:com.adobe.xmp": Kind.DESCRIPTION,
    "photoshop": Kind.DESCRIPTION, "Author": Kind.AUTHOR, "Software": Kind.DEVICE, "Creation Time": Kind.TIME,
    "Comment": Kind.COMMENT,
}  # fmt: skip
# Tags of the Exif standard (CIPA DC-008): which of them say what.
_EXIF = {
    0x8825: Kind.PLACE, 0x010F: Kind.DEVICE, 0x0110: Kind.DEVICE, 0x0131: Kind.DEVICE, 0x0132: Kind.TIME,
    0x013B: Kind.AUTHOR, 0x8298: Kind.AUTHOR, 0x010E: Kind.DESCRIPTION, 0x9C9D: Kind.AUTHOR,
    0x9003: Kind.TIME, 0x9004: Kind.TIME, 0x927C: Kind.DEVICE, 0xA431: Kind.DEVICE, 0xA434: Kind.DEVICE,
    0xA420: Kind.DEVICE, 0xA430: Kind.AUTHOR, 0x9286: Kind.COMMENT,
}  # fmt: skip
_ORIENTATION = 0x0112
_DETAILS = 0x8769
_THUMBNAIL = 1


def load() -> None:
    """Load every reader and writer of pictures that `clean_image` uses."""
    from pi_heif import register_heif_opener  # noqa: PLC0415
    from PIL import Image, ImageOps  # noqa: F401, PLC0415

    Image.init()
    register_heif_opener(thumbnails=False)


def clean_image(content: bytes, *, upright: bool = True) -> Cleaned:
    """Encode a JPEG, PNG or WebP anew without anything but its pixels; a HEIC as JPEG. Raise `CannotClean`.

    With `upright` the camera's orientation is applied to the pixels. A picture inside a document is placed by the
    document and stays as it lies.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  not at the start of the door

    load()
    with _as_refusal(), Image.open(BytesIO(content), formats=FORMATS) as image:
        _check(image)
        kept = "JPEG" if image.format in {"MPO", "HEIF"} else str(image.format)
        made_into = "jpg" if image.format == "HEIF" else ""
        image.load()
        removed = _found(image)
        turned = ImageOps.exif_transpose(image) if upright else image
        sink = BytesIO()
        _bare(turned, kept).save(sink, format=kept, **SAVING[kept], **_as_fine(kept, image, content))
        made = sink.getvalue()
    with _as_refusal(), Image.open(BytesIO(made), formats=FORMATS) as image:
        if image.getexif() or _found(image):
            raise CannotClean(Why.NOT_SURE)
    return Cleaned(made, tuple(sorted(removed)), made_into=made_into)


@contextmanager
def _as_refusal() -> Iterator[None]:
    from PIL import Image  # noqa: PLC0415

    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CannotClean(Why.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError, TypeError, struct.error) as error:
        # Pillow has no error of its own for a broken picture; these are what its readers let through.
        raise CannotClean(Why.BROKEN) from error


def _check(image: "Image") -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise CannotClean(Why.TOO_MANY_PIXELS)
    # One frame would be sent and the others lost without a word. (A telephone's second JPEG is its depth map.)
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise CannotClean(Why.ANIMATED)


def _bare(image: "Image", kept: str) -> "Image":
    """The pixels alone, in a mode that `kept` can hold; colours that a palette or a key made transparent stay so."""
    if kept == "JPEG":
        mode = "L" if image.mode == "L" else "RGB"
    elif image.mode in {"1", "L", "I;16"} and "transparency" not in image.info:
        mode = image.mode
    else:
        mode = "RGBA" if image.has_transparency_data else "RGB"
    if kept == "WEBP" and mode not in {"RGB", "RGBA"}:
        mode = "RGB"
    pixels = image.copy() if image.mode == mode else image.convert(mode)
    pixels.info = {}
    return pixels


def _as_fine(kept: str, image: "Image", content: bytes) -> dict[str, Any]:
    """Colours as fine as they came: halved where they were halved, whole otherwise; lossless where it was lossless."""
    if kept == "JPEG":
        from PIL.JpegImagePlugin import get_sampling  # noqa: PLC0415

        halved = 2
        if image.format == "HEIF":
            return {"subsampling": halved}
        return {"subsampling": halved if get_sampling(image) == halved else 0}
    return {"lossless": True} if kept == "WEBP" and b"VP8L" in content[:64] else {}


def _found(image: "Image") -> set[Kind]:
    found = {_NAMED.get(str(key), Kind.OTHER) for key in image.info if key not in _HARMLESS | {"exif", "mp"}}
    if image.format == "MPO" or "mp" in image.info:
        found.add(Kind.PREVIEW)
    exif = image.getexif()
    for tags in (exif, exif.get_ifd(_DETAILS)):
        found |= {_EXIF.get(tag, Kind.OTHER) for tag in tags if tag not in {_ORIENTATION, _DETAILS}}
    if exif.get_ifd(_THUMBNAIL):
        found.add(Kind.PREVIEW)
    # There, but too damaged to say what it was.
    return found or ({Kind.OTHER} if "exif" in image.info else set())

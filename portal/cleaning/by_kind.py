"""Each kind of file to the one who can clean it."""

from .outcome import CannotClean, Cleaned, Why
from .sniffing import AS_THEY_ARE, Format, sniff

MIB = 1024 * 1024
MOST_BYTES = 64 * MIB


def clean(name: str, content: bytes) -> Cleaned:
    """Clean the file `content` that the reporter called `name`. Raise `CannotClean` with the reason.

    What it is, is read from the bytes. Text, sound and film come back as they are (`as_it_was`).
    """
    found = sniff(name, content)
    if found in AS_THEY_ARE:
        return Cleaned(content, as_it_was=True)
    if len(content) > MOST_BYTES:
        raise CannotClean(Why.TOO_LARGE)
    try:
        return _cleaner(found, content)
    except (MemoryError, RecursionError) as error:
        raise CannotClean(Why.EXHAUSTED) from error


def load(found: Format) -> None:
    """Load the libraries that cleaning such a file needs, to the last module they would look for later."""
    if found in AS_THEY_ARE:
        return
    if found is Format.PDF:
        from . import pdf  # noqa: PLC0415

        pdf.load()
        return
    from . import images  # noqa: PLC0415

    images.load()
    if found is Format.OFFICE:
        from . import archive, office, office_xml  # noqa: F401, PLC0415

        archive.load()
        office_xml.load()


def _cleaner(found: Format, content: bytes) -> Cleaned:
    if found is Format.PDF:
        from .pdf import clean_pdf  # noqa: PLC0415  each library is loaded when a file needs it

        return clean_pdf(content)
    if found is Format.OFFICE:
        from .office import clean_office  # noqa: PLC0415

        return clean_office(content)
    from .images import clean_image  # noqa: PLC0415

    return clean_image(content)

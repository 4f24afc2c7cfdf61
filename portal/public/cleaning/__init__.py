"""Taking out of a file what says who made it, where, when and with what. In memory; a file in doubt is refused.

`clean` does the work in the calling process and is meant for a process that may die of it. The door uses
`workshop.Workshop`, which runs `clean` in a short-lived child with ceilings on memory and time.

Inside this package imports are relative: the child loads the package alone, without the web and the databases.
"""

from .outcome import CannotClean, Cleaned, Kind, Why
from .sniffing import AS_THEY_ARE, Format, sniff

__all__ = ["MOST_BYTES", "CannotClean", "Cleaned", "Kind", "Why", "clean"]

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


def _cleaner(found: Format, content: bytes) -> Cleaned:
    if found is Format.PDF:
        from .pdf import clean_pdf  # noqa: PLC0415  each library is loaded when a file needs it

        return clean_pdf(content)
    if found is Format.OFFICE:
        from .office import clean_office  # noqa: PLC0415

        return clean_office(content)
    from .images import clean_image  # noqa: PLC0415

    return clean_image(content)

"""Reading in this very process, for plain files in tests and tools; the desk reads apart."""

from portal.sealing.digest import sha256_of

from .plain import Book
from .table import read


def read_here(name: str, content: bytes) -> Book:
    """Read without a child. Raise `CannotRead`."""
    grid = read(content)
    return Book(name, sha256_of(content), grid.form.value, grid.sheets)

"""How much one request may bring, and why a file was not taken."""

from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much one request may bring: number of files, bytes a file, bytes of all files, bytes of all text fields.

    A file above a limit is thrown away while it is read and the rest of the form is still understood. Above `ceiling`
    nothing is read at all.
    """

    files_at_most: int = 10
    file_bytes: int = 20 * MIB
    request_bytes: int = 50 * MIB
    text_bytes: int = 4 * MIB

    @property
    def ceiling(self) -> int:
        """Bytes above which a request is answered 413 at once: twenty times what may be kept, and the text."""
        return 20 * self.request_bytes + self.text_bytes


class Why(StrEnum):
    """Why a file was not taken."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    TOO_MUCH = "files_too_much"
    TOO_MANY = "files_too_many"
    NOT_STORED = "file_not_stored"

"""What cleaning a file can come to."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath


class Kind(StrEnum):
    """What was removed. Values are codes: words for people are the page's."""

    PLACE = "place"
    TIME = "time"
    DEVICE = "device"
    AUTHOR = "author"
    DESCRIPTION = "description"
    COMMENT = "comment"
    PREVIEW = "preview"
    COLOUR_PROFILE = "colour_profile"
    EMBEDDED_FILE = "embedded_file"
    SCRIPT = "script"
    REVISIONS = "revisions"
    PRINTER = "printer"
    FOLDER = "folder"
    OTHER = "other"


class Why(StrEnum):
    """Why a file cannot be cleaned. The reporter may still send it as it is, knowing that."""

    UNKNOWN = "clean_unknown_kind"
    BROKEN = "clean_broken"
    TOO_LARGE = "clean_too_large"
    TOO_MANY_PIXELS = "clean_too_many_pixels"
    ANIMATED = "clean_animated"
    NO_READER = "clean_no_reader"
    LOCKED = "clean_locked"
    SIGNED = "clean_signed"
    MACROS = "clean_macros"
    EMBEDDED = "clean_embedded"
    BOMB = "clean_bomb"
    EXTERNAL = "clean_external"
    STRANGE_PART = "clean_strange_part"
    EXHAUSTED = "clean_exhausted"
    NOT_SURE = "clean_not_sure"
    BUSY = "clean_busy"


@dataclass(frozen=True)
class Cleaned:
    """A file that may be sent: its bytes, what was removed (sorted, each once), and whether it was looked into at all.

    `as_it_was` is true for text, sound and film: they are passed on byte for byte, with whatever they carry.
    `made_into` is the ending of the form it has now, where that is another one than it came in; "" otherwise.
    """

    content: bytes
    removed: tuple[Kind, ...] = ()
    as_it_was: bool = False
    made_into: str = ""

    def named(self, name: str) -> str:
        """Give the name that goes with these bytes, for a file that came as `name`."""
        return f"{PurePosixPath(name).stem}.{self.made_into}" if self.made_into else name


class CannotClean(Exception):
    """The file was not cleaned and nothing of it was kept; `why` says which of the known reasons it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why

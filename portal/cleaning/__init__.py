"""Taking out of a file what says who made it, where, when and with what. In memory; a file in doubt is refused.

`clean` does the work in the calling process and is meant for a process that may die of it. The door uses
`workshop.Workshop`, which has `answer` run in a short-lived child with ceilings on memory and time.

Inside this package imports are relative: the child loads the package alone, without the web and the databases.
"""

from .by_kind import MOST_BYTES, clean
from .child import answer, ready
from .outcome import CannotClean, Cleaned, Kind, Why
from .sniffing import Format, passes, sniff

__all__ = [
    "MOST_BYTES",
    "CannotClean",
    "Cleaned",
    "Format",
    "Kind",
    "Why",
    "answer",
    "clean",
    "passes",
    "ready",
    "sniff",
]

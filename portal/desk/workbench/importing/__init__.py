"""Reading what two units sent: bytes to a grid in a limited child, a proposal to look at, then typed rows.

`Reading().read(name, content)` gives a `Book`; `propose(book, hints)` what was understood, column by column;
`accept(book, choices, roster)` the rows, and every row that is not among them with its reason. Import the roster first.
Everything is plain data: `stored` and `restored` turn it into JSON and back.
"""

from .accepting import accept
from .apart import Reading
from .plain import Book, Choices, Column, Hints, Imported, Noted, Proposal, restored, stored
from .proposing import propose
from .reasons import CannotRead, Reason, words_of
from .table.grid import Sheet

__all__ = [
    "Book", "CannotRead", "Choices", "Column", "Hints", "Imported", "Noted", "Proposal", "Reading", "Reason", "Sheet",
    "accept", "propose", "restored", "stored", "words_of",
]  # fmt: skip

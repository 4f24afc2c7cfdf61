"""Bytes to a grid of text. Loads nothing of the portal and, beside python-calamine, nothing but the standard library.

`apart` starts a child with this package alone: a child that had to load the desk first would take seconds to start,
and would have its keys and settings within reach of a hostile file.
"""

from .faults import CannotRead, Reason
from .grid import Form, Grid, Sheet
from .reading import read

__all__ = ["CannotRead", "Form", "Grid", "Reason", "Sheet", "read"]

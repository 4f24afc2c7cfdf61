"""When an officer's old key may be destroyed."""

from enum import StrEnum
from typing import Final

OLD_KEY_DAYS: Final = 14
"""So long after a new roster a report may still come sealed to an old key: a page was open, a host was late."""


class Obstacle(StrEnum):
    """Why an officer's old key is still needed."""

    UNSIGNED = "unsigned"
    UNPUBLISHED = "unpublished"
    YOUNG = "young"
    LETTERBOX = "letterbox"
    ITEMS = "items"
    NAMES = "names"


def why_needed(
    *, signed: bool, published: bool, days: int | None, waiting: bool, items: int, names: int
) -> Obstacle | None:
    """Say why the old key cannot be destroyed yet, or None.

    `days` since a roster with the new key was published; None where nothing is sealed to this officer from outside, so
    that neither publishing nor waiting matters. `waiting`: parcels lie in the letterbox. `items` and `names` count
    what only the old key opens.
    """
    if not signed:
        return Obstacle.UNSIGNED
    if items:
        return Obstacle.ITEMS
    if days is not None:
        outside = ((not published, Obstacle.UNPUBLISHED), (days < OLD_KEY_DAYS, Obstacle.YOUNG))
        for stands, obstacle in (*outside, (waiting, Obstacle.LETTERBOX)):
            if stands:
                return obstacle
    return Obstacle.NAMES if names else None

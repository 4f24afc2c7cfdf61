"""Which packages' branches guide the search, by the first word of a target's name. Imports nothing: what is to be
watched must not be loaded before the watching begins."""

from collections.abc import Mapping
from types import MappingProxyType

GUIDES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("portal.sealing", "portal.age"),
        "age": ("portal.age",),
        "multipart": ("portal.public.multipart", "werkzeug.sansio"),
        "pairs": ("portal.public", "urllib.parse"),
        "table": ("portal.desk.workbench",),
        "cleaning": ("portal.cleaning",),
        "drawing": ("portal.desk.drawing",),
    }
)

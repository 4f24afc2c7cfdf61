"""What a named reporter says of themselves: name, contact, and when it is safe. It travels in an envelope of its own.

Article 24 of 《纪检监察机关处理检举控告工作规则》 makes a report named by a name and a contact, and by nothing else: no
number of an identity card, no address, no rank is asked (DOMAIN 2).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import ValidationError

from portal.domain import fields
from portal.domain.fields import Part

NAME_AT_LEAST, NAME_AT_MOST = 2, 50
CONTACT_AT_LEAST, CONTACT_AT_MOST = 3, 100
TIMES_AT_MOST = 200


class UnreadableIdentity(Exception):
    """These are not the particulars of a named reporter; nothing is said of what stood there."""


class Identity(Part):
    """A named reporter: real name (or organisation), a contact, and when and how it is safe to use it."""

    name: Annotated[fields.Line, fields.length(NAME_AT_LEAST, NAME_AT_MOST)]
    contact: Annotated[fields.Line, fields.length(CONTACT_AT_LEAST, CONTACT_AT_MOST)]
    times: Annotated[fields.Line, fields.length(0, TIMES_AT_MOST)] = ""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Read what `body_of` wrote. Raise `UnreadableIdentity`, without a word of it; also for nobody's."""
        try:
            return cls.model_validate(dict(said))
        except ValidationError:
            raise UnreadableIdentity from None

    @classmethod
    def read_text(cls, text: str) -> Self:
        """Read the JSON text that `as_text` gives. Raise `UnreadableIdentity`."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            raise UnreadableIdentity from None

    def as_text(self) -> str:
        """Give the same as JSON text."""
        return self.model_dump_json()


NOBODY: Final[Mapping[str, str]] = {"name": "", "contact": "", "times": ""}

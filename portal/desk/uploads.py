"""The files an officer may send: whole in memory, never in a temporary file, and only where a page asks for them."""

from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.exceptions import UnsupportedMediaType

from portal.web.bodies import FORM_LIMIT, MIB

LARGEST_BODY = {"workbench.upload": 21 * MIB, "correspondence.reply": 6 * MIB}
"""By page: files of 20 MiB and 5 MiB together, and the form around them."""


class DeskRequest(Request):
    """A request of the desk. Werkzeug would otherwise put a large part, in plain, into a temporary file."""

    @property
    def max_content_length(self) -> int | None:
        """How many bytes of body are read; more only where a file is asked for. Setting it can only lower it."""
        own = LARGEST_BODY.get(self.endpoint or "", FORM_LIMIT)
        return own if self._max_content_length is None else min(own, self._max_content_length)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        if self.endpoint not in LARGEST_BODY:
            raise UnsupportedMediaType
        return BytesIO()

"""How much of a request's body is read at all, and that no file is taken where none was asked for."""

from typing import IO

from flask import Flask, Request, request
from werkzeug.exceptions import LengthRequired, UnsupportedMediaType

MIB = 1024 * 1024
# Thirty observations, every field filled to its limit in percent-encoded Chinese, stay below half of this.
FORM_LIMIT = MIB


class FormOnlyRequest(Request):
    """A request without files. Werkzeug would otherwise put a large part, in plain, into a temporary file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        raise UnsupportedMediaType


def install_body_limits(app: Flask) -> None:
    """Limit every body but a multipart one whose request class seals files and counts them itself.

    `MAX_FORM_MEMORY_SIZE` counts only the fields of multipart bodies; any other body would be read whole into memory.
    """

    @app.before_request
    def limit_body() -> None:
        if request.mimetype != "multipart/form-data" or isinstance(request, FormOnlyRequest):
            request.max_content_length = FORM_LIMIT
            if request.content_length is None and "Transfer-Encoding" in request.headers:
                # A body without a length is cut at the limit without a word: half a text would pass for a whole one.
                raise LengthRequired

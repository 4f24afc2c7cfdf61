"""Templates without their indentation: a fifth of a page, and nobody but their authors ever sees it."""

import re
from typing import Any

from jinja2.ext import Extension

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Slim(Extension):
    """Takes the spaces in front of each line of a template when it is compiled.

    No line is lost, so faults keep their numbers; what a page shows in <pre> or <textarea> comes from values and stays.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> Any:  # noqa: ARG002
        return _INDENTATION.sub("", source)

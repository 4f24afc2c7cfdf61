"""Logs that cannot betray anybody: what kind of error, in which file and line. Never a message, never a value.

An exception's text repeats what it stumbled over (a SQL parameter, a form field, an address), and libraries put client
addresses into their messages. So the only words that get through are the literal templates of our own log calls,
without what they would have been filled with.
"""

import logging
import sys
from pathlib import PurePath
from types import TracebackType
from typing import TextIO

_OURS = "portal"


def _place(path: str, line: int) -> str:
    parts = PurePath(path).parts
    for root in ("site-packages", "portal"):
        if root in parts:
            last = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[last + (root == "site-packages") :]) + f":{line}"
    return f"{parts[-1]}:{line}"


def _frames(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        places.append(_place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return places


def describe(error: BaseException) -> str:
    """Describe `error` and its causes: class names, the innermost place, and the last place of ours on the way."""
    told, seen = [], set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = _frames(current.__traceback__)
        ours = [frame for frame in frames if frame.startswith(f"{_OURS}/")][-1:]
        places = list(dict.fromkeys(ours + frames[-1:]))
        told.append(f"{type(current).__module__}.{type(current).__qualname__} at {' > '.join(places) or '?'}")
        current = current.__cause__ or current.__context__
    return " <- ".join(told)


class DiscreetFormatter(logging.Formatter):
    """One line a record: level, logger, place, our own template unfilled, and the error's class and place."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [record.levelname, record.name, _place(record.pathname, record.lineno)]
        if (record.name == _OURS or record.name.startswith(f"{_OURS}.")) and isinstance(record.msg, str):
            parts.append(record.msg)
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(describe(record.exc_info[1]))
        return " ".join(" ".join(part.split()) for part in parts)


class DiscreetHandler(logging.StreamHandler[TextIO]):
    """Writes to standard error, whatever that is at the moment of writing."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(DiscreetFormatter())

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # a property where the base class has a variable
        return sys.stderr


def install_logs(root: logging.Logger | None = None) -> None:
    """Give the root logger a `DiscreetHandler`, once: with none, Python prints messages and tracebacks in full."""
    root = root or logging.getLogger()
    if not any(isinstance(handler, DiscreetHandler) for handler in root.handlers):
        root.addHandler(DiscreetHandler())

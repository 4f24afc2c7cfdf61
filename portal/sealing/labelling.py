"""A case's label for one officer: the little that a list of cases shows of a report, under that officer's own key.

Every label has the same length, so a thief of the rows learns nothing from them but that they are there (ADR 0054).
"""

import json
from dataclasses import dataclass
from typing import ClassVar, Final, final

from portal.sealing.errors import NotUnwrapped
from portal.sealing.grown import GrownKey

LABEL_SIZE: Final = 512
"""Bytes of every label before it is encrypted: room for all signs and two units of twenty letters each."""


@final
@dataclass(frozen=True)
class Label:
    """The codes of the signs that a report ticks, and its two units as a list shows them; "" for what is not said."""

    signs: tuple[str, ...] = ()
    sender: str = ""
    receiver: str = ""


@final
@dataclass(frozen=True)
class LabelKey(GrownKey):
    """One officer's key for labels; another than for search entries, though it grows from the same identity."""

    USE: ClassVar[bytes] = b"portal/label/v1"
    ROW: ClassVar[str] = "label"

    def close(self, label: Label, officer: str, case_id: str) -> bytes:
        """Encrypt a label for its row. Raises ValueError for one that is too long."""
        said = [" ".join(label.signs), label.sender, label.receiver]
        line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        if len(line) > LABEL_SIZE:
            raise ValueError("a label longer than every label is")
        return self.wrapped(line.ljust(LABEL_SIZE, b"\x00"), officer, case_id)

    def open(self, closed: bytes, officer: str, case_id: str) -> Label:
        """Decrypt the label of a row. Raises NotUnwrapped for another key, another row or other bytes."""
        line = self.unwrapped(closed, officer, case_id).rstrip(b"\x00")
        try:
            match json.loads(line):
                case [str(signs), str(sender), str(receiver)]:
                    return Label(tuple(signs.split()), sender, receiver)
        except ValueError:
            pass
        raise NotUnwrapped("no label")

"""What a backup says of itself, in clear: which door, of when, sealed to whom, and the parts it consists of.

Nothing in it tells of a report: it counts files, names days of backups, and every part is sealed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from portal.backup.digesting import words_of
from portal.backup.errors import NotGenuine

DATABASE, KEYS = "database.age", "keys.age"
LONGEST = 64 * 1024 * 1024

Door = Literal["letterbox", "desk"]
Engine = Literal["sqlite", "postgresql"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Part(_Strict):
    """One sealed file of a backup: its name in the folder, its bytes, their SHA-256 in hex."""

    name: str = Field(pattern=r"^(database|keys|files-[0-9]{5})\.age$")
    size: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(_Strict):
    """One backup. Instants are aware, UTC.

    `to`: the recipients' fingerprints. `files`: sealed files in it; `gone`: those that were removed while it was made;
    `lost`: those that rows name and that were not there. While it is being made, `finished` is None and `last` the
    name of the last file in it.
    """

    format: Literal["portal-backup/1"] = "portal-backup/1"
    door: Door
    engine: Engine
    revision: str = Field(pattern=r"^[0-9]{4}$")
    begun: AwareDatetime
    finished: AwareDatetime | None = None
    to: Annotated[tuple[str, ...], Field(min_length=1)]
    files: int = Field(default=0, ge=0)
    gone: int = Field(default=0, ge=0)
    lost: int = Field(default=0, ge=0)
    last: str = Field(default="", pattern=r"^([0-9a-f]{32})?$")
    parts: tuple[Part, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all its parts."""
        return sum(part.size for part in self.parts)

    @property
    def name(self) -> str:
        """The name of its folder: door and moment."""
        return f"{self.door}-{self.begun:%Y%m%dT%H%M%SZ}"

    @property
    def file_parts(self) -> Iterator[Part]:
        """The parts that hold sealed files, in the order they were written."""
        return (part for part in self.parts if part.name.startswith("files-"))

    def part(self, name: str) -> Part | None:
        """The part of this name, if it is there."""
        return next((part for part in self.parts if part.name == name), None)

    def write(self) -> bytes:
        """The manifest as a file: JSON, one key on a line, the same bytes for the same manifest."""
        return f"{self.model_dump_json(indent=1)}\n".encode()


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest. Raise `NotGenuine` for anything else; two parts of one name are none."""
    try:
        found = Manifest.model_validate_json(content)
    except ValidationError as bad:
        raise NotGenuine("the manifest is damaged, or of another version of the portal") from bad
    if len({part.name for part in found.parts}) != len(found.parts):
        raise NotGenuine("the manifest names a part twice")
    return found


def digest_words(manifest: Manifest) -> str:
    """What people compare and write down: it stands for every byte of the backup."""
    return words_of(manifest.write())


def moment(instant: datetime) -> str:
    """An instant as commands print it."""
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"

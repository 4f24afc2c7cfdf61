"""Every setting, typed and frozen. TOML in; an unknown key is an error; secrets are named by file path only.

Only `app.py`, `portal.commands`, `portal.demonstration` and the two door factories read this module.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from portal.blobs.place import Bucket
from portal.clock import Clock

Port = Annotated[str, Field(pattern=r"^[0-9A-Za-z.\-\[\]:]+:\d{1,5}$")]
BucketAddress = Annotated[str, Field(pattern=r"^s3://[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9](/[0-9A-Za-z_\-]+)*/?$")]
Blobs = Annotated[BucketAddress | Path, Field(union_mode="left_to_right")]
MIB = 1024 * 1024


class SettingsError(Exception):
    """The configuration cannot be used; the text names file, key and reason."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Deployment(_Section):
    mode: Literal["production", "demonstration"] = "production"
    timezone: str = "Asia/Shanghai"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError("not a time zone of the IANA database") from unknown
        return name


class _Store(_Section):
    """Where a section's blobs lie, and how a bucket is reached if it is one."""

    blobs: Blobs
    bucket_endpoint: str = Field(default="", pattern=r"^(https?://[0-9A-Za-z.\-\[\]:]+/?)?$")
    bucket_region: str = Field(default="", pattern=r"^[0-9a-z\-]*$")
    bucket_address: Literal["path", "virtual"] = "path"
    bucket_credentials: Path = Path()
    bucket_ca: Path = Path()
    bucket_spool: Path = Path("var/spool")

    @field_validator("blobs")
    @classmethod
    def _not_half_a_bucket(cls, blobs: str | Path) -> str | Path:
        if isinstance(blobs, Path) and blobs.parts[:1] == ("s3:",):
            raise ValueError("not the address of a bucket: s3://name or s3://name/prefix")
        return blobs

    @property
    def place(self) -> Path | Bucket:
        """Where the blobs lie: a folder, or a bucket with the way to it."""
        if isinstance(self.blobs, Path):
            return self.blobs
        name, _, prefix = self.blobs.removeprefix("s3://").partition("/")
        return Bucket(
            name=name,
            prefix=prefix,
            endpoint=self.bucket_endpoint,
            region=self.bucket_region,
            address=self.bucket_address,
            credentials=self.bucket_credentials if self.bucket_credentials.name else None,
            ca=self.bucket_ca if self.bucket_ca.name else None,
            spool=self.bucket_spool,
        )


class Letterbox(_Store):
    database: str = "sqlite:///var/letterbox.sqlite"
    blobs: Blobs = Path("var/letterbox-blobs")


class Public(_Section):
    bind: Port = "127.0.0.1:8400"
    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=8, ge=1, le=64)
    keys: Path = Path("keys")
    files_at_most: int = Field(default=10, ge=0, le=50)
    file_limit_mib: int = Field(default=20, ge=1, le=4096)
    report_limit_mib: int = Field(default=50, ge=1, le=16384)
    reports_per_minute: int = Field(default=12, ge=1, le=1_000_000)
    letters_per_minute: int = Field(default=30, ge=1, le=1_000_000)


class Desk(_Store):
    bind: Port = "127.0.0.1:8500"
    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=8, ge=1, le=64)
    database: str = "sqlite:///var/desk.sqlite"
    blobs: Blobs = Path("var/desk-blobs")
    keys: Path = Path("keys/desk")
    secure_cookies: bool = True
    idle_minutes: int = Field(default=20, ge=1, le=480)
    absolute_hours: int = Field(default=10, ge=1, le=24)
    new_second_days: int = Field(default=7, ge=0, le=90)
    request_days: int = Field(default=14, ge=1, le=90)
    passphrase_days: int = Field(default=0, ge=0, le=3650)
    keep_concluded_years: int = Field(default=10, ge=0, le=100)
    keep_other_years: int = Field(default=2, ge=0, le=100)
    # Browsers make passkeys for TLS and for localhost only, and never for a bare number.
    origin: str = Field(
        default="", pattern=r"^(https://[a-z0-9-]+(\.[a-z0-9-]+)*\.?[a-z]+(:\d{1,5})?|http://localhost(:\d{1,5})?)?$"
    )


class Collector(_Section):
    every_seconds: int = Field(default=30, ge=1, le=86400)
    sweep_blobs_after_hours: int = Field(default=24, ge=1, le=720)


class Mail(_Section):
    host: str = ""
    port: int = Field(default=25, ge=1, le=65535)
    sender: str = Field(default="", pattern=r"^([^@\s<>]+@[^@\s<>]+)?$")
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    ca: Path = Path()


class Backup(_Section):
    folder: Path = Path()
    recipients: Path = Path("keys/backup.pub")
    at_most_hours: int = Field(default=26, ge=1, le=8784)
    keep_days: int = Field(default=30, ge=1, le=3650)


class Settings(_Section):
    """The whole configuration. Relative paths are relative to the configuration file's folder."""

    deployment: Deployment = Deployment()
    letterbox: Letterbox = Letterbox()
    public: Public = Public()
    desk: Desk = Desk()
    collector: Collector = Collector()
    mail: Mail = Mail()
    backup: Backup = Backup()

    @property
    def demonstration(self) -> bool:
        """True only where invented keys and officers are allowed."""
        return self.deployment.mode == "demonstration"

    def clock(self) -> Clock:
        """The deployment's clock."""
        return Clock(ZoneInfo(self.deployment.timezone))


_STORE = ("blobs", "bucket_credentials", "bucket_ca", "bucket_spool")
_PATHS = {
    "letterbox": _STORE,
    "public": ("keys",),
    "desk": (*_STORE, "keys"),
    "mail": ("ca",),
    "backup": ("folder", "recipients"),
}
_SQLITE = "sqlite:///"


def load(path: Path) -> Settings:
    """Read `path` (TOML). Raise `SettingsError` for a missing file, bad TOML, an unknown key or a bad value."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise SettingsError(f"{path}: cannot be read ({missing.strerror})") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as bad:
        raise SettingsError(f"{path}: not valid TOML ({bad})") from bad
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as bad:
        first = bad.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {where}: {first['msg']}") from bad
    return _anchored(settings, path.resolve().parent)


def _anchored(settings: Settings, folder: Path) -> Settings:
    """The same settings with every relative path and SQLite file made absolute under `folder`."""
    changed = {}
    for name, keys in _PATHS.items():
        section = getattr(settings, name)
        paths = {key: getattr(section, key) for key in keys}
        update: dict[str, object] = {key: folder / path for key, path in paths.items() if _is_file(path)}
        url = getattr(section, "database", "")
        if url.startswith(_SQLITE) and not url.startswith(_SQLITE + "/"):
            update["database"] = f"{_SQLITE}{folder / url.removeprefix(_SQLITE)}"
        changed[name] = section.model_copy(update=update)
    return settings.model_copy(update=changed)


def _is_file(path: object) -> bool:
    """Whether a setting names a file or folder here; "." says that there is none, and a bucket is an address."""
    return isinstance(path, Path) and path.name != ""

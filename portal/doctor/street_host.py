"""Checks of the host on the street."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from ipaddress import ip_address

from sqlalchemy.exc import SQLAlchemyError

from portal.doctor.complaint import Complaint
from portal.doctor.files import not_written_by_others
from portal.letterbox.slot import roster_mark
from portal.sealing import BadRoster, Roster, RosterExpired, SealingError, VerifyKey
from portal.settings import Settings
from portal.web.database import Database, Unavailable

SOON = timedelta(days=14)
PRIVATE = ("**/*.age", "**/audit.key", "**/cookie.key", "**/officers")


def on_loopback(bind: str) -> bool:
    """Whether `host:port` is reached from this machine only."""
    host = bind.rsplit(":", 1)[0].strip("[]")
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listens_behind_a_proxy(settings: Settings) -> Iterator[Complaint]:
    """The door speaks no TLS itself."""
    if not on_loopback(settings.public.bind):
        yield Complaint(
            "[public] bind",
            "the door can be reached without TLS",
            "Listen on 127.0.0.1 behind deploy/nginx-public.conf",
        )


def no_private_keys(settings: Settings) -> Iterator[Complaint]:
    """Whoever takes this host must find no key that opens or signs anything (T1)."""
    keys = settings.public.keys
    if settings.desk.keys.is_relative_to(keys):
        # On a small deployment that serves both doors the desk's keys lie below; the desk's own checks look at them.
        below = {path for pattern in PRIVATE for path in settings.desk.keys.glob(pattern)} | {settings.desk.keys}
    else:
        below = set()
    for pattern in PRIVATE:
        for path in sorted(set(keys.glob(pattern)) - below):
            if not any(parent in below for parent in path.parents):
                yield Complaint(str(path), "a private key on the street host", "Carry it to where it belongs")


def pinned_authority(settings: Settings) -> Iterator[Complaint]:
    """Whoever exchanges the pinned key signs rosters that this door believes."""
    for path in (settings.public.keys, settings.public.keys / "authority.pub"):
        yield from not_written_by_others(path)


def roster(settings: Settings) -> Iterator[Complaint]:
    """The door opens only with a roster that the pinned authority signed and that has not expired."""
    keys, today = settings.public.keys, settings.clock().today()
    try:
        authority = VerifyKey.parse((keys / "authority.pub").read_text(encoding="ascii").strip())
        document, signature = (keys / "roster.json").read_bytes(), (keys / "roster.sig").read_bytes()
    except OSError as missing:
        name = missing.filename or keys
        yield Complaint(str(name), "cannot be read", "Run at the desk: portal roster sign, portal roster publish")
        return
    except (SealingError, ValueError):
        yield Complaint(str(keys / "authority.pub"), "not an authority's public key", "Carry it over again")
        return
    try:
        verified = Roster.verified(document, signature, authority, today, 0)
    except RosterExpired:
        yield Complaint(str(keys / "roster.json"), "has expired", "Sign and publish a new one: portal roster sign")
    except BadRoster as bad:
        yield Complaint(str(keys / "roster.json"), f"cannot be trusted ({bad})", "Publish it again from the desk")
    else:
        if verified.version < _used(settings):
            yield Complaint(
                str(keys / "roster.json"),
                "is older than one that was used here already",
                "Publish the newest again, at the desk: portal roster publish",
            )
        if verified.expires - today < SOON:
            yield Complaint(
                str(keys / "roster.json"), f"expires on {verified.expires}", "Sign a new one now: portal roster sign"
            )
        for office in verified.offices:
            if not office.receives:
                yield Complaint(f"office {office.id}", "has nobody to open reports", "Enrol an intake officer")


def _used(settings: Settings) -> int:
    """The highest version that any door has used; 0 when the letterbox cannot be asked, which another check names."""
    try:
        with closing(Database(settings.letterbox.database)) as letterbox, letterbox.reading() as session:
            return roster_mark(session)
    except (Unavailable, ValueError, SQLAlchemyError):
        return 0


def limits(settings: Settings) -> Iterator[Complaint]:
    """A file that may be larger than the whole report is a promise the form cannot keep."""
    if settings.public.file_limit_mib > settings.public.report_limit_mib:
        yield Complaint(
            "[public] file_limit_mib", "larger than report_limit_mib", "Make report_limit_mib at least as large"
        )

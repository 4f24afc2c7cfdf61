"""Checks of the desk's host."""

from collections.abc import Iterator

from portal.doctor.complaint import Complaint
from portal.doctor.files import closed_to_others
from portal.doctor.street_host import on_loopback
from portal.settings import Settings

LONGEST_IDLE_MINUTES = 60


def listens_behind_a_proxy(settings: Settings) -> Iterator[Complaint]:
    """The desk speaks no TLS itself, and belongs on the inside network."""
    if not on_loopback(settings.desk.bind):
        yield Complaint(
            "[desk] bind", "the desk can be reached without TLS", "Listen on 127.0.0.1 behind deploy/nginx-desk.conf"
        )


def keys(settings: Settings) -> Iterator[Complaint]:
    """The audit and cookie keys must be there, and nobody else on the host may read any key."""
    folder = settings.desk.keys
    for name in ("audit.key", "cookie.key"):
        if not (folder / name).is_file():
            yield Complaint(str(folder / name), "is missing", "Run: portal init")
    for path in (folder, folder / "officers", *sorted(folder.glob("**/*.key")), *sorted(folder.glob("**/*.age"))):
        yield from closed_to_others(path)


def invented_officers(settings: Settings) -> Iterator[Complaint]:
    """A demonstration writes down how its officers sign in, and prints it."""
    from portal.desk.keys import INVENTED  # noqa: PLC0415  the street host must never load the desk

    for path in sorted(settings.desk.keys.glob(INVENTED)):
        yield Complaint(
            str(path), "the passphrases of invented officers", "Make real keys in a new folder: portal init"
        )


def cookies(settings: Settings) -> Iterator[Complaint]:
    """Half of an officer's session key travels in the cookie."""
    if not settings.desk.secure_cookies:
        yield Complaint("[desk] secure_cookies", "cookies would travel without TLS", "Set secure_cookies = true")
    if settings.desk.idle_minutes > LONGEST_IDLE_MINUTES:
        yield Complaint(
            "[desk] idle_minutes", "an unattended desk stays open for over an hour", "Set it to 20, or less"
        )


def mail_is_private(settings: Settings) -> Iterator[Complaint]:
    """A reminder says nothing, but its addresses tell a network who works on cases and when something is late."""
    if settings.mail.host and settings.mail.tls == "none" and not on_loopback(f"{settings.mail.host}:1"):
        yield Complaint("[mail] tls", "reminders would travel without TLS", 'Set tls = "starttls" or "implicit"')


def authority_is_elsewhere(settings: Settings) -> Iterator[Complaint]:
    """Whoever holds the authority's key decides who reads reports; it belongs off every host."""
    for folder in {settings.desk.keys, settings.public.keys}:
        for path in sorted(folder.glob("**/authority.age")):
            yield Complaint(str(path), "the authority's private key lies on a host", "Carry it away, keep it off-line")

"""Handing reminders to the mail server. Nothing of a case is in reach of this module."""

import smtplib
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal

from portal.desk.reminding.rules import mail

Security = Literal["starttls", "implicit", "none"]
PATIENCE = 30.0


class NoMail(Exception):
    """The mail server cannot be used; the text says why, in one line."""


@dataclass(frozen=True)
class Relay:
    """The mail server of the house. `ca`: a file with the certificates to trust; None: those of the machine."""

    host: str
    port: int
    sender: str
    tls: Security
    ca: Path | None = None


@dataclass(frozen=True)
class Sent:
    """How many mails the server took, and how many addresses it refused."""

    taken: int
    refused: int


def send(relay: Relay, addresses: Iterable[str], now: datetime) -> Sent:
    """Send one reminder to each address. An address that the server refuses does not keep the others from theirs.

    Raise `NoMail` when the server cannot be reached, trusted or spoken to.
    """
    taken = refused = 0
    try:
        with _connected(relay) as server:
            for to in addresses:
                try:
                    server.sendmail(relay.sender, [to], mail(relay.sender, to, now, token_hex(16)))
                    taken += 1
                except smtplib.SMTPRecipientsRefused:
                    refused += 1
    except (OSError, smtplib.SMTPException) as failed:
        raise NoMail(f"{relay.host}:{relay.port}: {type(failed).__name__}; {taken} mails were sent before") from failed
    return Sent(taken, refused)


def _connected(relay: Relay) -> smtplib.SMTP:
    """A server that proved its name; with `starttls` nothing is said to one that does not offer it."""
    if relay.tls == "none":
        return smtplib.SMTP(relay.host, relay.port, timeout=PATIENCE)
    trust = ssl.create_default_context(cafile=str(relay.ca) if relay.ca else None)
    if relay.tls == "implicit":
        return smtplib.SMTP_SSL(relay.host, relay.port, timeout=PATIENCE, context=trust)
    server = smtplib.SMTP(relay.host, relay.port, timeout=PATIENCE)
    try:
        server.starttls(context=trust)
    except BaseException:
        server.close()
        raise
    return server

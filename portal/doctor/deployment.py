"""Checks of the deployment as a whole."""

import os
import resource
from collections.abc import Iterator

from sqlalchemy import make_url

from portal.doctor.complaint import Complaint
from portal.settings import Settings


def mode(settings: Settings) -> Iterator[Complaint]:
    """A demonstration invents keys, officers and passphrases, and prints them."""
    if settings.demonstration:
        yield Complaint(
            "[deployment] mode",
            "this is a demonstration with invented keys and officers",
            'Set mode = "production" and make real keys: portal init',
        )


def privileges(_settings: Settings) -> Iterator[Complaint]:
    """Neither door needs root for anything."""
    if os.geteuid() == 0:
        yield Complaint("user", "running as root", "Give each door its own user, see deploy/portal-public.service")


def core_dumps(_settings: Settings) -> Iterator[Complaint]:
    """A crash would write what a reporter typed, or an officer's identity, to disk (the canary promise)."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_CORE)
    if soft != 0:
        yield Complaint("core dumps", "a crash may write memory to disk", "Set LimitCORE=0, or: ulimit -c 0")


def passwords_in_addresses(settings: Settings) -> Iterator[Complaint]:
    """Secrets are files, never words in the configuration."""
    for section, address in (("letterbox", settings.letterbox.database), ("desk", settings.desk.database)):
        if make_url(address).password:
            yield Complaint(
                f"[{section}] database", "a password stands in the configuration", "Use a password file (PGPASSFILE)"
            )

"""Which checks belong to which host."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from portal.doctor import backups, buckets, databases, deployment, desk_host, server, street_host
from portal.doctor.complaint import Complaint
from portal.settings import Settings

Check = Callable[[Settings], Iterator[Complaint]]


class Door(StrEnum):
    """Which door this host serves; a small deployment may serve both."""

    PUBLIC = "public"
    DESK = "desk"


EVERYWHERE: tuple[Check, ...] = (
    deployment.mode,
    deployment.privileges,
    deployment.core_dumps,
    deployment.passwords_in_addresses,
    databases.letterbox_schema,
    databases.letterbox_files,
    server.letterbox_server,
    buckets.letterbox_bucket,
    backups.half_restored,
)
CHECKS: dict[Door, tuple[Check, ...]] = {
    Door.PUBLIC: (
        street_host.listens_behind_a_proxy,
        street_host.no_private_keys,
        street_host.pinned_authority,
        street_host.roster,
        street_host.limits,
        server.street_reads_nothing_sealed,
        backups.letterbox_backup,
    ),
    Door.DESK: (
        databases.apart,
        databases.desk_schema,
        databases.desk_files,
        server.desk_server,
        buckets.desk_bucket,
        desk_host.listens_behind_a_proxy,
        desk_host.keys,
        desk_host.invented_officers,
        desk_host.cookies,
        desk_host.mail_is_private,
        desk_host.authority_is_elsewhere,
        backups.desk_backup,
    ),
}


def examine(settings: Settings, doors: Iterable[Door]) -> list[Complaint]:
    """Every complaint about this host, in a stable order; empty when nothing is unsafe."""
    checks = list(EVERYWHERE)
    for door in doors:
        checks += CHECKS[door]
    return [complaint for check in checks for complaint in check(settings)]

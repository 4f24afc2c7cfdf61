"""Checks of buckets. They ask the store, and change nothing there."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from portal.blobs import Bucket, StoreUnavailable
from portal.doctor.complaint import Complaint
from portal.doctor.files import closed_to_others
from portal.doctor.street_host import on_loopback
from portal.settings import Settings


def letterbox_bucket(settings: Settings) -> Iterator[Complaint]:
    """What is not yet collected."""
    yield from _bucket("letterbox", settings.letterbox.place)


def desk_bucket(settings: Settings) -> Iterator[Complaint]:
    """The attachments of every case."""
    yield from _bucket("desk", settings.desk.place)


def _bucket(section: str, place: object) -> Iterator[Complaint]:
    if not isinstance(place, Bucket):
        return
    endpoint = urlsplit(place.endpoint)
    if endpoint.scheme == "http" and not on_loopback(f"{endpoint.hostname}:0"):
        yield Complaint(
            f"[{section}] bucket_endpoint", "the store is spoken to without TLS", "Use https, and bucket_ca if need be"
        )
    if place.credentials is not None:
        if not place.credentials.is_file():
            yield Complaint(str(place.credentials), "is missing", "Put the store's keys there, mode 0600")
            return
        yield from closed_to_others(place.credentials)
    yield from _service(f"[{section}] blobs", place)


def _service(where: str, place: Bucket) -> Iterator[Complaint]:
    from portal.blobs.service import Manner, Service  # noqa: PLC0415  only for whoever has a bucket

    service = Service(place)

    def told(request: str, manner: Manner = Manner.ONCE, **what: object) -> dict[str, object]:
        """The answer; nothing when it is refused: not every store has every setting, or shows it."""
        try:
            return service.ask(request, manner, **what)
        except OSError:
            return {}

    try:
        service.ask("list_objects_v2", MaxKeys=1)
    except StoreUnavailable as silent:
        yield Complaint(where, f"cannot be used: {silent}", "Look at endpoint, keys and the bucket's policy")
        return
    if told("list_objects_v2", Manner.STRANGER, MaxKeys=1):
        yield Complaint(where, "anybody can list the bucket", "Take public access away from it")
    if told("get_bucket_versioning").get("Status") == "Enabled":
        yield Complaint(where, "old versions stay when a blob is destroyed", "Use a bucket that never had versions")
    if told("get_bucket_logging").get("LoggingEnabled"):
        yield Complaint(where, "the store logs each request, with its time", "Switch access logs of this bucket off")

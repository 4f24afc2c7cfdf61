"""From a file of this host into the bucket, in parts, and never over something that is there.

Memory holds one part at a time, however large the file. A part that fails is sent again by itself.
"""

import contextlib
import os
from collections.abc import Iterator

from portal.blobs import digests
from portal.blobs.contract import StoreUnavailable
from portal.blobs.service import Exists, Manner, Service

PART = 8 * 1024 * 1024
"""Bytes. The protocol wants at least five MiB and at most ten thousand parts: eighty GiB."""

_ABSENT = "*"


def send(service: Service, key: str, fd: int, size: int) -> None:
    """Send the first `size` bytes of an open file. Returns when the bucket was asked, and has them all.

    Raise `Exists` when something else lies under that name; `NoRoom` or `StoreUnavailable` when the object may be there
    or not.
    """
    tag, there = _in_one(service, key, fd, size) if size <= PART else _in_parts(service, key, fd, size)
    try:
        _has(service, key, size, tag)
    except StoreUnavailable as other:
        if there:
            raise Exists("the bucket has another blob under that name") from other
        raise


def take_back(service: Service, key: str) -> None:
    """Remove what may have arrived; tried once, because who waits for this has been waiting."""
    with contextlib.suppress(OSError):
        service.ask("delete_object", Manner.ONCE, Key=key)


def _in_one(service: Service, key: str, fd: int, size: int) -> tuple[str, bool]:
    """Send it. Gives the tag that the object must have, and whether something was there already.

    A first try whose answer was lost makes the second one find something there: what it is, is asked afterwards.
    """
    part, there = _part(fd, 0, size), False
    digest = digests.digest(part)
    try:
        service.ask("put_object", Key=key, Body=part, ContentMD5=digests.header(digest), IfNoneMatch=_ABSENT)
    except Exists:
        there = True
    return digests.tag(digest), there


def _in_parts(service: Service, key: str, fd: int, size: int) -> tuple[str, bool]:
    """As `_in_one`. When an earlier try succeeded, the upload is gone as well."""
    upload, there = str(service.ask("create_multipart_upload", Key=key)["UploadId"]), False
    try:
        sent = list(_sent(service, (key, upload), fd, size))
        parts = {"Parts": [{"PartNumber": number, "ETag": tag} for number, (_, tag) in enumerate(sent, 1)]}
        with contextlib.suppress(FileNotFoundError):
            complete = {"Key": key, "UploadId": upload, "MultipartUpload": parts, "IfNoneMatch": _ABSENT}
            service.ask("complete_multipart_upload", Manner.FINISH, **complete)
    except Exists:
        there = True
        _abort(service, key, upload)
    except BaseException:
        _abort(service, key, upload)
        raise
    return digests.tag_of_parts([digest for digest, _ in sent]), there


def _abort(service: Service, key: str, upload: str) -> None:
    with contextlib.suppress(OSError):
        service.ask("abort_multipart_upload", Manner.ONCE, Key=key, UploadId=upload)


def _sent(service: Service, to: tuple[str, str], fd: int, size: int) -> Iterator[tuple[bytes, str]]:
    """Send each part to (key, upload). Gives its digest, and its tag as the bucket has it."""
    for number, start in enumerate(range(0, size, PART), 1):
        part = _part(fd, start, min(PART, size - start))
        digest = digests.digest(part)
        answer = service.ask(
            "upload_part", Key=to[0], UploadId=to[1], PartNumber=number, Body=part, ContentMD5=digests.header(digest)
        )
        yield digest, str(answer["ETag"])


def _part(fd: int, start: int, size: int) -> bytes:
    part = os.pread(fd, size, start)
    if len(part) != size:
        raise StoreUnavailable("what was written to the spool is not there")
    return part


def _has(service: Service, key: str, size: int, tag: str) -> None:
    """Pass when the bucket has these bytes under that name. Whoever only says so has lost an attachment."""
    try:
        there = service.ask("head_object", Key=key)
    except FileNotFoundError as nothing:
        raise StoreUnavailable("the bucket said that it kept a blob, and has none") from nothing
    # With a key of its own service a store encrypts before it counts, and its tag is not of these bytes.
    encrypted = str(there.get("ServerSideEncryption", "")).startswith("aws:kms")
    if there["ContentLength"] != size or (there["ETag"] != tag and not encrypted):
        raise StoreUnavailable("the bucket has other bytes than it was sent")

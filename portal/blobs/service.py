"""One bucket as a service: requests with time-outs and tries, errors in the words of this package.

The keys of the service are read when it is first spoken to, so that a door comes up, and says what is wrong, without.
"""

import errno
import os
from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as NotTheFormat
from contextlib import contextmanager
from enum import Enum
from functools import cache
from typing import Any

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.loaders import create_loader
from botocore.session import Session
from urllib3.exceptions import HTTPError

from portal.blobs.contract import NoRoom, StoreUnavailable
from portal.blobs.place import Bucket

Answer = dict[str, Any]

_ABSENT = {"404", "NoSuchKey", "NoSuchUpload", "NotFound"}
_FULL = {"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded"}
_EXISTS = {"412", "PreconditionFailed"}
_PROFILE = "default"


class Manner(Enum):
    """How a request is sent: as often as the place says, also with time to join parts, once, or once without keys."""

    USUAL = "usual"
    FINISH = "finish"
    ONCE = "once"
    STRANGER = "stranger"


class Exists(StoreUnavailable):
    """Something lies under that name already; it was not replaced."""


class Service:
    """Requests to one bucket, from any thread and from processes forked off this one."""

    def __init__(self, place: Bucket) -> None:
        self._place = place
        self._clients: dict[tuple[int, Manner], Any] = {}

    def ask(self, request: str, manner: Manner = Manner.USUAL, **what: object) -> Answer:
        """Send one request, named as botocore names it.

        Raise FileNotFoundError, `Exists`, `NoRoom`, or `StoreUnavailable` when there is no good answer.
        """
        with answering():
            return getattr(self._client(manner), request)(  # type: ignore[no-any-return]
                Bucket=self._place.name, **what
            )

    def pages(self, request: str, **what: object) -> Iterator[Answer]:
        """Every page of a listing. Raise like `ask`."""
        with answering():
            pages = self._client(Manner.USUAL).get_paginator(request)
            yield from pages.paginate(Bucket=self._place.name, **what)

    def _client(self, manner: Manner) -> Any:
        # A connection that two processes write to mixes up their answers: each makes its own.
        mine = (os.getpid(), manner)
        if mine not in self._clients:
            self._clients[mine] = _client(self._place, manner)
        return self._clients[mine]


def _client(place: Bucket, manner: Manner) -> Any:
    patience = place.patience
    config = Config(
        connect_timeout=patience.connect,
        read_timeout=patience.finish if manner is Manner.FINISH else patience.read,
        retries={
            "total_max_attempts": 1 if manner in (Manner.ONCE, Manner.STRANGER) else patience.tries,
            "mode": "standard",
        },
        max_pool_connections=64,
        s3={"addressing_style": place.address},
        # Newer checksums are unknown to many stores; what they would find, the MD5 of each part finds.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        **({"signature_version": UNSIGNED} if manner is Manner.STRANGER else {}),
    )
    session = Session()
    session.register_component("data_loader", _descriptions())
    return session.create_client(
        "s3",
        endpoint_url=place.endpoint or None,
        region_name=place.region or None,
        verify=str(place.ca) if place.ca else None,
        config=config,
        **({} if manner is Manner.STRANGER else _credentials(place)),
    )


@cache
def _descriptions() -> Any:
    """The library's descriptions of services: megabytes of JSON, read once a process, the same for every client."""
    return create_loader()


def _credentials(place: Bucket) -> dict[str, str]:
    if place.credentials is None:
        return {}
    told = ConfigParser(interpolation=None)
    try:
        told.read_string(place.credentials.read_text(encoding="utf-8"))
        section = told[_PROFILE]
        keys = {
            "aws_access_key_id": section["aws_access_key_id"],
            "aws_secret_access_key": section["aws_secret_access_key"],
        }
    except (NotTheFormat, KeyError, UnicodeDecodeError):
        # Without the cause: it quotes the line, and a secret may stand in it.
        raise StoreUnavailable("the credentials file of the bucket is not in the shared format") from None
    session_token = section.get("aws_session_token")
    return keys | ({"aws_session_token": session_token} if session_token else {})


@contextmanager
def answering() -> Iterator[None]:
    """Give what the libraries raise a name of ours, without its cause: that one names blobs, and this may be logged."""
    try:
        yield
    except ClientError as refused:
        raise _refusal(refused) from None
    except (BotoCoreError, HTTPError) as silent:
        raise StoreUnavailable(f"the bucket does not answer ({type(silent).__name__})") from None
    except (NoRoom, StoreUnavailable):
        raise
    except OSError as broken:
        raise StoreUnavailable(f"the bucket cannot be used ({type(broken).__name__})") from broken


def _refusal(refused: ClientError) -> OSError:
    status = str(refused.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
    said = {status, str(refused.response.get("Error", {}).get("Code", ""))}
    if said & _ABSENT and "NoSuchBucket" not in said:
        return FileNotFoundError(errno.ENOENT, "not in the bucket")
    if said & _FULL:
        return NoRoom(errno.ENOSPC, "no room left in the bucket")
    if said & _EXISTS:
        return Exists("the bucket has something under that name")
    return StoreUnavailable(f"the bucket answered {' '.join(sorted(said - {''}))}")

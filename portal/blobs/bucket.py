"""Blobs in a bucket of an S3-speaking store (ADR 0048).

What is being written lies sealed in a file of this host that has no name, and goes to the bucket in `keep`: a sending
that is broken off, refused or cleaned leaves nothing there to be found or removed, and what was written can be read
again before it is kept. The bucket is believed only after it was asked what it has.
"""

import contextlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, final

from portal.blobs.contract import aware, checked, is_name
from portal.blobs.folder import make_folder
from portal.blobs.place import Bucket
from portal.blobs.reading import Reading
from portal.blobs.sealed_file import CHUNK, SealedFile, SealedWriter, room
from portal.blobs.sending import send, take_back
from portal.blobs.service import Exists, Service


@final
class BucketStore:
    """Objects under `prefix/name`. Times are the bucket's own, to the second: see the threat model."""

    def __init__(self, place: Bucket) -> None:
        self._place = place
        self._service = Service(place)
        self._before = f"{place.prefix.strip('/')}/" if place.prefix.strip("/") else ""

    def new(self) -> "BucketWriter":
        return self.back(token_hex(16))

    def back(self, name: str) -> "BucketWriter":
        make_folder(self._place.spool)
        return BucketWriter(self._service, self._key(name), name, self._place.spool)

    def open(self, name: str) -> BinaryIO:
        return io.BufferedReader(Reading(self._service, self._key(name), self._place.patience), CHUNK)

    def size(self, name: str) -> int:
        return int(self._service.ask("head_object", Key=self._key(name))["ContentLength"])

    def delete(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._service.ask("delete_object", Key=self._key(name))

    def names(self) -> list[str]:
        return [name for name, _ in self._objects()]

    def sweep(self, older_than: datetime, wanted: Callable[[str], bool]) -> int:
        limit, removed = aware(older_than), 0
        for name, changed in self._objects():
            if changed < limit and not wanted(name):
                self.delete(name)
                removed += 1
        return removed + self._sweep_uploads(limit)

    def _sweep_uploads(self, limit: datetime) -> int:
        removed = 0
        for page in self._service.pages("list_multipart_uploads", Prefix=self._before):
            for upload in page.get("Uploads", ()):
                if upload["Initiated"] < limit and is_name(upload["Key"].removeprefix(self._before)):
                    with contextlib.suppress(FileNotFoundError):  # another sweep, or its owner, was faster
                        self._service.ask("abort_multipart_upload", Key=upload["Key"], UploadId=upload["UploadId"])
                        removed += 1
        return removed

    def _objects(self) -> Iterator[tuple[str, datetime]]:
        for page in self._service.pages("list_objects_v2", Prefix=self._before):
            for entry in page.get("Contents", ()):
                name = entry["Key"].removeprefix(self._before)
                if is_name(name):
                    yield name, entry["LastModified"]

    def _key(self, name: str) -> str:
        return self._before + checked(name)


@final
class BucketWriter(SealedWriter):
    """One object on its way. Until `keep` it is sealed bytes in a file without a name, which ends with the process."""

    def __init__(self, service: Service, key: str, name: str, spool: Path) -> None:
        self._service = service
        self._key = key
        with room(), tempfile.TemporaryFile(dir=spool, buffering=0) as nameless:
            super().__init__(name, SealedFile(os.dup(nameless.fileno())))

    def again(self) -> BinaryIO:
        with self._or_nothing():
            self._file.flush()
            # Opened once more rather than duplicated: it must have a position of its own.
            return os.fdopen(os.open(f"/proc/self/fd/{self._file.fd}", os.O_RDONLY), "rb")

    def _deliver(self) -> None:
        try:
            send(self._service, self._key, self._file.fd, self._file.size)
        except Exists:
            raise  # not ours to remove
        except BaseException:
            # Whether it arrived is not known. Nothing refers to it, so at worst the sweep takes it.
            take_back(self._service, self._key)
            raise

    def _remove(self) -> None:
        """Nothing: the file has no name, and went when it was closed."""

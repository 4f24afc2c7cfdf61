"""A store that speaks S3, as a process of its own on loopback, and buckets in it."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from portal.blobs import Bucket, Patience
from portal.blobs.service import Service
from tests.loopback import free_port

SOON = Patience(connect=2, read=2, finish=20, tries=3)
KEYS = "[default]\naws_access_key_id = invented\naws_secret_access_key = invented-too\n"


class ObjectStore:
    """The running server. `bucket(folder)` makes a fresh bucket whose spool and credentials lie in `folder`."""

    def __init__(self) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "ignore"}, **quiet)
        self._numbers = count(1)
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    def bucket(self, folder: Path, prefix: str = "") -> Bucket:
        keys = folder / "store.keys"
        if not keys.exists():
            folder.mkdir(parents=True, exist_ok=True)
            keys.write_text(KEYS, encoding="utf-8")
            keys.chmod(0o600)
        place = Bucket(
            name=f"blobs-{next(self._numbers)}",
            prefix=prefix,
            endpoint=f"http://127.0.0.1:{self.port}",
            region="us-east-1",
            credentials=keys,
            spool=folder / "spool",
            patience=SOON,
        )
        Service(place).ask("create_bucket")
        return place

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _wait(self) -> None:
        for _ in range(300):
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/")
                connection.getresponse().read()
                connection.close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the object store does not come up")


def elsewhere(place: Bucket, port: int) -> Bucket:
    """The same bucket, reached through another port."""
    return replace(place, endpoint=f"http://127.0.0.1:{port}")


def contents(place: Bucket) -> list[str]:
    """The keys of everything in a bucket, unfinished uploads too."""
    service = Service(place)
    objects = [entry["Key"] for page in service.pages("list_objects_v2") for entry in page.get("Contents", ())]
    uploads = [entry["Key"] for page in service.pages("list_multipart_uploads") for entry in page.get("Uploads", ())]
    return sorted(objects + uploads)

"""Real multipart bodies, a door that does nothing but take them, and stores whose disks fail."""

import errno
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from portal.blobs import BlobStore, BlobWriter, FolderStore, NoRoom
from portal.cleaning.workshop import Workshop
from portal.public.uploads import Limits, SealingRequest, Uploads, sealing_request

BOUNDARY = b"----WebKitFormBoundary7MA4YWxkTrZu0gW"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY.decode()}"
SMALL = Limits(files_at_most=3, file_bytes=200_000, request_bytes=300_000, text_bytes=100_000)


class File(NamedTuple):
    """A file as a browser sends it."""

    content: bytes
    name: str = "照片.jpg"
    type: str = "image/jpeg"
    field: str = "originals"


NO_FILE = File(b"", "", "application/octet-stream")


def text_part(name: str, value: str) -> bytes:
    head = f'--{BOUNDARY.decode()}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + value.encode() + b"\r\n"


def file_head(file: File) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{file.field}"; filename="{file.name}"'
    return f"--{BOUNDARY.decode()}\r\n{disposition}\r\nContent-Type: {file.type}\r\n\r\n".encode()


def body(*parts: File | tuple[str, str]) -> bytes:
    """A whole form in the order given."""
    pieces = (
        file_head(part) + part.content + b"\r\n" if isinstance(part, File) else text_part(*part) for part in parts
    )
    return b"".join(pieces) + b"--" + BOUNDARY + b"--\r\n"


class Seen:
    """What the view of the small door saw last."""

    def __init__(self, form: dict[str, str], uploads: Uploads) -> None:
        self.form = form
        self.uploads = uploads
        self.taken = [(upload.entry.slot, upload.entry.name, upload.entry.size) for upload in uploads.taken]
        self.types = [upload.entry.media_type for upload in uploads.taken]
        self.refused = [(refused.name, refused.why.name) for refused in uploads.refused]


View = Callable[[Uploads], None]


def keep(uploads: Uploads) -> None:
    uploads.keep()


def do_nothing(_uploads: Uploads) -> None: ...


class SmallDoor:
    """A Flask app with one view: it reads the form, remembers it, and does with the uploads what it was told to."""

    def __init__(self, store: BlobStore, limits: Limits = SMALL, view: View = do_nothing) -> None:
        self.app = Flask("small-door")
        self.app.request_class = sealing_request(store, limits, Workshop())

        @self.app.post("/")
        def take() -> str:
            arrived = cast("SealingRequest", request)
            arrived.uploads.treat()
            self.seen = Seen(arrived.form.to_dict(), arrived.uploads)
            view(arrived.uploads)
            return "page"

        @self.app.errorhandler(HTTPException)
        def error_page(error: HTTPException) -> Response:
            # As the real page does: it may look at the form it was sent.
            return Response(f"error page, {len(request.form)} fields", error.code or 500)

    def post(self, sent: bytes, content_type: str = MULTIPART, **environ: Any) -> int:
        """Send a body; `environ` overrides what the server would say about it. Return the status."""
        return self._post(BytesIO(sent), content_type, {"CONTENT_LENGTH": str(len(sent)), **environ})

    def post_stream(self, stream: Any, length: int) -> int:
        """Send a body that is read while it is made."""
        return self._post(stream, MULTIPART, {"CONTENT_LENGTH": str(length)})

    def _post(self, stream: Any, content_type: str, environ: dict[str, str]) -> int:
        # Said in the environment, as a server does: the test client would put its own body in place of an empty one.
        environ = {"wsgi.input": stream, "CONTENT_TYPE": content_type, **environ}
        return self.app.test_client().post("/", environ_overrides=environ).status_code


class Pieces:
    """A `wsgi.input` made of pieces, none of which is there before it is asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self.given = 0

    def read(self, size: int) -> bytes:
        if not self._held:
            self._held = next(self._pieces, b"")
        given, self._held = self._held[:size], self._held[size:]
        self.given += len(given)
        return given


class FailingStore:
    """A folder store whose disk fails once: at the n-th operation, counted over `new`, `write`, `again` and `keep`."""

    def __init__(self, folder: Path, fails_at: int, error: OSError | None = None) -> None:
        self._inside = FolderStore(folder)
        self._count = itertools.count(1)
        self._fails_at = fails_at
        self._error = error or NoRoom(errno.ENOSPC, "no room")
        self.failed = False

    def step(self) -> None:
        if next(self._count) == self._fails_at:
            self.failed = True
            raise self._error

    def new(self) -> BlobWriter:
        self.step()
        return FailingWriter(self, self._inside.new())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def open(self, name: str) -> BinaryIO:
        return self._inside.open(name)


class FailingWriter:
    def __init__(self, store: FailingStore, inside: BlobWriter) -> None:
        self._store = store
        self._inside = inside
        self.name = inside.name
        self.discard = inside.discard

    @contextmanager
    def _or_nothing(self) -> Iterator[None]:
        try:
            self._store.step()
            yield
        except OSError:
            self._inside.discard()
            raise

    def write(self, data: bytes) -> int:
        with self._or_nothing():
            return self._inside.write(data)

    def again(self) -> BinaryIO:
        with self._or_nothing():
            return self._inside.again()

    def keep(self) -> None:
        with self._or_nothing():
            self._inside.keep()

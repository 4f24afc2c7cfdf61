"""Bodies of the reporting door: multipart, urlencoded, and the hidden input that carries a form along."""

from contextlib import suppress
from io import BytesIO

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from portal.public.multipart import StreamingForm
from portal.public.written import WRITTEN, packed, unpacked
from tests.fuzz.target import hold

TEXT_BYTES = 4096
BOUNDARY = "b"


class Whole:
    """Takes a file's bytes."""

    def __init__(self, kept: list[object], *claims: str) -> None:
        self._kept, self._claims, self._content = kept, claims, b""

    def write(self, data: bytes, /) -> None:
        self._content += data

    def end(self) -> None:
        self._kept.append((*self._claims, self._content))


class Pieces(BytesIO):
    """A body that arrives in pieces of a few bytes, as over a slow line."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(self._size)


def multipart(data: bytes) -> None:
    """The same form however its bytes arrive, within the bounds; else an answer of HTTP."""
    whole = _read(data, len(data) + 1, "multipart/form-data")
    for size in (7, 64):
        hold(_read(data, size, "multipart/form-data") == whole, "another form when it arrives in pieces")


def pairs(data: bytes) -> None:
    """A urlencoded form likewise; and what is carried along in a hidden input is read as it was packed."""
    whole = _read(data, len(data) + 1, "application/x-www-form-urlencoded")
    hold(_read(data, 7, "application/x-www-form-urlencoded") == whole, "another form when it arrives in pieces")
    if whole is not None:
        found = whole[0]
        carried = unpacked(MultiDict([(WRITTEN, packed(found))]))
        hold(sorted(carried.items(multi=True)) == sorted(found), "carried along, the form is another")
    unpacked(MultiDict([(WRITTEN, data.decode("utf-8", "replace"))]))


def _read(data: bytes, size: int, kind: str) -> tuple[list[tuple[str, str]], list[object]] | None:
    """Give texts and files; None for a body that is refused."""
    files: list[object] = []
    form = StreamingForm(lambda *claims: Whole(files, *claims), TEXT_BYTES, MultiDict)
    with suppress(HTTPException):
        _, fields, none = form.parse(Pieces(data, size), kind, len(data), {"boundary": BOUNDARY})
        texts = list(fields.items(multi=True))
        hold(not none, "a file outside of the sealer")
        hold(
            sum(len(value.encode("utf-8", "replace")) for _, value in texts) <= 3 * TEXT_BYTES, "more text than allowed"
        )
        return texts, files
    return None


def multipart_seeds() -> list[bytes]:
    text = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xe5\x8d\x81\r\n'
    file = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n"
    )
    return [text + b"--b--\r\n", text + file + b"--b--\r\n", file + file + text + b"--b--", b"--b--\r\n"]


def pair_seeds() -> list[bytes]:
    return [
        b"code=7K3Q-M9XD&lang=zh",
        b"text=%E5%8D%81%E5%9B%9B&empty=&empty=&%FF=%FF",
        packed([("text", "十四天"), ("text", "")]).encode(),
    ]

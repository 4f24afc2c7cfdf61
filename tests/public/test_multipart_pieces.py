"""A form is the same form however its bytes arrive. Found by fuzzing: now and then a byte too many."""

from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from portal.public.multipart import StreamingForm
from tests.public.bodies import BOUNDARY, File, body

TEXT, FILE = ("text", "十四天没有见到人。"), File(b"sealed\r\n\r", "a.age", "application/octet-stream")
OTHER = body(TEXT, FILE, TEXT)
VARIANTS = {
    "a browser's": OTHER,
    "with blanks after the boundary": OTHER.replace(BOUNDARY + b"\r\n", BOUNDARY + b" \t \t \t \t \t \r\n"),
    "with bare line feeds": OTHER.replace(b"\r\n--" + BOUNDARY, b"\n--" + BOUNDARY),
    "almost a boundary inside": body(File(b"x\r\n--" + BOUNDARY[:-1] + b"\r\n--" + BOUNDARY + b"x"), TEXT),
    "the boundary at the end of a line inside": body(
        File(b"x\r\n--" + BOUNDARY + b"-x\r\n--" + BOUNDARY + b" x"), TEXT
    ),
}


class Split(BytesIO):
    """Gives what stands before `at`, then the rest."""

    def __init__(self, content, at):
        super().__init__(content)
        self._at = at

    def read(self, size=-1):
        return super().read(self._at if self.tell() == 0 else size)


class Kept:
    def __init__(self, files, name):
        self.files, self.name, self.content = files, name, b""

    def write(self, data, /):
        self.content += data

    def end(self):
        self.files.append((self.name, self.content))


def read(stream):
    files = []
    form = StreamingForm(lambda _field, name, _type: Kept(files, name), 10_000, MultiDict)
    fields = form.parse(stream, "multipart/form-data", None, {"boundary": BOUNDARY.decode()})[1]
    return list(fields.items(multi=True)), files


@pytest.mark.parametrize("content", VARIANTS.values(), ids=VARIANTS)
def test_where_a_piece_ends_makes_no_difference(content):
    whole = read(BytesIO(content))
    assert len(whole[1]) == 1
    assert [at for at in range(1, len(content)) if read(Split(content, at)) != whole] == []


def test_nothing_is_added_to_what_was_sent():
    for at in range(1, len(OTHER)):
        assert read(Split(OTHER, at)) == ([TEXT, TEXT], [("a.age", FILE.content)])

"""T11: a malicious file is a file on the desk, and nothing more."""

import io
from dataclasses import dataclass

import pytest
from PIL import Image

from portal.apart import MIB, Apart, Ceilings, Exhausted
from portal.desk.looking import COVER, LARGEST, Looking, NoPreview
from tests.desk.previews import files

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'


@pytest.fixture(scope="module")
def looking():
    return Looking()


def look(looking, content, page=1):
    return looking.look(len(content), iter([content]), page)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF"])
def test_a_picture_is_drawn_anew_without_what_it_carried(looking, form):
    seen = look(looking, files.picture(form))
    drawn = Image.open(io.BytesIO(seen.picture))
    assert (drawn.format, drawn.size, seen.pages) == ("JPEG", (40, 30), 1)
    assert not drawn.getexif()
    assert drawn.getpixel((5, 5)) == pytest.approx((200, 30, 30), abs=12)


def test_a_photograph_stands_upright_and_fits_the_page(looking):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "范例相机"
    seen = look(looking, files.picture("JPEG", (4000, 3000), exif=exif))
    assert Image.open(io.BytesIO(seen.picture)).size == (1600, 2133)
    assert "范例相机".encode() not in seen.picture


def test_the_pages_of_a_pdf_are_drawn_one_by_one(looking):
    content = files.pdf(pages=3)
    assert look(looking, content, COVER).pages == 3
    assert Image.open(io.BytesIO(look(looking, content, 3).picture)).size == (1600, 2134)
    with pytest.raises(NoPreview):
        look(looking, content, 4)


def test_a_cover_shows_nothing(looking):
    for content in (files.picture(), files.pdf()):
        assert look(looking, content, COVER).picture == b""
    assert look(looking, "秘密".encode(), COVER).text == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_the_encodings_offices_use(looking, encoding):
    assert look(looking, "考勤表\r\n范例甲".encode(encoding)).text == "考勤表\n范例甲"


def test_a_long_text_has_pages_and_no_hidden_character(looking):
    content = ("\u202egpj.exe\x1b[2J" + "字" * 20_000).encode()
    first, second = look(looking, content), look(looking, content, 2)
    assert first.pages == 2
    assert first.text.startswith("\ufffdgpj.exe\ufffd[2J")
    assert second.text == "字" * (20_000 + 12 - 20_000)


def test_svg_is_text_and_never_a_picture(looking):
    seen = look(looking, SVG)
    assert seen.picture is None
    assert seen.text == SVG.decode()


@dataclass
class Harm:
    what: str
    content: bytes


HARM = [
    Harm("a decompression bomb", files.png_bomb()),
    Harm("a picture cut short", files.picture("PNG", (300, 300))[:200]),
    Harm("a beginning and nothing else", b"%PDF-1.7\n"),
    Harm("a locked pdf", files.locked_pdf()),
    Harm("a program", b"\x7fELF\x00\x01\x02\x03"),
    Harm("a film", b"\x00\x00\x00\x18ftypmp42" + bytes(100)),
    Harm("nothing but zeros", bytes(1000)),
]


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.what)
def test_what_cannot_be_shown_is_not_shown(looking, harm):
    with pytest.raises(NoPreview):
        look(looking, harm.content)


def test_a_pdf_that_acts_is_drawn_and_nothing_acts(looking):
    assert look(looking, files.pdf_that_acts()).picture.startswith(b"\xff\xd8\xff")


def test_a_polyglot_is_shown_as_one_of_its_two_selves_and_never_handed_on(looking):
    both = files.picture("JPEG") + files.pdf(1) + b"<script>alert(1)</script>"
    seen = look(looking, both)
    assert b"script" not in (seen.picture or b"")


def test_a_page_two_kilometres_tall_is_drawn_to_fit(looking):
    assert max(Image.open(io.BytesIO(look(looking, files.pdf(1, (14_400, 10))).picture)).size) <= 2400


def test_a_file_too_large_is_not_even_read(looking):
    def never():
        raise AssertionError
        yield b""

    with pytest.raises(NoPreview):
        looking.look(LARGEST + 1, never(), 1)


def _package(folder, body):
    (folder / "__init__.py").write_text(body, encoding="utf-8")
    return Apart(folder, Ceilings(memory=256 * MIB, seconds=2, at_once=1))


@pytest.mark.parametrize(
    "body",
    [
        "def answer(given): open('/etc/passwd')",
        "import socket\ndef answer(given): socket.socket()",
        "import subprocess\ndef answer(given): subprocess.run(['/bin/true'])",
        "def answer(given): bytearray(10**9)",
        "def answer(given):\n    while True: pass",
        "import os\ndef answer(given): os.kill(os.getpid(), 11)",
        "raise SystemExit(3)",
    ],
)
def test_a_child_that_was_taken_over_reaches_nothing_and_takes_only_itself_down(tmp_path, body):
    with pytest.raises(Exhausted):
        _package(tmp_path, body).answer(b"")


def test_a_child_gets_its_bytes_and_nothing_of_ours(tmp_path):
    body = "import os, sys\ndef answer(given): return repr((given, dict(os.environ), 'portal' in sys.modules)).encode()"
    given, environ, ours = eval(_package(tmp_path, body).answer(b"\x00x"))  # noqa: S307
    assert (given, ours) == (b"\x00x", False)
    assert set(environ) <= {"LC_CTYPE"}


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}\n",
        b'{"form":"picture","pages":1}\n<svg/>',
        b'{"form":"text","pages":0}\nx',
        b'{"form":"text","pages":1}\n\xff',
    ],
)
def test_an_answer_that_is_not_a_page_of_ours_is_not_believed(answer):
    class Taken(Looking):
        def __init__(self):
            self._apart = self

        def answer(self, _given):
            return answer

    with pytest.raises(NoPreview):
        look(Taken(), b"x")

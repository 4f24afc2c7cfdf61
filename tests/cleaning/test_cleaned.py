"""What was planted is gone, from the bytes and from everything that can be unpacked; what the reader sees is there."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from portal.cleaning import Cleaned, Kind, clean
from tests.cleaning import files

PLANTED = {
    "photo.jpg": files.picture,
    "photo.png": lambda: files.picture("PNG"),
    "photo.webp": lambda: files.picture("WEBP"),
    "letter.docx": files.docx,
    "sheet.xlsx": files.xlsx,
    "slides.pptx": files.pptx,
    "scan.pdf": files.pdf,
    "packed.pdf": lambda: files.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
}


def part(content, name):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("name", PLANTED)
def test_nothing_that_was_planted_is_left(name):
    given = PLANTED[name]()
    assert files.RAW in files.laid_open(given)
    made = clean(name, given)
    assert files.RAW not in files.laid_open(made.content)
    assert made.removed == tuple(sorted(set(made.removed)))
    assert made.removed
    assert not made.as_it_was


@pytest.mark.parametrize("name", PLANTED)
def test_a_cleaned_file_has_nothing_more_to_clean_and_equal_files_stay_equal(name):
    given = PLANTED[name]()
    made = clean(name, given).content
    assert clean(name, made).removed == ()
    assert clean(name, given).content == made


def test_a_photo_says_what_went_and_stands_upright():
    made = clean("a.jpg", files.picture(orientation=6))
    assert {Kind.PLACE, Kind.TIME, Kind.DEVICE, Kind.AUTHOR, Kind.COMMENT, Kind.COLOUR_PROFILE} <= set(made.removed)
    with Image.open(BytesIO(made.content)) as image:
        assert image.size == (24, 40)
        assert image.getpixel((12, 4))[0] > 150
        assert image.getpixel((12, 36))[2] > 150
        assert not image.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pixels_and_transparency_of_a_png_are_exactly_the_same(mode):
    sink = BytesIO()
    source = Image.new("I;16", (8, 8), 5000) if mode == "I;16" else files.drawing((8, 8)).convert(mode)
    source.save(sink, "PNG", **({"transparency": 0} if mode == "P" else {}))
    made = clean("a.png", sink.getvalue()).content
    with Image.open(BytesIO(sink.getvalue())) as before, Image.open(BytesIO(made)) as after:
        both = "I" if mode == "I;16" else "RGBA"
        assert before.convert(both).tobytes() == after.convert(both).tobytes()


def test_a_lossless_webp_keeps_every_pixel_and_a_grey_jpeg_stays_grey():
    sink = BytesIO()
    files.drawing().save(sink, "WEBP", lossless=True, exif=files.exif())
    with Image.open(BytesIO(clean("a.webp", sink.getvalue()).content)) as image:
        assert image.tobytes() == files.drawing().tobytes()
    grey = files.picture(image=files.drawing().convert("L"))
    with Image.open(BytesIO(clean("a.jpg", grey).content)) as image:
        assert image.mode == "L"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_exif_that_is_too_damaged_to_read_goes_too_and_is_told():
    sink = BytesIO()
    files.drawing().save(sink, "PNG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    made = clean("a.png", sink.getvalue())
    assert made.removed == (Kind.OTHER,)
    assert b"eXIf" not in made.content


def test_a_picture_inside_a_document_stays_as_it_lies():
    made = clean("a.docx", files.docx(**{"word/media/image1.jpeg": files.picture(orientation=6)})).content
    with zipfile.ZipFile(BytesIO(made)) as archive, Image.open(archive.open("word/media/image1.jpeg")) as image:
        assert image.size == (40, 24)


def test_a_document_keeps_its_words_and_its_own_prefixes():
    made = clean("a.docx", files.docx()).content
    body = part(made, "word/document.xml")
    assert '<w:t xml:space="preserve">正文 &amp; 内容</w:t>' in body
    assert 'mc:Ignorable="w14"' in body
    assert "批注" in part(made, "word/comments.xml")
    assert "w:zoom" in part(made, "word/settings.xml")


def test_no_mention_of_a_dropped_part_is_left():
    made = clean("a.docx", files.docx()).content
    assert "docProps" not in part(made, "_rels/.rels") + part(made, "[Content_Types].xml")
    assert "people" not in part(made, "word/_rels/document.xml.rels") + part(made, "[Content_Types].xml")
    assert "https://example.org/" in part(made, "word/_rels/document.xml.rels")
    assert "printer" not in part(clean("a.xlsx", files.xlsx()).content, "xl/worksheets/_rels/sheet1.xml.rels")


def test_a_sheets_note_keeps_its_words_but_not_its_author():
    note = part(clean("a.xlsx", files.xlsx()).content, "xl/comments1.xml")
    assert "<t>Author:</t>" in note
    assert "批注" in note


def test_a_heic_becomes_a_jpeg_without_what_the_telephone_wrote_beside_it():
    given = files.heic()
    assert files.RAW in given
    made = clean("a.heic", given)
    assert made.made_into == "jpg"
    assert {Kind.PLACE, Kind.TIME, Kind.DEVICE, Kind.AUTHOR} <= set(made.removed)
    assert files.RAW not in made.content
    with Image.open(BytesIO(made.content)) as image:
        assert (image.format, image.size) == ("JPEG", (40, 30))
        red, green, _ = image.getpixel((20, 15))
        assert red > 2 * green


def test_of_the_two_pictures_of_a_telephone_the_first_is_kept():
    sink = BytesIO()
    files.drawing().save(sink, "MPO", save_all=True, append_images=[files.drawing((20, 12))], exif=files.exif())
    with Image.open(BytesIO(sink.getvalue())) as both:
        assert both.n_frames == 2
    made = clean("a.jpg", sink.getvalue())
    assert Kind.PREVIEW in made.removed
    with Image.open(BytesIO(made.content)) as image:
        assert (image.format, image.size) == ("JPEG", (40, 24))


def test_a_zip_of_ours_says_nothing_of_its_making():
    with zipfile.ZipFile(BytesIO(clean("a.docx", files.docx()).content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(entry.create_system, entry.extra, entry.comment) for entry in archive.infolist()} == {(0, b"", b"")}
        assert archive.comment == b""


def test_a_pdf_keeps_its_page_its_note_and_its_picture():
    given = files.pdf()
    with pikepdf.open(BytesIO(clean("a.pdf", given).content)) as pdf, pikepdf.open(BytesIO(given)) as before:
        page = pdf.pages[0].obj
        assert b"/Photo Do" in page.Contents.read_bytes()
        assert [str(note.get("/Contents", "")) for note in page.Annots] == ["批注", ""]
        photos = [each.pages[0].obj.Resources.XObject.Photo.read_raw_bytes() for each in (before, pdf)]
        first, second = (Image.open(BytesIO(photo)).tobytes() for photo in photos)
        assert first == second
        assert "/Info" not in pdf.trailer


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "正文\n".encode()),
        ("b.CSV", "甲,乙\r\n".encode("gb18030")),
        ("c.txt", "正文".encode("utf-16")),
        ("d.mp3", b"ID3\x04\0\0\0\0\0\0"),
        ("e.mp3", b"\xff\xfb\x90\0"),
        ("f.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0"),
        ("g.mp4", b"\0\0\0\x18ftypisom\0\0\0\0"),
    ],
)
def test_text_sound_and_film_pass_and_it_is_said(name, content):
    assert clean(name, content) == Cleaned(content, (), as_it_was=True)

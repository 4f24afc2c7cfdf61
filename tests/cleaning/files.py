"""Real files, made in memory, with a canary in every place that speaks of their maker."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from PIL import ExifTags, Image, PngImagePlugin

from tests.desk.previews.files import HEIC

CANARY = "Canary7Fanli"
RAW = CANARY.encode()


def drawing(size=(40, 24)):
    """Left half red, right half blue: shows which way up a picture is."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, size[0], size[1]))
    return image


def exif(orientation=1):
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = CANARY
    tags[ExifTags.Base.DateTime] = "2026:01:02 03:04:05"
    tags[ExifTags.Base.Artist] = CANARY
    tags[ExifTags.Base.Orientation] = orientation
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = RAW
    tags.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (25.0, 2.0, 3.0), 29: CANARY})
    return tags


def picture(kind="JPEG", orientation=1, image=None):
    sink = BytesIO()
    extra = {"exif": exif(orientation), "icc_profile": b"\0" * 128 + RAW}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", CANARY)
        text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>", zip=True)
        extra["pnginfo"] = text
    else:
        extra["xmp"] = f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()
    if kind == "JPEG":
        extra |= {"comment": RAW, "quality": 90}
    (image or drawing()).save(sink, format=kind, **extra)
    return sink.getvalue() + (RAW if kind == "JPEG" else b"")


def box(kind, *inside):
    content = b"".join(inside)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def heic():
    """The red picture with an Exif item beside it, as telephones write them (ISO/IEC 23008-12, annex A)."""
    (end_of_type,) = struct.unpack_from(">I", HEIC)
    (meta_size,) = struct.unpack_from(">I", HEIC, end_of_type)
    # Of the handler, the place and the list of items come first: what follows them can stay.
    handler, rest = HEIC[end_of_type + 12 : 73], HEIC[142 : end_of_type + meta_size]
    pixels = HEIC[end_of_type + meta_size + 8 :]
    facts = bytes(4) + exif().tobytes().removeprefix(b"Exif\0\0")
    items = box(b"infe", b"\2\0\0\0\0\1\0\0hvc1\0"), box(b"infe", b"\2\0\0\0\0\2\0\0Exif\0")

    def meta(at):
        places = [
            struct.pack(">HHIHII", *row)
            for row in ((1, 0, at, 1, 0, len(pixels)), (2, 0, at + len(pixels), 1, 0, len(facts)))
        ]
        return box(
            b"meta",
            bytes(4),
            handler,
            box(b"iloc", b"\0\0\0\0\x44\x40\0\2", *places),
            box(b"iinf", b"\0\0\0\0\0\2", *items),
            box(b"iref", bytes(4), box(b"cdsc", struct.pack(">HHH", 2, 1, 1))),
            rest,
        )

    begin = HEIC[:end_of_type]
    return begin + meta(len(begin) + len(meta(0)) + 8) + box(b"mdat", pixels, facts)


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = RAW
    return sink.getvalue()


def rels(*entries):
    inner = "".join(
        f'<Relationship Id="r{number}" Type="http://schemas.example/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target, mode) in enumerate(entries)
    )
    return f'<Relationships xmlns="http://schemas.example/rels">{inner}</Relationships>'


def types(*names):
    inner = "".join(f'<Override PartName="/{name}" ContentType="application/xml"/>' for name in names)
    return f'<Types xmlns="http://schemas.example/types">{inner}</Types>'


EXTERNAL = ' TargetMode="External"'
W = 'xmlns:w="urn:w" xmlns:w14="urn:w14" xmlns:mc="urn:mc" mc:Ignorable="w14"'


def docx(**more):
    parts = {
        "[Content_Types].xml": types("word/document.xml", "docProps/core.xml", "word/people.xml"),
        "_rels/.rels": rels(("officeDocument", "word/document.xml", ""), ("core", "docProps/core.xml", "")),
        "docProps/core.xml": f"<c>{CANARY}</c>",
        "docProps/app.xml": f"<Company>{CANARY}</Company>",
        "docProps/custom.xml": f"<p>{CANARY}</p>",
        "docProps/thumbnail.jpeg": picture(),
        "customXml/item1.xml": f"<p>{CANARY}</p>",
        "customXml/_rels/item1.xml.rels": rels(("x", f"{CANARY}.xml", "")),
        "word/document.xml": f'<w:document {W}><!-- {CANARY} --><w:p w:rsidR="00{CANARY}" w:rsidRDefault="{CANARY}">'
        f'<w:ins w:id="1" w:author="{CANARY}" w:date="{CANARY}"><w:t xml:space="preserve">正文 &amp; 内容</w:t></w:ins>'
        f'<wp:docPr id="1" name="Picture 1" descr="C:\\Users\\{CANARY}\\IMG.jpg"/></w:p></w:document>',
        "word/_rels/document.xml.rels": rels(
            ("people", "people.xml", ""), ("image", "media/image1.jpeg", ""),
            ("hyperlink", "https://example.org/", EXTERNAL),
        ),
        "word/settings.xml": f'<w:settings {W}><w:rsids><w:rsid w:val="{CANARY}"/></w:rsids><w:zoom w:percent="100"/>'
        f'<w14:docId w14:val="{CANARY}"/><w:attachedTemplate r:id="r0"/></w:settings>',
        "word/_rels/settings.xml.rels": rels(("attachedTemplate", f"file:///C:/{CANARY}/a.dotx", EXTERNAL)),
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="{CANARY}" w:initials="{CANARY}" '
        f'w:date="{CANARY}"><w:t>批注</w:t></w:comment></w:comments>',
        "word/people.xml": f'<w:people {W}><w:person w:author="{CANARY}"/></w:people>',
        "word/media/image1.jpeg": picture(),
    }  # fmt: skip
    return zipped(parts | more)


def xlsx():
    return zipped({
        "[Content_Types].xml": types("xl/workbook.xml", "docProps/core.xml"),
        "docProps/core.xml": f"<c>{CANARY}</c>",
        "xl/workbook.xml": f'<workbook xmlns:x="urn:x" xmlns:xr="urn:xr"><fileSharing userName="{CANARY}"/>'
        f'<x:absPath url="C:\\{CANARY}"/><xr:revisionPtr documentId="{CANARY}"/><sheets/></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns:xr="urn:xr" xr:uid="{CANARY}"><v>42</v></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": rels(("printerSettings", "../printerSettings/printerSettings1.bin", "")),
        "xl/printerSettings/printerSettings1.bin": RAW,
        "xl/comments1.xml": f"<comments><authors><author>{CANARY}</author></authors><t>{CANARY}:</t>"
        "<t>\n批注</t></comments>",
        "xl/persons/person.xml": f"<p>{CANARY}</p>",
        "xl/threadedComments/threadedComment1.xml": f"<p>{CANARY}</p>",
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition refreshedBy="{CANARY}"/>',
    })  # fmt: skip


def pptx():
    return zipped({
        "[Content_Types].xml": types("ppt/presentation.xml"),
        "ppt/presentation.xml": "<p:presentation xmlns:p='urn:p'/>",
        "ppt/commentAuthors.xml": f'<p:l xmlns:p="urn:p"><p:cmAuthor name="{CANARY}" initials="{CANARY}"/></p:l>',
        "ppt/comments/comment1.xml": f'<p:cm xmlns:p="urn:p" authorId="0" dt="{CANARY}"><p:text>批注</p:text></p:cm>',
        "ppt/authors.xml": f'<author name="{CANARY}" initials="{CANARY}" userId="{CANARY}" providerId="{CANARY}"/>',
        "ppt/comments/modernComment_1.xml": f'<cm authorId="1" created="{CANARY}"><t>批注</t></cm>',
        "ppt/revisionInfo.xml": f"<r>{CANARY}</r>",
        "ppt/media/image1.png": picture("PNG"),
    })  # fmt: skip


def pdf(*, edit=None, **saving):
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    photo = made.make_stream(picture())
    photo.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=24, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
        )
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    page.obj.Contents = made.make_stream(b"q 40 0 0 24 0 0 cm /Photo Do Q")
    page.obj.PieceInfo = pikepdf.Dictionary(Draw=pikepdf.Dictionary(LastModified=CANARY))
    page.obj.Thumb = made.make_stream(RAW)
    page.obj.Annots = pikepdf.Array([
        made.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=CANARY, M=CANARY, NM=CANARY,
            Contents="批注",
        )),
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY),
        ),
        pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], Contents=CANARY),
    ])  # fmt: skip
    made.attachments[f"{CANARY}.txt"] = RAW
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY)
    made.Root.NotInAnyStandard = pikepdf.Dictionary(Who=CANARY)
    made.Root.Names.Templates = pikepdf.Dictionary(Who=CANARY)
    page.obj.Annots[0].Whose = CANARY
    made.Root.Metadata = made.make_stream(f"<x>{CANARY}</x>".encode())
    made.trailer.Info = made.make_indirect(pikepdf.Dictionary(Author=CANARY, Producer=CANARY))
    made.trailer.ID = pikepdf.Array([pikepdf.String(RAW + b"1234"), pikepdf.String(RAW + b"1234")])
    if edit:
        edit(made)
    sink = BytesIO()
    made.save(sink, **saving)
    # An earlier version, as programs that save quickly leave it: an object that no table leads to.
    return sink.getvalue().replace(b"%%EOF", b"%%EOF\n%" + RAW, 1)


def laid_open(content):
    """Everything in `content` that can be unpacked, in one heap: entries of zips, streams of PDFs, chunks of PNGs."""
    heap = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist():
                heap += [entry.filename.encode(), entry.extra, entry.comment, laid_open(archive.read(entry))]
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as opened:
            heap.append(opened.trailer.unparse(resolved=True))
            for thing in opened.objects:
                heap.append(thing.unparse(resolved=True))
                if isinstance(thing, pikepdf.Stream):
                    raw = thing.read_raw_bytes()
                    heap += [raw, raw if "/Filter" in thing and "DCT" in str(thing.Filter) else thing.read_bytes()]
    if content.startswith(b"\x89PNG"):
        at = 8
        while at < len(content):
            size = int.from_bytes(content[at : at + 4], "big")
            body = content[at + 8 : at + 8 + size]
            packed = body.find(b"\x78\x9c")
            heap.append(zlib.decompress(body[packed:]) if content[at + 4 : at + 8] == b"iTXt" and packed >= 0 else body)
            at += 12 + size
    return b"\n".join(heap)

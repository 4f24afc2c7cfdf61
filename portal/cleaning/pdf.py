"""PDF files: what is reachable is written anew, without everything about the file itself and all that acts."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from . import pdf_words as words
from .jpeg import strip_jpeg
from .outcome import CannotClean, Cleaned, Kind, Why

if TYPE_CHECKING:
    from pikepdf import Pdf

MIB = 1024 * 1024
MOST_OBJECTS = 300_000
MOST_NESTING = 60
# pikepdf reads on past what is broken; what is missing then shows in the types of things.
_OF_A_BROKEN_FILE = (ValueError, TypeError, KeyError, AttributeError, RuntimeError)
UNFOLDED = 128 * MIB

_LEADING_TO_ACTIONS = ("/A", "/Next", "/PA")


def load() -> None:
    """Load the library that `clean_pdf` uses."""
    import pikepdf  # noqa: F401, PLC0415


def clean_pdf(content: bytes) -> Cleaned:
    """Write a PDF anew without facts about itself, attached files, scripts, earlier versions. Raise `CannotClean`.

    The text, notes in the margin and form answers stay. A signed file is refused: its signature would not hold.
    """
    import pikepdf  # noqa: PLC0415  not at the start of the door

    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=UNFOLDED, run_length_max_memory=UNFOLDED, png_max_memory=UNFOLDED, tiff_max_memory=UNFOLDED,
        dct_max_memory=UNFOLDED, parser_max_nesting=100, parser_max_container_size=1_000_000, doc_max_warnings=1000,
    )  # fmt: skip
    try:
        made, removed = _rewritten(content)
        # What one pass did not find in its own work is what makes the file safe to send.
        if _rewritten(made)[1]:
            raise CannotClean(Why.NOT_SURE)
    except pikepdf.PasswordError as error:
        raise CannotClean(Why.LOCKED) from error
    except (
        pikepdf.PdfError,
        pikepdf.DependencyError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
    ) as error:
        raise CannotClean(Why.BROKEN) from error
    return Cleaned(made, tuple(sorted(removed)))


def _rewritten(content: bytes) -> tuple[bytes, set[Kind]]:
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            raise CannotClean(Why.LOCKED)
        if len(pdf.objects) > MOST_OBJECTS:
            raise CannotClean(Why.BOMB)
        removed = _about_the_file(pdf, content)
        for thing in pdf.objects:
            for dictionary in _dictionaries(thing, 0):
                removed |= _clean_dictionary(dictionary)
        sink = BytesIO()
        pdf.save(sink, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return sink.getvalue(), removed


def _about_the_file(pdf: "Pdf", content: bytes) -> set[Kind]:
    removed: set[Kind] = set()
    if "/Info" in pdf.trailer:
        removed.add(Kind.AUTHOR)
        del pdf.trailer["/Info"]
    # The first half of the identifier survives every later saving, and links the versions of one document.
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    if content.count(b"startxref") > 1 and "/Prev" in pdf.trailer:
        removed.add(Kind.REVISIONS)
    form = pdf.Root.get("/AcroForm")
    if "/Perms" in pdf.Root or (form is not None and int(form.get("/SigFlags", 0)) & 1):
        raise CannotClean(Why.SIGNED)
    if form is not None and "/XFA" in form:
        raise CannotClean(Why.EMBEDDED)
    if "/Names" in pdf.Root:
        removed |= _drop(pdf.Root.Names, words.GONE) | _only(pdf.Root.Names, {"/Dests", "/AP"})
    return removed | _drop(pdf.Root, words.GONE) | _only(pdf.Root, words.ROOT)


def _dictionaries(thing: Any, depth: int) -> Iterator[Any]:
    """Every dictionary that lies directly in `thing`; those it points to come up on their own."""
    from pikepdf import Array, Dictionary, Object, Stream  # noqa: PLC0415

    if depth > MOST_NESTING:
        raise CannotClean(Why.BOMB)
    if isinstance(thing, Dictionary | Stream):
        yield thing
        within = [value for _, value in thing.items()]
    elif isinstance(thing, Array):
        within = list(thing)
    else:
        return
    for value in within:
        if isinstance(value, Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _clean_dictionary(found: Any) -> set[Kind]:
    from pikepdf import Dictionary, Stream  # noqa: PLC0415

    removed: set[Kind] = set()
    if str(found.get("/Type", "")) == "/Sig" or str(found.get("/FT", "")) == "/Sig":
        raise CannotClean(Why.SIGNED)
    removed |= _drop(found, words.GONE)
    if "/Rect" in found and "/Subtype" in found and str(found["/Subtype"]) != "/Widget":
        removed |= _drop(found, words.GONE_OF_NOTE) | _only(found, words.NOTE)
    if str(found.get("/Type", "")) == "/Page":
        removed |= _only(found, words.PAGE)
    for entry in _LEADING_TO_ACTIONS:
        action = found.get(entry)
        if isinstance(action, Dictionary) and "/S" in action and str(action["/S"]) not in words.ACTIONS:
            del found[entry]
            removed.add(Kind.SCRIPT)
    removed |= _clean_notes(found)
    if isinstance(found, Stream):
        removed |= _clean_picture(found)
    return removed


def _drop(found: Any, entries: Mapping[str, Kind]) -> set[Kind]:
    there = [entry for entry in entries if entry in found]
    for entry in there:
        del found[entry]
    return {entries[entry] for entry in there}


def _only(found: Any, entries: set[str]) -> set[Kind]:
    strange = found.keys() - entries
    for entry in strange:
        del found[entry]
    return {Kind.OTHER} if strange else set()


def _clean_notes(page: Any) -> set[Kind]:
    from pikepdf import Array  # noqa: PLC0415

    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return set()
    kept = [note for note in notes if str(note.get("/Subtype", "")) not in words.CARRYING]
    if len(kept) == len(notes):
        return set()
    page["/Annots"] = Array(kept)
    return {Kind.EMBEDDED_FILE}


def _clean_picture(stream: Any) -> set[Kind]:
    from pikepdf import Array  # noqa: PLC0415

    told = stream.get("/Filter", [])
    filters = [str(each) for each in told] if isinstance(told, Array | list) else [str(told)]
    # A picture packed twice would have to be unpacked before it can be looked into.
    if not words.FILTERS.issuperset(filters) or ("/DCTDecode" in filters and len(filters) > 1):
        raise CannotClean(Why.STRANGE_PART)
    if "/DCTDecode" not in filters:
        return set()
    raw = stream.read_raw_bytes()
    bare = strip_jpeg(raw)
    if bare == raw:
        return set()
    stream.write(bare, filter=told, decode_parms=stream.get("/DecodeParms"))
    return {Kind.DEVICE}

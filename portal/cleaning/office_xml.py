"""One XML part of an Office file, read as a stream and written anew without what `office_words` names.

Prefixes stay as they are, because parts name prefixes in values (`mc:Ignorable="w14"`). Comments and processing
instructions do not survive. A part with a document type is refused, so no entity of its own can exist.
"""

from collections.abc import Callable, Mapping
from io import BytesIO

from . import office_words as words
from .outcome import CannotClean, Kind, Why

# Whether an element goes, told by its local name and attributes; it may raise.
Drops = Callable[[str, Mapping[str, str]], Kind | None]


def load() -> None:
    """Load the reader of XML that `clean_xml` uses."""
    from defusedxml import sax  # noqa: PLC0415

    sax.make_parser()


def keep_all(_name: str, _attributes: Mapping[str, str]) -> Kind | None:
    """Drop no element beyond those of `office_words`."""
    return None


def clean_xml(content: bytes, drops: Drops = keep_all) -> tuple[bytes, set[Kind]]:
    """Write `content` anew. Return it with what was removed. Raise `CannotClean` if it is broken or has a DTD."""
    from xml.sax import SAXException  # noqa: PLC0415  the error class only

    from defusedxml import DefusedXmlException, sax  # noqa: PLC0415

    writer = _Writer(drops)
    try:
        sax.parse(BytesIO(content), writer, forbid_dtd=True)
    except DefusedXmlException as error:
        raise CannotClean(Why.BOMB) from error
    except (SAXException, ValueError, LookupError) as error:
        raise CannotClean(Why.BROKEN) from error
    return bytes(writer.made), writer.removed


class _Writer:
    """A SAX content handler (`xml.sax.handler.ContentHandler` by shape)."""

    def __init__(self, drops: Drops) -> None:
        self.made = bytearray(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        self.removed: set[Kind] = set()
        self._drops = drops
        self._inside_dropped = 0
        self._open: list[str] = []
        self._text: list[str] = []
        self._authors: set[str] = set()

    def startElement(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: N802  SAX's name
        if self._inside_dropped:
            self._inside_dropped += 1
            return
        self._flush()
        local = name.rpartition(":")[2]
        kind = words.ELEMENTS.get(local) or self._drops(local, attributes)
        if kind is not None:
            self.removed.add(kind)
            self._inside_dropped = 1
            return
        self._open.append(local)
        self._write("<" + name + "".join(self._attributes(local, attributes)) + ">")

    def endElement(self, name: str) -> None:  # noqa: N802
        if self._inside_dropped:
            self._inside_dropped -= 1
            return
        self._flush()
        self._open.pop()
        self._write(f"</{name}>")

    def characters(self, text: str) -> None:
        if not self._inside_dropped:
            self._text.append(text)

    ignorableWhitespace = characters  # noqa: N815

    def startDocument(self) -> None:  # noqa: N802
        """Nothing: the declaration stands already."""

    endDocument = startDocument  # noqa: N815

    def setDocumentLocator(self, _locator: object) -> None:  # noqa: N802
        """Nothing: no place is ever reported."""

    def processingInstruction(self, _target: str, _data: str) -> None:  # noqa: N802
        self.removed.add(Kind.OTHER)

    def _attributes(self, element: str, attributes: Mapping[str, str]) -> list[str]:
        kept: list[str] = []
        for name, value in attributes.items():
            prefix, _, local = name.rpartition(":")
            kind = words.ATTRIBUTES.get(local) or words.ATTRIBUTES_OF.get((local, prefix))
            if kind is not None:
                self.removed.add(kind)
                continue
            kept.append(f' {name}="{_escaped(self._said(element, local, value))}"')
        return kept

    def _said(self, element: str, local: str, value: str) -> str:
        if local in words.REPLACED or (local == "name" and element in words.AUTHOR_ELEMENTS):
            self._authors.add(value)
            return self._instead(value, words.REPLACED.get(local, words.NOBODY), Kind.AUTHOR)
        if element in words.PICTURE_NAMES and local in words.PICTURE_ATTRIBUTES and words.FILE_NAME.match(value):
            return self._instead(value, "", Kind.FOLDER)
        return value

    def _instead(self, value: str, harmless: str, kind: Kind) -> str:
        if value != harmless:
            self.removed.add(kind)
        return harmless

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if not text:
            return
        if self._open and self._open[-1] == "author":
            self._authors.add(text)
            text = self._instead(text, words.NOBODY, Kind.AUTHOR)
        # A note in a sheet begins with its author's name and a colon, as visible text.
        elif text.strip()[:-1] in self._authors and text.strip().endswith((":", "\uff1a")):
            text = self._instead(text, f"{words.NOBODY}:", Kind.AUTHOR)
        self._write(_escaped(text))

    def _write(self, text: str) -> None:
        self.made += text.encode()


_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)

"""The textual header of an age file: https://c2sp.org/age, sections "Header" and "ABNF definition of file header".

Reading is strict, so that a header has exactly one spelling: what parses is, written out again, the same bytes.
"""

import binascii
import hmac
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from portal.age.errors import Malformed, NotForThisKey, Tampered

# A reader keeps the header in memory before it can know whether to trust it; 1 MiB is room for some 600 recipients.
LONGEST = 1 << 20
FILE_KEY_SIZE = 16
WRAPPED_KEY_SIZE = FILE_KEY_SIZE + 16

_VERSION = b"age-encryption.org/v1"
_VERSION_LINE = _VERSION + b"\n"
_COLUMNS = 64
_MAC_SIZE = 32
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# By how many letters are left after whole groups of four: what pads them, and which may be last with no bit left over.
_PADDING = (b"", b"", b"==", b"=")
_LAST_LETTERS = (_ALPHABET, b"", _ALPHABET[::16], _ALPHABET[::4])
_NO_SALT = bytes(32)
_PRINTABLE = bytes(range(0x21, 0x7F))


class Stanza(NamedTuple):
    """One recipient's wrapping of the file key: arguments (the first says the type) and body."""

    args: tuple[bytes, ...]
    body: bytes


class Header(NamedTuple):
    """A header that is well formed. Nothing in it is to be believed before `check` has passed."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes


class Key(Protocol):
    """Whatever can recognise its own stanzas. `Identity` is one; tests bring others."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Give the 16-byte file key, or None when no stanza is for this key.

        Raises Malformed for a stanza of the key's own type that breaks the specification.
        """
        ...


def to_base64(data: bytes) -> bytes:
    """Write standard base64 without padding."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=")


def from_base64(text: bytes) -> bytes:
    """Read standard base64 without padding; raise Malformed unless it is the one canonical spelling."""
    left = len(text) % 4
    # The strict decoder refuses foreign letters and stray padding, but not left-over bits. They are in the last letter.
    if text[-1:] not in _LAST_LETTERS[left]:
        raise Malformed("not canonical base64")
    try:
        return binascii.a2b_base64(text + _PADDING[left], strict_mode=True)
    except binascii.Error:
        raise Malformed("not base64") from None


def write(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    """Write the whole header, authenticated under `file_key` (16 bytes)."""
    signed = spell(stanzas)
    header = b"%b %b\n" % (signed, to_base64(_mac(signed, file_key)))
    if len(header) > LONGEST:
        raise ValueError("too many recipients: readers refuse headers of more than 1 MiB")
    return header


def spell(stanzas: Sequence[Stanza]) -> bytes:
    """Write the part of the header that its MAC covers."""
    lines = [_VERSION]
    for args, body in stanzas:
        lines.append(b"-> " + b" ".join(args))
        text = to_base64(body)
        # The body ends with a line shorter than the others, an empty one if need be.
        lines.extend(text[start : start + _COLUMNS] for start in range(0, len(text) + 1, _COLUMNS))
    lines.append(b"---")
    return b"\n".join(lines)


def parse(beginning: bytes) -> tuple[Header, int] | None:
    """Read the header these bytes begin with, and its length; None while they end within it.

    Raises Malformed as soon as it is sure that they cannot become a file.
    """
    if not beginning.startswith(_VERSION_LINE[: len(beginning)]):
        raise Malformed("not an age file, or of another version")
    # No line before the last begins so: base64 has no "-", and a stanza begins with "->".
    mark = beginning.find(b"\n---", len(_VERSION), LONGEST)
    end = beginning.find(b"\n", mark + 1, LONGEST) if mark >= 0 else -1
    if end < 0:
        if len(beginning) >= LONGEST:
            raise Malformed("the header does not end within 1 MiB")
        return None
    signed, last = beginning[: mark + 4], beginning[mark + 4 : end]
    mac = from_base64(last[1:])
    if last[:1] != b" " or len(mac) != _MAC_SIZE:
        raise Malformed("the header's last line is not its MAC")
    return Header(_stanzas(beginning[len(_VERSION_LINE) : mark].split(b"\n")), signed, mac), end + 1


def unlock(header: Header, keys: Sequence[Key]) -> bytes:
    """Give the file key of a header whose MAC is right.

    Raises NotForThisKey, Malformed for a stanza that breaks the specification, Tampered for a wrong MAC.
    """
    for key in keys:
        file_key = key.unwrap(header.stanzas)
        if file_key is not None:
            if not hmac.compare_digest(_mac(header.signed, file_key), header.mac):
                raise Tampered("the header is not the one that was sealed")
            return file_key
    raise NotForThisKey("none of the stanzas is for a key that was offered")


def derive(file_key: bytes, salt: bytes | None, info: bytes) -> bytes:
    """Derive a 32-byte key for one purpose: HKDF-SHA-256 (RFC 5869).

    32 bytes are one block, so extract and expand are one HMAC each; no salt is a salt of zeros (section 2.2).
    """
    return hmac.digest(hmac.digest(salt or _NO_SALT, file_key, "sha256"), info + b"\x01", "sha256")


def _mac(signed: bytes, file_key: bytes) -> bytes:
    return hmac.digest(derive(file_key, None, b"header"), signed, "sha256")


def _stanzas(lines: list[bytes]) -> tuple[Stanza, ...]:
    stanzas = []
    rest = iter(lines)
    for line in rest:
        mark, *args = line.split(b" ")
        if mark != b"->" or not args or b"" in args or line.translate(None, _PRINTABLE).strip(b" "):
            raise Malformed("a line that is no stanza's beginning")
        body = [b""]
        for piece in rest:
            body.append(piece)
            if len(piece) != _COLUMNS:
                break
        if len(body[-1]) >= _COLUMNS or len(body) == 1:
            raise Malformed("a stanza's body does not end with a line shorter than 64 letters")
        stanzas.append(Stanza(tuple(args), from_base64(b"".join(body))))
    # Who knows a passphrase may believe that whoever sealed the file knows it too; a second stanza would betray that.
    if len(stanzas) > 1 and any(stanza.args[0] == b"scrypt" for stanza in stanzas):
        raise Malformed("a passphrase stanza must be the only one")
    return tuple(stanzas)

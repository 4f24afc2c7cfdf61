"""Whole age files: a header that wraps the file key for each recipient, and the payload sealed under it."""

import os
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import NewType

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.age import header
from portal.age.errors import Malformed
from portal.age.header import Key, Stanza
from portal.age.hybrid import Identity, Recipient
from portal.age.passphrase import Cost, Passphrase
from portal.age.stream import (
    CHUNK,
    NONCE_SIZE,
    ONLY_CHUNK,
    ChunkWriter,
    Readable,
    Writable,
    open_chunks,
    payload_cipher,
)

Sealed = NewType("Sealed", bytes)
"""Bytes that only a key can read. Whoever stores asks for this type, so mypy refuses plaintext there."""

_BLOCK = 4096


class SealWriter(ChunkWriter):
    """Seals what is written to it, in constant memory: `with SealWriter(sink, to) as writer: writer.write(…)`.

    Leaving the `with` block by an exception does not finish the file, and an unfinished file never opens as a whole.
    """

    def __init__(self, sink: Writable, to: Sequence[Recipient]) -> None:
        """Write the header to `sink`. Raises ValueError for no recipient or too many (1 MiB of header, some 600)."""
        super().__init__(sink, *_begin(_wrapped_for(to)))


def seal(plaintext: bytes, to: Sequence[Recipient]) -> Sealed:
    """Seal `plaintext` so that the identity of any one of `to` opens it; raises ValueError as `SealWriter` does."""
    if len(plaintext) > CHUNK:
        sink = BytesIO()
        with SealWriter(sink, to) as writer:
            writer.write(plaintext)
        return Sealed(sink.getvalue())
    head, cipher = _begin(_wrapped_for(to))
    return Sealed(head + cipher.encrypt(ONLY_CHUNK, plaintext, None))


def open_stream(source: Readable, keys: Sequence[Key]) -> Iterator[bytes]:
    """Open a sealed file of any length in constant memory, giving its content in authenticated chunks of up to 64 KiB.

    Raises Malformed, NotForThisKey or Tampered (a wrong header) at once, before the first chunk is asked for. The
    iterator raises Tampered where the content is not what was sealed. What it gave until then is genuine but only a
    beginning: act on the whole only when the iterator has ended by itself.
    """
    beginning = source.read(_BLOCK)
    while (parsed := header.parse(beginning)) is None:
        block = source.read(_BLOCK)
        if not block:
            raise Malformed("the file ends within its header")
        beginning += block
    head, size = parsed
    return open_chunks(source, beginning[size:], header.unlock(head, keys))


def open_sealed(sealed: bytes, keys: Sequence[Key]) -> bytes:
    """Open a sealed file held in memory with the first of `keys` that fits; all of it or nothing.

    Raises Malformed, NotForThisKey or Tampered.
    """
    return b"".join(open_stream(BytesIO(sealed), keys))


def rewrapped(sealed: bytes, key: Identity, to: Recipient) -> Sealed:
    """Exchange the one recipient whose key is `key` for `to`; content and all other recipients stay as they are.

    The file key stays too, so who kept a copy of the old bytes and the old key reads them as before: this serves an
    owner who changes keys, not one who takes access away. The whole content is verified first. Raises as `open_sealed`.
    """
    open_sealed(sealed, [key])
    parsed = header.parse(sealed)
    if parsed is None:  # pragma: no cover  `open_sealed` found it whole
        raise Malformed("the file ends within its header")
    head, size = parsed
    file_key = header.unlock(head, [key])
    stanzas = [stanza if key.unwrap([stanza]) is None else to.wrap(file_key) for stanza in head.stanzas]
    return Sealed(header.write(stanzas, file_key) + sealed[size:])


def seal_with_passphrase(plaintext: bytes, passphrase: str, cost: Cost) -> Sealed:
    """Seal an identity file with a passphrase, taken as it is: normalise it first. Raises ValueError for no text."""
    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    if any("\ud800" <= letter <= "\udfff" for letter in passphrase):
        raise ValueError("this passphrase is not text: no other age could be given it")
    key = Passphrase(passphrase)
    sink = BytesIO()
    with ChunkWriter(sink, *_begin(lambda file_key: [key.wrap(file_key, cost)])) as writer:
        writer.write(plaintext)
    return Sealed(sink.getvalue())


def open_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Open what `seal_with_passphrase`, or any age, sealed with a passphrase.

    Takes about a second and 256 MiB, also for a wrong passphrase: bound how many run at once.
    Raises WrongPassphrase, NotForThisKey (the file is sealed to keys instead), Malformed or Tampered.
    """
    return open_sealed(sealed, [Passphrase(passphrase)])


def _wrapped_for(to: Sequence[Recipient]) -> Callable[[bytes], list[Stanza]]:
    if not to:
        raise ValueError("nobody could ever open what is sealed to nobody")
    return lambda file_key: [recipient.wrap(file_key) for recipient in to]


def _begin(wrap: Callable[[bytes], list[Stanza]]) -> tuple[bytes, ChaCha20Poly1305]:
    """Give what a new file begins with and the cipher of its chunks. Both random values are made here, for one use."""
    file_key, nonce = os.urandom(header.FILE_KEY_SIZE), os.urandom(NONCE_SIZE)
    return header.write(wrap(file_key), file_key) + nonce, payload_cipher(file_key, nonce)

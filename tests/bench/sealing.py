"""Sealing and opening one item; sealing an attachment. Floors: the bare HPKE call, the bare ChaCha20-Poly1305 loop."""

import os
import secrets
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from portal.age import Identity, SealWriter, open_sealed, open_stream, seal
from tests.bench.measure import Figure, computing

ITEM = 2048
CHUNK = 64 * 1024
ATTACHMENT = 32 * 1024 * 1024
INFO = b"age-encryption.org/mlkem768x25519"


class Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)


class Repeated:
    """A source that gives the same sealed bytes from the start."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def read(self, size: int) -> bytes:
        piece = self._content[self._at : self._at + size]
        self._at += len(piece)
        return piece


class Collected:
    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)


def figures() -> Iterator[Figure]:
    yield from one_item()
    yield from attachment()


def one_item() -> Iterator[Figure]:
    identity = Identity.generate()
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    private = MLKEM768X25519PrivateKey(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())
    public = private.public_key()
    item, file_key = secrets.token_bytes(ITEM), secrets.token_bytes(16)
    sealed, wrapped = seal(item, [identity.recipient]), suite.encrypt(file_key, public, info=INFO)
    ours, floor = computing(
        lambda: seal(item, [identity.recipient]), lambda: suite.encrypt(file_key, public, info=INFO)
    )
    yield Figure(
        "seal 2 KiB to one recipient", f"{ours * 1e6:.0f} µs", f"{floor * 1e6:.0f} µs HPKE", ours / floor, "≤ 1.5"
    )
    ours, floor = computing(lambda: open_sealed(sealed, [identity]), lambda: suite.decrypt(wrapped, private, info=INFO))
    yield Figure("open 2 KiB", f"{ours * 1e6:.0f} µs", f"{floor * 1e6:.0f} µs HPKE", ours / floor, "≤ 1.5")


def attachment() -> Iterator[Figure]:
    identity, content = Identity.generate(), os.urandom(ATTACHMENT)
    cipher, nonce = ChaCha20Poly1305(ChaCha20Poly1305.generate_key()), bytes(12)
    pieces = [content[at : at + CHUNK] for at in range(0, ATTACHMENT, CHUNK)]
    encrypted = [cipher.encrypt(nonce, piece, None) for piece in pieces]
    kept = Collected()

    def written(sink: object) -> None:
        with SealWriter(sink, [identity.recipient]) as writer:  # type: ignore[arg-type]
            for piece in pieces:
                writer.write(piece)

    written(kept)
    sealed = b"".join(kept.parts)
    ours, floor = computing(
        lambda: written(Nowhere()),
        lambda: all(cipher.encrypt(nonce, piece, None) for piece in pieces),
        rounds=7,
        calls=1,
    )
    size = ATTACHMENT / 1e6
    yield Figure(
        "seal an attachment",
        f"{size / ours:.0f} MB/s",
        f"{size / floor:.0f} MB/s ChaCha20-Poly1305",
        floor / ours,
        "≥ 0.7",
    )
    ours, floor = computing(
        lambda: all(open_stream(Repeated(sealed), [identity])),
        lambda: all(cipher.decrypt(nonce, piece, None) for piece in encrypted),
        rounds=7,
        calls=1,
    )
    yield Figure(
        "open an attachment",
        f"{size / ours:.0f} MB/s",
        f"{size / floor:.0f} MB/s ChaCha20-Poly1305",
        floor / ours,
        "≥ 0.7",
    )

"""The sender's side of a hybrid stanza, in the open: a test can choose the X25519 share that a real sender never would.

X-Wing (ML-KEM-768 and X25519, joined by SHA3-256) inside HPKE base mode: https://filippo.io/hpke-pq, RFC 9180.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.age import Recipient
from portal.age.header import Stanza, to_base64

SUITE_ID = b"HPKE" + bytes.fromhex("647a 0001 0003")
INFO = b"age-encryption.org/mlkem768x25519"
LABEL = rb"\.//^\ "[:-1]

P = 2**255 - 19
ORDER_8 = (
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
)
# Every encoding of a point of low order: the high bit is ignored by RFC 7748, and numbers above P wrap around.
LOW_ORDER = [
    (number | high).to_bytes(32, "little") for number in (0, 1, *ORDER_8, P - 1, P, P + 1) for high in (0, 1 << 255)
]


def stanza(to: Recipient, file_key: bytes, share: bytes | None = None) -> Stanza:
    """Wrap the file key; with `share` given, as if its X25519 secret were the all-zero one that low order gives."""
    mlkem_secret, mlkem_part = MLKEM768PublicKey.from_public_bytes(to.raw[:1184]).encapsulate()
    point = to.raw[1184:]
    x25519_secret = bytes(32)
    if share is None:
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        x25519_secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(point))
    secret = hashlib.sha3_256(mlkem_secret + x25519_secret + share + point + LABEL).digest()
    key, nonce = schedule(secret)
    return Stanza(
        (b"mlkem768x25519", to_base64(mlkem_part + share)), ChaCha20Poly1305(key).encrypt(nonce, file_key, None)
    )


def schedule(secret: bytes) -> tuple[bytes, bytes]:
    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", INFO)
    prk = extract(secret, b"secret", b"")
    return expand(prk, b"key", context, 32), expand(prk, b"base_nonce", context, 12)


def extract(salt: bytes, label: bytes, keying: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + SUITE_ID + label + keying, "sha256")


def expand(prk: bytes, label: bytes, context: bytes, size: int) -> bytes:
    info = size.to_bytes(2, "big") + b"HPKE-v1" + SUITE_ID + label + context
    return hmac.digest(prk, info + b"\x01", "sha256")[:size]

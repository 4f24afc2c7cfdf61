"""The classical recipient type, for reading the published vectors only: the portal seals to hybrid keys alone."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.age import Malformed, bech32
from portal.age.header import derive, from_base64


class X25519Identity:
    def __init__(self, scalar: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(scalar)
        self._public = self._key.public_key().public_bytes_raw()

    @classmethod
    def parse(cls, text: str):
        return cls(bech32.decode("AGE-SECRET-KEY-", text))

    def unwrap(self, stanzas):
        for args, body in stanzas:
            if args[0] != b"X25519":
                continue
            if len(args) != 2 or len(share := from_base64(args[1])) != 32 or len(body) != 32:
                raise Malformed("an X25519 stanza of the wrong shape")
            try:
                secret = self._key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError:
                raise Malformed("the share is of low order") from None
            wrapping = derive(secret, share + self._public, b"age-encryption.org/v1/X25519")
            try:
                return ChaCha20Poly1305(wrapping).decrypt(bytes(12), body, None)
            except InvalidTag:
                continue
        return None

"""A passkey in memory, with real signatures (WebAuthn level 2, sections 6.1 and 6.5)."""

import hashlib
import html
import json
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost:8500"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def text(raw):
    return urlsafe_b64encode(raw).decode().rstrip("=")


def raw(words):
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def question(page):
    """What a page asks a passkey."""
    found = re.search(r'data-question="([^"]*)"', page)
    return json.loads(html.unescape(found[1])) if found else None


class Authenticator:
    """Answers `create` and `get`; `counter` goes up by one each time unless it is None (as synced passkeys do)."""

    def __init__(self, counter=0, origin=ORIGIN) -> None:
        self.id, self.counter, self.origin = token_bytes(32), counter, origin
        self.key = generate_private_key(SECP256R1())

    def create(self, asked):
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(cose)
        data = self._data(asked["rp"]["id"], _PRESENT | _VERIFIED | _ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked)
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(made)})

    def get(self, asked, rp=None, as_id=None):
        data = self._data(rp or asked["rpId"], _PRESENT)
        client = self._client("webauthn.get", asked)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: text(part) for name, part in response.items()}, as_id)

    def _answer(self, response, as_id=None):
        name = text(as_id or self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def _client(self, kind, asked):
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _data(self, rp, flags):
        if self.counter is not None:
            self.counter += 1
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter or 0)

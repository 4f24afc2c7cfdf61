"""Passkeys (WebAuthn level 2): a second factor that no page but this desk's can ask for. Values only; nothing is kept.

What is known of a passkey lies in the officer's key file, beside the other second factor's secret: who can write the
database can put none to an officer (ADR 0044). The name of the desk's site comes from the
settings; no header is believed.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Self

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.desk.officers.second_factor import ISSUER
from portal.sealing import parcel_digest

LONGEST_ANSWER = 16_384
_ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_VERIFY = UserVerificationRequirement.PREFERRED


class NotThisPasskey(Exception):
    """What the browser sent is no answer of a passkey to this challenge on this site."""


@dataclass(frozen=True)
class Site:
    """The desk as passkeys know it: `id` is the host's name, `origin` scheme, host and port."""

    id: str
    origin: str


@dataclass(frozen=True)
class Passkey:
    """One passkey: its id and public key (COSE), what its officer calls it, and since when."""

    id: bytes
    key: bytes
    name: str
    since: date

    @property
    def mark(self) -> str:
        """What names it on pages and in the database: 32 hex digits of a hash."""
        return parcel_digest(self.id)[:32]

    def write(self) -> str:
        """One line for the key file."""
        name = self.name.encode("utf-8")
        return " ".join((_text(self.id), _text(self.key), self.since.isoformat(), _text(name)))

    @classmethod
    def read(cls, line: str) -> Self:
        """Read what `write` wrote. Raise `ValueError`."""
        own, key, since, name = line.split(" ")
        return cls(_raw(own), _raw(key), _raw(name).decode("utf-8"), date.fromisoformat(since))


def write_all(known: tuple[Passkey, ...]) -> str:
    """Several as one text, for the wrapped secrets of a sign-in."""
    return "\n".join(one.write() for one in known)


def read_all(text: str) -> tuple[Passkey, ...]:
    """Read what `write_all` wrote."""
    return tuple(Passkey.read(line) for line in text.splitlines())


def to_register(site: Site, officer: str, login: str, known: tuple[Passkey, ...], challenge: bytes) -> str:
    """What the browser is asked when a passkey is made, as JSON. `officer` is the id, 32 hex digits."""
    return options_to_json(
        generate_registration_options(
            rp_id=site.id,
            rp_name=ISSUER,
            user_id=bytes.fromhex(officer),
            user_name=login,
            challenge=challenge,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=_VERIFY
            ),
            exclude_credentials=_descriptors(known),
            supported_pub_key_algs=_ALGORITHMS,
        )
    )


def to_sign_in(site: Site, known: tuple[Passkey, ...], challenge: bytes) -> str:
    """What the browser is asked when somebody signs in, as JSON."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.id, challenge=challenge, allow_credentials=_descriptors(known), user_verification=_VERIFY
        )
    )


def registered(site: Site, challenge: bytes, answer: str, name: str, today: date) -> tuple[Passkey, int]:
    """Check what a new passkey answered; give it and its counter. Raise `NotThisPasskey`."""
    try:
        found = verify_registration_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as bad:
        raise NotThisPasskey from bad
    return Passkey(found.credential_id, found.credential_public_key, name, today), found.sign_count


def whose(known: tuple[Passkey, ...], answer: str) -> Passkey:
    """Which of the officer's passkeys says it answered; nothing is checked yet. Raise `NotThisPasskey`."""
    try:
        wanted = _raw(json.loads(_short(answer))["id"])
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise NotThisPasskey from bad
    found = next((one for one in known if one.id == wanted), None)
    if found is None:
        raise NotThisPasskey
    return found


def answered(site: Site, challenge: bytes, answer: str, passkey: Passkey, counter: int) -> int:
    """Check the signature of `passkey` over `challenge`; give its new counter, above `counter` unless it has none.

    Raise `NotThisPasskey`.
    """
    try:
        found = verify_authentication_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.key,
            credential_current_sign_count=counter,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as bad:
        raise NotThisPasskey from bad
    return found.new_sign_count


def _descriptors(known: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.id) for one in known]


def _short(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("longer than any answer")
    return answer


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

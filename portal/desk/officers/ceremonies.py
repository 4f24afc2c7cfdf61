"""What the browser is asked and what it answers (WebAuthn level 2, sections 7.1 and 7.2), through py_webauthn.

Loaded when a passkey is made or used and not before: the library takes five megabytes of every worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

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

from portal.desk.officers.passkeys import NotThisPasskey, Passkey, Site, short
from portal.desk.officers.second_factor import ISSUER

_ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_VERIFY = UserVerificationRequirement.PREFERRED


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
    with _named():
        found = verify_registration_response(
            credential=short(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            supported_pub_key_algs=_ALGORITHMS,
        )
    return Passkey(found.credential_id, found.credential_public_key, name, today), found.sign_count


def answered(site: Site, challenge: bytes, answer: str, passkey: Passkey, counter: int) -> int:
    """Check the signature of `passkey` over `challenge`; give its new counter, above `counter` unless it has none.

    Raise `NotThisPasskey`.
    """
    with _named():
        found = verify_authentication_response(
            credential=short(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.key,
            credential_current_sign_count=counter,
        )
    return found.new_sign_count


@contextmanager
def _named() -> Iterator[None]:
    """Call by our name whatever the library raises over an answer that is not as it should be."""
    try:
        yield
    except (WebAuthnException, ValueError, TypeError, KeyError) as bad:
        raise NotThisPasskey from bad


def _descriptors(known: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.id) for one in known]

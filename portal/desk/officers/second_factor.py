"""The second factor: time-based one-time codes (RFC 6238: SHA-1, 6 digits, 30 seconds), each good for one use."""

import re

import pyotp

ISSUER = "Desk"
"""What the officer's phone shows: a word that tells a passer-by nothing."""

STEP_SECONDS = 30
_DRIFT = 1
_CODE = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """Make a fresh secret of 160 bits, base32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, login: str) -> str:
    """Write the otpauth address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def matching_step(secret: str, typed: str, now: int) -> int | None:
    """Find the time step whose code is `typed`, at most one step away from `now` (seconds since 1970), or None.

    The caller stores the step and refuses it, and every earlier one, from then on: a code read over a shoulder is
    worthless once used. All three codes are compared, in constant time each.
    """
    code = "".join(typed.split())
    if not _CODE.fullmatch(code):
        return None
    totp, current = pyotp.TOTP(secret), now // STEP_SECONDS
    steps = range(current - _DRIFT, current + _DRIFT + 1)
    fitting = [step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)]
    return max(fitting, default=None)


def current_code(secret: str, now: int) -> str:
    """Return the code that is good at `now`; for the demonstration and for tests."""
    return pyotp.TOTP(secret).generate_otp(now // STEP_SECONDS)

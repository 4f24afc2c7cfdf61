"""The one form of a typed passphrase, wherever it is typed."""

from unicodedata import normalize


def normal_passphrase(typed: str) -> str:
    """Bring a typed passphrase into one form (NFKC): an input method's full-width signs are the same signs."""
    return normalize("NFKC", typed)

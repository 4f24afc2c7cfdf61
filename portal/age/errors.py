"""The four ways opening can fail, each asking something different of the caller."""


class AgeError(Exception):
    """Anything that keeps a sealed item, or the text of a key, from being read."""


class Malformed(AgeError):
    """Not an age file as the specification writes it, or not the text of a key. No key can help."""


class NotForThisKey(AgeError):
    """A well-formed file, but none of its stanzas is addressed to a key that was offered."""


class Tampered(AgeError):
    """Our key opened a stanza, yet the header or the content is not what was sealed: altered, cut short or added to."""


class WrongPassphrase(AgeError):
    """A file sealed with a passphrase, and this is not the one."""

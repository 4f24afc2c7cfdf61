"""Everything that can be wrong with a sealed item, in one tree. No message ever carries a value from inside an item."""


class SealingError(Exception):
    """Something sealed is not what it should be. Catching this one catches all of `portal.sealing`."""


class NotOpened(SealingError):
    """age could not open the item: wrong key, altered or malformed bytes. The age error is its `__cause__`."""


class BadEnvelope(SealingError):
    """The item opened, but what is inside is not an envelope in its one written form."""


class UnknownVersion(SealingError):
    """Written by a later version of the portal; nothing is guessed about it."""


class BadPadding(SealingError):
    """The filling is not all zeros, or not of the one length that this content has."""


class WrongPlace(SealingError):
    """A true envelope, but not the one asked for: another kind, holder, id or slot. Somebody moved it."""


class BadSignature(SealingError):
    """The signature is missing, malformed, or not by the key that may speak here."""


class BadKey(SealingError, ValueError):
    """This is not the text of a verify key. Also a ValueError, for those who read it from a file of their own."""


class TooLarge(SealingError):
    """The content does not fit the largest (or the fixed) size of its kind."""


class BadReceipt(SealingError):
    """This is no receipt code: wrong length, a letter outside the alphabet, or a checksum that does not fit."""


class BadRoster(SealingError):
    """The roster may not be used. The office closes; it never falls back to something weaker."""


class RosterForged(BadRoster):
    """Not signed by the pinned authority."""


class RosterExpired(BadRoster):
    """Its last day has passed."""


class RosterNotYetIssued(BadRoster):
    """Its first day has not come: the signing machine's clock or ours is wrong."""


class RosterRolledBack(BadRoster):
    """Older than a roster this deployment has already used."""


class UnknownOffice(SealingError):
    """No office of this id stands in the roster."""


class NobodyReceives(SealingError):
    """An office was chosen in which no officer receives reports; sealing to it would lose the report."""


class BadFileList(SealingError):
    """The list of files inside a report or letter is not in its one written form."""


class BadFiling(SealingError):
    """This text is no proof of filing in its one form."""


class AlteredFile(SealingError):
    """A file's content is not the one the sealed list describes. Nothing of its last piece was released."""


class NotUnwrapped(SealingError):
    """Wrong wrapping key, wrong context, or altered bytes."""

"""Sealing: the age file format v1 (https://c2sp.org/age), post-quantum hybrid keys only. Knows nothing of this portal.

Advice to callers
-----------------
*To seal*, hold a `Recipient` and call `seal(plaintext, [recipient, …])`. Any one of their identities opens the result.
Sealing is anonymous: whoever knows the public key can do it. That something opens says that it was not altered since
it was sealed; it never says who sealed it. Where the author matters, sign inside.

*To open*, call `open_sealed(sealed, [identity, …])`. You get the whole content or an `AgeError`, which is one of

- `Malformed`: no age file at all, or one that breaks the specification. Another key will not help.
- `NotForThisKey`: an age file for other keys. For a person without access this is the ordinary answer. A stanza of
  yours that was altered looks the same; so where you know that an item is for this key, treat it as tampering.
- `Tampered`: your key fits, but header or content were altered, cut short or added to. Somebody should hear of it.
- `WrongPassphrase`: ask again.

Outsiders should not learn which of them it was; the two in the middle tell them who can read what.

*Large content* goes through `SealWriter(sink, to)` and `open_stream(source, keys)`, which hold one chunk of 64 KiB
whatever the size. Use the writer as a context manager: an exception leaves the file unfinished, and no reader takes an
unfinished file for a whole one. `open_stream` tells about the header at once and gives only authenticated chunks, but
each is genuine before the whole is: a file cut short shows at its end, as `Tampered`. Do not act on half a content.

*Lengths show.* A sealed file is as long as its content plus a header (about 1.6 kB for each recipient) and 16 bytes for
each chunk. The number of recipients shows, who they are does not. Pad first where the length could point to somebody.

*Keys.* `Identity.generate()` makes one; `str(identity)` and `.seed` are the secret, `repr()` is not. What goes into
`Identity.from_seed` must be as good as 32 random bytes. Parse recipients once and keep the objects. People compare
`recipient.fingerprint`, never the key. Sealing to a key that nobody has verified is sealing to whoever supplied it.

*Another key.* `rewrapped(sealed, key, to)` exchanges one recipient for another, for an owner who changes keys.

*Passphrases* are for identity files on a disk, not for messages. `Cost.REAL` takes about a second and 256 MiB for each
try, right or wrong. Normalise what people type (NFC) before you hand it in; nothing here does.

Armored (text) files are not read: store and send the bytes.
"""

from portal.age.errors import AgeError, Malformed, NotForThisKey, Tampered, WrongPassphrase
from portal.age.files import (
    Sealed,
    SealWriter,
    open_sealed,
    open_stream,
    open_with_passphrase,
    rewrapped,
    seal,
    seal_with_passphrase,
)
from portal.age.hybrid import Identity, Recipient
from portal.age.passphrase import Cost

__all__ = [
    "AgeError",
    "Cost",
    "Identity",
    "Malformed",
    "NotForThisKey",
    "Recipient",
    "SealWriter",
    "Sealed",
    "Tampered",
    "WrongPassphrase",
    "open_sealed",
    "open_stream",
    "open_with_passphrase",
    "rewrapped",
    "seal",
    "seal_with_passphrase",
]

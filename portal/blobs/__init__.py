"""Where sealed attachments lie: bytes under random names. Nobody here knows what they are or whose.

A blob is written once, kept whole or not at all, and never changed. `keep` returns only when a power cut can no longer
take the blob away; whoever refers to a blob in a database commits after that. What is written is on no other host, and
under no name, before `keep`.

A place is a folder or a bucket; `open_store` makes the store of either, and loads what speaks to buckets only for one.
"""

from portal.blobs.contract import BadName, BlobStore, BlobWriter, NoRoom, NotSealed, StoreUnavailable
from portal.blobs.folder import FolderStore
from portal.blobs.place import Bucket, Patience, open_store
from portal.blobs.removing import remove

__all__ = [
    "BadName",
    "BlobStore",
    "BlobWriter",
    "Bucket",
    "FolderStore",
    "NoRoom",
    "NotSealed",
    "Patience",
    "StoreUnavailable",
    "open_store",
    "remove",
]

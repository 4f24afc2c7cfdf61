"""A file that an office sent along with its reply."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from portal.blobs import StoreUnavailable
from portal.letterbox import slot
from portal.public.door import Door
from portal.public.mailbox.actions import look_up
from portal.public.mailbox.conversation import Reply
from portal.sealing import SealingError, open_file

_ENDINGS = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".jpg", ".jpeg", ".png", ".webp", ".txt", ".csv"})


@dataclass(frozen=True)
class Enclosure:
    """A file as it is handed out: under a name that tells a finder nothing (T7), and its whole content."""

    name: str
    content: bytes


def enclosure(door: Door, typed: str, reply: int, number: int) -> Enclosure | None:
    """Open file `number` of the reply in slot `reply`. None when there is none, or it is not the one that was sealed.

    Whole in memory, so that nothing is handed out before all of it was checked; an office sends a few MiB at most.
    Raise `OfficeClosed`, `Unavailable`, `StoreUnavailable`.
    """
    box = look_up(door, typed)
    files = next((one.files for one in box.entries(reply) if isinstance(one, Reply)), None)
    entry = next((one for one in files.entries if one.slot == number), None) if files else None
    if box.mailbox is None or files is None or entry is None:
        return None
    try:
        with door.letterbox.reading() as session:
            listed = slot.answer_files(session, slot.shelf(box.receipt.locator_hash, box.mailbox.parcel), reply)
        blobs = {file.slot: file.blob for file in listed}
        with door.blobs.open(blobs[number]) as source:
            content = b"".join(open_file(source, files.key, entry))
    except StoreUnavailable:
        raise
    except (slot.BadItem, KeyError, SealingError, OSError):
        return None
    ending = PurePosixPath(entry.name).suffix.lower()
    return Enclosure(f"file-{number}{ending if ending in _ENDINGS else ''}", content)

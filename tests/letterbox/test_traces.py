"""What was forgotten is gone from the files, not only from the answers to queries (T1: any collected case)."""

import pytest

from portal.letterbox import slot as letterbox
from portal.letterbox.slot import Letter, Parcel
from portal.web.database import Database
from tests.letterbox.samples import letter, mailbox_for, parcel

pytestmark = pytest.mark.sqlite_only


def on_disk(box: Database) -> bytes:
    assert box.file
    return b"".join(path.read_bytes() for path in sorted(box.file.parent.iterdir()))


def pieces(sealed: bytes) -> list[bytes]:
    """Cut from every part of a sealed item: a page that was only half overwritten would hold one of them."""
    return [sealed[start : start + 24] for start in range(64, len(sealed) - 24, 512)]


def remains(box: Database, *items: Parcel | Letter) -> list[bytes]:
    disk = on_disk(box)
    sealed = [
        s for item in items for s in ((item.sealed,) if isinstance(item, Letter) else (item.report, *secrets(item)))
    ]
    return [piece for one in sealed for piece in pieces(one) if piece in disk]


def secrets(item: Parcel) -> list[bytes]:
    return [slip.sealed for slip in item.slips]


def test_a_collected_report_leaves_no_byte(box: Database) -> None:
    gone, kept = [parcel(slips=6, files=3) for _ in range(5)], parcel()
    for one in (*gone, kept):
        with box.writing() as session:
            letterbox.drop(session, one, mailbox_for(one))
    assert len(remains(box, *gone)) > 5 * 6
    with box.writing() as session:
        blobs = [blob for one in gone for blob in letterbox.forget(session, one.id)]
    assert box.scrub()
    assert remains(box, *gone) == []
    assert remains(box, kept)
    disk = on_disk(box)
    assert len(blobs) == 15
    assert not any(blob.encode() in disk for blob in blobs)
    assert not any(slip.officer.encode() in disk for one in gone for slip in one.slips)


def test_a_collected_letter_leaves_its_mark_only(box: Database) -> None:
    dropped = parcel()
    mailbox = mailbox_for(dropped)
    posted = letter(mailbox.locator_hash, files=2)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        letterbox.post_letter(session, posted)
    assert remains(box, posted)
    with box.writing() as session:
        letterbox.forget_letter(session, posted.id)
    assert box.scrub()
    assert remains(box, posted) == []
    assert posted.files[0].blob.encode() not in on_disk(box)
    assert posted.id.encode() in on_disk(box)


def test_a_refused_second_submit_leaves_no_byte(box: Database) -> None:
    first, second = parcel(), parcel()
    mailbox = mailbox_for(first)
    with box.writing() as session:
        letterbox.drop(session, first, mailbox)
    try:
        with box.writing() as session:
            letterbox.drop(session, second, mailbox_for(second, mailbox.locator_hash))
    except letterbox.AlreadyDropped:
        assert remains(box, second) == []
        assert second.id.encode() not in on_disk(box)

"""A report's way through the slot."""

from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from portal.letterbox import slot as letterbox
from portal.letterbox.items import MOST_SLIPS
from portal.letterbox.records import slips
from portal.letterbox.slot import AlreadyDropped, BadItem, IdTaken, Mailbox, Parcel
from portal.web.database import Database
from tests.letterbox.samples import locator_hash, mailbox_for, parcel
from tests.statements import statements


def drop(box: Database, dropped: Parcel, mailbox: Mailbox) -> None:
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)


@pytest.mark.parametrize("files", [0, 1, 5])
def test_what_is_dropped_is_collected(box: Database, files: int) -> None:
    dropped = parcel(files=files)
    mailbox = mailbox_for(dropped)
    drop(box, dropped, mailbox)
    with box.reading() as session:
        assert letterbox.waiting(session, 10) == [dropped.id]
        assert letterbox.collect(session, dropped.id) == dropped
        assert letterbox.mailbox_at(session, mailbox.locator_hash) == mailbox


def test_nothing_is_there_before_the_commit(box: Database) -> None:
    dropped = parcel()
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox_for(dropped))
        with box.reading() as other:
            assert letterbox.waiting(other, 10) == []


def test_a_second_submit_stores_nothing_and_says_so(box: Database) -> None:
    first, second = parcel(files=1), parcel(files=1)
    mailbox = mailbox_for(first)
    drop(box, first, mailbox)
    with pytest.raises(AlreadyDropped):
        drop(box, second, mailbox_for(second, mailbox.locator_hash))
    with box.reading() as session:
        assert letterbox.waiting(session, 10) == [first.id]
        assert letterbox.collect(session, second.id) is None
        assert letterbox.mailbox_at(session, mailbox.locator_hash) == mailbox
        assert not letterbox.wants(session, second.files[0].blob)


def test_it_is_still_known_after_the_desk_collected_it(box: Database) -> None:
    first, again = parcel(), parcel()
    mailbox = mailbox_for(first)
    drop(box, first, mailbox)
    with box.writing() as session:
        letterbox.forget(session, first.id)
    with pytest.raises(AlreadyDropped):
        drop(box, again, mailbox_for(again, mailbox.locator_hash))


def test_a_parcel_id_in_use_is_not_the_same_as_already_dropped(box: Database) -> None:
    # A receipt for this one would be a receipt for a report that is stored nowhere.
    first = parcel()
    drop(box, first, mailbox_for(first))
    with pytest.raises(IdTaken):
        drop(box, first, mailbox_for(first))
    with box.writing() as session:
        letterbox.forget(session, first.id)
    with pytest.raises(IdTaken):
        drop(box, first, mailbox_for(first))


def test_the_mailbox_of_another_parcel_is_refused(box: Database) -> None:
    one, other = parcel(), parcel(day=date(2026, 11, 23))
    for mailbox in (mailbox_for(other), mailbox_for(parcel())):
        with pytest.raises(BadItem):
            drop(box, one, mailbox)


def test_forgetting_names_the_blobs_once_and_leaves_the_mailbox(box: Database) -> None:
    kept, gone = parcel(files=2), parcel(files=3)
    for dropped in (kept, gone):
        drop(box, dropped, mailbox_for(dropped, "a" * 64 if dropped is gone else None))
    with box.writing() as session:
        assert set(letterbox.forget(session, gone.id)) == {file.blob for file in gone.files}
    with box.writing() as session:
        assert letterbox.forget(session, gone.id) == []
    with box.reading() as session:
        assert letterbox.waiting(session, 10) == [kept.id]
        assert letterbox.collect(session, gone.id) is None
        assert letterbox.collect(session, kept.id) == kept
        assert letterbox.mailbox_at(session, "a" * 64) is not None
        assert letterbox.wants(session, kept.files[0].blob)
        assert not letterbox.wants(session, gone.files[0].blob)


def test_oldest_day_first_and_no_more_than_asked_for(box: Database) -> None:
    days = [date(2026, 11, 23), date(2026, 11, 21), date(2026, 11, 22)]
    dropped = [parcel(day=day) for day in days]
    for one in dropped:
        drop(box, one, mailbox_for(one))
    with box.reading() as session:
        assert letterbox.waiting(session, 10) == [dropped[1].id, dropped[2].id, dropped[0].id]
        assert letterbox.waiting(session, 2) == [dropped[1].id, dropped[2].id]
        assert letterbox.waiting(session, 0) == []


def test_within_a_day_the_order_says_nothing(box: Database) -> None:
    dropped = [parcel() for _ in range(12)]
    for one in dropped:
        drop(box, one, mailbox_for(one))
    with box.reading() as session:
        assert letterbox.waiting(session, 20) == sorted(one.id for one in dropped)


def test_unknown_names_are_simply_not_there(box: Database) -> None:
    with box.writing() as session:
        assert letterbox.collect(session, "' OR 1=1 --") is None
        assert letterbox.forget(session, "../../etc") == []
        assert letterbox.mailbox_at(session, locator_hash()) is None


@pytest.mark.parametrize("files", [0, 10])
def test_a_drop_is_few_statements_however_many_slips_and_files(box: Database, files: int) -> None:
    dropped = parcel(slips=40, files=files)
    mailbox = mailbox_for(dropped)
    with statements(box) as said:
        drop(box, dropped, mailbox)
    assert len([s for s in said if s.startswith("INSERT")]) == len(said) == (4 if files else 3)


def test_a_reading_session_takes_nothing_away(box: Database) -> None:
    dropped = parcel()
    drop(box, dropped, mailbox_for(dropped))
    with box.reading() as session, pytest.raises(DBAPIError, match=r"read-?only"):
        letterbox.forget(session, dropped.id)


def test_many_are_collected_in_order_up_to_so_many_bytes_and_one_at_least(box: Database) -> None:
    dropped = [parcel(files=files) for files in (0, 2, 1)]
    for one in dropped:
        drop(box, one, mailbox_for(one))
    ids = [one.id for one in dropped]
    weight = len(dropped[0].report) + len(dropped[0].packet or b"")
    with box.reading() as session:
        found = letterbox.collect_many(session, [*ids, "0" * 32], 64 * weight)
        assert found.looked_at == (*ids, "0" * 32)
        assert list(found.parcels) == dropped
        assert letterbox.collect_many(session, ids, 2 * weight).looked_at == tuple(ids[:2])
        assert letterbox.collect_many(session, ids, 1).parcels == (dropped[0],)


def test_a_parcel_with_more_slips_than_there_may_be_is_not_read(box: Database) -> None:
    crowded, other = parcel(), parcel()
    for one in (crowded, other):
        drop(box, one, mailbox_for(one))
    row = {"parcel": crowded.id, "sealed": crowded.slips[0].sealed}
    with box.writing() as session:
        session.execute(insert(slips), [row | {"officer": f"stranger-{number}"} for number in range(MOST_SLIPS)])
    with box.reading() as session:
        assert letterbox.collect_many(session, [crowded.id, other.id], 1 << 20).parcels == (other,)

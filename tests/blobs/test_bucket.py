"""Blobs in a bucket, behind a network and a store that fail in every way they can. What is kept is there, whole."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from signal import SIGKILL
from threading import Event

import pytest

from portal.blobs import NoRoom, StoreUnavailable, open_store
from portal.blobs.sending import PART
from portal.blobs.service import Service
from tests.blobs import unruly as faults
from tests.blobs.keeping import SEALED, content, kept
from tests.blobs.object_store import contents, elsewhere
from tests.loopback import free_port

LARGE = os.urandom(2 * PART + 4321)
SMALL = os.urandom(70_000)


@pytest.fixture(params=[SMALL, LARGE], ids=["one part", "three parts"])
def data(request):
    return request.param


def test_parts_are_sent_one_after_the_other(through, unruly, place):
    name = kept(through, LARGE)
    assert content(through, name) == SEALED + LARGE
    assert [method for method, path in unruly.seen if "partNumber" in path] == ["PUT"] * 3
    assert contents(place) == [f"door/blobs/{name}"]


def test_nothing_leaves_this_host_before_it_is_kept(through, unruly, place):
    with through.new() as writer:
        writer.write(SEALED + LARGE)
        with writer.again() as source:
            assert source.read() == SEALED + LARGE
    assert unruly.seen == []
    assert list(place.spool.iterdir()) == []


@pytest.mark.parametrize("fault", [faults.REFUSE, faults.DROP, faults.DROP_ANSWER])
def test_what_fails_once_is_done_again(through, unruly, place, data, fault):
    unruly.fault = lambda number, *_: fault if number % 2 else faults.PASS
    name = kept(through, data)
    assert content(through, name) == SEALED + data
    unruly.fault = lambda *_: faults.PASS
    # An upload whose beginning was not heard of is left for the sweep: nobody knows its name.
    assert set(contents(place)) <= {f"door/blobs/{name}", *leavings(place)}
    through.sweep(datetime.now(UTC) - timedelta(hours=24), lambda _: True)
    assert contents(place) == [f"door/blobs/{name}"]


def leavings(place):
    pages = Service(place).pages("list_multipart_uploads")
    return [upload["Key"] for page in pages for upload in page.get("Uploads", ())]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.REFUSE, StoreUnavailable),
        (faults.DROP, StoreUnavailable),
        (faults.HANG, StoreUnavailable),
        (faults.FORBID, StoreUnavailable),
        (faults.FULL, NoRoom),
    ],
)
def test_a_store_that_fails_takes_nothing(unruly, place, fault, error):
    hasty = replace(elsewhere(place, unruly.port), patience=replace(place.patience, read=0.5, tries=2))
    unruly.does(fault)
    with open_store(hasty).new() as writer, pytest.raises(error):  # noqa: PT012  the block is what a caller writes
        writer.write(SEALED + SMALL)
        writer.keep()
    with pytest.raises(ValueError, match="finished"):
        writer.write(b"more")
    unruly.does(faults.PASS)
    assert contents(place) == []
    assert list(place.spool.iterdir()) == []


def test_a_store_that_fails_in_the_middle_of_the_parts_keeps_none(through, unruly, place):
    unruly.fault = lambda _number, _method, path: faults.REFUSE if "partNumber=2" in path else faults.PASS
    with pytest.raises(StoreUnavailable):
        kept(through, LARGE)
    assert contents(place) == []


@pytest.mark.parametrize(("fault", "told"), [(faults.LIE, "said that it kept"), (faults.ALTER, "other bytes")])
def test_a_store_that_only_says_that_it_kept_a_blob_is_found_out(through, unruly, place, fault, told):
    unruly.does(fault, "PUT")
    with pytest.raises(StoreUnavailable, match=told):
        kept(through, SMALL)
    assert contents(place) == []


def test_what_lies_under_a_name_is_neither_replaced_nor_removed(place, data):
    service, store = Service(place), open_store(place)
    with store.new() as writer:
        writer.write(SEALED + data)
        service.ask("put_object", Key=f"door/blobs/{writer.name}", Body=b"another's")
        with pytest.raises(StoreUnavailable, match="another blob"):
            writer.keep()
    assert content(store, writer.name) == b"another's"
    assert contents(place) == [f"door/blobs/{writer.name}"]


@pytest.mark.parametrize("fault", [faults.CUT, faults.DROP, faults.REFUSE])
def test_reading_goes_on_where_it_broke_off(through, unruly, fault):
    name = kept(through, LARGE)
    began = len(unruly.seen)
    unruly.fault = lambda number, *_: fault if (number - began) % 2 else faults.PASS
    assert content(through, name) == SEALED + LARGE


def test_a_blob_that_changes_while_it_is_read_is_not_mixed(through, unruly, place):
    name = kept(through, LARGE)
    unruly.does(faults.CUT, "GET", times=1)
    with through.open(name) as source:
        source.read(1000)
        Service(place).ask("put_object", Key=f"door/blobs/{name}", Body=SEALED + os.urandom(len(LARGE)))
        with pytest.raises(StoreUnavailable):
            source.read()


@pytest.mark.parametrize("fault", [faults.DROP, faults.HANG, faults.REFUSE, faults.DRIBBLE])
def test_reading_gives_up_after_a_while(place, unruly, through, fault):
    name = kept(through, LARGE)
    hasty = replace(place.patience, read=0.5, tries=2, slowest=1024 * 1024)
    store = open_store(replace(elsewhere(place, unruly.port), patience=hasty))
    unruly.does(fault)
    with pytest.raises(StoreUnavailable):
        content(store, name)


def test_nobody_listens(place):
    store = open_store(elsewhere(place, free_port()))
    for act in (lambda: kept(store), lambda: store.open("a" * 32), store.names, lambda: store.delete("a" * 32)):
        with pytest.raises(StoreUnavailable):
            act()


@pytest.mark.parametrize("keys", [None, "", "aws_access_key_id = hunter2", "[default]\naws_access_key_id = hunter2\n"])
def test_keys_that_are_none_are_not_repeated(place, keys):
    if keys is None:
        place.credentials.unlink()
    else:
        place.credentials.write_text(keys, encoding="utf-8")
    with pytest.raises(StoreUnavailable) as refused:
        open_store(place).names()
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None or "hunter2" not in str(refused.value.__cause__)


def test_the_sweep_looks_at_its_own_prefix_only(place):
    service, store, old = Service(place), open_store(place), datetime.now(UTC) + timedelta(days=2)
    name = kept(store)
    others = ["README", "b" * 32, "door/blobs/README", "door/blobs/deeper/" + "c" * 32]
    for key in others:
        service.ask("put_object", Key=key, Body=b"not ours")
    service.ask("create_multipart_upload", Key="door/blobs/" + "d" * 32)
    service.ask("create_multipart_upload", Key="e" * 32)
    assert store.names() == [name]
    assert store.sweep(old, lambda _: False) == 2
    assert contents(place) == sorted([*others, "e" * 32])


def test_a_process_made_by_fork_has_connections_of_its_own(place):
    store = open_store(place)
    name = kept(store, SMALL)
    child = os.fork()
    if child == 0:
        os._exit(0 if content(store, name) == SEALED + SMALL else 1)
    assert content(store, name) == SEALED + SMALL
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_process_killed_between_two_parts_leaves_an_upload_for_the_sweep(through, unruly, place):
    """The proxy kills the sender when the second part arrives."""
    sender, known = [], Event()

    def fault(_number, _method, path):
        if "partNumber=2" not in path:
            return faults.PASS
        assert known.wait(10)
        os.kill(sender[0], SIGKILL)
        return faults.DROP

    unruly.fault = fault
    child = os.fork()
    if child == 0:
        kept(through, LARGE)
        os._exit(0)
    sender.append(child)
    known.set()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -SIGKILL
    unruly.does(faults.PASS)
    assert through.names() == []
    assert contents(place) == leavings(place)
    assert list(place.spool.iterdir()) == []
    assert through.sweep(datetime.now(UTC), lambda _: False) == 1
    assert contents(place) == []

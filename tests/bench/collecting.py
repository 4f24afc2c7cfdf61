"""Collecting 400 parcels as the collector does, blobs and all. Floor: their bytes, fsynced, as many at a time."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from secrets import token_hex

from sqlalchemy import insert, select

from portal.desk.intake.actions import MANY
from portal.letterbox.records import files, mailboxes, parcels, slips
from tests.bench.desks import desk
from tests.bench.measure import Figure
from tests.world import World

PARCELS, BAR = 400, 200


def figures() -> Iterator[Figure]:
    with desk() as world:
        size = waiting(world, PARCELS)
        began, busy = time.perf_counter(), time.process_time()
        taken = world.collects().parcels
        took, busy = time.perf_counter() - began, time.process_time() - busy
        if taken != PARCELS:
            raise RuntimeError(f"{taken} parcels were taken")
        floor = _floor(world, size)
    rate = PARCELS / took
    yield Figure(
        f"collect {PARCELS} parcels",
        f"{rate:.0f}/s ({PARCELS / busy:.0f} in a second of the processor)",
        f"{PARCELS / floor:.0f}/s their bytes in fsynced inserts",
        floor / took,
        f"≥ {BAR}/s: {'kept' if rate >= BAR else 'MISSED'}",
    )


def waiting(world: World, number: int) -> int:
    """Put one true report and its likes into the letterbox: the same bytes under other ids. Bytes of one of them."""
    world.reporter().reports()
    box, store = world.desk.letterbox, world.desk.letterbox_blobs
    with box.writing() as session:
        one = {
            table.name: [row._asdict() for row in session.execute(select(table))]
            for table in (mailboxes, parcels, slips, files)
        }
        contents = {}
        for row in one["files"]:
            with store.open(row["blob"]) as source:
                contents[row["slot"]] = source.read()
        for _ in range(number - 1):
            parcel = token_hex(16)
            session.execute(
                insert(mailboxes), [{**one["mailboxes"][0], "parcel": parcel, "locator_hash": token_hex(32)}]
            )
            session.execute(insert(parcels), [{**one["parcels"][0], "id": parcel}])
            session.execute(insert(slips), [{**row, "parcel": parcel} for row in one["slips"]])
            for row in one["files"]:
                writer = store.new()
                writer.write(contents[row["slot"]])
                writer.keep()
                session.execute(insert(files), [{**row, "holder": parcel, "blob": writer.name}])
    sealed = (row["sealed"] for name in ("parcels", "slips") for row in one[name])
    return sum(map(len, sealed)) + sum(map(len, contents.values()))


def _floor(world: World, size: int) -> float:
    with closing(sqlite3.connect(world.folder / "floor.sqlite", isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("PRAGMA synchronous=FULL")
        made.execute("CREATE TABLE t (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID")
        content = os.urandom(size)
        began = time.perf_counter()
        for _ in range(0, PARCELS, MANY):
            made.execute("BEGIN IMMEDIATE")
            made.executemany("INSERT INTO t VALUES (?, ?)", [(token_hex(16), content) for _ in range(MANY)])
            made.execute("COMMIT")
        return time.perf_counter() - began

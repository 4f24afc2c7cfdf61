"""Collecting 400 parcels as the collector does, blobs and all. Floor: their bytes, fsynced, as many at a time."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from secrets import token_hex
from typing import Any

from sqlalchemy import insert, select

from portal.desk.intake.actions import MANY
from portal.letterbox.records import files, mailboxes, parcels, slips
from tests import databases
from tests.bench.desks import desk
from tests.bench.measure import Figure
from tests.world import World

PARCELS = 400
BAR, BAR_ON_A_SERVER = 200, 500
_SEALED = ("sealed", "packet")


def figures() -> Iterator[Figure]:
    with desk() as world:
        post = Post(world)
        post.arrive(PARCELS - 1)
        began, busy = time.perf_counter(), time.process_time()
        taken = world.collects().parcels
        took, busy = time.perf_counter() - began, time.process_time() - busy
        if taken != PARCELS:
            raise RuntimeError(f"{taken} parcels were taken")
        floor = _floor(world, post.sealed_bytes)
    rate, bar = PARCELS / took, BAR_ON_A_SERVER if databases.on_postgresql() else BAR
    yield Figure(
        f"collect {PARCELS} parcels",
        f"{rate:.0f}/s ({PARCELS / busy:.0f} in a second of the processor)",
        f"{PARCELS / floor:.0f}/s their bytes in fsynced inserts",
        floor / took,
        f"≥ {bar}/s: {'kept' if rate >= bar else 'MISSED'}",
    )


class Post:
    """One true report and its likes: the same bytes under other ids. The first one is in the letterbox already."""

    def __init__(self, world: World) -> None:
        world.reporter().reports()
        self._box, self._store = world.desk.letterbox, world.desk.letterbox_blobs
        with self._box.reading() as session:
            self._one = {
                table.name: [row._asdict() for row in session.execute(select(table))]
                for table in (mailboxes, parcels, slips, files)
            }
        self._contents = {}
        for row in self._one["files"]:
            with self._store.open(row["blob"]) as source:
                self._contents[row["slot"]] = source.read()

    @property
    def sealed_bytes(self) -> int:
        """The bytes of one report that only keys open."""
        sealed = (row.get(part) for name in ("parcels", "slips") for row in self._one[name] for part in _SEALED)
        return sum(map(len, filter(None, sealed))) + sum(map(len, self._contents.values()))

    @property
    def mailbox_bytes(self) -> int:
        """The bytes of one mailbox, which stays when its report has been collected."""
        return sum(len(value) for value in self._one["mailboxes"][0].values() if isinstance(value, bytes | str))

    def arrive(self, number: int) -> None:
        """Put so many more into the letterbox."""
        if not number:
            return
        ids = [token_hex(16) for _ in range(number)]
        with self._box.writing() as session:
            for table in (mailboxes, parcels, slips, files):
                rows = [self._like(table.name, row, parcel) for parcel in ids for row in self._one[table.name]]
                if rows:
                    session.execute(insert(table), rows)

    def _like(self, table: str, row: dict[str, Any], parcel: str) -> dict[str, Any]:
        match table:
            case "mailboxes":
                return {**row, "parcel": parcel, "locator_hash": token_hex(32)}
            case "parcels":
                return {**row, "id": parcel}
            case "slips":
                return {**row, "parcel": parcel}
        with self._store.new() as writer:
            writer.write(self._contents[row["slot"]])
            writer.keep()
            return {**row, "holder": parcel, "blob": writer.name}


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

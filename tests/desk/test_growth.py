"""What grows for years is never gone through for one page, one letter or one collection: SQLite tells its plans."""

import re
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from portal.desk.base import DeskBase
from portal.letterbox.records import metadata as letterbox

# Tables of offices, people and what waits; every other table has a row, or more, for each report there ever was.
SMALL = {
    "offices", "officers", "rosters", "office_rules", "former_reply_keys", "reply_key_slips", "index_key_slips",
    "key_changes", "passkey_counters", "reminder_addresses", "queue_views", "queue_tallies", "sessions", "throttle",
    "audit_head", "case_numbers", "outbox", "doomed_files", "condemned", "parcels", "letters", "slips", "gate_keys",
    "roster_mark", "key_packets", "key_halves", "recoveries", "handed_halves",
}  # fmt: skip
GROWING = {table.name for metadata in (DeskBase.metadata, letterbox) for table in metadata.sorted_tables} - SMALL
# A step that begins with nothing but a whole table, or with all that one office has of it.
WHOLE = re.compile(r"SCAN (\w+)|SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(office=\?\)")


@pytest.fixture
def plans(world):
    """What was asked since, and how SQLite would go about it: (table, statement) of each step through a whole table."""
    asked = {}

    def listen(base):
        @event.listens_for(base.engine, "before_cursor_execute")
        def remember(_connection, _cursor, statement, given, _context, many):
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                asked[base.file, statement] = given[0] if many else given

    def through_all():
        for (file, statement), given in asked.items():
            with closing(sqlite3.connect(file)) as base:
                aliases = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
                for *_, step in base.execute(f"EXPLAIN QUERY PLAN {statement}", given):
                    if found := WHOLE.match(step):
                        table = found[1] or found[2]
                        yield aliases.get(table, table), statement

    for base in (world.desk.database, world.desk.letterbox, world.door.letterbox):
        listen(base)
    return through_all


def test_no_statement_goes_through_what_grows(world, plans):
    reporter, other = world.reporter(), world.reporter()
    for one in (reporter, other):
        one.reports(offices=["yunling"])
    world.collects()
    lin, mao = world.officer("lin"), world.officer("mao")
    number = min(lin.numbers())
    for each in lin.numbers():
        lin.registers(each)
    lin.replies(number, "请问三月十日谁在场?", question=True)
    world.collects()
    reporter.mailbox()
    reporter.writes_letter("办公室的人都在。")
    world.collects()
    for path in (
        "",
        f"case/{number}",
        f"case/{number}/circle",
        f"case/{number}/requests",
        "requests",
        "transfers",
        "tasks",
    ):
        lin.goes(path)
    mao.goes("register")
    assert [(table, statement) for table, statement in plans() if table in GROWING] == []

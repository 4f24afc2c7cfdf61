"""A desk with many cases, made straight in its database: who measures a queue does not wait for reports."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

from sqlalchemy import insert, select

from portal.desk.casework.records import CaseRecord, SearchEntryRecord, SlipRecord
from portal.desk.casework.shelving import settle
from portal.desk.officers.enrolment import as_colleague
from portal.desk.officers.rules import Who
from portal.desk.searching.rules import haystack
from portal.domain.statuses import State
from portal.sealing import CaseKey, SearchEntry, SearchKey
from tests.bench.roster import ENDS, THINGS, VERBS
from tests.world import World

STATES = (State.REGISTERED, State.ACCEPTED, State.ASSESSING, State.VERIFYING, State.HELD, State.CONCLUDED)
TEXT_CHARACTERS = 700
MARKED = 0.06
"""So many have new letters that this page, too, is full at every size: sizes are compared, and not lengths of pages."""


@contextmanager
def desk() -> Iterator[World]:
    """A deployment where temporary files live, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        world = World(Path(folder))
        try:
            yield world
        finally:
            world.close()


def who_is(world: World, login: str) -> Who:
    return as_colleague(world.desk, login, world.people[login].passphrase)


def with_cases(world: World, who: Who, number: int) -> list[tuple[str, str]]:
    """Cases that `who` holds slips for, spread over states and days: (id, number). Nothing is in them."""
    dice, today, made = random.Random(7), world.clock.today(), []  # noqa: S311
    for start in range(0, number, 1000):
        cases = []
        for at in range(start, min(start + 1000, number)):
            received, due = (today + timedelta(days=dice.randrange(*span)) for span in ((-700, 0), (-20, 300)))
            state = dice.choice(STATES)
            cases.append({
                "id": token_hex(16), "number": f"2026-{at + 1:06d}", "received": received, "state": state,
                "changed": received, "next_due": None if state is State.CONCLUDED else due,
                "handler": who.officer if dice.random() < 0.02 else None, "letters": int(dice.random() < MARKED),
            })  # fmt: skip
        ids = [str(case["id"]) for case in cases]
        with world.desk.database.writing() as session:
            session.execute(insert(CaseRecord), cases)
            session.execute(
                insert(SlipRecord), [{"case_id": id_, "officer": who.officer, "sealed": b""} for id_ in ids]
            )
            settle(session.connection(), ids)
        made += [(str(case["id"]), str(case["number"])) for case in cases]
    return made


def with_words(world: World, who: Who, cases: Sequence[str]) -> list[str]:
    """A search entry with a case key and some 2 KB of Chinese for each case; the texts."""
    dice, key, texts = random.Random(8), SearchKey.of(who.identity), []  # noqa: S311
    for start in range(0, len(cases), 1000):
        rows = []
        for case_id in cases[start : start + 1000]:
            text = ""
            while len(text) < TEXT_CHARACTERS:
                text += "".join(map(dice.choice, (VERBS, THINGS, ENDS))) + f"{dice.randrange(99)}件,"
            entry = SearchEntry.of(CaseKey.fresh(), haystack([text]), [("report", text)])
            closed = key.close(entry, who.officer, case_id)
            rows.append({"officer": who.officer, "case_id": case_id, "items": 0, "closed": closed})
            texts.append(text)
        with world.desk.database.writing() as session:
            session.execute(insert(SearchEntryRecord), rows)
    return texts


def slips_of(world: World, officer: str) -> int:
    with world.desk.database.reading() as session:
        return len(session.scalars(select(SlipRecord.case_id).where(SlipRecord.officer == officer)).all())

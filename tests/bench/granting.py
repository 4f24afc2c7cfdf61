"""Giving a new officer 10,000 cases, committed. Floor: as many bare HPKE seals of 32 bytes, before and after.

Processor time, as sealing is: what else runs on the machine counts less.
"""

import os
import time
from collections.abc import Iterator

from portal.desk.casework.queue.granting import grant_many
from tests.bench.desks import desk, slips_of, who_is, with_cases, with_words
from tests.bench.floors import INFO, SUITE, key_pair
from tests.bench.measure import Figure

CASES, BAR = 10_000, 0.6


def figures() -> Iterator[Figure]:
    with desk() as world:
        who, colleague = who_is(world, "lin"), who_is(world, "zhou").officer
        cases = with_cases(world, who, CASES)
        with_words(world, who, [id_ for id_, _ in cases])
        before = _bare()
        began = time.process_time()
        with world.desk.database.writing() as session:
            grant_many(session, world.desk, who, [number for _, number in cases], colleague)
        took = time.process_time() - began
        floor = (before + _bare()) / 2
        if slips_of(world, colleague) != CASES:
            raise RuntimeError("not every case was given")
    ratio = floor / took
    yield Figure(
        f"give one officer {CASES:,} cases",
        f"{CASES / took:.0f}/s",
        f"{CASES / floor:.0f}/s HPKE alone",
        ratio,
        f"≥ {BAR}: {'kept' if ratio >= BAR else 'MISSED'}",
    )


def _bare() -> float:
    public, content = key_pair().public_key(), os.urandom(32)
    began = time.process_time()
    for _ in range(CASES):
        SUITE.encrypt(content, public, info=INFO)
    return time.process_time() - began

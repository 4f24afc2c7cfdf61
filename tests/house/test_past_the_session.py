"""Cases and slips are written through the session: the rows and counts of the queues follow it (ADR 0037)."""

import re

import pytest

from tests.house.source import PORTAL, modules, name

PAST = re.compile(r"\b(?:update\((?:CaseRecord)\)|(?:insert|delete)\((?:CaseRecord|SlipRecord)\))")
SEATS_THEM_ITSELF = {"portal/desk/casework/queue/granting.py"}


@pytest.mark.parametrize("path", [path for path in modules() if (PORTAL / "desk") in path.parents], ids=name)
def test_nothing_writes_cases_or_slips_past_the_session(path):
    if name(path) not in SEATS_THEM_ITSELF:
        assert PAST.findall(path.read_text(encoding="utf-8")) == []

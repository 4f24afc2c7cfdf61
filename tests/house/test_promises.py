"""A promise in the threat model that names a test names one that is there."""

import re

import pytest

from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE))))
def test_the_tests_that_hold_a_promise_are_there(path):
    assert list(ROOT.glob(path.rstrip("/"))), path

"""When an old key may go."""

import pytest

from portal.desk.rekeying.rules import why_needed


@pytest.mark.parametrize(("facts", "why"), [
    ({}, None),
    ({"signed": False}, "unsigned"),
    ({"items": 1}, "items"),
    ({"published": False}, "unpublished"),
    ({"days": 13}, "young"),
    ({"waiting": True}, "letterbox"),
    ({"names": 1}, "names"),
    ({"days": None, "published": False, "waiting": True}, None),
])  # fmt: skip
def test_why_an_old_key_is_still_needed(facts, why):
    settled = {"signed": True, "published": True, "days": 14, "waiting": False, "items": 0, "names": 0}
    assert why_needed(**(settled | facts)) == why

"""The days of an interview sheet: those that matter are never more than half where there are others."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.desk.workbench.field.questions import sheet_for

DAYS = [date(2026, 3, 2) + timedelta(days=step) for step in range(28)]
days = st.lists(st.sampled_from(DAYS), unique=True)


@given(days, days)
def test_days_that_matter_are_never_more_than_half_where_there_are_others(disputed, claimed):
    listed = sheet_for((), set(disputed), set(claimed)).days
    free = set(claimed) - set(disputed)
    assert set(disputed) <= set(listed) <= set(disputed) | set(claimed)
    assert len(set(listed) - set(disputed)) == min(len(free), max(2, len(disputed)))
    assert list(listed) == sorted(listed)
    assert sheet_for((), set(disputed), set(claimed)).days == listed

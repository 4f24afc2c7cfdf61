"""What may be done about a term by hand."""

from datetime import date

import pytest

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.terms.rules import begins, extends, meets
from portal.domain.deadlines import Code

RECEIVED, TODAY = date(2026, 11, 2), date(2026, 11, 23)


def why(act, *given):
    with pytest.raises(NotAllowed) as refused:
        act(*given)
    return refused.value.why


def test_a_notice_or_a_report_is_recorded_with_what_was_done():
    assert meets("DL01", "十一月二十日电话告知。") is Code.DL01
    assert why(meets, "DL01", " ") is Refusal.TEXT
    for code in ("DL06", "DL09", "DL12", "DL13", "FU", "DL99", ""):
        assert why(meets, code, "做了") is Refusal.TERM


def test_an_event_lies_between_receipt_and_today():
    assert begins("DL04", TODAY, RECEIVED, TODAY) is Code.DL04
    assert begins("DL03", RECEIVED, RECEIVED, TODAY) is Code.DL03
    for day in (None, date(2026, 11, 1), date(2026, 11, 24)):
        assert why(begins, "DL05", day, RECEIVED, TODAY) is Refusal.EVENT
    assert why(begins, "DL09", TODAY, RECEIVED, TODAY) is why(begins, "", TODAY, RECEIVED, TODAY) is Refusal.CHOICE


def test_a_first_extension_has_a_limit_and_what_goes_beyond_names_who_approved():
    due = date(2027, 1, 31)
    assert extends("DL09", 0, due, date(2027, 2, 28), "证人在外。", "") == date(2027, 2, 28)
    assert why(extends, "DL09", 0, due, date(2027, 3, 1), "证人在外。", "") is Refusal.APPROVER
    assert why(extends, "DL09", 1, due, date(2027, 2, 1), "证人在外。", " ") is Refusal.APPROVER
    assert extends("DL10", 1, due, date(2028, 1, 1), "理由", "上级〔2027〕1号(虚构)") == date(2028, 1, 1)
    assert why(extends, "DL09", 0, due, date(2027, 2, 28), " ", "") is Refusal.TEXT
    for day in (None, due, date(2027, 1, 1), date(2099, 1, 1)):
        assert why(extends, "DL09", 0, due, day, "理由", "") is Refusal.UNTIL
    assert why(extends, "DL01", 0, due, date(2027, 2, 1), "理由", "上级") is Refusal.TERM

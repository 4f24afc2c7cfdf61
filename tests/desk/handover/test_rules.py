"""Who ends a hand-over, and who may receive one."""

import pytest

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.handover.rules import chosen, may_end
from portal.desk.officers.rules import Right
from portal.domain.handing import Handing


def why(call, *given):
    with pytest.raises(NotAllowed) as refused:
        call(*given)
    return refused.value.why


def test_only_an_offer_can_be_ended_and_only_by_who_registers():
    may_end(Handing.OFFERED, {Right.REGISTER})
    assert why(may_end, Handing.OFFERED, {Right.LEAD}) is Refusal.RIGHT
    for over in set(Handing) - {Handing.OFFERED}:
        assert why(may_end, over, {Right.REGISTER}) is Refusal.OVER


@pytest.mark.parametrize(("receiving", "barred"), [((), ()), (("x",), ()), (("a",), ("a",)), (("a", "x"), ())])
def test_who_receives_must_be_there_and_not_be_barred(receiving, barred):
    chosen(("a", "b"), ("c",), ("a", "b"))
    assert why(chosen, receiving, barred, ("a", "b")) is Refusal.PERSON

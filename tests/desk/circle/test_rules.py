import pytest

from portal.desk.casework.access import Person
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.circle import rules
from portal.domain.roles import Role


def person(officer, *roles, active=True):
    return Person(officer, officer, roles or (Role.HANDLER,), "yunling", active)


A, B, GONE = person("a", Role.INTAKE_LEAD), person("b"), person("c", Role.DEPT_LEAD, active=False)


def test_leads_are_those_who_may_give_access_and_are_there():
    assert rules.leads((A, B, GONE)) == (A,)


@pytest.mark.parametrize(("holders", "free"), [((A, B), True), ((A,), False), ((A, GONE), False)])
def test_a_key_ends_only_when_somebody_active_is_left(holders, free):
    if free:
        rules.may_end(holders, "a")
    else:
        with pytest.raises(NotAllowed) as refused:
            rules.may_end(holders, "a")
        assert refused.value.why is Refusal.LAST


@pytest.mark.parametrize(("holders", "by", "officer", "why"), [
    ((A, B), "a", "b", None),
    ((A, B), "a", "a", Refusal.PERSON),
    ((A, B), "a", "x", Refusal.PERSON),
    ((B, GONE), "a", "b", Refusal.LAST),
])  # fmt: skip
def test_a_lead_takes_a_key_of_a_holder_and_not_their_own(holders, by, officer, why):
    if why is None:
        rules.may_remove(holders, by, officer)
    else:
        with pytest.raises(NotAllowed) as refused:
            rules.may_remove(holders, by, officer)
        assert refused.value.why is why

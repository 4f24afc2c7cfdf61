"""An officer leaves: their cases are handed on, one by one and all of them, and only then do their keys end."""

import pytest
from sqlalchemy import select

from portal.age import AgeError, open_sealed
from portal.desk.audit.actions import Act
from portal.desk.casework.records import SlipRecord
from portal.desk.circle import handing_over
from portal.desk.keys import open_authority
from portal.desk.officers.enrolment import as_colleague
from portal.desk.officers.rosters import sign_next
from tests.world import SUMMARY


@pytest.fixture
def three(world):
    """Three reports of which lin alone holds the keys; the last is not registered. (numbers oldest first, lin)."""
    for _ in range(3):
        world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    numbers = sorted(lin.numbers())
    for number in numbers[:2]:
        lin.registers(number)
    return numbers, lin


def hands_over(officer, address, heir):
    form = next(form for form in officer.goes(address).forms if "heir" in form.choices)
    return officer.sends(form, form.filled(heir=heir))


def who_is(world, login):
    return as_colleague(world.desk, login, world.people[login].passphrase)


def slips_of(world, officer):
    with world.desk.database.reading() as session:
        return session.scalars(select(SlipRecord).where(SlipRecord.officer == officer)).all()


def roster_knows(world, officer):
    import json

    listed = json.loads((world.settings.desk.keys / "people.json").read_bytes())
    key = open_authority(
        world.settings.desk.keys / "authority.age", listed["authority_passphrase"], world.desk.open_identity
    )
    with world.desk.database.writing() as session:
        signed = sign_next(session, world.desk, key)
    return officer in {login for _, login, _ in signed.fingerprints}


def test_an_officer_leaves(world, three):
    numbers, lin = three
    zhou = world.officer("zhou")
    leaver, identity = lin.id(), who_is(world, "lin").identity
    page = zhou.goes(f"staff/{leaver}")
    assert "必须先交接" in page.text
    assert not any(form.action.endswith("/leave") for form in page.forms), "nobody's cases are lost"
    page = hands_over(lin, "me/hand-over", zhou.id())
    assert "刚才交出3件" in page.text
    assert sorted(zhou.numbers()) == numbers
    assert zhou.opens(numbers[0]).text.count(SUMMARY) >= 1
    copied = [slip.sealed for slip in slips_of(world, leaver)]
    form = zhou.goes(f"staff/{leaver}").form("/leave")
    page = zhou.sends(form, form.pairs)
    assert "离任已经办完" in page.text
    assert slips_of(world, leaver) == []
    assert lin.goes("").h1 != "办件", "signed out at once"
    with pytest.raises(AssertionError):
        lin.signs_in()
    assert not roster_knows(world, "lin")
    for slip in copied:
        open_sealed(slip, [identity])  # only a copy of the database from before would still open: the guide says so
    assert sorted(zhou.numbers()) == numbers
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact
        done = [line.act for line in world.desk.ledger.of_case(session, numbers[2])]
    assert done.count(Act.GRANT) == 1
    assert done.count(Act.REMOVE) == 1


def test_an_interrupted_hand_over_goes_on_where_it_stopped(world, three):
    numbers, lin = three
    who, zhou = who_is(world, "lin"), world.officer("zhou")
    with world.desk.database.writing() as session:
        handing_over.hand_on(session, world.desk, who, numbers[0], who.officer, zhou.id())

    def cut_off():
        with world.desk.database.writing() as session:
            handing_over.hand_on(session, world.desk, who, numbers[1], who.officer, zhou.id())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert zhou.numbers() == [numbers[0]]
    page = zhou.goes(f"staff/{lin.id()}")
    assert not any(form.action.endswith("/leave") for form in page.forms)
    assert "刚才交出2件" in hands_over(lin, "me/hand-over", zhou.id()).text
    assert sorted(zhou.numbers()) == numbers
    assert "刚才交出0件" in hands_over(lin, "me/hand-over", zhou.id()).text


def test_the_end_is_refused_while_one_case_would_be_lost(world, three):
    numbers, lin = three
    zhou = world.officer("zhou")
    token = zhou.goes(f"staff/{lin.id()}").forms[-1].value("csrf_token")
    page = zhou.sends(zhou.page.forms[-1], [("csrf_token", token)], to=f"/zh/staff/{lin.id()}/leave")
    assert zhou.answer.status_code == 422
    assert "没有人能打开" in page.text
    assert len(slips_of(world, lin.id())) == 3
    assert sorted(lin.numbers()) == numbers


def test_who_recused_is_handed_nothing_of_that_case(world, three):
    numbers, lin = three
    lin.grants(numbers[0], "zhou")
    zhou = world.officer("zhou")
    zhou.states = False
    form = zhou.goes(f"case/{numbers[0]}/statement").forms[-1]
    zhou.sends(form, form.filled(statement="recuse", text="有利害关系。"))
    page = hands_over(lin, "me/hand-over", zhou.id())
    assert "刚才交出2件" in page.text
    assert numbers[0] in page.text.split("没有交出")[1]
    assert numbers[0] not in zhou.numbers()


def test_the_handlers_work_goes_with_the_case(world, three):
    numbers, lin = three
    lin.decides(numbers[0], "accept", text="受理。")
    lin.grants(numbers[0], "zhou")
    zhou = world.officer("zhou")
    zhou.assesses(numbers[0], handler=zhou.id())
    xu = world.officer("xu")
    page = hands_over(zhou, "me/hand-over", xu.id())
    assert "刚才交出1件" in page.text
    assert "示范员徐" in xu.opens(numbers[0]).text.split("承办人")[1]


@pytest.mark.parametrize("which", ["0" * 32, "x", "other-office", "own"])
def test_forged_ids_are_like_what_is_not_there(world, three, which):
    zhou, others = world.officer("zhou"), {"other-office": "sun", "own": "zhou"}
    one = world.officer(others[which]).id() if which in others else which
    token = zhou.goes("staff").forms[-1].value("csrf_token")
    page = zhou.sends(zhou.page.forms[-1], [("csrf_token", token)], to=f"/zh/staff/{one}/leave")
    assert zhou.answer.status_code == (422 if which == "own" else 404)
    assert page is not None
    if which != "own":
        zhou.goes(f"staff/{one}")
        assert zhou.answer.status_code == 404


def test_a_slip_that_is_copied_elsewhere_opens_nothing_for_the_heir(world, three):
    _, lin = three
    zhou = who_is(world, "zhou").identity
    for slip in slips_of(world, lin.id()):
        with pytest.raises(AgeError):
            open_sealed(slip.sealed, [zhou])


def test_nobody_is_handed_cases_who_may_not_hold_them(world, three):
    _, lin = three
    heirs = next(f for f in lin.goes("me/hand-over").forms if "heir" in f.choices)
    page = lin.sends(heirs, heirs.filled(heir=None))
    assert lin.answer.status_code == 422
    page = lin.sends(heirs, [*heirs.pairs, ("heir", world.officer("gao").id())])
    assert lin.answer.status_code == 422
    assert "刚才交出" not in page.text

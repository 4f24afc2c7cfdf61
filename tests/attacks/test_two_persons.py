"""T4, T5: one person stays one person, whatever he sends, and whatever he writes into the database."""

import json
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, select, update

from portal.desk.approvals import actions, waiting
from portal.desk.approvals.records import RequestRecord
from portal.desk.audit.records import AuditLine
from portal.desk.casework.records import SlipRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.keys import open_authority
from portal.desk.officers.enrolment import as_colleague
from portal.desk.officers.records import OfficerRecord, RosterRecord
from portal.desk.officers.rosters import sign_next
from portal.desk.officers.rules import Right
from portal.desk.officers.standing import key_of, keys_of, seasoned
from portal.desk.rooms import ACTS


@pytest.fixture
def asked(world):
    """Lin, who leads intake, asks to decline; zhou has a slip. (number, address of the request, lin, zhou)."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    zhou, address = world.officer("zhou"), lin.answer.request.path
    zhou.opens(number)
    return number, address, lin, zhou


def state(world, number):
    return world.desk_states()[number]


def posts(officer, address, answer="agree", text="同意。"):
    """Sends the answer that a page would send, with a token of a page of one's own."""
    token = officer.goes("me").forms[-1].value("csrf_token")
    pairs = [("csrf_token", token), ("answer", answer), ("text", text)]
    return officer.sends(officer.page.forms[-1], pairs, to=address)


def who_is(world, login):
    return as_colleague(world.desk, login, world.people[login].passphrase)


def requests(world):
    with world.desk.database.reading() as session:
        return session.scalars(select(RequestRecord)).all()


def lines(world):
    """What the chain says of requests: actor and note."""
    with world.desk.database.reading() as session:
        found = select(AuditLine).where(AuditLine.act == "request").order_by(AuditLine.seq)
        return [(line.actor, line.note) for line in session.scalars(found)]


def signs_roster(world):
    listed = json.loads((world.settings.desk.keys / "people.json").read_bytes())
    key = open_authority(
        world.settings.desk.keys / "authority.age", listed["authority_passphrase"], world.desk.open_identity
    )
    with world.desk.database.writing() as session:
        sign_next(session, world.desk, key)


def test_nobody_agrees_to_their_own_request(world, asked):
    number, address, lin, _ = asked
    assert "同意" not in [button for form in lin.goes(address).forms for button in form.choices]
    page = posts(lin, address)
    assert lin.answer.status_code == 422
    assert "自己不能同意" in page.text
    posts(lin, address, "refuse")
    assert lin.answer.status_code == 422
    assert state(world, number) == "registered"


def test_who_is_kept_out_of_the_case_is_kept_out_of_its_requests(world, asked):
    """He has the right, in the right office; he has no slip. Nothing tells him that there is such a request."""
    number, address, _lin, zhou = asked
    with world.desk.database.writing() as session:
        session.execute(delete(SlipRecord).where(SlipRecord.officer == zhou.id()))
    assert number not in zhou.goes("requests").html
    assert "项待看" not in zhou.page.html
    for place in (address, f"case/{number}/requests"):
        zhou.goes(place)
        assert zhou.answer.status_code == 404
    posts(zhou, address)
    assert zhou.answer.status_code == 404
    assert state(world, number) == "registered"


def test_another_offices_head_does_not_agree_though_he_has_a_slip(world):
    world.reporter().reports(offices=["yunling", "wangxi"])
    world.collects()
    lin, chen = world.officer("lin"), world.officer("chen")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    chen.opens(number)
    page = posts(chen, lin.answer.request.path)
    assert chen.answer.status_code == 422
    assert "不能作这个决定" in page.text
    assert "没有等您来看的申请" in chen.goes("requests").text


def test_a_role_without_the_right_does_not_agree(world, asked):
    number, address, lin, _ = asked
    for login in ("xu", "he"):
        lin.grants(number, login)
        officer = world.officer(login)
        officer.opens(number)
        posts(officer, address)
        assert officer.answer.status_code in (403, 422)
    assert state(world, number) == "registered"


def test_an_answer_is_good_once(world, asked):
    number, address, _lin, zhou = asked
    form = zhou.goes(address).forms[-1]
    zhou.sends(form, form.filled(answer="agree", text="同意。"))
    assert state(world, number) == "declined"
    before = lines(world)
    for said in ("agree", "refuse"):
        zhou.sends(form, form.filled(answer=said, text="再来一次。"), to=address)
        assert zhou.answer.status_code == 422
        assert "已经办过" in zhou.page.text
    assert lines(world) == before


def test_an_old_approval_is_no_approval_of_the_next_request(world, asked):
    """The answered row is put back to waiting by somebody who can write the database: the case has moved on since."""
    number, address, lin, zhou = asked
    answer = zhou.goes(address).forms[-1]
    zhou.sends(answer, answer.filled(answer="refuse", text="不同意。"))
    lin.decides(number, "accept", text="受理。")
    with world.desk.database.writing() as session:
        session.execute(update(RequestRecord).values(state="pending", answered_by=None, answered=None))
    posts(zhou, address)
    assert zhou.answer.status_code == 422
    assert state(world, number) == "accepted"


def test_of_two_who_answer_at_once_one_does(world, asked):
    number, address, lin, _zhou = asked
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "xu").values(roles="chief handler"))
    signs_roster(world)
    lin.grants(number, "xu")
    world.officer("xu").opens(number)
    people, request = [who_is(world, "zhou"), who_is(world, "xu")], address.rsplit("/", 1)[1]
    start, ended = Barrier(2), []

    def answers(who):
        start.wait()
        try:
            with world.desk.database.writing() as session:
                actions.agree(session, world.desk, who, request, ACTS, "同意。")
            ended.append("done")
        except NotAllowed as no:
            ended.append(no.why)

    threads = [Thread(target=answers, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # xu has no reply key: whichever of them comes first, exactly one answer counts or none does.
    assert ended.count("done") == 1
    assert [note for _, note in lines(world)].count("two-persons agree decline") == 1
    assert state(world, number) == "declined"


@pytest.mark.parametrize("which", ["0" * 32, "x", "%00", "9" * 400, "..%2f..%2fqueue"])
def test_a_made_up_id_is_like_one_that_is_not_there(world, asked, which):
    _, _, _, zhou = asked
    zhou.goes(f"requests/{which}")
    assert zhou.answer.status_code in (404, 308)
    posts(zhou, f"/zh/requests/{which}")
    assert zhou.answer.status_code in (404, 308)


@pytest.mark.parametrize("kind", ["accept", "nonsense", "open_case"])
def test_there_is_nothing_to_ask_for_that_no_room_has(world, asked, kind):
    number, _, lin, _ = asked
    lin.goes(f"case/{number}/ask/{kind}")
    assert lin.answer.status_code == 404


def test_a_request_that_the_desk_did_not_write_is_agreed_to_by_nobody(world, asked):
    """T5. Zhou can write the database and open the case: he puts lin's name under a request of his own making."""
    number, address, _lin, zhou = asked
    for change in ({"asked_by": world.officer("he").id()}, {"kind": "refer"}, {"id": "0" * 32}, {"slot": 7}):
        with world.desk.database.writing() as session:
            record = session.scalars(select(RequestRecord)).one()
            before = {name: getattr(record, name) for name in change}
            session.execute(update(RequestRecord).values(**change))
        posts(zhou, f"/zh/requests/{change['id']}" if "id" in change else address)
        assert zhou.answer.status_code in (404, 422), change
        assert state(world, number) == "registered"
        with world.desk.database.writing() as session:
            session.execute(update(RequestRecord).values(**before, state="pending"))
    posts(zhou, address)
    assert state(world, number) == "declined", "untouched, it is good"


def test_other_grounds_under_the_same_request_are_found(world, asked):
    """He seals other grounds to the case key and puts them in the place of those that were agreed to be asked for."""
    from portal.desk.casework.unlocking import unlock
    from portal.sealing import Envelope, Kind, Place, seal_envelope

    number, address, _, zhou = asked
    who = who_is(world, "zhou")
    with world.desk.database.writing() as session:
        _, opened = unlock(session, who, number)
        (record,) = session.scalars(select(RequestRecord)).all()
        body = {
            "act": "decline",
            "by": "示范员林",
            "text": "x",
            "given": {"reason": "other_body", "text": "另一个理由"},
        }
        place = Place(Kind.REQUEST, "parcel", record.case_id, record.slot)
        record.sealed = seal_envelope(Envelope(place, record.asked, "desk", body), [opened.key.recipient])
    page = posts(zhou, address)
    assert zhou.answer.status_code == 422
    assert "可能有人改动过数据库" in page.text
    assert state(world, number) == "registered"


def test_who_asked_and_has_left_or_lost_the_key_declines_nothing_any_more(world, asked):
    number, address, _lin, zhou = asked
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "lin").values(revoked=world.clock.today()))
    page = posts(zhou, address)
    assert zhou.answer.status_code == 422
    assert "申请人已经停用" in page.text
    assert state(world, number) == "registered"
    posts(zhou, address, "refuse", "申请人已离任。")
    assert requests(world)[0].state == "refused", "saying no is always possible"


@pytest.fixture
def strict(world):
    """The same desk with the seven days that a real one has."""
    return replace(world.desk, policy=replace(world.desk.policy, new_second_days=7))


def test_a_new_account_is_nobodys_second_for_seven_days(world, asked, strict):
    number, address, _, _ = asked
    who, request = who_is(world, "zhou"), address.rsplit("/", 1)[1]
    with pytest.raises(NotAllowed) as refused, strict.database.writing() as session:
        actions.agree(session, strict, who, request, ACTS, "同意。")
    assert refused.value.why is Refusal.NEW
    with strict.database.writing() as session:
        assert actions.read(session, strict, who, request, ACTS).obstacle is Refusal.NEW
    world.passes(days=6)
    with strict.database.reading() as session:
        assert not seasoned(session, strict, who, Right.SECOND)
    world.passes(days=1)
    with strict.database.writing() as session:
        actions.agree(session, strict, who, request, ACTS, "同意。")
    assert state(world, number) == "declined"


def test_a_promotion_counts_from_the_roster_that_tells_of_it(world, strict):
    """Roles changed in the register alone are nobody's word; the authority signs, and then the days begin."""
    world.passes(days=30)
    xu = who_is(world, "xu")
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "xu").values(roles="dept_lead handler"))
    xu = who_is(world, "xu")
    assert xu.may(Right.SECOND)

    def good():
        with strict.database.reading() as session:
            return seasoned(session, strict, xu, Right.SECOND)

    assert not good(), "the register says so; the roster does not"
    world.passes(days=30)
    assert not good()
    signs_roster(world)
    assert not good()
    world.passes(days=7)
    assert good()
    signs_roster(world)
    assert good(), "a newer roster with the same right takes nothing away"


def test_a_roster_taken_out_of_the_middle_lengthens_nobodys_time(world, strict):
    world.passes(days=30)
    zhou = who_is(world, "zhou")
    roles = "chief dept_lead deputy handler"
    for held in ("handler", roles):
        with world.desk.database.writing() as session:
            session.execute(update(OfficerRecord).where(OfficerRecord.login == "zhou").values(roles=held))
        signs_roster(world)
    with world.desk.database.writing() as session:
        session.execute(delete(RosterRecord).where(RosterRecord.version == 2))
    with strict.database.reading() as session:
        assert not seasoned(session, strict, zhou, Right.SECOND)


def test_a_roster_that_is_not_the_authoritys_gives_nobody_a_right_or_a_key(world, strict):
    zhou = who_is(world, "zhou")
    with world.desk.database.writing() as session:
        session.execute(update(RosterRecord).values(signature=b"AAAA"))
    with world.desk.database.reading() as session:
        assert not seasoned(session, world.desk, zhou, Right.SECOND)
        assert keys_of(session, world.desk, "yunling", Right.SECOND) == {}
        assert key_of(session, world.desk, "yunling", zhou.officer) is None


def test_the_keys_are_those_of_the_roster(world):
    zhou, lin = who_is(world, "zhou"), who_is(world, "lin")
    with world.desk.database.reading() as session:
        found = keys_of(session, world.desk, "yunling", Right.SECOND)
        assert found == {zhou.officer: zhou.identity.recipient, lin.officer: lin.identity.recipient}
        assert key_of(session, world.desk, "yunling", zhou.officer) == zhou.identity.recipient
        assert key_of(session, world.desk, "qinghe", zhou.officer) is None
        assert keys_of(session, world.desk, "nowhere", Right.SECOND) == {}


def test_every_step_stands_in_the_chain(world, asked):
    _number, address, lin, zhou = asked
    posts(zhou, address)
    assert lines(world) == [(lin.id(), "two-persons ask decline"), (zhou.id(), "two-persons agree decline")]
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact
        assert waiting.count(session, world.desk, who_is(world, "lin"), ACTS) == 1


def test_an_act_of_another_room_is_asked_agreed_and_done(world, asked):
    """The interface for rooms that have an act: what is prepared is sealed, what is agreed to is done, once."""
    from portal.desk.approvals.kinds import TwofoldAct

    number, _, _, _ = asked
    done = []

    def prepare(session, desk, who, case, opened, given):
        return {"what": "report", "case": case.number}

    def carry_out(session, desk, who, one):
        done.append((one.number, one.given["what"], one.text, one.asker.name, who.name))

    acts = (TwofoldAct("hand_on", Right.ACCEPT, Right.SECOND, prepare, carry_out),)
    lin, zhou = who_is(world, "lin"), who_is(world, "zhou")
    with world.desk.database.writing() as session:
        made = actions.ask(session, world.desk, lin, number, acts[0], "上级调阅。", {}, None)
    with world.desk.database.writing() as session:
        actions.agree(session, world.desk, zhou, made, acts, "")
    assert done == [(number, "report", "上级调阅。", "示范员林", "示范员周")]
    with pytest.raises(NoSuchCase), world.desk.database.writing() as session:
        actions.read(session, world.desk, zhou, made, ())

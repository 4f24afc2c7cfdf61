"""A report about this very office goes up before anybody has read it; a named one keeps its name sealed."""

import pytest

from portal.age import Cost
from portal.demonstration.building import Credentials, authority_file, people_file
from portal.desk.keys import open_authority
from portal.desk.officers.enrolment import NewOfficer, as_colleague, enrol
from portal.desk.officers.rosters import publish, sign_next
from portal.domain.roles import Role

PASSPHRASE = "copper lantern over quiet water"


@pytest.fixture
def second(world):
    """Another officer who leads intake in the city's office, in a roster that was signed for it."""
    import json

    chen = world.people["chen"]
    colleague = as_colleague(world.desk, "chen", chen.passphrase)
    new = NewOfficer("qian", "示范员钱", "wangxi", frozenset({Role.INTAKE, Role.INTAKE_LEAD}))
    made = enrol(world.desk, new, PASSPHRASE, cost=Cost.TESTS_ONLY, colleague=colleague)
    world.people["qian"] = Credentials("qian", "示范员钱", "wangxi", PASSPHRASE, made.totp_secret)
    sealed = json.loads(people_file(world.settings).read_bytes())["authority_passphrase"]
    authority = open_authority(authority_file(world.settings), sealed, world.desk.open_identity)
    with world.desk.database.writing() as session:
        sign_next(session, world.desk, authority)
        publish(session, world.desk, world.settings.public.keys)
    return "qian"


def test_two_who_received_it_send_it_up_unread(world, second):
    reporter = world.reporter()
    reporter.reports(offices=["wangxi"])
    world.collects()
    chen, qian, lin = world.officer("chen"), world.officer(second), world.officer("lin")
    (number,) = chen.numbers()
    assert "密封移送其他机关" in chen.opens(number).text
    page = chen.goes(f"case/{number}/transfer")
    assert "移送有管辖权的机关" not in page.text, "unread it only goes up"
    request = chen.offers(number, "yunling", text="反映本机关负责人。")
    assert "反映本机关负责人" in qian.goes(request).text
    qian.answers(request)
    new = lin.takes(lin.transfers()[0])
    assert world.desk_states() == {new: "delivered"}
    tombstone = chen.goes(chen.transfers()[0]).text
    assert "已送达 → 报上级" in tombstone
    with world.desk.database.reading() as session:
        acts = {line.act for line in world.desk.ledger.of_case(session, number)}
    assert acts == {"collect", "request", "hand-over"}, "nobody there has read it"
    world.collects()
    assert "现在由云岭省" in reporter.mailbox().text


def test_an_unread_one_can_be_taken_back_by_either(world, second):
    world.reporter().reports(offices=["wangxi"])
    world.collects()
    chen, qian = world.officer("chen"), world.officer(second)
    (number,) = chen.numbers()
    qian.answers(chen.offers(number, "yunling"))
    form = qian.goes(qian.transfers()[0]).form("/withdraw")
    qian.sends(form, form.pairs)
    assert world.desk_states() == {number: "delivered"}
    chen.registers(number)
    assert world.desk_states() == {number: "registered"}


def test_a_named_report_keeps_its_packet_and_only_the_chosen_offices_open_it(world):
    reporter = world.reporter()
    named = {"identity_mode": "named", "real_name": "范例举报人甲", "contact": "13900000000"}
    reporter.reports(offices=["wangxi", "yunling"], **named)
    world.collects()
    chen, wu, lin, gao = (world.officer(login) for login in ("chen", "wu", "lin", "gao"))
    (number,) = chen.numbers()
    chen.registers(number)
    chen.grants(number, "wu")
    world.collects()
    wu.answers(chen.offers(number, "yunling"))
    new = lin.takes(next(one for one in lin.transfers() if "确认接收" in lin.goes(one).text))
    lin.registers(new)
    assert "这是实名件" in lin.opens(new).text
    form = lin.goes(f"case/{new}/ask/open_name").forms[-1]
    lin.sends(form, form.filled(text="要当面核对。"))
    request = lin.answer.request.path
    gao.answers(request)
    form = lin.goes(f"{request}/name").form("/join")
    assert "范例举报人甲" in lin.sends(form, form.pairs).text

"""A named report, as an equal choice: the name is sealed apart, opened by two, seen by nobody else."""

import pytest

NAME, CONTACT, TIMES = "范例举报人甲", "13900001234", "只在周末晚上,不要发短信。"
WHO = {"identity_mode": "named", "real_name": NAME, "contact": CONTACT, "contact_times": TIMES}


@pytest.fixture
def named(world):
    """A named report for one office, registered by lin, who leads intake: (reporter, number, lin)."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], **WHO)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    return reporter, number, lin


def asks(officer, number, text="核实需要当面联系举报人。"):
    """Asks to open the name; returns the address of the request."""
    form = officer.goes(f"case/{number}/ask/open_name").forms[-1]
    officer.sends(form, form.filled(text=text))
    assert officer.answer.status_code == 200, officer.page.text
    return officer.answer.request.path


def answers(officer, address, answer="agree", text="理由充分。"):
    form = officer.goes(address).forms[-1]
    return officer.sends(form, form.filled(answer=answer, text=text))


def joins(officer, address):
    form = officer.goes(f"{address}/name").form(f"{address.removeprefix('/zh')}/name/join")
    return officer.sends(form, form.pairs)


def test_a_named_reporter_is_opened_by_two(world, named):
    _, number, lin = named
    page = lin.opens(number)
    assert "这是实名件" in page.text
    assert "并要求保密" in page.text
    assert NAME not in page.html
    address = asks(lin, number)
    assert NAME not in lin.page.html
    gao = world.officer("gao")
    assert "1 项待看" in gao.page.html, "the key holder begins at the requests"
    page = gao.goes(address)
    assert "核实需要当面联系举报人" in page.text
    assert "范例甲" not in page.html, "the key holder reads nothing of the case"
    page = answers(gao, address)
    assert "已同意并办理" in page.text
    page = gao.goes(f"{address}/name")
    assert "要等示范员林" in page.text
    assert NAME not in page.html
    page = joins(lin, address)
    for words in (NAME, CONTACT, TIMES, "每看一次都留痕", "示范保管员高"):
        assert words in page.text
    assert NAME in gao.goes(f"{address}/name").text
    page = lin.opens(number)
    assert page.text.count("打开举报人的姓名") >= 3, "asked, agreed, and each look"
    assert NAME not in page.html
    assert "理由充分" in lin.goes(address).text


def test_who_gives_a_name_sees_beforehand_who_could_open_it(world):
    reporter = world.reporter()
    reporter.begins(["yunling", "qinghe"])
    page = reporter.writes(**WHO)
    for words in (NAME, CONTACT, "要信访部门负责人和密钥保管人两个人一起", "云岭省纪检监察机关", "青禾县纪检监察机关"):
        assert words in page.text
    page = reporter.sends(
        page.form("/report/send"), page.form("/report/send").pairs, button=("do", "edit"), to="/zh/report/write"
    )
    assert page.form("/report/write").value("real_name") == NAME, "going back loses nothing"


def test_an_anonymous_reporter_says_nothing_and_is_asked_nothing(world):
    reporter = world.reporter()
    reporter.begins(["yunling"])
    page = reporter.writes()
    assert "匿名同样受理" in page.text
    reporter.hands_in()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    assert "这是实名件" not in lin.opens(number).text
    lin.goes(f"case/{number}/ask/open_name")
    assert lin.answer.status_code == 409


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"identity_mode": "named"}, "请填写这一项"),
        ({"identity_mode": "named", "real_name": "甲", "contact": CONTACT}, "至少2个字"),
        ({"identity_mode": "named", "real_name": NAME, "contact": "1"}, "至少3个字"),
        ({"real_name": NAME}, "您选的是匿名"),
        ({"contact": CONTACT}, "您选的是匿名"),
        ({"contact_times": TIMES}, "您选的是匿名"),
        ({"followup": "code_and_contact"}, "您选的是匿名"),
        ({**WHO, "real_name": "长" * 51}, "最多50个字"),
    ],
)
def test_what_does_not_fit_together_is_said_and_nothing_is_lost(world, typed, fault):
    reporter = world.reporter()
    reporter.begins(["yunling"])
    page = reporter.writes(**typed)
    assert reporter.answer.status_code == 422
    assert fault in page.text
    for name, value in typed.items():
        assert page.form("/report/write").value(name) == value


def test_a_contact_may_be_used_only_by_who_gave_one(world):
    reporter = world.reporter()
    reporter.begins(["yunling"])
    page = reporter.writes(**WHO, followup="code_and_contact")
    assert reporter.answer.status_code == 200
    assert "也可以用我留的联系方式" in page.text


def test_where_nobody_could_keep_the_other_half_only_anonymous_reports_are_taken(world):
    """The offices' key holders have left; the roster says so, and the form does before anything is sent."""
    from portal.desk.officers.enrolment import revoke
    from portal.desk.officers.rosters import publish
    from tests.attacks.test_two_persons import signs_roster

    with world.desk.database.writing() as session:
        for login in ("gao", "tang", "ding", "fang"):
            revoke(session, world.desk, login)
    signs_roster(world)
    with world.desk.database.writing() as session:
        publish(session, world.desk, world.settings.public.keys)
    reporter = world.reporter()
    reporter.begins()
    page = reporter.writes(**WHO)
    assert reporter.answer.status_code == 422
    assert "现在只能匿名" in page.text
    assert page.form("/report/write").value("real_name") == NAME
    reporter.writes(identity_mode="anonymous", real_name="", contact="", contact_times="")
    reporter.hands_in()
    assert reporter.answer.status_code == 200


def test_a_refused_request_opens_nothing_and_the_asker_reads_why(world, named):
    _, number, lin = named
    address = asks(lin, number)
    gao = world.officer("gao")
    answers(gao, address, "refuse", "可以先用查询码问。")
    assert "可以先用查询码问" in lin.goes(address).text
    for officer in (lin, gao):
        officer.goes(f"{address}/name")
        assert officer.answer.status_code == 404


def test_an_opening_that_was_agreed_to_is_not_kept_for_later(world, named):
    _, number, lin = named
    address = asks(lin, number)
    answers(world.officer("gao"), address)
    world.passes(days=15)
    lin = world.officer("lin")
    page = lin.goes(f"{address}/name")
    assert "没有在期限内打开" in page.text
    form = lin.page.forms[-1]
    lin.sends(form, form.pairs, to=f"{address}/name/join")
    assert lin.answer.status_code == 409


def test_the_name_is_destroyed_when_the_case_is_filed_away(world, named):
    from sqlalchemy import select

    from portal.desk.casework.records import ItemRecord

    reporter, number, lin = named
    address = asks(lin, number)
    answers(world.officer("gao"), address)
    joins(lin, address)
    lin.decides(number, "accept", text="属于受理范围。")
    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    zhou.concludes(number)
    given = {"reason": "in_person", "text": "当面反馈,没有异议。", "day": world.clock.today().isoformat()}
    zhou.decides(number, "feedback", **given)
    world.collects()
    assert "已向实名举报人反馈" in reporter.mailbox().text
    mao = world.officer("mao")
    form = mao.goes("register").form(f"/register/{number}/archive")
    mao.sends(form, form.pairs)
    assert world.desk_states()[number] == "archived"
    with world.desk.database.reading() as session:
        parts = ItemRecord.kind.in_(("identity", "name", "share"))
        assert session.scalars(select(ItemRecord).where(parts)).all() == []
    assert "随归档销毁" in lin.goes(f"{address}/name").text

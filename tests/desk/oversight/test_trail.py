"""Who watches sees who did what, opens nothing, and is seen watching."""

import pytest

from portal.desk.audit.actions import Act
from portal.desk.audit.chain import Damage
from portal.desk.audit.words import ACT_NAMES
from portal.desk.oversight.actions import DAMAGE_NAMES, PAGE
from portal.desk.oversight.forms import read_filter
from portal.domain.roles import Role


@pytest.fixture
def shen(bureau):
    return bureau.sign_in(bureau.member("shen", Role.SECRECY_AUDITOR))


def write(bureau, count, **line):
    with bureau.desk.database.writing() as session:
        for _ in range(count):
            bureau.desk.ledger.record(session, **{"actor": "command", "act": Act.COMMAND} | line)


def test_every_act_and_every_damage_has_words():
    assert set(ACT_NAMES) == set(Act)
    assert set(DAMAGE_NAMES) == set(Damage)


def test_the_trail_shows_who_did_what_and_records_the_look(bureau, shen):
    page = shen.get("/zh/audit").text
    assert "命令行" in page
    assert "登录" in page
    assert "范例shen" in page
    assert "2026-11-23 09:0" in page
    assert bureau.lines(Act.READ_AUDIT)[-1][2] == ""
    shen.get("/zh/audit?act=sign-in&case=2026-0001&actor=command")
    assert bureau.lines(Act.READ_AUDIT)[-1][2] == "actor=command act=sign-in case=2026-0001"


def test_an_unknown_name_is_shown_without_a_name(bureau, shen):
    bureau.browser().post("/zh/sign-in", data={"login": "nobody", "passphrase": "x"})
    page = shen.get("/zh/audit?act=sign-in-failed").text
    assert "未知登录名" in page


def test_one_case_and_one_officer_can_be_followed(bureau, shen):
    write(bureau, 1, act=Act.OPEN, case="2026-0001", note="only here")
    assert "only here" in shen.get("/zh/audit?case=2026-0001").text
    assert "only here" not in shen.get("/zh/audit?case=2026-0002").text
    assert "没有符合条件的记录" in shen.get("/zh/audit?case=2026-0002").text
    assert "显示全部" in shen.get("/zh/audit?case=2026-0001").text


def test_long_trails_come_in_pages(bureau, shen):
    write(bureau, PAGE + 10, act=Act.OPEN, case="2026-0007")
    first = shen.get("/zh/audit?case=2026-0007").text
    assert first.count("打开办件</td>") == PAGE
    assert "更早的记录" in first
    address = first.split("更早的记录")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = shen.get(address).text
    assert second.count("打开办件</td>") == 10
    assert "更早的记录" not in second


@pytest.mark.parametrize(
    "args",
    [
        {"actor": "<script>", "act": "no-act", "case": "' OR 1=1", "before": "-1"},
        {"actor": "x" * 5000, "before": "9" * 50},
        {"before": "one"},
    ],
)
def test_an_unreadable_wish_shows_everything(bureau, shen, args):
    assert read_filter(args) == read_filter({})
    assert shen.get("/zh/audit", query_string=args).status_code == 200


def test_verifying_says_that_it_holds_or_where_it_does_not(bureau, shen):
    assert "没有发现改动" in shen.post("/zh/audit/verify").text
    with bureau.desk.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE audit_lines SET note = 'other' WHERE seq = 2")
    page = shen.post("/zh/audit/verify").text
    assert "发现 1 处不一致" in page
    assert "这一条被改动过" in page
    english = shen.post("/en/audit/verify").text
    assert "This line was altered" in english


def test_the_watcher_opens_no_case(world):
    """T5: who watches the others sees counts and actors, never content."""
    world.reporter().reports()
    world.collects()
    (number,) = world.officer("lin").numbers()
    shen = world.officer("shen")
    assert shen.goes("audit") is not None
    assert number in shen.page.text
    for address in (f"case/{number}", f"case/{number}/decide/register", f"case/{number}/file/0/1"):
        shen.goes(address)
        assert shen.answer.status_code == 403
    with world.desk.database.reading() as session:
        assert "denied" in {line.act for line in world.desk.ledger.lines(session, read_filter({}), 10)}


def test_every_act_of_a_case_leaves_its_line(world):
    """T5: nobody reads unseen."""
    world.reporter().reports(files=[("a.txt", b"one")])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.downloads(number, 0, 1)
    lin.replies(number, "收到。")
    lin.decides(number, "accept", text="属于受理范围。")
    with world.desk.database.reading() as session:
        acts = {line.act for line in world.desk.ledger.of_case(session, number)}
        assert world.desk.ledger.verify(session).intact
    assert acts == {Act.COLLECT, Act.DECLARE, Act.REGISTER, Act.OPEN, Act.DOWNLOAD, Act.REPLY, Act.DECIDE}

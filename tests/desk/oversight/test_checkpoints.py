"""Checkpoints on paper: made, printed, typed back in; they convict whoever rewrites, cuts or puts back the chain."""

import json

import pytest
from sqlalchemy import delete, update

from portal.desk.audit.actions import Act
from portal.desk.audit.records import AuditHead, AuditLine
from portal.domain.roles import Role
from tests.pages import Page


@pytest.fixture
def auditor(bureau):
    return bureau.sign_in(bureau.member("shen", Role.SECRECY_AUDITOR))


def makes(auditor):
    address = auditor.post("/zh/audit/checkpoints/make").headers["Location"]
    page = auditor.get(address)
    assert page.status_code == 200
    line = json.loads(page.text[page.text.index("{&#34;v&#34;") : page.text.index("}") + 1].replace("&#34;", '"'))
    return address, line, Page(page.text)


def checks(auditor, seq, head):
    return auditor.post("/zh/audit/checkpoints", data={"seq": seq, "head": head})


def test_a_checkpoint_is_made_listed_printed_and_found_true(bureau, auditor):
    address, line, page = makes(auditor)
    groups = " ".join(line["seal"][at : at + 4] for at in range(0, 64, 4))
    assert groups in page.text
    assert f"到第 {line['seq']} 条为止" in auditor.get("/zh/audit/checkpoints").text
    assert address.endswith(f"/{line['seq']}")
    for typed in (groups, line["seal"], groups.upper(), "".join(chr(ord(one) + 0xFEE0) for one in line["seal"])):
        assert "与纸上相同" in checks(auditor, f" {line['seq']} ", typed).text
    with bureau.desk.database.reading() as session:
        assert bureau.desk.ledger.verify(session, json.dumps(line)).intact, "the command line reads it too"
    assert len(bureau.lines(Act.CHECKPOINT)) == 1
    assert bureau.intact()


def test_a_rewritten_line_is_found(bureau, auditor):
    _, line, _ = makes(auditor)
    with bureau.desk.database.writing() as session:
        session.execute(update(AuditLine).where(AuditLine.seq == line["seq"]).values(seal="0" * 64))
    assert "留痕被改写过" in checks(auditor, line["seq"], line["seal"]).text


def test_damage_elsewhere_is_said_too(bureau, auditor):
    _, line, _ = makes(auditor)
    with bureau.desk.database.writing() as session:
        session.execute(update(AuditLine).where(AuditLine.seq == 1).values(note="another"))
    assert "别处的记录前后不一致" in checks(auditor, line["seq"], line["seal"]).text


def test_no_paper_is_made_or_printed_of_a_chain_that_does_not_hold(bureau, auditor):
    address, _, _ = makes(auditor)
    with bureau.desk.database.writing() as session:
        session.execute(update(AuditLine).where(AuditLine.seq == 1).values(note="another"))
    assert auditor.get(address).status_code == 503
    assert auditor.post("/zh/audit/checkpoints/make").status_code == 503


def test_an_old_copy_of_the_whole_database_is_found(bureau, auditor):
    with bureau.desk.database.reading() as session:
        head = session.get(AuditHead, 1)
        old = {"seq": head.seq, "seal": head.seal, "proof": head.proof}
    _, line, _ = makes(auditor)
    with bureau.desk.database.writing() as session:
        session.execute(delete(AuditLine).where(AuditLine.seq > old["seq"]))
        session.execute(update(AuditHead).values(**old))
    assert bureau.intact(), "in itself it holds"
    answer = checks(auditor, line["seq"] + 9, line["seal"])
    assert "留痕被截断" in answer.text


@pytest.mark.parametrize(("seq", "head"), [("0", "0" * 64), ("x", "0" * 64), ("1", "0" * 63), ("1", "z" * 64)])
def test_nonsense_is_named_as_such(bureau, auditor, seq, head):
    assert "请写 64 个十六进制字符的链头" in checks(auditor, seq, head).text
    assert bureau.intact()


def test_empty_fields_are_asked_for(auditor):
    assert checks(auditor, "", "").status_code == 422


def test_there_is_no_paper_of_a_line_that_nobody_made_one_of(auditor):
    assert auditor.get("/zh/audit/checkpoints/1").status_code == 404
    assert auditor.get("/zh/audit/checkpoints/999999999999999999999999").status_code == 404


def test_only_the_auditor_gets_there(bureau):
    browser = bureau.sign_in(bureau.member("lin", Role.INTAKE_LEAD))
    assert browser.get("/zh/audit/checkpoints").status_code == 403
    assert browser.post("/zh/audit/checkpoints/make").status_code == 403

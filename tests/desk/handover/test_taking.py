"""A hand-over is whole or not at all: cut anywhere, done twice, by the wrong person, with something missing."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from portal.desk.base import DeskBase
from portal.desk.casework.burning import burn
from portal.desk.casework.records import (
    BarredRecord,
    CaseRecord,
    DoomedRecord,
    FileRecord,
    ItemRecord,
    OutboxRecord,
    SlipRecord,
)
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.handover import actions
from portal.desk.handover.records import TransferRecord, TransferSlipRecord
from portal.desk.intake.actions import collect
from portal.desk.officers.enrolment import as_colleague
from portal.desk.officers.records import OfficerRecord
from portal.domain.handing import Handing
from tests.desk.intake.test_collecting import Stopped, StopsBeforeWriting

MUST_GO = "只有送出机关知道的话"

LEFT = {"case_items", "case_files", "case_slips", "case_terms", "queue_rows"}
"""What the office that took a case over has of it."""


def who(world, login):
    return as_colleague(world.desk, login, world.people[login].passphrase)


def ids(address):
    return address.rsplit("/", 1)[1]


def rows(world, record):
    with world.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(record))


def everything(world):
    """Every row of every table but the audit chain, sign-ins and the sender's copy: to see that nothing moved."""
    with world.desk.database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in DeskBase.metadata.sorted_tables
            if table.name not in {"audit_lines", "audit_head", "sessions", "throttle", "officers"}
        }


def takes(world, address, login="lin", desk=None):
    officer = who(world, login)
    with world.desk.database.writing() as session:
        return actions.take(session, desk or world.desk, officer, ids(address))


def test_nothing_of_the_sender_is_left_and_all_of_the_reporters_is(world, sent):
    reporter, number, chen, wu = sent
    chen.replies(number, MUST_GO, files=[("说明.txt", MUST_GO.encode())])
    reporter.writes_letter("三月十日。", files=[("照片.txt", b"seen" * 100)])
    world.collects()
    chen.goes(f"case/{number}/term/begin")
    with world.desk.database.reading() as session:
        made = session.scalars(select(ItemRecord.sealed).where(ItemRecord.kind.not_in(["report", "letter"]))).all()
        theirs = session.scalars(select(FileRecord.blob).where(FileRecord.sending > 1000)).all()
    assert made
    assert len(theirs) == 1
    wu.answers(chen.offers(number, "yunling"))
    lin = world.officer("lin")
    (address,) = lin.transfers()
    new = lin.takes(address)
    with world.desk.database.reading() as session:
        assert set(session.scalars(select(ItemRecord.kind))) == {"report", "letter"}
        assert session.scalars(select(FileRecord.blob).where(FileRecord.sending > 1000)).all() == []
        holders = select(OfficerRecord.login).join(SlipRecord, SlipRecord.officer == OfficerRecord.id)
        assert session.scalars(holders).all() == ["lin"]
        for table in DeskBase.metadata.sorted_tables:
            if "case_id" in table.c and table.name not in LEFT:
                assert session.execute(select(table)).all() == [], table.name
    assert rows(world, TransferSlipRecord) == 0
    assert rows(world, DoomedRecord) == 0
    assert theirs[0] not in world.desk.blobs.names()
    assert lin.queue()
    world.desk.database.scrub()
    stored = b"".join(content for name, content in world.every_byte() if "desk.sqlite" in name)
    for sealed in made:
        assert sealed[-200:] not in stored, "gone from the pages of the file too"
    lin.registers(new)
    assert lin.downloads(new, 0, 1)
    assert lin.downloads(new, 1, 1) == b"seen" * 100


def test_the_new_office_has_its_own_number_day_and_terms(world, offered):
    _, number, _chen, _, lin, address = offered
    world.passes(days=3)
    lin = world.officer("lin")
    new = lin.takes(address)
    with world.desk.database.reading() as session:
        case = session.scalars(select(CaseRecord)).one()
        tombstone = session.scalars(select(TransferRecord)).one()
    assert (case.number, case.received, case.version > 0, case.away) == (new, world.clock.today(), True, False)
    assert case.next_due is not None
    assert (tombstone.number, tombstone.before, tombstone.after) == (number, "registered", "referred_up")
    assert tombstone.status == Handing.TAKEN
    assert tombstone.card is None


def test_cut_before_the_commit_nothing_has_moved(world, offered):
    _, _, _, _, lin, address = offered
    before = everything(world)
    with pytest.raises(Stopped):
        _cut_after_taking(world, address)
    assert everything(world) == before
    assert lin.takes(address)


def _cut_after_taking(world, address):
    officer = who(world, "lin")
    with world.desk.database.writing() as session:
        actions.take(session, world.desk, officer, ids(address))
        session.flush()
        raise Stopped


class WillNotDelete:
    """A store of files that is out of reach when something is to be removed."""

    def __init__(self, store):
        self._store = store

    def __getattr__(self, name):
        return getattr(self._store, name)

    def delete(self, name):
        raise OSError(name)


def test_cut_between_the_commit_and_the_files_the_collector_ends_it(world, sent):
    _, number, chen, wu = sent
    chen.replies(number, MUST_GO, files=[("说明.txt", MUST_GO.encode())])
    world.collects()
    wu.answers(chen.offers(number, "yunling"))
    (address,) = world.officer("lin").transfers()
    takes(world, address)
    assert rows(world, DoomedRecord) > 0
    broken = replace(world.desk, blobs=WillNotDelete(world.desk.blobs))
    assert burn(broken) == 0
    with pytest.raises(Stopped):
        burn(replace(world.desk, database=StopsBeforeWriting(world.desk.database)))
    assert rows(world, DoomedRecord) > 0, "removed already, not yet crossed out"
    with world.desk.database.reading() as session:
        names = set(session.scalars(select(DoomedRecord.name)))
    assert not names & set(world.desk.blobs.names())
    world.collects()
    assert rows(world, DoomedRecord) == 0


def test_cut_before_the_letterbox_has_the_card_the_next_run_carries_it(world, offered):
    reporter, _, _, _, _lin, address = offered
    takes(world, address)
    assert rows(world, OutboxRecord) == 1
    with pytest.raises(Stopped):
        collect(replace(world.desk, letterbox=StopsBeforeWriting(world.desk.letterbox)))
    assert "现在由云岭省" not in reporter.mailbox().text
    world.collects()
    assert reporter.mailbox().text.count("现在由云岭省") == reporter.mailbox().text.count("现在由云岭省") > 0
    assert rows(world, OutboxRecord) == 0


def test_two_who_confirm_at_once_take_it_once(world, offered):
    _, _, _, _, lin, address = offered
    new = lin.takes(address)
    with pytest.raises(NotAllowed) as no:
        takes(world, address)
    assert no.value.why is Refusal.OVER
    assert world.desk_states() == {new: "delivered"}


@pytest.mark.parametrize("step", ["take", "withdraw"])
def test_a_stale_button_after_the_end_changes_nothing(world, offered, step):
    _, _, chen, _, lin, address = offered
    late, fast, other = (lin, chen, "withdraw") if step == "take" else (chen, lin, "take")
    stale = late.goes(address).form(f"/{step}")
    form = fast.goes(address).form(f"/{other}")
    fast.sends(form, form.pairs)
    late.sends(stale, stale.pairs)
    assert late.answer.status_code == 409
    assert "没有改动任何内容" in late.page.text


def test_nobody_else_sees_takes_or_withdraws_it(world, offered):
    _, number, chen, _wu, lin, address = offered
    zhao, zhou = world.officer("zhao"), world.officer("zhou")
    absent = zhao.goes(f"transfers/{32 * '0'}").text
    for stranger in (zhao, zhou):
        assert stranger.goes(address).text == absent
        assert stranger.answer.status_code == 404
        assert stranger.goes("transfers").text.count("等待对方接收") == 0
    form = lin.goes(address).form("/take")
    for stranger, act in ((zhao, "take"), (zhao, "withdraw"), (zhao, "refuse"), (chen, "take"), (lin, "withdraw")):
        page = stranger.goes("transfers")
        token = [("csrf_token", page.forms[0].value("csrf_token"))]
        stranger.sends(form, [*token, ("text", "x")], to=f"{address}/{act}")
        assert stranger.answer.status_code in (404, 409), (stranger, act)
    assert world.desk_states() == {number: "registered"}
    assert "等您接收" in lin.goes(address).text


def test_while_it_is_away_nothing_is_decided_or_said(world, offered):
    _, number, chen, _wu, _, _ = offered
    page = chen.decides(number, "accept", text="受理。")
    assert "正在密封移送" in page.text
    page = chen.replies(number, "您好。")
    assert chen.answer.status_code in (409, 422)
    page = chen.goes(f"case/{number}/transfer?to=qinghe")
    form = page.form("to=qinghe")
    assert "正在密封移送" in chen.sends(form, form.filled(text="再移送。")).text
    assert world.desk_states() == {number: "registered"}


def test_whoever_is_kept_out_never_gets_a_key_there(world, sent):
    _, number, chen, wu = sent
    zhou = world.officer("zhou")
    page = chen.goes(f"case/{number}/transfer?to=yunling")
    assert zhou.id() in page.form("to=yunling").choices["barred"]
    wu.answers(chen.offers(number, "yunling", barred=[zhou.id()]))
    lin = world.officer("lin")
    (address,) = lin.transfers()
    new = lin.takes(address)
    lin.registers(new)
    page = lin.goes(f"case/{new}/grant")
    assert zhou.id() not in page.forms[-1].choices["colleague"]
    form = page.forms[-1]
    lin.sends(form, [*[pair for pair in form.pairs if pair[0] != "colleague"], ("colleague", zhou.id())])
    assert lin.answer.status_code == 422
    # Nor among several cases at once.
    form = lin.goes(f"grant?cases={new}").forms[-1]
    assert "0 件的密钥已经授予" in lin.sends(form, form.filled(cases=form.choices["cases"], colleague=zhou.id())).text
    assert zhou.opens(new).text == zhou.goes("case/2026-999999").text
    with world.desk.database.reading() as session:
        assert session.get(SlipRecord, (session.scalars(select(CaseRecord.id)).one(), zhou.id())) is None


def test_nobody_both_receives_and_is_kept_out_and_nobody_from_elsewhere(world, sent):
    _, number, chen, _ = sent
    lin, zhao = world.officer("lin").id(), world.officer("zhao").id()
    form = chen.goes(f"case/{number}/transfer?to=yunling").form("to=yunling")
    for officers, barred in (([], []), ([lin], [lin]), ([zhao], []), ([lin], [zhao])):
        pairs = [pair for pair in form.filled(text="移送。", officers=None) if pair[0] not in ("officers", "barred")]
        pairs += [("officers", one) for one in officers] + [("barred", one) for one in barred]
        page = chen.sends(form, pairs)
        assert chen.answer.status_code == 422, (officers, barred)
        assert "不能选这位同事" in page.text


def test_what_did_not_arrive_whole_is_not_taken(world, offered):
    _, _, _, _, lin, address = offered
    with world.desk.database.reading() as session:
        blob = session.scalars(select(FileRecord.blob).where(FileRecord.slot == 1)).one()
        item = session.scalars(select(ItemRecord).where(ItemRecord.kind == "report")).one()
        whole = item.sealed
    path = world.desk.blobs.path / blob
    path.rename(path.with_suffix(".away"))
    page = lin.goes(address)
    form = page.form("/take")
    assert "缺了一部分" in lin.sends(form, form.pairs).text
    path.with_suffix(".away").rename(path)
    with world.desk.database.writing() as session:
        session.execute(update(ItemRecord).where(ItemRecord.kind == "report").values(sealed=whole[:-1] + b"x"))
    assert "打不开" in lin.sends(form, form.pairs).text
    with world.desk.database.writing() as session:
        session.execute(update(ItemRecord).where(ItemRecord.kind == "report").values(sealed=whole))
        slip = session.scalars(select(TransferSlipRecord)).one()
        good, slip.sealed = slip.sealed, session.scalars(select(SlipRecord.sealed)).first()
    assert "打不开" in lin.sends(form, form.pairs).text, "a slip moved here from another row"
    with world.desk.database.writing() as session:
        session.execute(update(TransferSlipRecord).values(sealed=good))
    assert lin.takes(address)


def test_an_answer_still_on_its_way_holds_the_confirmation_up(world, sent):
    reporter, number, chen, wu = sent
    chen.replies(number, "见附件。", files=[("说明.txt", b"words" * 100)])
    wu.answers(chen.offers(number, "yunling"))
    lin = world.officer("lin")
    (address,) = lin.transfers()
    form = lin.goes(address).form("/take")
    assert "请过几分钟再确认接收" in lin.sends(form, form.pairs).text
    world.collects()
    assert lin.takes(address)
    world.collects()
    assert "说明.txt" in reporter.mailbox().text


def test_a_third_office_that_the_reporter_chose_keeps_its_key(world):
    reporter = world.reporter()
    reporter.reports(offices=["wangxi", "qinghe"])
    world.collects()
    chen, wu = world.officer("chen"), world.officer("wu")
    (number,) = chen.numbers()
    chen.registers(number)
    chen.grants(number, "wu")
    world.collects()
    wu.answers(chen.offers(number, "yunling"))
    lin = world.officer("lin")
    new = lin.takes(lin.transfers()[0])
    assert world.officer("zhao").numbers() == [new]
    assert chen.numbers() == []


def test_an_officer_who_left_meanwhile_gets_no_key(world, sent):
    _, number, chen, wu = sent
    request = chen.offers(number, "yunling")
    lin = OfficerRecord.login == "lin"
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(lin).values(revoked=world.clock.today()))
    page = wu.answers(request)
    assert wu.answer.status_code == 422
    assert "不能选这位同事" in page.text
    assert rows(world, TransferSlipRecord) == 0
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(lin).values(revoked=None))
    wu.answers(request)
    officer = who(world, "lin")
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(lin).values(revoked=world.clock.today()))
        actions.take(session, world.desk, officer, session.scalars(select(TransferRecord.id)).one())
    assert rows(world, SlipRecord) == 0, "taken over in the moment of leaving: no key for who is not there"


def test_going_down_is_under_the_term_of_what_came_from_above(world):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin, chen = world.officer("lin"), world.officer("chen")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    world.collects()
    request = lin.offers(number, "wangxi")
    assert "密封移送有管辖权的机关" in lin.page.text
    world.officer("zhou").answers(request)
    new = chen.takes(chen.transfers()[0])
    assert "对上级转来的件作出受理或者转办" in chen.opens(new).text
    world.collects()
    assert "现在由望溪市" in reporter.mailbox().text


def test_it_comes_back_the_way_it_went_and_each_office_speaks_in_its_time(world, offered):
    reporter, number, chen, _wu, lin, address = offered
    new = lin.takes(address)
    lin.registers(new)
    lin.grants(new, "zhou")
    lin.replies(new, "省里的话。")
    world.collects()
    world.officer("zhou").answers(lin.offers(new, "wangxi"))
    again = chen.takes(chen.transfers()[0])
    chen.registers(again)
    chen.replies(again, "市里又说的话。")
    world.collects()
    page = reporter.mailbox()
    for words in ("省里的话", "市里又说的话", "现在由望溪市", "现在由云岭省"):
        assert words in page.text
    assert "没有通过核对" not in page.text
    assert len({number, new, again}) == 3


def test_a_request_lapses_when_the_case_moved_on_and_a_forged_office_is_none(world, sent):
    _, number, chen, wu = sent
    request = chen.offers(number, "yunling")
    chen.decides(number, "accept", text="受理。")
    page = wu.goes(request)
    assert "已失效" in page.text
    for nonsense in ("nowhere", "wangxi", "x" * 300):
        chen.goes(f"case/{number}/transfer?to={nonsense}")
        assert chen.answer.status_code == 404
    assert "没有您可以移送的机关" in chen.goes(f"case/{number}/transfer").text
    chen.goes(f"case/{number}/decide/hand_on")
    assert chen.answer.status_code == 409


def test_the_old_ways_to_a_hand_over_lead_to_its_own_page(world, sent):
    _, number, chen, _ = sent
    assert "报送上级机关" in chen.goes(f"case/{number}/decide/refer_up").text
    assert chen.answer.request.path.endswith("/transfer")
    chen.goes(f"case/{number}/ask/refer_up")
    assert chen.answer.request.path.endswith("/transfer")


def test_offers_whose_case_is_gone_are_nothing(world, offered):
    _, _, _, _, _, address = offered
    with world.desk.database.writing() as session:
        session.execute(update(CaseRecord).values(away=False))
    with pytest.raises(NoSuchCase):
        takes(world, address)


def test_the_refusals_speak_for_themselves(world, offered):
    _, _, _, _, _, address = offered
    officer = who(world, "lin")
    with world.desk.database.writing() as session:
        session.execute(delete(TransferSlipRecord))
    with pytest.raises(NoSuchCase), world.desk.database.writing() as session:
        actions.refuse(session, world.desk, officer, ids(address), "不属于本机关。")
    with world.desk.database.writing() as session:
        session.execute(update(TransferRecord).values(status=Handing.TAKEN))
    with pytest.raises(NotAllowed) as no, world.desk.database.writing() as session:
        actions.refuse(session, world.desk, officer, ids(address), "不属于本机关。")
    assert no.value.why is Refusal.OVER
    assert rows(world, BarredRecord) == 0


@pytest.mark.parametrize("change", [{"from_office": "qinghe"}, {"agreed_by": "0" * 32}, {"before": "delivered"}])
def test_an_offer_that_the_desk_did_not_write_is_not_taken(world, offered, change):
    """T5. Somebody with the database in hand offers what two persons never gave away."""
    _, number, _, _, lin, address = offered
    form = lin.goes(address).form("/take")
    with world.desk.database.writing() as session:
        session.execute(update(TransferRecord).values(**change))
    page = lin.sends(form, form.pairs)
    assert lin.answer.status_code == 422
    assert "可能有人改动过数据库" in page.text
    assert world.desk_states() == {number: "registered"}

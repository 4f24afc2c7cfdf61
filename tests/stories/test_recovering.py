"""An officer who lost passphrase and second factor gets the same key back from two keepers, and opens their cases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.desk.desk import Lane, Lanes
from portal.desk.keys import identity_path
from portal.desk.officers.enrolment import as_colleague
from portal.desk.officers.records import KeyChangeRecord, OfficerRecord
from portal.desk.recovery.completing import complete
from portal.desk.recovery.leaving import revoke
from portal.desk.recovery.records import HandedHalfRecord, KeyHalfRecord, KeyPacketRecord, RecoveryRecord
from portal.desk.recovery.rules import NotRecovered, Why
from tests.recovering import NEW, begins, completes, hands, notes, sets_up, signs_in_anew, takes_up, waiting
from tests.stories.test_changing_keys import begins as makes_a_new_key
from tests.stories.test_changing_keys import ends, presses, publishes, signs, who_is
from tests.world import SUMMARY


def rows(world, *tables):
    with world.desk.database.reading() as session:
        return [len(session.scalars(select(table)).all()) for table in tables]


def id_of(world, login):
    with world.desk.database.reading() as session:
        return session.scalars(select(OfficerRecord.id).where(OfficerRecord.login == login)).one()


def leaves(world, login):
    with world.desk.database.writing() as session:
        revoke(session, world.desk, login)


@pytest.fixture
def lin(world):
    """Has set recovery up."""
    lin = world.officer("lin")
    assert "已安排" in sets_up(lin).text
    return lin


@pytest.fixture
def taken(world, lin):
    """zhou began it and lin took it up: (lin's own code, the fingerprint, the recovery's id)."""
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), lin.id()))
    return code, fingerprint, waiting(world)


@pytest.fixture
def handed(world, taken):
    """Both keepers have handed their halves over."""
    for login in ("gao", "tang"):
        hands(world.officer(login), taken[2], taken[1])
    return taken


def test_the_whole_way(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    sets_up(lin)
    before = who_is(world, "lin")
    zhou = world.officer("zhou")
    paper = begins(zhou, lin.id())
    assert "替您发起了找回密钥" in lin.goes("me/recovery").text, "whoever can sign in sees it at once"
    assert "请看一下" in lin.goes("me").text
    code, fingerprint = takes_up(world, paper)
    gao, tang = world.officer("gao"), world.officer("tang")
    assert "示范员林的找回" in gao.goes("recovery/halves").text
    assert "1 项待看" in gao.page.html
    assert "1 / 2" in hands(gao, waiting(world), fingerprint).text
    assert "还没有都交出" in completes(world, code).page.text
    assert "2 / 2" in hands(tang, waiting(world), fingerprint).text
    old = dict(world.people)
    done = completes(world, code)
    assert done.page.h1 == "密钥找回来了"
    assert "viewBox" in done.page.html, "the picture grows to the size that a phone reads"
    assert before.identity.recipient.fingerprint in done.page.text
    assert lin.goes("me").h1 == "登录", "every sign-in ended"
    lin = signs_in_anew(world, "lin", done.page)
    assert SUMMARY in lin.opens(number).text
    lin.replies(number, "请补充三月的情况。")
    assert lin.answer.status_code == 200
    assert who_is(world, "lin").keys == before.keys
    with pytest.raises(Exception, match="passphrase"):
        as_colleague(world.desk, "lin", old["lin"].passphrase)
    assert "请看一下" in lin.goes("me").text
    assert "已找回" in lin.goes("me/recovery").text
    assert "请看一下" not in lin.goes("me").text, "seen once"
    assert "找回密钥的安排、领取或者完成" in lin.goes("me/sign-ins").text
    assert "已找回" in zhou.goes("recovery/people").text
    assert notes(world) == [
        ("lin", "set-up"),
        ("zhou", "begin"),
        ("lin", "take-up"),
        ("gao", "hand"),
        ("tang", "hand"),
        ("lin", "done"),
        ("lin", "set-up"),
    ]
    assert rows(world, HandedHalfRecord, KeyHalfRecord, KeyPacketRecord) == [0, 2, 1], "fresh halves, none left over"


def test_a_second_time_with_the_fresh_halves(world, handed):
    signs_in_anew(world, "lin", completes(world, handed[0]).page)
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), id_of(world, "lin")))
    (which,) = [one for one in all_recoveries(world) if one != handed[2]]
    for login in ("gao", "tang"):
        hands(world.officer(login), which, fingerprint)
    assert completes(world, code, "another harbour, nine lanterns").page.h1 == "密钥找回来了"


def test_the_page_with_the_code_begins_nothing_when_it_is_loaded_anew(world, lin):
    zhou = world.officer("zhou")
    page = zhou.goes(f"recovery/people/{lin.id()}")
    form = next(one for one in page.forms if not one.action)
    zhou.sends(form, form.pairs)
    assert "领取码只显示这一次" in zhou.page.text
    zhou.sends(form, form.pairs)
    assert "已经有一次找回" in zhou.page.text
    withdrawing = zhou.page.form("/withdraw")
    zhou.sends(withdrawing, withdrawing.pairs)
    page = zhou.sends(form, form.pairs)
    assert "没有发起新的" in page.text
    assert zhou.answer.status_code == 422
    assert [step for _, step in notes(world)].count("begin") == 1
    fresh = next(one for one in page.forms if not one.action)
    zhou.sends(fresh, fresh.pairs)
    assert [step for _, step in notes(world)].count("begin") == 2


def all_recoveries(world):
    with world.desk.database.reading() as session:
        return session.scalars(select(RecoveryRecord.id)).all()


def test_a_lost_key_file_is_written_anew(world, handed):
    identity_path(world.desk.keys, "lin").unlink()
    page = completes(world, handed[0]).page
    assert signs_in_anew(world, "lin", page).goes("me").h1 == "我的登录"


def test_a_weak_or_mistyped_passphrase_changes_nothing(world, handed):
    before = identity_path(world.desk.keys, "lin").read_bytes()
    for new, again, said in (("short", None, "太短"), ("a" * 20, None, "不同的字符太少"), (NEW, "no", "不一样")):
        answer = completes(world, handed[0], new, again)
        assert said in answer.page.text
        assert answer.answer.status_code == 422
    assert "不能有登录名" in completes(world, handed[0], "lin and seven lanterns").page.text
    assert identity_path(world.desk.keys, "lin").read_bytes() == before
    assert completes(world, handed[0]).page.h1 == "密钥找回来了"


def test_a_keeper_refuses_with_a_reason(world, taken):
    gao = world.officer("gao")
    assert "请写明理由" in hands(gao, taken[2], "", answer="refuse").text
    hands(gao, taken[2], "", answer="refuse", text="来的不是本人。")
    assert "保管人不同意" in gao.page.text
    zhou = world.officer("zhou")
    assert "来的不是本人。" in zhou.goes(f"recovery/people/{id_of(world, 'lin')}").text
    assert "来的不是本人" not in world.officer("lin").goes("me/recovery").text, "lin has not lost anything in truth"
    assert "这个码不对" in completes(world, taken[0]).page.text
    assert begins(zhou, id_of(world, "lin")), "and it can be begun anew"


def test_it_is_withdrawn_by_the_officer_who_never_asked(world, lin, taken):
    hands(world.officer("gao"), taken[2], taken[1])
    form = next(one for one in lin.goes("me/recovery").forms if one.action.endswith("/withdraw"))
    assert "已撤回" in lin.sends(form, form.pairs).text
    assert rows(world, HandedHalfRecord) == [0]
    assert "这个码不对" in completes(world, taken[0]).page.text
    assert lin.sends(form, form.pairs).text.count("没有做任何改动") == 1
    assert ("lin", "withdraw") in notes(world)


def test_it_is_withdrawn_by_a_lead_and_by_nobody_else(world, lin, taken):
    address = f"/zh/recovery/{taken[2]}/withdraw"
    xu = world.officer("xu")
    form = xu.goes("me").forms[0]
    xu.sends(form, form.pairs, to=address)
    assert xu.answer.status_code == 404
    zhou = world.officer("zhou")
    form = zhou.goes(f"recovery/people/{lin.id()}").form("/withdraw")
    assert "已撤回" in zhou.sends(form, form.pairs).text


def test_it_lapses(world, handed):
    world.passes(days=15)
    assert "这个码不对" in completes(world, handed[0]).page.text
    assert "已过期" in world.officer("zhou").goes("recovery/people").text
    assert ("desk", "lapse") in notes(world)
    assert rows(world, HandedHalfRecord) == [0]


def test_where_nothing_is_set_up_nothing_begins(world):
    zhou = world.officer("zhou")
    assert begins(zhou, id_of(world, "xu")) == ""
    assert "没有安排过找回" in zhou.page.text


def test_one_at_a_time_and_never_for_oneself(world, taken):
    zhou = world.officer("zhou")
    form = zhou.goes(f"recovery/people/{id_of(world, 'xu')}").forms[0]
    zhou.sends(form, form.pairs, to=f"/zh/recovery/people/{id_of(world, 'lin')}")
    assert "已经有一次找回" in zhou.page.text
    sets_up(zhou)
    zhou.sends(form, form.pairs, to=f"/zh/recovery/people/{zhou.id()}")
    assert "不能给自己办" in zhou.page.text


def test_an_office_above_begins_it_too_and_no_other(world):
    zhao = world.officer("zhao")
    assert "已安排" in sets_up(zhao).text
    wu = world.officer("wu")
    assert "示范员赵" in wu.goes("recovery/people").text
    assert begins(wu, zhao.id())
    sun = world.officer("sun")
    sun.goes(f"recovery/people/{id_of(world, 'wu')}")
    assert sun.answer.status_code == 404


def test_with_too_few_keepers_it_is_said(world):
    leaves(world, "tang")
    page = world.officer("lin").goes("me/recovery")
    assert "不到两位" in page.text
    assert not any(form.value("passphrase") is not None for form in page.forms)


def test_the_keepers_must_have_been_that_for_as_long_as_second_persons(world):
    from portal.desk.recovery.keeping import keepers

    with world.desk.database.reading() as session:
        desk = replace(world.desk, policy=replace(world.desk.policy, new_second_days=7))
        assert keepers(session, desk, id_of(world, "lin"), "yunling") == []
        assert len(keepers(session, world.desk, id_of(world, "lin"), "yunling")) == 2
        assert id_of(world, "gao") not in dict(keepers(session, world.desk, id_of(world, "gao"), "yunling"))


def test_a_keeper_leaves_and_the_officer_is_told(world, lin):
    leaves(world, "gao")
    assert "请看一下" in lin.goes("me").text
    assert "要重新安排" in lin.goes("me/recovery").text
    assert "要重新安排" in world.officer("zhou").goes("recovery/people").text
    assert "要重新安排" in world.officer("tang").goes("recovery/halves").text
    assert begins(world.officer("zhou"), lin.id()) == ""


def test_a_keeper_leaves_in_between(world, handed):
    leaves(world, "gao")
    before = identity_path(world.desk.keys, "lin").read_bytes()
    assert "已经离任" in completes(world, handed[0]).page.text
    assert identity_path(world.desk.keys, "lin").read_bytes() == before


def test_where_two_keep_a_half_the_other_steps_in(world):
    zhao = world.officer("zhao")  # fang, ding, gao and tang keep halves of this key
    sets_up(zhao)
    assert rows(world, KeyHalfRecord) == [4]
    code, fingerprint = takes_up(world, begins(world.officer("sun"), zhao.id()))
    with world.desk.database.reading() as session:
        kept = {one.keeper: one.part for one in session.scalars(select(KeyHalfRecord))}
    first = [login for login in ("fang", "ding", "gao", "tang") if kept[id_of(world, login)] == 0]
    second = [login for login in ("fang", "ding", "gao", "tang") if kept[id_of(world, login)] == 1]
    which = waiting(world)
    hands(world.officer(first[0]), which, fingerprint)
    hands(world.officer(second[0]), which, fingerprint)
    leaves(world, first[0])
    assert "已经离任" in completes(world, code).page.text
    hands(world.officer(first[1]), which, fingerprint)
    assert completes(world, code).page.h1 == "密钥找回来了"


def test_the_officer_leaves_in_between(world, handed):
    leaves(world, "lin")
    assert "这个码不对" in completes(world, handed[0]).page.text
    assert rows(world, HandedHalfRecord, KeyHalfRecord, KeyPacketRecord) == [0, 0, 0]


def test_a_keeper_who_changes_keys_still_hands_over(world, lin):
    gao = world.officer("gao")
    makes_a_new_key(gao)
    gao.signs_in()
    signs(world)
    publishes(world)
    presses(gao, "/key/move")
    with world.desk.database.reading() as session:
        (half,) = session.scalars(select(KeyHalfRecord).where(KeyHalfRecord.keeper == gao.id()))
        from portal.age import open_sealed

        open_sealed(half.sealed, [who_is(world, "gao").identity])
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), lin.id()))
    for keeper in (gao, world.officer("tang")):
        hands(keeper, waiting(world), fingerprint)
    assert completes(world, code).page.h1 == "密钥找回来了"


def test_a_change_of_keys_divides_both_and_then_the_new_one_alone(world, lin):
    makes_a_new_key(lin)
    lin.signs_in()
    both = who_is(world, "lin").keys
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), lin.id()))
    for login in ("gao", "tang"):
        hands(world.officer(login), waiting(world), fingerprint)
    lin = signs_in_anew(world, "lin", completes(world, code).page)
    assert who_is(world, "lin").keys == both
    signs(world)
    publishes(world)
    presses(lin, "/key/move")
    world.passes(days=15)
    lin.signs_in()
    ends(lin)
    lin.signs_in()
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), lin.id()))
    for login in ("gao", "tang"):
        hands(world.officer(login), newest(world), fingerprint)
    signs_in_anew(world, "lin", completes(world, code).page)
    assert who_is(world, "lin").keys == both[1:]


def newest(world):
    with world.desk.database.reading() as session:
        return session.scalars(select(RecoveryRecord.id).where(RecoveryRecord.state == "waiting")).one()


def test_with_too_few_keepers_left_a_change_of_keys_ends_recovery_and_says_so(world, lin):
    leaves(world, "gao")
    makes_a_new_key(lin)
    lin.signs_in()
    assert "没有安排" in lin.goes("me/recovery").text
    assert notes(world)[-1] == ("lin", "gone")
    assert rows(world, KeyHalfRecord, KeyPacketRecord) == [0, 0]


def test_a_key_that_waits_and_was_not_divided_is_never_signed(world, handed):
    """As if the packet were from before: what nobody has any more must not become the officer's key."""
    from portal.desk.officers.key_change import begin

    who = who_is(world, "lin")
    begin(world.desk, who, world.people["lin"].passphrase, lambda *_: None)
    signs_in_anew(world, "lin", completes(world, handed[0]).page)
    assert rows(world, KeyChangeRecord) == [0]
    assert signs(world).changed == ()


def test_without_enough_keepers_afterwards_the_page_says_so(world):
    zhao = world.officer("zhao")
    sets_up(zhao)
    code, fingerprint = takes_up(world, begins(world.officer("sun"), zhao.id()))
    with world.desk.database.writing() as session:
        kept = {one.part: one.keeper for one in session.scalars(select(KeyHalfRecord))}
        logins = dict(session.execute(select(OfficerRecord.id, OfficerRecord.login)).all())
    for part in (0, 1):
        hands(world.officer(logins[kept[part]]), waiting(world), fingerprint)
    from portal.domain.roles import Role

    with world.desk.database.writing() as session:
        for record in session.scalars(select(OfficerRecord).where(OfficerRecord.roles == Role.KEY_HOLDER)):
            record.roles = Role.REVIEWER
    signs(world)
    page = completes(world, code).page
    assert "没能重新安排" in page.text
    assert notes(world)[-1] == ("zhao", "gone")


def test_halves_are_destroyed_on_demand(world, lin):
    form = lin.goes("me/recovery").form("/stop")
    assert "没有安排" in lin.sends(form, form.pairs).text
    assert rows(world, KeyHalfRecord, KeyPacketRecord) == [0, 0]
    assert notes(world)[-1] == ("lin", "ended")


def test_a_wrong_passphrase_sets_nothing_up(world):
    lin = world.officer("lin")
    assert "现在的口令不对" in sets_up(lin, "not this one at all").text
    assert rows(world, KeyHalfRecord, KeyPacketRecord) == [0, 0]


def test_passkeys_and_the_old_second_factor_are_gone(world, handed):
    from datetime import date

    from portal.age import Cost, open_with_passphrase, seal_with_passphrase
    from portal.desk.officers.identity_file import read_identity
    from portal.desk.officers.passkeys import Passkey

    path = identity_path(world.desk.keys, "lin")
    found = read_identity(open_with_passphrase(path.read_bytes(), world.people["lin"].passphrase))
    with_one = replace(found, passkeys=(Passkey(b"id", b"key", "范例", date(2026, 1, 1)),))
    path.write_bytes(seal_with_passphrase(with_one.write(), world.people["lin"].passphrase, Cost.TESTS_ONLY))
    completes(world, handed[0])
    after = read_identity(open_with_passphrase(path.read_bytes(), NEW))
    assert after.passkeys == ()
    assert after.totp != found.totp


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(world, handed):
    path = identity_path(world.desk.keys, "lin")
    kept = path.read_bytes()
    path.unlink()
    (path / "in the way").mkdir(parents=True)
    before = notes(world)
    with pytest.raises(OSError, match=r"lin\.age"):
        complete(world.desk, handed[0], NEW)
    assert notes(world) == before
    assert rows(world, HandedHalfRecord) == [2]
    (path / "in the way").rmdir()
    path.rmdir()
    path.write_bytes(kept)
    assert world.officer("lin").goes("me").h1 == "我的登录", "the old passphrase is good still"
    assert completes(world, handed[0]).page.h1 == "密钥找回来了"


def test_of_two_who_complete_at_once_one_does(world, handed):
    class Slow(Lane):
        def turn(self):
            complete(world.desk, handed[0], NEW)
            return super().turn()

    with pytest.raises(NotRecovered) as refused:
        complete(replace(world.desk, lanes=Lanes(strangers=Slow())), handed[0], "another harbour, nine lanterns")
    assert refused.value.why is Why.WRONG
    as_colleague(world.desk, "lin", NEW)


def test_when_too_many_sign_in_nothing_is_changed_and_it_is_said(world, handed):
    lane = Lane(waiting=0)
    with lane.turn(), pytest.raises(NotRecovered) as refused:
        complete(replace(world.desk, lanes=Lanes(strangers=lane)), handed[0], NEW)
    assert refused.value.why is Why.BUSY
    assert completes(world, handed[0]).page.h1 == "密钥找回来了"


def test_a_refusal_is_still_read_after_a_change_of_keys(world, lin, taken):
    zhou = world.officer("zhou")
    hands(world.officer("gao"), taken[2], "", answer="refuse", text="来的不是本人。")
    makes_a_new_key(zhou)
    zhou.signs_in()
    signs(world)
    publishes(world)
    presses(zhou, "/key/move")
    world.passes(days=15)
    zhou.signs_in()
    ends(zhou)
    zhou.signs_in()
    assert who_is(world, "zhou").other is None
    assert "来的不是本人。" in zhou.goes(f"recovery/people/{lin.id()}").text

"""An officer changes keys: nothing is lost on the way, nothing is sealed to a key that nobody vouched for."""

import json

import pytest
from sqlalchemy import select, update

from portal.age import AgeError, Identity, open_sealed
from portal.desk.audit.actions import Act
from portal.desk.casework.records import LabelRecord, SearchEntryRecord, SlipRecord
from portal.desk.keys import identity_path, open_authority
from portal.desk.officers import key_change
from portal.desk.officers.enrolment import as_colleague, revoke
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.own_keys import NotChanged, Refused
from portal.desk.officers.records import KeyChangeRecord, OfficerRecord
from portal.desk.officers.rosters import publish, sign_next
from portal.desk.rekeying import actions, moving
from tests.world import SUMMARY


def signs(world):
    keys = world.settings.desk.keys
    listed = json.loads((keys / "people.json").read_bytes())
    key = open_authority(keys / "authority.age", listed["authority_passphrase"], world.desk.open_identity)
    with world.desk.database.writing() as session:
        return sign_next(session, world.desk, key)


def publishes(world):
    with world.desk.database.writing() as session:
        return publish(session, world.desk, world.settings.public.keys)


def who_is(world, login):
    return as_colleague(world.desk, login, world.people[login].passphrase)


def presses(officer, action, **typed):
    form = officer.goes("me/key").form(action)
    return officer.sends(form, form.filled(**typed))


def begins(officer):
    return presses(officer, "/key/new", passphrase=officer.credentials.passphrase)


def ends(officer):
    return presses(officer, "/key/end", passphrase=officer.credentials.passphrase)


def slips(world, login):
    with world.desk.database.reading() as session:
        wanted = select(SlipRecord.sealed).join(OfficerRecord, OfficerRecord.id == SlipRecord.officer)
        return session.scalars(wanted.where(OfficerRecord.login == login).order_by(SlipRecord.case_id)).all()


def opens(sealed, key):
    try:
        open_sealed(sealed, [key])
    except AgeError:
        return False
    return True


def own_key_notes(world, login):
    with world.desk.database.reading() as session:
        officer = session.scalars(select(OfficerRecord.id).where(OfficerRecord.login == login)).one()
        return [note.split(" ")[0] for note in world.desk.ledger.notes(session, officer, Act.OWN_KEY)]


def moves_and_breaks_off(world, who):
    with world.desk.database.writing() as session:
        moving.move_some(session, world.desk, who, at_once=1)
        raise ZeroDivisionError


@pytest.fixture
def waiting(world):
    """A registered case; lin searched it, keeps a view, and has made a new key. (lin, number, old key)."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    form = lin.goes("search").forms[-1]
    lin.sends(form, form.filled(words="范例甲"))
    old = who_is(world, "lin").identity
    page = begins(lin)
    assert "请重新登录" in page.text
    lin.signs_in()
    return lin, number, old


@pytest.fixture
def moving_lin(world, waiting):
    """The roster has the new key and is published. (lin, number, old key)."""
    assert signs(world).changed == ("lin",)
    publishes(world)
    return waiting


def test_until_the_roster_nothing_is_different(world, waiting):
    lin, number, old = waiting
    page = lin.goes("me/key")
    assert "正在等下一份签名名册" in page.text
    assert not any(form.action.endswith(("/key/move", "/key/new", "/key/end")) for form in page.forms)
    world.reporter().reports(offices=["yunling"])
    world.collects()
    assert all(opens(sealed, old) for sealed in slips(world, "lin"))
    assert SUMMARY in lin.opens(number).text
    who = who_is(world, "lin")
    assert who.identity == old
    assert who.other is not None
    assert b"AGE-SECRET-KEY" not in identity_path(world.desk.keys, "lin").read_bytes()


def test_the_whole_way(world, waiting):
    lin, number, old = waiting
    late = world.reporter()
    late.begins(["yunling"])
    late.writes()
    signs(world)
    world.reporter().reports(offices=["yunling"])  # after the signing, before the street door has the roster
    publishes(world)
    late.hands_in()
    world.reporter().reports(offices=["yunling"])
    world.collects()
    new = who_is(world, "lin").identity
    assert sorted(opens(sealed, new) for sealed in slips(world, "lin")) == [False, False, True, True]
    assert new != old
    assert SUMMARY in lin.opens(number).text, "a sign-in from before goes on with both keys"
    for fresh in set(lin.numbers()) - {number}:
        lin.registers(fresh)
    assert "已经全部看过一遍" in presses(lin, "/key/move").text
    assert all(opens(sealed, new) and not opens(sealed, old) for sealed in slips(world, "lin"))
    assert "不到14天" in lin.goes("me/key").text.replace(" ", "")
    world.passes(days=15)
    lin.signs_in()
    assert "请重新登录" in ends(lin).text
    lin.signs_in()
    who = who_is(world, "lin")
    assert (who.identity, who.other) == (new, None)
    assert all(SUMMARY in lin.opens(one).text for one in lin.numbers())
    lin.replies(number, "请补充三月的情况。")
    assert lin.answer.status_code == 200, "the reply key came along"
    form = lin.goes("search").forms[-1]
    assert number in lin.sends(form, form.filled(words="范例甲")).text
    assert own_key_notes(world, "lin") == ["next-key", "key-moved", "key-ended"]
    assert "生成新密钥" in lin.goes("me/key").text


def test_search_entries_and_saved_views_follow(world, moving_lin):
    lin, number, old = moving_lin
    form = lin.goes("search").forms[-1]
    assert number in lin.sends(form, form.filled(words="范例甲")).text, "found before anything is moved"
    presses(lin, "/key/move")
    who = who_is(world, "lin")
    with world.desk.database.reading() as session:
        (entry,) = session.scalars(select(SearchEntryRecord).where(SearchEntryRecord.officer == who.officer))
        from portal.sealing import NotUnwrapped, SearchKey

        SearchKey.of(who.identity).open(entry.closed, who.officer, entry.case_id)
        with pytest.raises(NotUnwrapped):
            SearchKey.of(old).open(entry.closed, who.officer, entry.case_id)


def test_labels_follow_or_go(world, moving_lin):
    from portal.sealing import LabelKey, NotUnwrapped

    lin, number, old = moving_lin
    lin.opens(number)
    assert "P2 P5 W1" in " ".join(lin.queue().text.split()), "read before anything is moved"
    presses(lin, "/key/move")
    who = who_is(world, "lin")
    with world.desk.database.reading() as session:
        (label,) = session.scalars(select(LabelRecord).where(LabelRecord.officer == who.officer))
    assert LabelKey.of(who.identity).open(label.closed, who.officer, label.case_id).signs == ("P2", "P5", "W1")
    with pytest.raises(NotUnwrapped):
        LabelKey.of(old).open(label.closed, who.officer, label.case_id)
    with world.desk.database.writing() as session:
        session.execute(update(LabelRecord).values(closed=b"nothing of the kind"))
    presses(lin, "/key/move")
    with world.desk.database.reading() as session:
        assert session.scalars(select(LabelRecord)).all() == []


def test_an_entry_that_opens_for_nobody_goes(world, moving_lin):
    lin, number, _ = moving_lin
    with world.desk.database.writing() as session:
        session.execute(update(SearchEntryRecord).values(closed=b"nothing of the kind"))
    presses(lin, "/key/move")
    with world.desk.database.reading() as session:
        assert session.scalars(select(SearchEntryRecord)).all() == []
    form = lin.goes("search").forms[-1]
    assert number in lin.sends(form, form.filled(words="范例甲")).text


def test_interrupted_between_batches_it_goes_on(world, waiting):
    lin, _, old = waiting
    for _ in range(3):
        world.reporter().reports(offices=["yunling"])
    world.collects()
    signs(world)
    who = who_is(world, "lin")
    for done, expected in ((False, 1), (False, 2)):
        with world.desk.database.writing() as session:
            assert moving.move_some(session, world.desk, who, at_once=1) is done
        assert sum(opens(sealed, who.identity) for sealed in slips(world, "lin")) == expected
    with pytest.raises(ZeroDivisionError):
        moves_and_breaks_off(world, who)
    assert sum(opens(sealed, old) for sealed in slips(world, "lin")) == 2, "the third batch was rolled back"
    assert all(lin.opens(number).h1 for number in lin.numbers()), "half moved, everything opens"
    assert "已经全部看过一遍" in presses(lin, "/key/move").text
    assert not any(opens(sealed, old) for sealed in slips(world, "lin"))
    with world.desk.database.reading() as session:
        assert moving.left(session, who) == 0


def test_a_slip_to_the_old_key_that_comes_later_keeps_it(world, moving_lin):
    lin, _, old = moving_lin
    presses(lin, "/key/move")
    world.passes(days=15)
    lin.signs_in()
    who = who_is(world, "lin")
    with world.desk.database.writing() as session:
        slip = session.scalars(select(SlipRecord).where(SlipRecord.officer == who.officer)).one()
        slip.sealed = moving.rewrapped(slip.sealed, who.identity, old.recipient)
    assert "旧密钥上还有材料" in ends(lin).text
    presses(lin, "/key/move")
    assert "请重新登录" in ends(lin).text


def test_the_old_key_stays_while_the_letterbox_or_a_name_may_need_it(world, moving_lin):
    lin, _, _ = moving_lin
    presses(lin, "/key/move")
    world.passes(days=15)
    lin.signs_in()
    world.reporter().reports(offices=["yunling"])
    assert "信箱里有举报" in lin.goes("me/key").text
    world.collects()
    assert any(form.action.endswith("/key/end") for form in lin.goes("me/key").forms), "it came after the old key"
    with world.desk.database.writing() as session:
        session.execute(update(KeyChangeRecord).values(published=world.clock.today()))
    with world.desk.database.reading() as session:
        assert moving.names_left(session, who_is(world, "lin")) == 1, "nobody has registered it: it may have a name"


def test_a_key_holder_counts_every_name(world):
    gao = world.officer("gao")
    begins(gao)
    gao.signs_in()
    signs(world)
    publishes(world)
    world.reporter().reports(offices=["yunling"])
    world.collects()
    world.passes(days=15)
    gao.signs_in()
    page = gao.goes("me/key")
    assert "姓名的半把钥匙封存在旧密钥上" in page.text
    assert not any(form.action.endswith("/key/end") for form in page.forms)
    with pytest.raises(NotChanged) as refused:
        actions.destroy_old(world.desk, who_is(world, "gao"), gao.credentials.passphrase)
    assert refused.value.why is Refused.NEEDED


def test_who_stands_in_no_roster_changes_keys_too(world):
    shen = world.officer("shen")
    begins(shen)
    shen.signs_in()
    signs(world)
    shen.signs_in()
    presses(shen, "/key/move")
    assert "请重新登录" in ends(shen).text


def test_unpublished_it_is_said(world, waiting):
    lin, _, _ = waiting
    signs(world)
    assert "新名册还没有发布" in lin.goes("me/key").text


def test_a_key_put_into_the_database_is_never_signed(world, waiting):
    with world.desk.database.writing() as session:
        session.execute(update(KeyChangeRecord).values(fresh=str(Identity.generate().recipient)))
    with pytest.raises(DirectoryError, match="not one that this officer made"):
        signs(world)
    with world.desk.database.writing() as session:
        session.execute(update(KeyChangeRecord).values(fresh="nothing of the kind"))
    with pytest.raises(DirectoryError, match="no key in the register"):
        signs(world)


def test_a_row_without_a_line_is_never_signed(world):
    lin = who_is(world, "lin")
    forged = KeyChangeRecord(
        officer=lin.officer, fresh=str(Identity.generate().recipient), former="", begun=world.clock.today(),
        vouched=None, published=None, upto="", moved=0,
    )  # fmt: skip
    with world.desk.database.writing() as session:
        session.add(forged)
    with pytest.raises(DirectoryError, match="not one that this officer made"):
        signs(world)


def test_the_key_it_replaces_must_be_the_enrolled_one(world, waiting):
    with world.desk.database.writing() as session:
        stranger = str(Identity.generate().recipient)
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "lin").values(recipient=stranger))
    with pytest.raises(DirectoryError, match="not the one that was enrolled"):
        signs(world)


def test_a_row_that_says_signed_moves_nothing(world, waiting):
    """Whoever writes the database says that the waiting key is in a roster, and makes it the register's."""
    _, _, old = waiting
    with world.desk.database.writing() as session:
        change = session.scalars(select(KeyChangeRecord)).one()
        change.vouched, change.former = world.clock.today(), str(old.recipient)
        session.get(OfficerRecord, change.officer).recipient = change.fresh
    who = who_is(world, "lin")
    assert who.other == old
    with pytest.raises(NotChanged):
        actions.move(world.desk, who)
    assert all(opens(sealed, old) for sealed in slips(world, "lin"))


def test_a_waiting_key_is_taken_back_and_no_roster_takes_it(world, waiting):
    lin, number, old = waiting
    lin.signs_in()
    page = presses(lin, "/key/withdraw", passphrase="not the passphrase")
    assert "现在的口令不对" in page.text
    with world.desk.database.reading() as session:
        put_away = session.scalars(select(KeyChangeRecord)).one()
    presses(lin, "/key/withdraw", passphrase=lin.credentials.passphrase)
    lin.signs_in()
    who = who_is(world, "lin")
    assert (who.identity, who.other) == (old, None)
    signs(world)
    assert SUMMARY in lin.opens(number).html
    with world.desk.database.writing() as session:
        columns = {column.key: getattr(put_away, column.key) for column in KeyChangeRecord.__table__.columns}
        session.add(KeyChangeRecord(**columns))
    with pytest.raises(DirectoryError, match="not one that this officer made"):
        signs(world)


def test_a_key_that_a_roster_has_is_not_taken_back(world, waiting):
    lin, _, _ = waiting
    signs(world)
    with pytest.raises(NotChanged) as refused:
        actions.withdraw(world.desk, who_is(world, "lin"), lin.credentials.passphrase)
    assert refused.value.why is Refused.UNDERWAY


def test_after_taking_one_back_another_is_made(world, waiting):
    lin, _, _ = waiting
    lin.signs_in()
    presses(lin, "/key/withdraw", passphrase=lin.credentials.passphrase)
    lin.signs_in()
    begins(lin)
    lin.signs_in()
    signs(world)
    assert who_is(world, "lin").other is not None


def test_a_wrong_passphrase_makes_no_key(world):
    lin = world.officer("lin")
    before = identity_path(world.desk.keys, "lin").read_bytes()
    assert "现在的口令不对" in presses(lin, "/key/new", passphrase="not this one at all").text
    assert lin.answer.status_code == 422
    assert presses(lin, "/key/new", passphrase="").text.count("我的密钥") >= 1
    assert identity_path(world.desk.keys, "lin").read_bytes() == before
    assert own_key_notes(world, "lin") == []
    form = lin.goes("me/key").form("/key/new")
    assert "更换正在进行" in lin.sends(form, form.pairs, to="/zh/me/key/move").text


def test_a_key_in_use_is_never_replaced(world, waiting):
    _, _, old = waiting
    who, passphrase = who_is(world, "lin"), world.people["lin"].passphrase
    with pytest.raises(NotChanged) as refused:
        actions.begin(world.desk, who, passphrase)
    assert refused.value.why is Refused.UNDERWAY
    signs(world)
    who = who_is(world, "lin")
    with world.desk.database.writing() as session:
        session.delete(session.get(KeyChangeRecord, who.officer))  # as whoever can write the database would
    with pytest.raises(NotChanged) as refused:
        actions.begin(world.desk, who, passphrase)
    assert refused.value.why is Refused.UNDERWAY
    assert who_is(world, "lin").other == old


def test_a_key_whose_line_was_never_written_is_replaced(world, waiting):
    lin, _, old = waiting
    with world.desk.database.writing() as session:
        session.delete(session.scalars(select(KeyChangeRecord)).one())
    spare = who_is(world, "lin").other
    begins(lin)
    who = who_is(world, "lin")
    assert who.identity == old
    assert who.other not in (None, spare)
    assert signs(world).changed == ("lin",)


def test_two_changes_of_the_file_at_once_lose_nothing(world):
    from portal.desk.officers.own_keys import opened_file, own_record

    who, passphrase = who_is(world, "lin"), world.people["lin"].passphrase
    stale = opened_file(world.desk, who, passphrase, lambda found: found)
    actions.begin(world.desk, who, passphrase)
    with pytest.raises(NotChanged) as refused, world.desk.database.writing() as session:
        own_record(session, world.desk, who, stale)
    assert refused.value.why is Refused.BUSY
    assert who_is(world, "lin").other is not None


def test_an_end_that_broke_off_is_done_again(world, moving_lin):
    lin, _, _ = moving_lin
    presses(lin, "/key/move")
    world.passes(days=15)
    path = identity_path(world.desk.keys, "lin")
    with pytest.raises(NotChanged):
        key_change.end(world.desk, who_is(world, "lin"), lin.credentials.passphrase, lambda _: True, lambda *_: None)
    lin.signs_in()
    with world.desk.database.reading() as session:
        record = session.scalars(select(KeyChangeRecord)).one()
        kept = {column.key: getattr(record, column.key) for column in KeyChangeRecord.__table__.columns}
    ends(lin)
    after = path.read_bytes()
    with world.desk.database.writing() as session:
        session.add(KeyChangeRecord(**kept))  # as if only the file had been written
    lin.signs_in()
    assert "请重新登录" in ends(lin).text
    assert path.read_bytes() != after
    with world.desk.database.reading() as session:
        assert session.scalars(select(KeyChangeRecord)).all() == []


def test_who_left_changes_nothing_and_is_not_signed(world, waiting):
    with world.desk.database.writing() as session:
        revoke(session, world.desk, "lin")
    assert signs(world).changed == ()


def test_a_new_passphrase_and_second_factor_keep_both_keys(world, waiting):
    from portal.age import Cost
    from portal.desk.officers.enrolment import reset_second_factor
    from portal.desk.officers.own_keys import change_passphrase

    before, passphrase = who_is(world, "lin"), world.people["lin"].passphrase
    reset_second_factor(world.desk, "lin", passphrase, cost=Cost.TESTS_ONLY)
    change_passphrase(world.desk, before, "", passphrase, "quiet harbour, seven lanterns")
    after = as_colleague(world.desk, "lin", "quiet harbour, seven lanterns")
    assert after.keys == before.keys

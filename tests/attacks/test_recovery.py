"""T5: a recovery takes two keepers and whoever began it. One alone gets nothing, with the database in hand neither."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.age import AgeError, Identity, open_sealed
from portal.desk import desk_app
from portal.desk.keys import identity_path
from portal.desk.officers import key_change
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.records import KeyChangeRecord, OfficerRecord
from portal.desk.recovery.asking import what_is_vouched
from portal.desk.recovery.records import HandedHalfRecord, KeyHalfRecord, KeyPacketRecord, RecoveryRecord
from portal.sealing import Part, RecoveryCode, divide, open_half
from tests.recovering import begins, completes, hands, notes, sets_up, takes_up, waiting
from tests.statements import statements
from tests.stories.test_changing_keys import who_is
from tests.stories.test_recovering import id_of, signs


@pytest.fixture
def lin(world):
    lin = world.officer("lin")
    sets_up(lin)
    return lin


@pytest.fixture
def taken(world, lin):
    """(lin's own code, the fingerprint, the recovery's id)."""
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), lin.id()))
    return code, fingerprint, waiting(world)


def rewrites(world, table, *where, **values):
    """Whoever can write the database."""
    with world.desk.database.writing() as session:
        session.execute(update(table).where(*where).values(**values))


def test_one_keeper_opens_nothing_with_every_row_in_hand(world, taken):
    """Their own half, everybody's sealed ones, the packet, what was handed over."""
    hands(world.officer("gao"), taken[2], taken[1])
    gao = who_is(world, "gao")
    with world.desk.database.reading() as session:
        halves = session.scalars(select(KeyHalfRecord)).all()
        packet = session.scalars(select(KeyPacketRecord.sealed)).one()
        handed = session.scalars(select(HandedHalfRecord.sealed)).one()
        own = next(one for one in halves if one.keeper == gao.officer)
        half = open_half(own.sealed, gao.keys, own.officer, gao.officer, Part(own.part))
        closed = [packet, handed, *(one.sealed for one in halves if one is not own)]
    for key in (gao.identity, Identity.from_seed(half._raw)):
        for sealed in closed:
            with pytest.raises(AgeError):
                open_sealed(sealed, [key])


def test_the_same_person_never_hands_over_two(world, taken):
    gao = world.officer("gao")
    hands(gao, taken[2], taken[1])
    assert "这半把钥匙已经交出" in hands(gao, taken[2], taken[1]).text
    with world.desk.database.reading() as session:
        (kept,) = session.scalars(select(KeyHalfRecord).where(KeyHalfRecord.keeper == gao.id()))
    rewrites(world, KeyHalfRecord, KeyHalfRecord.keeper == gao.id(), part=1 - kept.part)
    assert "这半把钥匙已经交出" in hands(gao, taken[2], taken[1]).text
    with pytest.raises(IntegrityError):
        rewrites(world, KeyHalfRecord, KeyHalfRecord.keeper == id_of(world, "tang"), keeper=gao.id())
    assert [step for login, step in notes(world) if login == "gao"] == ["hand"]


def test_a_half_put_into_another_keepers_row_opens_for_neither(world, taken):
    with world.desk.database.writing() as session:
        rows = {one.keeper: one for one in session.scalars(select(KeyHalfRecord))}
        rows[id_of(world, "gao")].sealed = rows[id_of(world, "tang")].sealed
    assert "打不开" in hands(world.officer("gao"), taken[2], taken[1]).text


def test_a_temporary_key_put_into_the_database_gets_no_half(world, taken):
    """The word of the desk is not over it; and who also holds `audit.key` is stopped by what the officer shows."""
    own = RecoveryCode.new()
    rewrites(world, RecoveryRecord, recipient=str(own.identity.recipient), mark=own.mark)
    gao = world.officer("gao")
    page = gao.goes(f"recovery/halves/{taken[2]}")
    assert "被人改动过" in page.text
    assert "被人改动过" in hands(gao, taken[2], own.identity.recipient.fingerprint).text
    assert "被人改动过" in completes(world, own.code).page.text
    with world.desk.database.writing() as session:
        record = session.scalars(select(RecoveryRecord)).one()
        record.proof = world.desk.ledger.vouch(*what_is_vouched(record))
    assert "指纹和这次找回的不一样" in hands(gao, taken[2], taken[1]).text
    with world.desk.database.reading() as session:
        assert session.scalars(select(HandedHalfRecord)).all() == []


def test_halves_of_another_division_change_nothing(world, lin, taken):
    """A database writer brings back a half that gao handed over in an earlier recovery."""
    for login in ("gao", "tang"):
        hands(world.officer(login), taken[2], taken[1])
    sets_up(lin)
    before = identity_path(world.desk.keys, "lin").read_bytes()
    assert "合起来打不开" in completes(world, taken[0]).page.text, (
        "the halves were handed over before they were renewed"
    )
    assert identity_path(world.desk.keys, "lin").read_bytes() == before
    with world.desk.database.writing() as session:
        for one in session.scalars(select(HandedHalfRecord)):
            one.sealed = b"nothing of the kind"
    assert "合起来打不开" in completes(world, taken[0]).page.text
    assert lin.goes("me").h1 == "我的登录", "nobody was signed out"


def test_halves_that_are_exchanged_while_the_file_is_sealed_change_nothing(world, taken):
    from portal.desk.desk import Lane, Lanes
    from portal.desk.recovery import completing
    from portal.desk.recovery.rules import NotRecovered, Why

    for login in ("gao", "tang"):
        hands(world.officer(login), taken[2], taken[1])

    class Meanwhile(Lane):
        def turn(self):
            rewrites(world, HandedHalfRecord, HandedHalfRecord.part == 0, sealed=b"another half")
            return super().turn()

    before = identity_path(world.desk.keys, "lin").read_bytes()
    desk = replace(world.desk, lanes=Lanes(strangers=Meanwhile()))
    with pytest.raises(NotRecovered) as refused:
        completing.complete(desk, taken[0], "quiet harbour, seven lanterns")
    assert refused.value.why is Why.UNFIT
    assert identity_path(world.desk.keys, "lin").read_bytes() == before


@pytest.mark.parametrize("register_too", [False, True])
def test_a_key_of_somebody_elses_choice_never_becomes_the_officers(world, lin, register_too):
    """Packet and halves are all exchanged: the chain knows which key is lin's."""
    stranger, officer = Identity.generate(), lin.id()
    keepers = [{id_of(world, login): who_is(world, login).identity.recipient} for login in ("gao", "tang")]
    made = divide(officer, world.clock.today(), (stranger,), *keepers)
    with world.desk.database.writing() as session:
        session.get(KeyPacketRecord, officer).sealed = made.packet
        for half in made.halves:
            row = session.get(KeyHalfRecord, (officer, half.keeper))
            row.sealed, row.part = half.sealed, half.part.value
    code, fingerprint = takes_up(world, begins(world.officer("zhou"), officer))
    for login in ("gao", "tang"):
        assert "已交出" in hands(world.officer(login), waiting(world), fingerprint).text
    if register_too:
        rewrites(world, OfficerRecord, OfficerRecord.id == officer, recipient=str(stranger.recipient))
    before = identity_path(world.desk.keys, "lin").read_bytes()
    assert "不是您登记的那一把" in completes(world, code).page.text
    assert identity_path(world.desk.keys, "lin").read_bytes() == before


@pytest.mark.parametrize("hidden", [False, True])
def test_a_new_key_that_was_lost_is_not_signed_whoever_puts_its_row_back(world, taken, hidden):
    """It waited for the roster, and the packet was from before it; `hidden`: the row was away meanwhile, too."""
    key_change.begin(world.desk, who_is(world, "lin"), world.people["lin"].passphrase, lambda *_: None)
    with world.desk.database.writing() as session:
        record = session.scalars(select(KeyChangeRecord)).one()
        kept = {column.key: getattr(record, column.key) for column in KeyChangeRecord.__table__.columns}
        if hidden:
            session.delete(record)
    for login in ("gao", "tang"):
        hands(world.officer(login), taken[2], taken[1])
    assert completes(world, taken[0]).page.h1 == "密钥找回来了"
    with world.desk.database.writing() as session:
        assert session.scalars(select(KeyChangeRecord)).all() == []
        session.add(KeyChangeRecord(**kept))
    with pytest.raises(DirectoryError, match="not one that this officer made"):
        signs(world)


def test_codes_are_good_once(world, lin):
    paper = begins(world.officer("zhou"), lin.id())
    code, fingerprint = takes_up(world, paper)
    assert "这个码不对" in takes_up(world, paper)[0], "whoever began it and kept the code comes too late"
    assert "这个码不对" in takes_up(world, code)[0]
    assert "这个码不对" in completes(world, paper).page.text
    for login in ("gao", "tang"):
        hands(world.officer(login), waiting(world), fingerprint)
    assert completes(world, code).page.h1 == "密钥找回来了"
    after = identity_path(world.desk.keys, "lin").read_bytes()
    assert "这个码不对" in completes(world, code, "another harbour, nine lanterns").page.text
    assert identity_path(world.desk.keys, "lin").read_bytes() == after


def test_wrong_codes_take_no_write_lock_and_write_no_line(world, taken):
    before = notes(world)
    with statements(world.desk.database) as said:
        assert "这个码不对" in takes_up(world, RecoveryCode.new().code)[0]
        assert "这个码不对" in completes(world, "7K3Q").page.text
        assert "这个码不对" in completes(world, RecoveryCode.new().code).page.text
    assert [statement for statement in said if not statement.startswith("SELECT")] == []
    assert notes(world) == before


def test_a_word_that_was_never_the_desks_is_not_believed(world, lin):
    """A row written by hand, with a code of the writer's own."""
    own = RecoveryCode.new()
    with world.desk.database.writing() as session:
        session.add(
            RecoveryRecord(
                id="0f" * 16,
                officer=lin.id(),
                begun_by=id_of(world, "zhou"),
                begun=world.clock.today(),
                state="begun",
                mark=own.mark,
                recipient="",
                told=False,
                proof="00" * 32,
            )
        )
    assert "被人改动过" in takes_up(world, own.code)[0]


def test_whoever_began_it_hands_nothing_over(world):
    """A lead who is also a key holder is one person."""
    rewrites(world, OfficerRecord, OfficerRecord.login == "sun", roles="dept_lead key_holder")
    signs(world)
    zhao, sun = world.officer("zhao"), world.officer("sun")
    assert "示范员孙" in sets_up(zhao).text
    _, fingerprint = takes_up(world, begins(sun, zhao.id()))
    assert "是您发起的" in sun.goes(f"recovery/halves/{waiting(world)}").text
    assert "是您发起的" in hands(sun, waiting(world), fingerprint).text
    with world.desk.database.reading() as session:
        assert session.scalars(select(HandedHalfRecord)).all() == []


def test_nobody_begins_what_only_they_could_help_to_end(world):
    rewrites(world, OfficerRecord, OfficerRecord.login == "zhou", roles="dept_lead key_holder")
    rewrites(world, OfficerRecord, OfficerRecord.login == "gao", roles="reviewer")
    signs(world)
    lin, zhou = world.officer("lin"), world.officer("zhou")
    assert "示范员周" in sets_up(lin).text
    form = zhou.goes(f"recovery/people/{id_of(world, 'he')}").forms[0]
    zhou.sends(form, form.pairs, to=f"/zh/recovery/people/{lin.id()}")
    assert "找不回来" in zhou.page.text


def test_a_new_key_holder_hands_nothing_over_yet(world, taken):
    app = desk_app(replace(world.desk, policy=replace(world.desk.policy, new_second_days=7)))
    gao = world.officer("gao")
    cookies = gao.browser
    strict = app.test_client()
    strict._cookies = cookies._cookies
    gao.browser = strict
    assert "时间还不够" in gao.goes(f"recovery/halves/{taken[2]}").text


def test_other_keepers_and_officers_see_nothing(world, taken):
    ding = world.officer("ding")
    ding.goes(f"recovery/halves/{taken[2]}")
    assert ding.answer.status_code == 404
    xu = world.officer("xu")
    for address in ("recovery/halves", "recovery/people", f"recovery/halves/{taken[2]}"):
        xu.goes(address)
        assert xu.answer.status_code == 403


def test_neither_code_nor_key_nor_second_factor_is_stored(world, lin):
    paper = begins(world.officer("zhou"), lin.id())
    code, fingerprint = takes_up(world, paper)
    for login in ("gao", "tang"):
        hands(world.officer(login), waiting(world), fingerprint)
    seed, secret = who_is(world, "lin").identity, completes(world, code).page.text.split("手工输入 ")[1][:32]
    spelled = [one.encode() for text in (paper, code) for one in (text, text.replace("-", ""))]
    canaries = [*spelled, secret.encode(), str(seed).encode(), seed.seed, RecoveryCode.parse(code).secret.reveal()]
    canaries.append(b"quiet harbour")
    found = {name for name, content in world.every_byte() for canary in canaries if canary in content}
    assert found == set()

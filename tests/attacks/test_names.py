"""T1–T6 around a reporter's name: one half opens nothing, one insider opens nothing, nobody can tell who gave one."""

import pytest
from sqlalchemy import delete, select, update

from portal.age import AgeError, open_sealed
from portal.desk.approvals.records import RequestRecord
from portal.desk.casework.named import sealed_packet
from portal.desk.casework.records import CaseRecord, ItemRecord, SlipRecord
from portal.desk.casework.unlocking import unlock
from portal.desk.officers.records import OfficerRecord
from portal.letterbox import records as letterbox
from portal.sealing import Half, Kind, NamePacket, SealingError, open_name, open_share
from tests.attacks.test_two_persons import posts, signs_roster, who_is
from tests.canary import found_in, spellings
from tests.stories.test_named import CONTACT, NAME, WHO, answers, asks, joins

EVERYBODY = ("lin", "zhou", "chen", "wu", "zhao", "sun", "xu", "he", "mao", "ma", "shen", "gao", "tang", "ding", "fang")


@pytest.fixture
def named(world):
    """A named report to one office, registered by lin; zhou was given a slip. (number, lin)."""
    world.reporter().reports(offices=["yunling"], **WHO)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    return number, lin


def packet(world, number, who):
    """The packet as an officer with a slip and the database in hand gets at it."""
    with world.desk.database.reading() as session:
        case, opened = unlock(session, who, number)
        return case.id, NamePacket.opened(sealed_packet(session, case), opened.key, case.id)


def waiting_rows(world):
    """What a reader of the letterbox sees of what waits: size of the report, the packet, each slip and file."""
    with world.desk.letterbox.reading() as session:
        found = []
        for parcel, sealed, packed in session.execute(select(letterbox.parcels)):
            slips = session.scalars(select(letterbox.slips.c.sealed).where(letterbox.slips.c.parcel == parcel))
            files = session.execute(
                select(letterbox.files.c.slot, letterbox.files.c.bucket, letterbox.files.c.blob)
                .where(letterbox.files.c.holder == parcel)
                .order_by(letterbox.files.c.slot)
            ).all()
            blobs = [(world.door.blobs.path / blob).stat().st_size for _, _, blob in files]
            shown = [(slot, bucket) for slot, bucket, _ in files]
            found.append((len(sealed), len(packed), sorted(len(slip) for slip in slips), shown, blobs))
        return found


@pytest.mark.parametrize("files", [(), [("记录.txt", b"x" * 90_000)]], ids=["alone", "with a file"])
def test_a_named_and_an_anonymous_parcel_look_the_same_in_the_letterbox(world, files):
    """T6: same rows, same sizes, same blobs; only what is inside differs."""
    world.reporter().reports(offices=["yunling", "qinghe"], files=files)
    world.reporter().reports(offices=["yunling", "qinghe"], files=files, **WHO)
    longest = {"real_name": "长" * 50, "contact": "话" * 100, "contact_times": "夜" * 200}
    world.reporter().reports(offices=["yunling", "qinghe"], files=files, **(WHO | longest))
    rows = waiting_rows(world)
    assert len(rows) == 3
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0][3]) == len(files), "a packet is no file"


def test_the_desk_does_not_know_before_it_opens_either(world):
    """Until somebody with a key registers it, the register of a named report is that of an anonymous one."""
    world.reporter().reports(offices=["yunling"])
    world.reporter().reports(offices=["yunling"], **WHO)
    world.collects()
    with world.desk.database.reading() as session:
        cases = session.scalars(select(CaseRecord)).all()
        assert [case.named for case in cases] == [False, False]
        assert len({case.next_due for case in cases}) == 1
        packets = session.scalars(select(ItemRecord.sealed).where(ItemRecord.kind == Kind.IDENTITY)).all()
        assert len(packets) == 2
        assert len({len(packet) for packet in packets}) == 1


def test_the_packet_that_holds_nobody_is_destroyed_when_that_is_known(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    with world.desk.database.reading() as session:
        assert session.scalars(select(ItemRecord).where(ItemRecord.kind == Kind.IDENTITY)).all() == []


def test_neither_host_keeps_a_word_of_the_name(world, named):
    """T1, T2: not in the letterbox's file, not at the desk, asked for, agreed to, opened or refused."""
    number, lin = named
    words = [form.decode("latin-1") for text in (NAME, CONTACT) for form in spellings(text)]

    def leaks():
        return [name for name, content in world.every_byte() for word in words if word.encode("latin-1") in content]

    assert leaks() == []
    address = asks(lin, number)
    answers(world.officer("gao"), address)
    joins(lin, address)
    assert NAME in lin.page.text
    assert leaks() == []
    assert found_in(world.every_byte(), "no code") == []


@pytest.mark.parametrize("login", EVERYBODY)
def test_nobody_alone_opens_the_name_with_whatever_of_the_database(world, named, login):
    """T5: given the case key and every sealed byte there is, one officer's key opens at most one half."""
    number, _ = named
    who, lin = who_is(world, login), who_is(world, "lin")
    parcel, found = packet(world, number, lin)
    own = []
    for half in Half:
        try:
            own.append(open_share(found.half(half), who.identity, parcel, half))
        except SealingError:
            continue
    assert [share.half for share in own] == {"lin": [Half.LEADS], "gao": [Half.HOLDERS], "tang": [Half.HOLDERS]}.get(
        login, []
    )
    for share in own:
        with pytest.raises(SealingError):
            open_name(found, share, share, parcel)
    with pytest.raises(AgeError):
        open_sealed(found.name, [who.identity])


def test_a_slip_is_no_half(world, named):
    """Zhou handles the case, was granted its key, and asks: his role may not; and the key he has opens nothing."""
    number, lin = named
    zhou = world.officer("zhou")
    assert "申请打开" not in zhou.opens(number).text
    form = zhou.goes(f"case/{number}/ask/publish").forms
    assert form == [] or zhou.answer.status_code == 409
    token = zhou.goes("me").forms[-1].value("csrf_token")
    pairs = [("csrf_token", token), ("text", "我想知道。"), ("version", "1")]
    zhou.sends(zhou.page.forms[-1], pairs, to=f"/zh/case/{number}/ask/open_name")
    assert zhou.answer.status_code in (403, 409, 422)
    with world.desk.database.reading() as session:
        assert session.scalars(select(RequestRecord)).all() == []
        kinds = set(session.scalars(select(ItemRecord.kind)))
    assert not kinds & {"share", "name"}, "granting copies no half"
    assert lin.credentials.login == "lin"


def test_a_lead_made_after_the_report_has_no_half_of_it(world, named):
    """Promoted since, with a slip and the role in the roster: the half was sealed to those of that day."""
    number, lin = named
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "xu").values(roles="handler intake_lead"))
    signs_roster(world)
    lin.grants(number, "xu")
    xu = world.officer("xu")
    xu.goes(f"case/{number}/ask/open_name")
    assert xu.answer.status_code == 409


def test_an_office_that_the_reporter_left_out_has_neither_slip_nor_half(world, named):
    number, lin = named
    address = asks(lin, number)
    for login in ("chen", "ding", "zhao", "fang"):
        officer = world.officer(login)
        for place in (address, f"{address}/name"):
            officer.goes(place)
            assert officer.answer.status_code == 404
        posts(officer, address)
        assert officer.answer.status_code == 404


def test_the_lead_from_whom_the_case_was_taken_asks_for_nothing(world, named):
    number, lin = named
    address = asks(lin, number)
    answers(world.officer("gao"), address)
    with world.desk.database.writing() as session:
        session.execute(delete(SlipRecord).where(SlipRecord.officer == lin.id()))
    for place in (f"case/{number}/ask/open_name", address, f"{address}/name"):
        lin.goes(place)
        assert lin.answer.status_code == 404


def test_what_was_handed_over_is_good_for_the_asker_alone(world, named):
    """After the yes the other half lies in the database, sealed to lin. Gao cannot take lin's place, nor can zhou."""
    number, lin = named
    address = asks(lin, number)
    gao, zhou = world.officer("gao"), world.officer("zhou")
    answers(gao, address)
    for officer in (gao, zhou):
        token = officer.goes("me").forms[-1].value("csrf_token")
        officer.sends(officer.page.forms[-1], [("csrf_token", token)], to=f"{address}/name/join")
        assert officer.answer.status_code in (403, 404)
    zhou.goes(f"{address}/name")
    assert zhou.answer.status_code == 404
    with world.desk.database.reading() as session:
        (handed,) = session.scalars(select(ItemRecord).where(ItemRecord.kind == "share")).all()
        for login in EVERYBODY:
            key = who_is(world, login).identity
            if login == "lin":
                open_share(handed.sealed, key, handed.case_id, Half.HOLDERS, handed.slot)
            else:
                with pytest.raises(SealingError):
                    open_share(handed.sealed, key, handed.case_id, Half.HOLDERS, handed.slot)
    joins(lin, address)
    with world.desk.database.reading() as session:
        assert session.scalars(select(ItemRecord).where(ItemRecord.kind == "share")).all() == [], "used and destroyed"
        (opened,) = session.scalars(select(ItemRecord).where(ItemRecord.kind == "name")).all()
        for login in set(EVERYBODY) - {"lin", "gao"}:
            with pytest.raises(AgeError):
                open_sealed(opened.sealed, [who_is(world, login).identity])


def test_a_refused_request_has_moved_no_half(world, named):
    """Whoever keeps a backup of the database from the time of the request has nothing either."""
    number, lin = named
    address = asks(lin, number)
    gao = who_is(world, "gao")
    with world.desk.database.reading() as session:
        record = session.scalars(select(RequestRecord)).one()
        assert session.scalars(select(ItemRecord).where(ItemRecord.kind == "share")).all() == []
    parcel, found = packet(world, number, who_is(world, "lin"))
    with pytest.raises(SealingError):
        open_share(found.leads, gao.identity, parcel, Half.LEADS)
    answers(world.officer("gao"), address, "refuse", "不必。")
    with world.desk.database.reading() as session:
        assert session.scalars(select(ItemRecord).where(ItemRecord.kind.in_(("share", "name")))).all() == []
        assert record.kind == "open_name"


def another_packet(world, number):
    """A well-made packet of the same case with an invented name in it, as whoever can write the letterbox makes one."""
    from portal.desk.officers.rules import Right
    from portal.desk.officers.standing import keys_of

    lin = who_is(world, "lin")
    with world.desk.database.reading() as session:
        case, opened = unlock(session, lin, number)
        leads = [lin.identity.recipient]
        holders = list(keys_of(session, world.desk, "yunling", Right.HOLD_SHARE).values())
        said = {"name": "被陷害的人", "contact": "13800000000", "times": ""}
        made = NamePacket.sealed(case.id, world.clock.today(), said, leads, holders)
        return made.envelope(case.id, world.clock.today(), opened.key.recipient)


def test_another_name_put_beside_the_report_is_found(world, named):
    """T3: all keys are public and all forms are known; what he cannot write is the digest inside the report."""
    number, lin = named
    forged = another_packet(world, number)
    with world.desk.database.writing() as session:
        session.execute(update(ItemRecord).where(ItemRecord.kind == Kind.IDENTITY).values(sealed=forged))
    lin.goes(f"case/{number}/ask/open_name")
    assert lin.answer.status_code == 409
    assert "打开举报人的姓名" not in lin.goes(f"case/{number}/requests").text.split("返回")[1]


def test_a_packet_that_is_lost_opens_nothing_and_breaks_nothing(world, named):
    number, lin = named
    address = asks(lin, number)
    answers(world.officer("gao"), address)
    with world.desk.database.writing() as session:
        session.execute(delete(ItemRecord).where(ItemRecord.kind == Kind.IDENTITY))
    page = joins(lin, address)
    assert lin.answer.status_code == 409
    assert NAME not in page.html
    assert "这是实名件" in lin.opens(number).text


def test_each_look_at_a_name_stands_in_the_chain(world, named):
    number, lin = named
    address = asks(lin, number)
    gao = world.officer("gao")
    answers(gao, address)
    joins(lin, address)
    gao.goes(f"{address}/name")
    gao.goes(f"{address}/name")
    with world.desk.database.reading() as session:
        looked = [line.actor for line in world.desk.ledger.of_case(session, number) if line.act == "open-name"]
        assert looked == [lin.id(), lin.id(), gao.id(), gao.id()]
        assert world.desk.ledger.verify(session).intact


def test_a_key_holder_reads_no_case_and_is_given_no_slip(world, named):
    """DOMAIN 3.3. Made a handler in the register by whoever writes the database, he still gets none."""
    number, lin = named
    gao = world.officer("gao")
    for place in ("", f"case/{number}", "register", f"case/{number}/requests"):
        gao.goes(place)
        assert gao.answer.status_code in (403, 200)
        assert number not in gao.page.text
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "gao").values(roles="handler key_holder"))
    lin.grants(number, "gao")
    assert lin.answer.status_code == 422
    with world.desk.database.reading() as session:
        assert session.get(SlipRecord, (session.scalars(select(CaseRecord.id)).one(), gao.id())) is None


def test_a_report_that_says_named_and_brings_nobody_is_not_sent(world):
    """What the page could not have sent is read with the forms again; nothing is stored."""
    reporter = world.reporter()
    reporter.begins(["yunling"])
    page = reporter.writes(**WHO)
    for identity in ("", "{}", '{"name":"","contact":"","times":""}', '{"name":"甲乙","contact":"123","more":1}'):
        form = page.form("/report/send")
        pairs = [(name, identity if name == "identity" else value) for name, value in form.pairs]
        reporter.sends(form, pairs, button=("do", "send"))
        assert reporter.answer.status_code == 422
    reporter.begins(["yunling"])
    page = reporter.writes()
    form = page.form("/report/send")
    smuggled = '{"name":"范例举报人甲","contact":"13900001234","times":""}'
    pairs = [(name, smuggled if name == "identity" else value) for name, value in form.pairs]
    reporter.sends(form, pairs, button=("do", "send"))
    assert reporter.answer.status_code == 422
    assert waiting_rows(world) == []


def test_the_same_form_twice_keeps_one_packet(world):
    reporter = world.reporter()
    reporter.begins(["yunling"])
    page = reporter.writes(**WHO)
    form = page.form("/report/send")
    for _ in range(2):
        reporter.sends(form, form.pairs, button=("do", "send"))
        assert reporter.answer.status_code == 200
    assert len(waiting_rows(world)) == 1


def test_a_disk_too_full_for_the_packet_gives_no_receipt_and_keeps_every_word(world):
    """T13: report, slips, packet and mailbox are one commit; without room for it nothing is stored."""
    from dataclasses import replace

    from portal.public import door_app
    from portal.web.database import Full

    class NoRoomLeft:
        def reading(self):
            return world.door.letterbox.reading()

        def writing(self):
            raise Full("no space left on device")

    world.public_app = door_app(replace(world.door, letterbox=NoRoomLeft()))
    reporter = world.reporter()
    reporter.begins(["yunling"])
    page = reporter.writes(**WHO)
    form = page.form("/report/send")
    page = reporter.sends(form, form.pairs, button=("do", "send"))
    assert reporter.answer.status_code == 503
    assert "没有送出" in page.text
    assert NAME in page.html, "it goes back to its writer"
    assert waiting_rows(world) == []
    assert world.door.blobs.names() == []

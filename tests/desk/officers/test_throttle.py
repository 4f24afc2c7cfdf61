"""A flood of sign-ins ends at its own wall: it neither lets anybody guess nor keeps a colleague out (T10)."""

from dataclasses import replace
from threading import Event, Thread

import pytest

from portal.desk.audit.actions import NOBODY, Act
from portal.desk.desk import Lane, Lanes, TooBusy
from portal.desk.officers import devices, throttle
from portal.desk.officers.rules import ATTEMPTS, WINDOW_SECONDS
from portal.desk.officers.throttle import Admission
from tests.desk.building import give_passphrase

SPENT = "次数太多"


@pytest.fixture
def lin(bureau):
    return bureau.member("lin")


def flood(bureau, login, times=ATTEMPTS + 5):
    stranger = bureau.browser()
    return [give_passphrase(stranger, login, "a guess").text for _ in range(times)]


def test_guessing_ends_and_so_does_the_work(bureau, lin):
    bureau.opener.calls = 0
    pages = flood(bureau, "lin")
    assert [SPENT in page for page in pages] == [False] * ATTEMPTS + [True] * 5
    assert bureau.opener.calls == ATTEMPTS


def test_an_unknown_name_is_throttled_alike(bureau, lin):
    known, unknown = flood(bureau, "lin"), flood(bureau, "nobody")
    assert [SPENT in page for page in known] == [SPENT in page for page in unknown]


def test_a_flood_leaves_one_line_about_itself(bureau, lin):
    flood(bureau, "lin", ATTEMPTS + 20)
    flood(bureau, "nobody", ATTEMPTS + 20)
    assert bureau.lines(Act.THROTTLED) == [
        (lin.id, Act.THROTTLED, "strangers"),
        (NOBODY, Act.THROTTLED, "strangers"),
    ]
    assert len(bureau.lines(Act.SIGN_IN_FAILED)) == 2 * ATTEMPTS


def test_strangers_cannot_lock_out_who_signs_in_from_their_own_machine(bureau, lin):
    own = bureau.sign_in(lin)
    own.post("/zh/sign-out")
    flood(bureau, "lin")
    assert SPENT in give_passphrase(bureau.browser(), "lin", lin.passphrase).text
    bureau.sign_in(lin, own)
    assert own.get("/zh/me").status_code == 200


def test_a_known_machine_may_not_guess_for_ever_either(bureau, lin):
    own = bureau.sign_in(lin)
    own.post("/zh/sign-out")
    pages = [give_passphrase(own, "lin", "a guess").text for _ in range(ATTEMPTS + 1)]
    assert SPENT in pages[-1]
    assert bureau.lines(Act.THROTTLED) == [(lin.id, Act.THROTTLED, "known device")]
    assert give_passphrase(bureau.browser(), "lin", lin.passphrase).status_code == 303


def test_a_colleagues_device_is_a_strangers_for_me(bureau, lin):
    other = bureau.member("other", by=lin)
    theirs = bureau.sign_in(other)
    for _ in range(ATTEMPTS):
        give_passphrase(theirs, "lin", "a guess")
    assert SPENT in give_passphrase(theirs, "lin", "a guess").text
    assert SPENT in give_passphrase(bureau.browser(), "lin", lin.passphrase).text


def test_colleagues_at_one_machine_do_not_push_each_other_out(bureau, lin):
    shared = bureau.sign_in(lin)
    shared.post("/zh/sign-out")
    other = bureau.member("other", by=lin)
    bureau.sign_in(other, shared)
    shared.post("/zh/sign-out")
    for login in ("lin", "other"):
        flood(bureau, login)
    bureau.sign_in(lin, shared)
    shared.post("/zh/sign-out")
    bureau.sign_in(other, shared)


def test_signing_in_gives_back_its_attempts_and_only_those(bureau, lin):
    browser = bureau.browser()
    for _ in range(ATTEMPTS - 2):
        give_passphrase(browser, "lin", "a typo")
    bureau.sign_in(lin, bureau.browser())
    pages = [give_passphrase(bureau.browser(), "lin", "a guess").text for _ in range(3)]
    assert [SPENT in page for page in pages] == [False, False, True]


def test_sixteen_at_once_are_sixteen(bureau, lin):
    now, bucket = int(bureau.hands.at.timestamp()), "strangers/000"
    verdicts = []

    def attempt():
        with bureau.desk.database.writing() as session:
            verdicts.append(throttle.admit(session, bucket, now))

    threads = [Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts.count(Admission.ADMITTED) == ATTEMPTS
    assert verdicts.count(Admission.FIRST_REFUSAL) == 1


def test_the_table_stays_small_and_tells_nothing(bureau):
    typed = [f"typed-{number}" for number in range(40)]
    for login in typed:
        give_passphrase(bureau.browser(), login, "x")
    with bureau.desk.database.reading() as session:
        names = session.connection().exec_driver_sql("SELECT bucket FROM throttle").scalars().all()
    assert all(len(name) == len("strangers/000") and name.startswith("strangers/") for name in names)
    bureau.hands.move(seconds=WINDOW_SECONDS)
    give_passphrase(bureau.browser(), "another", "x")
    with bureau.desk.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM throttle").scalar() == 1


def test_buckets_of_another_deployment_are_others():
    names = {throttle.strangers_bucket(bytes([key]) * 32, "lin") for key in range(20)}
    assert len(names) > 15


def test_giving_back_to_a_bucket_that_is_gone_is_nothing(bureau):
    with bureau.desk.database.writing() as session:
        throttle.give_back(session, "strangers/000")


def test_device_cookies_hold_who_and_when(bureau):
    key, today = bureau.desk.cookie_keys.devices, bureau.clock.today()
    cookie = devices.remember(key, "", "a" * 32, today)
    device = devices.known_device(key, cookie, "a" * 32, today)
    assert device is not None
    assert devices.known_device(key, cookie, "b" * 32, today) is None
    assert devices.known_device(bytes(32), cookie, "a" * 32, today) is None
    assert devices.known_device(key, cookie, "a" * 32, today + devices.GOOD_FOR) == device
    assert devices.known_device(key, cookie, "a" * 32, today + devices.GOOD_FOR * 2) is None
    assert devices.remember(key, cookie, "a" * 32, today) == cookie


@pytest.mark.parametrize("junk", ["", ".", "x", "....", "é", "A" * 5000, "AAAA.BBBB", "%00", "=" * 40])
def test_junk_is_no_device(bureau, junk):
    key, today = bureau.desk.cookie_keys.devices, bureau.clock.today()
    assert devices.known_device(key, junk, "a" * 32, today) is None
    assert devices.known_device(key, devices.remember(key, junk, "a" * 32, today), "a" * 32, today)


def test_a_machine_remembers_four_colleagues_the_newest_first(bureau):
    key, today, cookie = bureau.desk.cookie_keys.devices, bureau.clock.today(), ""
    officers = [f"{number:032x}" for number in range(devices.KEPT + 1)]
    for officer in officers:
        cookie = devices.remember(key, cookie, officer, today)
    known = [devices.known_device(key, cookie, officer, today) is not None for officer in officers]
    assert known == [False] + [True] * devices.KEPT


def held(lane):
    """Occupy the lane from another thread; returns how to let go."""
    inside, done = Event(), Event()

    def hold():
        with lane.turn():
            inside.set()
            done.wait(10)

    thread = Thread(target=hold)
    thread.start()
    inside.wait(10)

    def let_go():
        done.set()
        thread.join()

    return let_go


def test_passphrase_checks_stand_in_a_short_queue():
    lane = Lane(waiting=0)
    let_go = held(lane)
    with pytest.raises(TooBusy), lane.turn():
        pass
    let_go()
    with lane.turn():
        pass


def test_a_queue_that_does_not_move_gives_up():
    lane = Lane(waiting=2, patience=0.01)
    let_go = held(lane)
    with pytest.raises(TooBusy), lane.turn():
        pass
    let_go()


def test_a_flood_of_strangers_does_not_make_a_colleague_wait_or_pay(bureau, lin):
    own = bureau.sign_in(lin)
    own.post("/zh/sign-out")
    lanes = Lanes(strangers=Lane(waiting=0))
    bureau.desk = replace(bureau.desk, lanes=lanes)
    let_go = held(lanes.strangers)
    busy = bureau.browser()
    for _ in range(ATTEMPTS + 2):
        assert "登录的人太多" in give_passphrase(busy, "lin", "a guess").text
    worker = bureau.browser()
    for name in ("device", "sitting"):
        if cookie := own.get_cookie(name):
            worker.set_cookie(name, cookie.value)
    bureau.sign_in(lin, worker)
    let_go()
    assert give_passphrase(busy, "lin", lin.passphrase).status_code == 303
    assert bureau.lines(Act.THROTTLED) == []

"""The numbers of patience: what is slow, and how many may be slow at once. The sockets: test_slow_clients.py."""

from hypothesis import given
from hypothesis import strategies as st

from portal.web.patience import KIB, NoSeat, Patience, TooSlow, body_pace, head_pace

SHIPPED = Patience()


def sent(pace, rate, seconds, every=1.0):
    """Bring `rate` bytes a second for so long; the second at which nothing more is waited for, or None."""
    now = 0.0
    while now < seconds:
        now += every
        if not pace.left(now):
            return now
        pace.came(int(rate * every), now)
    return None


def test_a_poor_telephone_may_take_its_time():
    """GPRS at its worst brings some 2 KiB/s; a mebibyte takes nine minutes then."""
    assert sent(body_pace(SHIPPED, 0.0), 2 * KIB, 9 * 60) is None


def test_a_byte_now_and_then_is_not_waited_for():
    assert sent(body_pace(SHIPPED, 0.0), 1 / 59, 600, every=59) == 118


def test_nobody_holds_a_thread_for_longer_than_half_an_hour():
    assert sent(body_pace(SHIPPED, 0.0), 20 * KIB, 3600) == 30 * 60


def test_a_head_does_not_grow_for_ever_however_steadily():
    assert sent(head_pace(SHIPPED, 0.0), 4 * KIB, 60) == SHIPPED.head_seconds


@given(st.lists(st.tuples(st.integers(0, 200_000), st.floats(0, 90)), max_size=40))
def test_what_is_left_is_never_negative_and_never_more_than_a_window(steps):
    pace, now = body_pace(SHIPPED, 0.0), 0.0
    for size, pause in steps:
        now += pause
        pace.came(size, now)
        assert 0 <= pace.left(now) <= SHIPPED.window_seconds + 0.001


def test_two_threads_are_left_for_those_who_are_quick_and_one_seat_for_the_slow():
    assert [SHIPPED.seats(threads) for threads in (1, 2, 3, 8)] == [1, 1, 1, 6]


def test_the_refusals_are_answers():
    assert (TooSlow().code, NoSeat().code) == (408, 503)
    assert ("Retry-After", "60") in NoSeat().get_headers()

"""The bucket: full, pressed, empty, and filled again by time alone."""

from threading import Thread

from portal.public.flood.bucket import Bucket


class Clockwork:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def test_levels_rise_as_it_empties_and_fall_as_it_fills():
    clock = Clockwork()
    bucket = Bucket(per_minute=60, burst=80, now=clock)
    levels = []
    for _ in range(80):
        levels.append(bucket.level())
        assert bucket.take()
    assert levels[:41] == [0] * 41
    assert levels == sorted(levels)
    assert set(levels) == {0, 1, 2, 3, 4}
    assert bucket.level() == 4
    assert not bucket.take()
    clock.seconds += 1
    assert bucket.take()
    assert not bucket.take()
    clock.seconds += 45
    assert bucket.level() == 0
    clock.seconds += 1e9
    assert sum(bucket.take() for _ in range(200)) == 80


def test_many_threads_together_take_no_more_than_there_is():
    bucket = Bucket(per_minute=1, burst=500, now=Clockwork())
    taken = []

    def grab():
        taken.extend(bucket.take() for _ in range(100))

    threads = [Thread(target=grab) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 500

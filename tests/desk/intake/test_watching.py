"""The collector goes on: a letterbox that is gone for a while is tried again, and nothing is lost meanwhile."""

import signal

import pytest

from portal.desk.intake.watching import stop_on_signal, watch


class Rounds:
    """Stands for the stop event: does one thing after each round, and stops when there is nothing left to do."""

    def __init__(self, *between):
        self._between = list(between)

    def is_set(self):
        return not self._between

    def wait(self, _seconds):
        self._between.pop(0)()


@pytest.mark.sqlite_only
def test_a_letterbox_that_goes_and_comes_back_is_collected(world):
    world.reporter().reports()
    world.door.letterbox.close()
    world.desk.letterbox.close()
    file = world.desk.letterbox.file
    names = [file.with_name(file.name + tail) for tail in ("", "-wal", "-shm")]
    away = [name.with_name(f"away-{name.name}") for name in names]
    there = [(name, other) for name, other in zip(names, away, strict=True) if name.exists()]
    for name, other in there:
        name.rename(other)

    def comes_back():
        for name, other in there:
            other.rename(name)

    watch(world.desk, 0.0, 24, Rounds(comes_back, lambda: None))
    assert len(world.officer("lin").numbers()) == 1


def test_a_stop_signal_is_heard_and_not_fatal():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        stop = stop_on_signal()
        assert not stop.is_set()
        signal.raise_signal(signal.SIGTERM)
        assert stop.is_set()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])

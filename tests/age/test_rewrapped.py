"""One recipient is exchanged for another; nothing else of the file changes."""

import pytest

from portal.age import Identity, NotForThisKey, Tampered, open_sealed, rewrapped, seal


@pytest.fixture(scope="module")
def three():
    return [Identity.generate() for _ in range(3)]


def test_the_new_key_opens_and_the_old_one_does_not(three):
    old, new, other = three
    sealed = seal(b"x" * 70_000, [other.recipient, old.recipient])
    moved = rewrapped(sealed, old, new.recipient)
    assert open_sealed(moved, [new]) == open_sealed(moved, [other]) == b"x" * 70_000
    assert len(moved) == len(sealed)
    assert moved[-70_000:] == sealed[-70_000:]
    with pytest.raises(NotForThisKey):
        open_sealed(moved, [old])


def test_only_who_can_open_can_exchange(three):
    old, new, other = three
    with pytest.raises(NotForThisKey):
        rewrapped(seal(b"x", [old.recipient]), other, new.recipient)


def test_what_was_tampered_with_is_not_carried_on(three):
    old, new, _ = three
    sealed = seal(b"x", [old.recipient])
    with pytest.raises(Tampered):
        rewrapped(sealed[:-1] + bytes([sealed[-1] ^ 1]), old, new.recipient)

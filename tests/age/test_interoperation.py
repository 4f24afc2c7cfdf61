"""Both directions with a second implementation of age that was written by others in another language."""

import pytest

from portal.age import (
    Cost,
    Identity,
    Recipient,
    open_sealed,
    open_with_passphrase,
    seal,
    seal_with_passphrase,
)
from portal.age.stream import CHUNK
from tests.age.counterparts import RefusedByTheOther
from tests.age.inputs import content

pytestmark = pytest.mark.npm
SIZES = (0, 1, 2048, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK)
WORDS = "云岭 correct horse é"


def test_both_see_the_same_pair(second_age):
    identity, recipient = second_age.generate()
    assert str(Identity.parse(identity).recipient) == recipient
    ours = Identity.generate()
    assert second_age.recipient_of(str(ours)) == str(ours.recipient)


@pytest.mark.parametrize("size", SIZES)
def test_the_other_opens_what_we_seal(size, second_age):
    identity, recipient = second_age.generate()
    ours = Identity.generate()
    sealed = seal(content(size), [ours.recipient, Recipient.parse(recipient)])
    assert second_age.open(sealed, identities=[identity]) == content(size)
    assert second_age.open(sealed, identities=[str(ours)]) == content(size)


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_the_other_seals(size, second_age):
    identity, recipient = second_age.generate()
    ours = Identity.generate()
    sealed = second_age.seal(content(size), recipients=[recipient, str(ours.recipient)])
    assert open_sealed(sealed, [ours]) == content(size)
    assert open_sealed(sealed, [Identity.parse(identity)]) == content(size)


def test_the_other_opens_nothing_of_ours_with_another_key(second_age):
    identity, _ = second_age.generate()
    with pytest.raises(RefusedByTheOther):
        second_age.open(seal(b"content", [Identity.generate().recipient]), identities=[identity])


def test_passphrases_both_ways(second_age):
    for size in (0, 300, CHUNK + 1):
        ours = seal_with_passphrase(content(size), WORDS, Cost.TESTS_ONLY)
        assert second_age.open(ours, passphrase=WORDS) == content(size)
        theirs = second_age.seal(content(size), passphrase=WORDS, work=10)
        assert open_with_passphrase(theirs, WORDS) == content(size)


def test_the_other_refuses_another_passphrase(second_age):
    with pytest.raises(RefusedByTheOther):
        second_age.open(seal_with_passphrase(b"content", WORDS, Cost.TESTS_ONLY), passphrase="another")

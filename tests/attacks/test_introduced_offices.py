"""Who may answer in a mailbox after a hand-over: the office that the last one introduced, and nobody else (T3)."""

from datetime import date

import pytest

from portal.age import Sealed
from portal.letterbox.slot import Answer
from portal.public.mailbox.conversation import Reply, Status, Unverified, conversation
from portal.sealing import Envelope, Kind, Place, Receipt, SigningKey, seal_envelope

DAY = date(2026, 11, 23)
KEYS = {"a": SigningKey.generate(), "b": SigningKey.generate(), "c": SigningKey.generate()}


class Named:
    """An office as the roster has it."""

    def __init__(self, office):
        self.id, self.name_zh, self.name_en = office, f"机关{office}", f"Office {office}"
        self.reply_key = KEYS[office].verify_key


class TheRoster:
    """As much of a verified roster as a mailbox asks for."""

    def office(self, office):
        from portal.sealing import UnknownOffice

        if office not in KEYS:
            raise UnknownOffice(office)
        return Named(office)

    def may_answer(self, offices):
        def choose(envelope):
            office = envelope.body.get("office")
            return KEYS[office].verify_key if office in offices and office in KEYS else None

        return choose


@pytest.fixture
def receipt():
    return Receipt.new()


def sealed(receipt, slot, kind, office, signer=None, **body):
    place = Place(kind, "mailbox", receipt.locator_hash, slot)
    envelope = Envelope(place, DAY, "desk", {"office": office, **body})
    content = seal_envelope(envelope, [receipt.reply_identity.recipient], signer=KEYS[signer or office])
    return Answer(slot, DAY, Sealed(content))


def passes_on(receipt, slot, office, to, signer=None, status="passed_on"):
    card = {"status": status, "sentence": "referred_up", "detail": {"to": to}}
    return sealed(receipt, slot, Kind.STATUS, office, signer, **card)


def says(receipt, slot, office, signer=None):
    return sealed(receipt, slot, Kind.REPLY, office, signer, html="<p>hello</p>")


def kinds(receipt, *answers):
    found = conversation(answers, receipt, TheRoster(), ("a",))
    return [type(entry) for entry in reversed(found)]


def test_the_introduced_office_speaks_and_the_one_before_it_does_not_any_more(receipt):
    answers = (
        says(receipt, 1, "a"), says(receipt, 2, "b"), passes_on(receipt, 3, "a", "b"), says(receipt, 4, "b"),
        says(receipt, 5, "a"),
    )  # fmt: skip
    assert kinds(receipt, *answers) == [Reply, Unverified, Status, Reply, Unverified]
    assert kinds(receipt, *reversed(answers)) == [Reply, Unverified, Status, Reply, Unverified], "whatever the order"


def test_an_office_that_may_not_speak_introduces_nobody(receipt):
    assert kinds(receipt, passes_on(receipt, 1, "b", "c"), says(receipt, 2, "c")) == [Unverified, Unverified]
    assert kinds(receipt, passes_on(receipt, 1, "a", "c", signer="b"), says(receipt, 2, "c")) == 2 * [Unverified]


def test_only_a_card_of_passing_on_introduces_and_only_an_office_of_the_roster(receipt):
    assert kinds(receipt, passes_on(receipt, 1, "a", "b", status="handling"), says(receipt, 2, "b")) == [
        Status, Unverified,
    ]  # fmt: skip
    assert kinds(receipt, passes_on(receipt, 1, "a", "nowhere"), says(receipt, 2, "a")) == [Status, Reply]


def test_a_chain_goes_on_and_may_come_back(receipt):
    answers = (
        passes_on(receipt, 1, "a", "b"), passes_on(receipt, 2, "b", "c"), says(receipt, 3, "b"),
        passes_on(receipt, 4, "c", "a"), says(receipt, 5, "a"), says(receipt, 6, "c"),
    )  # fmt: skip
    assert kinds(receipt, *answers) == [Status, Status, Unverified, Status, Reply, Unverified]


def test_without_the_card_of_introduction_its_answers_are_not_believed(receipt):
    from portal.public.mailbox.conversation import Missing

    assert kinds(receipt, says(receipt, 2, "b")) == [Missing, Unverified]

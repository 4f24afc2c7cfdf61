"""The roster is used only when the authority signed it, for today, and never an older one again."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing import (
    BadRoster,
    BadSignature,
    Envelope,
    FormerKey,
    Kind,
    NobodyReceives,
    Place,
    Roster,
    RosterExpired,
    RosterForged,
    RosterNotYetIssued,
    RosterRolledBack,
    SigningKey,
    UnknownOffice,
    open_envelope,
    seal_envelope,
    sign_roster,
)
from portal.sealing.roster import LARGEST_ROSTER
from tests.sealing.people import DAY, REPORTER
from tests.vectors.rosters import AUTHORITY, EXPIRES, draft, officer
from tests.vectors.seeds import signing_key

DOCUMENT, SIGNATURE = sign_roster(draft(), AUTHORITY)


def verified(document=DOCUMENT, signature=SIGNATURE, authority=AUTHORITY.verify_key, today=DAY, at_least=0):
    return Roster.verified(document, signature, authority, today, at_least)


class TestVerified:
    def test_it_says_what_the_draft_said(self):
        roster = verified()
        assert (roster.version, roster.issued, roster.expires) == (7, DAY, EXPIRES)
        assert sorted(roster.offices, key=lambda o: o.id) == sorted(draft().offices, key=lambda o: o.id)
        assert roster.office("linzhou").name_zh == "临舟市受理室（虚构）"
        assert repr(roster) == "Roster(version=7, offices=3)"

    def test_there_is_no_other_way_to_a_roster(self):
        with pytest.raises(TypeError, match=r"Roster\.verified"):
            Roster(draft(), object())

    def test_another_authority_is_refused(self):
        with pytest.raises(RosterForged):
            verified(authority=SigningKey.generate().verify_key)

    @given(st.integers(0, len(DOCUMENT) - 1), st.integers(1, 255))
    def test_no_byte_can_be_changed(self, place, change):
        altered = bytearray(DOCUMENT)
        altered[place] ^= change
        with pytest.raises(RosterForged):
            verified(document=bytes(altered))

    @pytest.mark.parametrize("signature", [b"", b"\xff", b"A" * 88, SIGNATURE[:-3], SIGNATURE * 2, bytes(64)])
    def test_what_is_no_signature_is_refused(self, signature):
        with pytest.raises(RosterForged):
            verified(signature=signature)

    def test_line_breaks_around_the_signature_are_an_editors(self):
        assert verified(signature=b"\n" + SIGNATURE.rstrip() + b"\r\n").version == 7

    @pytest.mark.parametrize(
        "document", [b"", b"{}", b"[]", b"null", b"\xff", DOCUMENT + b"\n", DOCUMENT.replace(b",", b", ", 1)]
    )
    def test_only_canonical_documents_are_read_even_when_signed(self, document):
        from portal.sealing import Context
        from portal.sealing.encoding import write_base64

        signature = write_base64(AUTHORITY.sign(Context.ROSTER, document)).encode()
        with pytest.raises(BadRoster) as caught:
            verified(document=document, signature=signature)
        assert type(caught.value) is BadRoster

    def test_an_absurd_size_is_refused_first(self):
        with pytest.raises(BadRoster, match="larger"):
            verified(document=bytes(LARGEST_ROSTER + 1))


class TestStale:
    def test_it_serves_from_its_first_day_to_its_last(self):
        assert verified(today=DAY).version == verified(today=EXPIRES).version
        with pytest.raises(RosterNotYetIssued):
            verified(today=DAY - timedelta(days=1))
        with pytest.raises(RosterExpired):
            verified(today=EXPIRES + timedelta(days=1))

    def test_an_older_one_is_refused(self):
        assert verified(at_least=7).version == 7
        with pytest.raises(RosterRolledBack):
            verified(at_least=8)

    def test_it_is_asked_again_before_every_seal(self):
        roster = verified()
        roster.refuse_if_stale(EXPIRES, 7)
        with pytest.raises(RosterExpired):
            roster.refuse_if_stale(EXPIRES + timedelta(days=1), 7)
        with pytest.raises(RosterRolledBack):
            roster.refuse_if_stale(EXPIRES, 8)


class TestOfficers:
    def test_each_officer_once_in_an_order_that_tells_nothing(self):
        roster = verified()
        chosen = roster.officers_receiving(["yunling", "qinghe-county", "linzhou", "linzhou"])
        assert [officer.id for officer in chosen] == ["officer-a", "officer-b"]
        assert chosen == roster.officers_receiving(["linzhou", "yunling"])

    def test_an_unknown_office_is_refused(self):
        with pytest.raises(UnknownOffice):
            verified().officers_receiving(["yunling", "nowhere"])
        with pytest.raises(UnknownOffice):
            verified().office("nowhere")

    def test_nothing_is_sealed_to_nobody(self):
        good = draft()
        empty = replace(good.offices[0], officers=())
        deaf = replace(good.offices[2], officers=(good.offices[2].officers[1],))
        roster = verified(*sign_roster(replace(good, offices=(empty, good.offices[1], deaf)), AUTHORITY))
        assert [office.id for office in roster.offices if office.receives] == ["linzhou"]
        for chosen in ([], ["yunling"], ["qinghe-county"], ["linzhou", "yunling"]):
            with pytest.raises(NobodyReceives):
                roster.officers_receiving(chosen)

    def test_recipients_are_parsed_once(self):
        roster = verified()
        assert roster.officers_receiving(["yunling"])[0].recipient is roster.office("yunling").officers[0].recipient


class TestAnswers:
    PLACE = Place(Kind.REPLY, "mailbox", REPORTER.locator_hash)

    def opened(self, body, signer, offices):
        sealed = seal_envelope(
            Envelope(self.PLACE, DAY, "desk", body), REPORTER.reply_identity.recipient, signer=signer
        )
        verify = verified().may_answer(offices)
        return open_envelope(sealed, REPORTER.reply_identity, self.PLACE, verify=verify)

    def test_an_office_the_reporter_chose_may_answer(self):
        body = {"office": "yunling", "html": "<p>已收到</p>"}
        assert self.opened(body, signing_key("office yunling"), ("yunling", "linzhou")).body == body

    @pytest.mark.parametrize(
        ("body", "offices"),
        [
            ({"office": "yunling"}, ("linzhou",)),
            ({"office": "linzhou"}, ("linzhou",)),
            ({"office": "nowhere"}, ("nowhere",)),
            ({"office": ["yunling"]}, ("yunling",)),
            ({}, ("yunling",)),
        ],
    )
    @pytest.mark.parametrize("collection", [tuple, set, list])
    def test_nobody_else_may(self, body, offices, collection):
        with pytest.raises(BadSignature):
            self.opened(body, signing_key("office yunling"), collection(offices))


class TestSigning:
    def test_one_draft_gives_one_document(self):
        shuffled = replace(draft(), offices=draft().offices[::-1])
        assert sign_roster(shuffled, AUTHORITY) == (DOCUMENT, SIGNATURE)

    @pytest.mark.parametrize(
        "change",
        [
            {"version": 0},
            {"version": 2**53},
            {"version": "7"},
            {"offices": ()},
            {"expires": DAY - timedelta(days=1)},
            {"offices": (replace(draft().offices[0], name_en="\ud800"),)},
            {"offices": (replace(draft().offices[0], name_en=" padded"),)},
            {"offices": (replace(draft().offices[0], level="Not A Word"),)},
            {"offices": (replace(draft().offices[0], id="x" * 200),)},
        ],
    )
    def test_a_draft_that_no_reader_would_accept_is_not_signed(self, change):
        with pytest.raises(BadRoster):
            sign_roster(replace(draft(), **change), AUTHORITY)

    @pytest.mark.parametrize(
        "change",
        [
            {"version": 1},
            {"version": 2**53 - 1},
            {"expires": DAY},
            {"offices": (replace(draft().offices[0], name_zh="云" * 100, name_en="Y"),)},
        ],
    )
    def test_the_edges_are_inside(self, change):
        verified(*sign_roster(replace(draft(), **change), AUTHORITY))

    def test_names_have_a_longest(self):
        with pytest.raises(BadRoster):
            sign_roster(replace(draft(), offices=(replace(draft().offices[0], name_zh="云" * 101),)), AUTHORITY)

    def test_many_offices_in_a_deep_tree_are_no_trouble(self):
        template = replace(draft().offices[0], officers=())
        offices = [
            replace(
                template,
                id=f"office-{number:03}",
                parent=f"office-{number - 1:03}" if number else None,
                reply_key=SigningKey.from_seed(os.urandom(32)).verify_key,
            )
            for number in range(200)
        ]
        roster = verified(*sign_roster(replace(draft(), offices=tuple(offices)), AUTHORITY))
        assert len(roster.offices) == 200


def with_officers(**offices):
    """The vectors' roster with other officers: `offices` maps an office (`_` for a dash) to (name, roles …) tuples."""
    made = []
    for office in draft().offices:
        told = offices.get(office.id.replace("-", "_"), ())
        made.append(replace(office, officers=tuple(officer(name, *roles) for name, *roles in told)))
    return verified(*sign_roster(replace(draft(), offices=tuple(made)), AUTHORITY))


class TestKeepers:
    LEAD, HOLDER = "intake_lead", "key_holder"

    def keepers(self, roster, *offices):
        found = roster.keepers(offices, self.LEAD, self.HOLDER)
        return [[one.id.removeprefix("officer-") for one in half] for half in found]

    def test_both_halves_stay_within_the_chosen_offices_that_have_both(self):
        roster = with_officers(
            yunling=[("a", self.LEAD), ("b", self.LEAD), ("h", self.HOLDER)],
            linzhou=[("c", self.LEAD)],
            qinghe_county=[("d", self.LEAD), ("k", self.HOLDER)],
        )
        assert self.keepers(roster, "yunling") == [["a", "b"], ["h"]]
        assert self.keepers(roster, "linzhou") == [[], []]
        assert self.keepers(roster, "linzhou", "qinghe-county", "yunling") == [["a", "b", "d"], ["h", "k"]]
        assert self.keepers(roster) == [[], []]
        with pytest.raises(UnknownOffice):
            self.keepers(roster, "nowhere")

    def test_nobody_keeps_both_halves_in_whatever_offices(self):
        both = with_officers(yunling=[("a", self.LEAD, self.HOLDER)])
        assert self.keepers(both, "yunling") == [[], []]
        one = ("a", self.LEAD, "key_holder")
        elsewhere = with_officers(yunling=[one, ("h", self.HOLDER)], linzhou=[("c", self.LEAD), one])
        assert self.keepers(elsewhere, "yunling", "linzhou") == [["a"], ["h"]]


class TestFormerKeys:
    OLD, OLDER = (SigningKey.generate() for _ in range(2))

    def rekeyed(self, *former):
        first, *others = draft().offices
        return replace(draft(), offices=(replace(first, former=former), *others))

    def keys(self):
        days = (DAY - timedelta(days=30), DAY - timedelta(days=20), DAY - timedelta(days=10))
        return (
            FormerKey(self.OLDER.verify_key, days[0], days[1]),
            FormerKey(self.OLD.verify_key, days[1], days[2]),
        )

    def test_they_are_read_back_and_an_office_without_any_is_written_as_before(self):
        roster = verified(*sign_roster(self.rekeyed(*self.keys()), AUTHORITY))
        assert roster.office(draft().offices[0].id).former == self.keys()
        assert b"former" not in DOCUMENT

    @pytest.mark.parametrize(("days", "old", "older"), [
        (31, False, False), (30, False, True), (20, True, True),
        (10, True, False), (9, False, False), (0, False, False),
    ])  # fmt: skip
    def test_each_speaks_for_its_own_days(self, days, old, older):
        office = self.rekeyed(*self.keys()).offices[0]
        found = office.keys_on(DAY - timedelta(days=days))
        assert found[0] == office.reply_key
        assert (self.OLD.verify_key in found, self.OLDER.verify_key in found) == (old, older)

    def answer(self, roster, office, signer, day):
        place = Place(Kind.REPLY, "mailbox", "ab" * 32, 1)
        envelope = Envelope(place, day, "desk", {"office": office, "html": "x"})
        sealed = seal_envelope(envelope, REPORTER.reply_identity.recipient, signer=signer)
        return open_envelope(sealed, REPORTER.reply_identity, place, verify=roster.may_answer([office]))

    def test_an_older_answer_is_verified_and_one_of_today_is_not(self):
        roster, office = verified(*sign_roster(self.rekeyed(*self.keys()), AUTHORITY)), draft().offices[0].id
        assert self.answer(roster, office, self.OLD, DAY - timedelta(days=15)).body["html"] == "x"
        for signer, day in ((self.OLD, DAY), (self.OLDER, DAY - timedelta(days=15)), (SigningKey.generate(), DAY)):
            with pytest.raises(BadSignature):
                self.answer(roster, office, signer, day)

    def test_what_contradicts_itself_is_refused(self):
        older, old = self.keys()
        present, other = draft().offices[0].reply_key, draft().offices[1].reply_key
        wrong = [
            (old, older),
            (old, old),
            (replace(old, since=old.until, until=old.since),),
            (replace(old, key=present),),
            (replace(old, key=other),),
        ]
        for former in wrong:
            with pytest.raises(BadRoster):
                sign_roster(self.rekeyed(*former), AUTHORITY)

    def test_an_empty_list_is_another_spelling_and_refused(self):
        from portal.sealing.encoding import read_json, write_base64, write_json
        from portal.sealing.signing import Context

        value = read_json(DOCUMENT)
        value["offices"][0]["former"] = []
        document = write_json(value, sort_keys=True)
        with pytest.raises(BadRoster):
            verified(document, write_base64(AUTHORITY.sign(Context.ROSTER, document)).encode())

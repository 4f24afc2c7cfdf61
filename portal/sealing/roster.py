"""Who may open reports: offices and public keys, signed by the authority, and never used unverified."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property
from typing import Any, Final, Self, final

from portal.sealing.encoding import read_base64, read_json, write_base64, write_json
from portal.sealing.envelope import Envelope
from portal.sealing.errors import (
    BadRoster,
    BadSignature,
    NobodyReceives,
    RosterExpired,
    RosterForged,
    RosterNotYetIssued,
    RosterRolledBack,
    UnknownOffice,
)
from portal.sealing.offices import Office, RosterDraft, RosterOfficer, read_draft, write_draft
from portal.sealing.signing import SIGNATURE_SIZE, Context, SigningKey, VerifyKey

LARGEST_ROSTER: Final = 8 * 1024 * 1024
_VERIFIED: Final = object()


def sign_roster(draft: RosterDraft, authority: SigningKey) -> tuple[bytes, bytes]:
    """Return the document and its signature, the bytes of `roster.json` and `roster.sig`.

    Raises BadRoster for a draft that no reader would accept, so a faulty roster is found where it is made.
    """
    try:
        document = write_json(write_draft(draft), sort_keys=True)
    except (TypeError, ValueError):
        raise BadRoster("this draft cannot be written") from None
    _read(document)
    return document, write_base64(authority.sign(Context.ROSTER, document)).encode("ascii") + b"\n"


@final
class Roster:
    """A verified roster. `Roster.verified` is the way to one that may be sealed to today."""

    def __init__(self, draft: RosterDraft, proof: object) -> None:
        if proof is not _VERIFIED:
            raise TypeError("use Roster.verified")
        self.version = draft.version
        self.issued = draft.issued
        self.expires = draft.expires
        self.offices = draft.offices

    @classmethod
    def verified(cls, document: bytes, signature: bytes, authority: VerifyKey, today: date, at_least: int) -> Self:
        """Verify and read a roster.

        `authority` is the pinned key, `today` the day in the deployment's zone, `at_least` the highest version ever
        used here. Raises RosterForged, RosterExpired, RosterNotYetIssued, RosterRolledBack, or BadRoster otherwise.
        """
        roster = cls.published(document, signature, authority)
        roster.refuse_if_stale(today, at_least)
        return roster

    @classmethod
    def published(cls, document: bytes, signature: bytes, authority: VerifyKey) -> Self:
        """Verify a roster for *checking* what was signed earlier: its days do not matter, so never seal to it.

        Whoever still seals calls `refuse_if_stale` first, which such a roster fails once it is stale. Raises as
        `verified`, except for days and version.
        """
        if len(document) > LARGEST_ROSTER:
            raise BadRoster("larger than any roster")
        # The signature first: not a byte of an unsigned document is interpreted.
        try:
            authority.verify(Context.ROSTER, document, _read_signature(signature))
        except BadSignature:
            raise RosterForged("not signed by the pinned authority") from None
        return cls(_read(document), _VERIFIED)

    def refuse_if_stale(self, today: date, at_least: int) -> None:
        """Return if this roster may (still) be used. Cheap: call it before every seal. Raises as `verified`."""
        if today < self.issued:
            raise RosterNotYetIssued("issued in the future")
        if today > self.expires:
            raise RosterExpired("its last day has passed")
        if self.version < at_least:
            raise RosterRolledBack("older than one already used")

    def office(self, office_id: str) -> Office:
        """Return one office. Raises UnknownOffice."""
        try:
            return self._by_id[office_id]
        except KeyError:
            raise UnknownOffice("no such office in the roster") from None

    def officers_receiving(self, office_ids: Iterable[str]) -> tuple[RosterOfficer, ...]:
        """Return who gets a slip when these offices are chosen: each officer once, ordered by id.

        Raises UnknownOffice, and NobodyReceives when nothing was chosen or one of the offices has nobody to read it.
        """
        chosen: dict[str, RosterOfficer] = {}
        for office in [self.office(office_id) for office_id in office_ids]:
            if not office.receives:
                raise NobodyReceives("no officer of a chosen office receives reports")
            chosen |= {officer.id: officer for officer in office.officers if officer.receives}
        if not chosen:
            raise NobodyReceives("no office was chosen")
        return tuple(chosen[officer_id] for officer_id in sorted(chosen))

    def keepers(
        self, office_ids: Iterable[str], first: str, second: str
    ) -> tuple[tuple[RosterOfficer, ...], tuple[RosterOfficer, ...]]:
        """Return who keeps the halves of a name's key in these offices: officers of role `first`, and of role `second`.

        Only offices that have both take part, and nobody keeps both halves, whatever he is elsewhere. Each officer
        once, ordered by id; both empty where no office can keep a name. Raises UnknownOffice.
        """
        offices = [self.office(office_id) for office_id in office_ids]
        ones = {officer.id: officer for office in offices for officer in office.officers if first in officer.roles}
        firsts: dict[str, RosterOfficer] = {}
        seconds: dict[str, RosterOfficer] = {}
        for office in offices:
            leads = {officer.id: officer for officer in office.officers if first in officer.roles}
            others = {one.id: one for one in office.officers if second in one.roles and one.id not in ones}
            if leads and others:
                firsts |= leads
                seconds |= others
        return tuple(firsts[key] for key in sorted(firsts)), tuple(seconds[key] for key in sorted(seconds))

    def may_answer(self, office_ids: Collection[str]) -> Callable[[Envelope], tuple[VerifyKey, ...]]:
        """Return the `verify` for replies and status cards of a mailbox bound to these offices.

        It reads the office's id in the envelope's body and gives the keys that office had on the envelope's day; none
        for an office that the reporter did not choose or that the roster does not know. A signature by one of them
        then proves that the office did speak.
        """

        def choose(envelope: Envelope) -> tuple[VerifyKey, ...]:
            office_id = envelope.body.get("office")
            if not isinstance(office_id, str) or office_id not in office_ids or office_id not in self._by_id:
                return ()
            return self._by_id[office_id].keys_on(envelope.day)

        return choose

    @cached_property
    def _by_id(self) -> dict[str, Office]:
        return {office.id: office for office in self.offices}

    def __repr__(self) -> str:
        return f"Roster(version={self.version}, offices={len(self.offices)})"


def _read(document: bytes) -> RosterDraft:
    try:
        value: Any = read_json(document, sort_keys=True)
    except ValueError:
        raise BadRoster("not canonical JSON") from None
    return read_draft(value)


def _read_signature(signature: bytes) -> bytes:
    try:
        return read_base64(signature.decode("ascii").strip(), SIGNATURE_SIZE)
    except ValueError:
        raise BadSignature("no signature") from None

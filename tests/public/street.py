"""A street door with real keys, a real letterbox and a real blob folder, and the offices on the other side of the slot.

Every officer and every office has a key of their own: sealing to the wrong person must be seen.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.age import Identity
from portal.blobs import FolderStore
from portal.clock import Clock
from portal.letterbox import slot
from portal.public import door_app, open_gate
from portal.public.door import Door
from portal.public.history import HISTORY
from portal.public.rosters import Rosters
from portal.public.uploads import Limits
from portal.sealing import (
    Envelope,
    Kind,
    Office,
    Place,
    RosterDraft,
    RosterOfficer,
    SigningKey,
    VerifyKey,
    open_envelope,
    open_slip,
    seal_envelope,
    sign_roster,
)
from portal.sealing import Receipt as RealReceipt
from portal.web.database import Database
from portal.web.migrating import upgrade
from tests import databases

TREE = (
    ("yunling", "云岭省受理机关(虚构)", "Yunling Province office (fictional)", "province", None),
    ("wangxi", "望溪市受理机关(虚构)", "Wangxi City office (fictional)", "city", "yunling"),
    ("qinghe", "青禾县受理机关(虚构)", "Qinghe County office (fictional)", "county", "wangxi"),
)
SMALL = Limits(files_at_most=3, file_bytes=200_000, request_bytes=300_000)


@dataclass
class Desk:
    """One office's private side, as only tests have it."""

    office: str
    officer: str
    identity: Identity
    reply_key: SigningKey


@dataclass
class Street:
    """The whole street: folder, door, app, and the private keys that never lie there.

    `letterbox` is the database as its owner enters it, `own` as the door does.
    """

    folder: Path
    now: datetime = datetime(2026, 11, 20, 4, tzinfo=UTC)
    limits: Limits = SMALL
    rates: tuple[int, int] = (1000, 1000)
    authority: SigningKey = field(default_factory=SigningKey.generate)

    def __post_init__(self):
        self.desks = {row[0]: Desk(row[0], f"{row[0]}-1", Identity.generate(), SigningKey.generate()) for row in TREE}
        self.keys = self.folder / "keys"
        self.keys.mkdir()
        address = databases.shaped(self.folder / "var" / "letterbox.sqlite", HISTORY)
        self.letterbox = Database(address)
        self.own = Database(databases.as_role(address, "public"))
        upgrade(self.letterbox, HISTORY)
        self.publish(1)
        self.door = self.new_door()
        self.app = door_app(self.door)

    def new_door(self):
        """A second process of the same door."""
        clock = Clock(ZoneInfo("Asia/Shanghai"), lambda: self.now)
        rosters = Rosters(self.keys, self.own, clock)
        gate = open_gate(self.own, clock, *self.rates)
        return Door(self.own, FolderStore(self.folder / "blobs"), rosters, self.limits, clock, gate)

    @property
    def today(self) -> date:
        return self.door.clock.today()

    def client(self):
        return self.app.test_client(use_cookies=True)

    def draft(self, version, *, issued=date(2026, 11, 1), expires=date(2027, 5, 1), without=()):
        offices = tuple(
            Office(
                id=id_,
                name_zh=zh,
                name_en=en,
                level=level,
                parent=parent,
                reply_key=self.desks[id_].reply_key.verify_key,
                officers=(
                    RosterOfficer(f"{id_}-1", self.desks[id_].identity.recipient, frozenset({"intake"}), receives=True),
                ),
            )
            for id_, zh, en, level, parent in TREE
            if id_ not in without
        )
        return RosterDraft(version, issued, expires, offices)

    def publish(self, version, *, authority=None, **changes):
        document, signature = sign_roster(self.draft(version, **changes), authority or self.authority)
        (self.keys / "roster.json").write_bytes(document)
        (self.keys / "roster.sig").write_bytes(signature)
        (self.keys / "authority.pub").write_text(str(self.authority.verify_key) + "\n", encoding="ascii")

    def later(self, **time):
        self.now += timedelta(**time)

    def parcels(self):
        with self.letterbox.reading() as session:
            return [slot.collect(session, name) for name in slot.waiting(session, 100)]

    def letters(self):
        with self.letterbox.reading() as session:
            return list(slot.collect_letters(session, slot.letters_waiting(session, 100), 1 << 30).letters)

    def opens(self, office, parcel):
        """What this office's officer finds in the parcel: the envelope's body, and the case key."""
        desk = self.desks[office]
        slip = next(s for s in parcel.slips if s.officer == desk.officer)
        case = open_slip(slip.sealed, desk.identity, parcel.id, desk.officer)
        return open_envelope(parcel.report, case.identity, Place(Kind.REPORT, "parcel", parcel.id, 0)).body, case

    def opens_letter(self, office, parcel, letter):
        body, case = self.opens(office, parcel)
        key = VerifyKey.parse(body["mailbox"]["letter_key"])
        place = Place(Kind.LETTER, "mailbox", letter.locator_hash, letter.slot)
        return open_envelope(letter.sealed, case.identity, place, verify=key).body

    def answers(self, code, number, *, office="yunling", kind=Kind.REPLY, at=None, signer=None, day=None, **body):
        """An office puts an answer into the mailbox; with `at` or `signer`, one that it should not have put there."""
        receipt = RealReceipt.parse(code)
        place = Place(kind, "mailbox", at or receipt.locator_hash, number)
        envelope = Envelope(place, day or self.today, "desk", {"office": office, **body})
        sealed = seal_envelope(
            envelope, receipt.reply_identity.recipient, signer=signer or self.desks[office].reply_key
        )
        shelf = self.shelf(code)
        with self.letterbox.writing() as session:
            slot.answer(session, shelf, slot.Answer(number, self.today, sealed))

    def shelf(self, code):
        """Where the answers to this code's report lie."""
        at = RealReceipt.parse(code).locator_hash
        with self.letterbox.reading() as session:
            return slot.shelf(at, slot.mailbox_at(session, at).parcel)

    def every_byte(self):
        """All bytes this street has on disk, but for the public keys."""
        self.letterbox.close()
        for path in self.folder.rglob("*"):
            if path.is_file() and self.keys not in path.parents:
                yield path, path.read_bytes()
        yield from databases.stored(self.folder / "var" / "letterbox.sqlite")


def with_limits(street: Street, **limits) -> Limits:
    return replace(street.limits, **limits)

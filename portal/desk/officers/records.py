"""Offices, officers, who may answer for an office, who is signed in. In clear: names, roles, days, public keys (T2)."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.desk.base import DeskBase

HEX = String(32)
OFFICE_ID = String(80)


class OfficeRecord(DeskBase):
    """One office of the tree. `reply_key` is the public half; empty until an officer who may reply is enrolled."""

    __tablename__ = "offices"

    id: Mapped[str] = mapped_column(OFFICE_ID, primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(20))
    parent: Mapped[str | None] = mapped_column(ForeignKey("offices.id", ondelete="RESTRICT"))
    reply_key: Mapped[str] = mapped_column(String(64), default="")


class OfficerRecord(DeskBase):
    """One officer. Never deleted: the audit chain speaks of them. `totp_step` is the last second factor used.

    `passphrase_set`: the day the passphrase was changed last; None for the one of the enrolment.
    """

    __tablename__ = "officers"

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    office: Mapped[str] = mapped_column(ForeignKey("offices.id", ondelete="RESTRICT"), index=True)
    roles: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(Text)
    enrolled: Mapped[date]
    revoked: Mapped[date | None]
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)
    passphrase_set: Mapped[date | None]


class KeyChangeRecord(DeskBase):
    """An officer who is changing keys; the row goes with the old key. Both keys here are public halves.

    `vouched`: the day on which a signed roster took the new key; until then `former` is empty. `published`: the day on
    which such a roster went to the street door. `upto` is the case up to
    which slips were sealed anew in this round, `moved` how many things were in all.
    """

    __tablename__ = "key_changes"

    officer: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="RESTRICT"), primary_key=True)
    fresh: Mapped[str] = mapped_column(Text)
    former: Mapped[str] = mapped_column(Text, default="")
    begun: Mapped[date]
    vouched: Mapped[date | None]
    published: Mapped[date | None]
    upto: Mapped[str] = mapped_column(HEX, default="")
    moved: Mapped[int] = mapped_column(default=0)


class FormerReplyKeyRecord(DeskBase):
    """A reply key that an office had: the public half and the days it spoke. The private half is nobody's any more."""

    __tablename__ = "former_reply_keys"

    office: Mapped[str] = mapped_column(ForeignKey("offices.id", ondelete="RESTRICT"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[date]
    until: Mapped[date]


class ReplyKeySlip(DeskBase):
    """The office's reply key sealed to one officer. No row, no answering for the office."""

    __tablename__ = "reply_key_slips"

    office: Mapped[str] = mapped_column(ForeignKey("offices.id", ondelete="RESTRICT"), primary_key=True)
    officer: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="RESTRICT"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SessionRecord(DeskBase):
    """A sign-in. `wrapped` opens only with the key in the cookie; times are whole seconds since 1970, UTC.

    `challenge`: what a passkey is asked, hex, and `challenged` since when; empty once it was answered.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(HEX, primary_key=True)
    officer: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="RESTRICT"), index=True)
    stage: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    began: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[int] = mapped_column(BigInteger)
    ends: Mapped[int] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(default=0)
    bucket: Mapped[str] = mapped_column(String(64))
    challenge: Mapped[str] = mapped_column(String(64), default="")
    challenged: Mapped[int] = mapped_column(BigInteger, default=0)


class PasskeyCounterRecord(DeskBase):
    """The counter that a passkey showed last, so that a copy of it is noticed. The passkey is in the key file alone."""

    __tablename__ = "passkey_counters"

    officer: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="RESTRICT"), primary_key=True)
    mark: Mapped[str] = mapped_column(HEX, primary_key=True)
    shown: Mapped[int] = mapped_column(BigInteger)


class ThrottleRecord(DeskBase):
    """Attempts in one bucket since `since` (seconds since 1970). The name tells nothing of what was typed."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    attempts: Mapped[int]
    since: Mapped[int] = mapped_column(BigInteger)


class RosterRecord(DeskBase):
    """A roster the authority signed; public data, kept so that versions only grow."""

    __tablename__ = "rosters"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    expires: Mapped[date]

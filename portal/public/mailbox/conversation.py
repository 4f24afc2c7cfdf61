"""What the offices have answered: opened with the receipt, believed only under the office's own signature.

Nothing is skipped. An answer that does not verify stands as one that could not be verified, and a number missing in the
sequence stands as a gap: whoever can write the letterbox (T3) can destroy an answer, but not hide that it was there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from portal.domain.next_date import NextDate, next_date
from portal.domain.statuses import (
    DECLINED_REASONS,
    KEEP_CONFIDENTIAL,
    OUTCOMES,
    STATUS_TITLES,
    PublicStatus,
    handed_to,
    status_words,
)
from portal.domain.text import Text
from portal.letterbox.slot import Answer
from portal.public.mailbox.rules import gaps
from portal.sealing import (
    Envelope,
    FileList,
    Filing,
    Kind,
    Office,
    Place,
    Receipt,
    Roster,
    SealingError,
    UnknownOffice,
    VerifyKey,
    open_envelope,
)

_KINDS = (Kind.REPLY, Kind.STATUS, Kind.DESTROYED)

MaySpeak = Callable[[Envelope], tuple[VerifyKey, ...]]


@dataclass(frozen=True)
class Reply:
    """What an office wrote. `html` is as it was sealed: clean it again before showing it. `files`: what came along."""

    what: ClassVar = "reply"

    slot: int
    day: date
    office: Text
    html: str
    question: bool = False
    files: FileList | None = None


@dataclass(frozen=True)
class Status:
    """Where the report stands, in public words. `successor`: the office to which `speaker` handed the case on."""

    what: ClassVar = "status"

    slot: int
    day: date
    office: Text
    title: Text
    words: tuple[Text, ...]
    status: PublicStatus
    sentence: str
    proof: Filing | None = None
    speaker: str = ""
    successor: str = ""

    def next_date(self, today: date) -> NextDate | None:
        """Find the next date that can be counted on. A proof of filing dates it from the day the report came."""
        return next_date(self.status, self.sentence, self.proof.received if self.proof else self.day, today)


@dataclass(frozen=True)
class Destroyed:
    """The reporter's own mark: the replies in `slots` were destroyed with this code. `slot` is where it lies."""

    what: ClassVar = "destroyed"

    slot: int
    day: date
    slots: tuple[int, ...]


@dataclass(frozen=True)
class Unverified:
    """Something lies here that nobody who may answer has signed, or that was meant for another place."""

    what: ClassVar = "unverified"

    slot: int


@dataclass(frozen=True)
class Missing:
    """Answers `slot` to `last` are not there, although a later one is."""

    what: ClassVar = "missing"

    slot: int
    last: int


Entry = Reply | Status | Destroyed | Unverified | Missing


def conversation(answers: Iterable[Answer], receipt: Receipt, roster: Roster, offices: tuple[str, ...]) -> list[Entry]:
    """Tell every answer in order, newest first. `offices` are those this mailbox is bound to; no other may speak.

    An office that handed the case on says so in a signed card of its own: behind it speaks the office it names, and the
    one that said it does not any more. So the chain always begins at an office that the reporter chose.
    """
    speakers, found = frozenset(offices), dict[int, Entry]()
    for answer in sorted(answers, key=lambda one: one.slot):
        entry = _entry(answer, receipt, roster, roster.may_answer(speakers))
        found[answer.slot] = entry
        if isinstance(entry, Status) and entry.successor:
            speakers = speakers - {entry.speaker} | {entry.successor}
    destroyed = {slot for entry in found.values() if isinstance(entry, Destroyed) for slot in entry.slots}
    missing = {first: Missing(first, last) for first, last in gaps(sorted(destroyed.union(found)))}
    return [entry for _, entry in sorted((found | missing).items(), reverse=True)]


def newest_status(entries: Iterable[Entry]) -> Status | None:
    """Find the status that holds now; None while no office has said anything about it."""
    return next((entry for entry in entries if isinstance(entry, Status)), None)


def _entry(answer: Answer, receipt: Receipt, roster: Roster, may_speak: MaySpeak) -> Entry:
    envelope = _opened(answer, receipt, may_speak)
    if envelope is None:
        return Unverified(answer.slot)
    if envelope.place.kind is Kind.DESTROYED:
        return _destroyed(answer.slot, envelope)
    speaker = roster.office(envelope.body["office"])
    office = Text(speaker.name_zh, speaker.name_en)
    # The day inside is signed; the one in the letterbox's row is anybody's.
    if envelope.place.kind is Kind.REPLY:
        html = envelope.body.get("html")
        if not isinstance(html, str):
            return Unverified(answer.slot)
        asks = envelope.body.get("question") is True
        return Reply(answer.slot, envelope.day, office, html, asks, _files(envelope))
    return _status(answer.slot, envelope, office, roster)


def _opened(answer: Answer, receipt: Receipt, may_speak: MaySpeak) -> Envelope | None:
    places = [Place(kind, "mailbox", receipt.locator_hash, answer.slot) for kind in _KINDS]

    def speaker(envelope: Envelope) -> tuple[VerifyKey, ...]:
        if envelope.place.kind is Kind.DESTROYED:
            return (receipt.letter_key.verify_key,)
        return may_speak(envelope)

    try:
        return open_envelope(answer.sealed, receipt.reply_identity, places, verify=speaker)
    except SealingError:
        return None


def _files(envelope: Envelope) -> FileList | None:
    try:
        return FileList.from_body(envelope.body["files"]) if "files" in envelope.body else None
    except SealingError:
        return None


def _status(slot: int, envelope: Envelope, office: Text, roster: Roster) -> Status | Unverified:
    """Put a status card into words. A status this version does not know is not guessed at."""
    detail = envelope.body.get("detail")
    known: dict[str, Any] = detail if isinstance(detail, dict) else {}
    try:
        status = PublicStatus(envelope.body["status"])
        sentence = str(envelope.body.get("sentence", ""))
        words = [status_words(status, sentence)]
        if status is PublicStatus.NOT_ACCEPTED and "category" in known:
            words.append(DECLINED_REASONS.text(known["category"]))
        if status is PublicStatus.CONCLUDED and "outcome" in known:
            words += [OUTCOMES.text(known["outcome"]), KEEP_CONFIDENTIAL]
        successor = _successor(known, roster) if status is PublicStatus.PASSED_ON else None
        if successor is not None:
            words.append(handed_to(successor.name_zh, successor.name_en))
    except (KeyError, TypeError, ValueError):
        return Unverified(slot)
    title, proof = STATUS_TITLES[status], _proof(envelope)
    speaker, next_one = str(envelope.body["office"]), successor.id if successor else ""
    return Status(slot, envelope.day, office, title, tuple(words), status, sentence, proof, speaker, next_one)


def _successor(detail: Mapping[str, Any], roster: Roster) -> Office | None:
    """The office that a card of passing on names; None for one that the signed roster does not know."""
    try:
        return roster.office(str(detail.get("to", "")))
    except UnknownOffice:
        return None


def _proof(envelope: Envelope) -> Filing | None:
    """Take the proof of filing out of a status card. The card is signed by the key that signed the proof, if any."""
    text = envelope.body.get("proof")
    try:
        proof = Filing.parse(text) if isinstance(text, str) else None
    except SealingError:
        return None
    return proof if proof and proof.office == envelope.body["office"] else None


def _destroyed(slot: int, envelope: Envelope) -> Destroyed | Unverified:
    slots = envelope.body.get("slots")
    if not isinstance(slots, list) or not all(type(one) is int and 1 <= one <= slot for one in slots):
        return Unverified(slot)
    return Destroyed(slot, envelope.day, tuple(slots))

"""The audit chain as mathematics: a keyed hash over each line and the one before it. Pure; no database.

Each line carries HMAC-SHA256(key, line ‖ seal of the line before). The key lies in a file of the desk's host and never
in the database, so whoever can write the database can neither add a line nor change one. The *head* is a keyed seal
over the newest line: without it the last lines could be cut off unseen. A *checkpoint* is the same seal carried away to
another place: it convicts even someone who put back an old copy of the whole database, or who holds the key.
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

GENESIS = "0" * 64
"""What the first line hangs on."""

FAULTS_KEPT = 50
"""How many faults a verdict names one by one; all are counted."""

_LABEL = "portal/audit/v1"


class Damage(StrEnum):
    """What is wrong at a place of the chain."""

    ALTERED = "altered"
    MISSING = "missing"
    OUT_OF_ORDER = "out-of-order"
    TRUNCATED = "truncated"
    HEAD_FORGED = "head-forged"
    HEAD_MISSING = "head-missing"
    NOT_AS_CHECKPOINTED = "not-as-checkpointed"


class CheckpointForged(Exception):
    """The checkpoint was not made with this chain's key, or was changed; it proves nothing."""


@dataclass(frozen=True)
class Entry:
    """One line. `at` is UTC as `2026-11-22T08:00:00Z`; `seal` is 64 hex digits and not part of what it seals."""

    seq: int
    at: str
    actor: str
    act: str
    case: str
    note: str
    seal: str = ""


@dataclass(frozen=True)
class Head:
    """The newest line's number and seal, sealed together."""

    seq: int
    seal: str
    proof: str


@dataclass(frozen=True)
class Checkpoint:
    """A head carried out of the database; `day` says when (YYYY-MM-DD)."""

    seq: int
    seal: str
    day: str
    proof: str


@dataclass(frozen=True)
class Fault:
    """What is wrong, and at which line number (for missing lines: the first one missing)."""

    seq: int
    damage: Damage


@dataclass
class Verdict:
    """What a walk over the chain found."""

    lines: int = 0
    count: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """True when nothing is wrong."""
        return self.count == 0

    def blame(self, seq: int, damage: Damage) -> None:
        """Count one fault; keep it by name while there are few."""
        self.count += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(Fault(seq, damage))


def _keyed(key: bytes, use: str, *parts: object) -> str:
    """JSON keeps the parts apart (`["ab","c"]` is not `["a","bc"]`) and tells an empty text from no text.

    What a doctored column may hold instead of text (bytes, say) is written so that it can equal no text.
    """
    message = json.dumps([_LABEL, use, *parts], default=lambda strange: {"no text": repr(strange)})
    return hmac.digest(key, message.encode("ascii"), "sha256").hex()


def seal_entry(key: bytes, entry: Entry, before: str) -> str:
    """Return the seal of `entry` hanging on `before`, the seal of the line in front of it (`GENESIS` for the first)."""
    return _keyed(key, "line", entry.seq, entry.at, entry.actor, entry.act, entry.case, entry.note, before)


def seal_head(key: bytes, seq: int, seal: str) -> Head:
    """Return the head over line `seq`; an empty chain has `seq` 0 and `GENESIS`."""
    return Head(seq, seal, _keyed(key, "head", seq, seal))


def make_checkpoint(key: bytes, head: Head, day: str) -> Checkpoint:
    """Return what to carry away. The caller has verified the chain up to `head`."""
    return Checkpoint(head.seq, head.seal, day, _keyed(key, "checkpoint", head.seq, head.seal, day))


def write_checkpoint(checkpoint: Checkpoint) -> str:
    """One line of JSON, fit for a file, a printout or another machine."""
    body = {"v": 1, "seq": checkpoint.seq, "seal": checkpoint.seal, "day": checkpoint.day, "proof": checkpoint.proof}
    return json.dumps(body) + "\n"


def read_checkpoint(key: bytes, text: str) -> Checkpoint:
    """Return the checkpoint in `text`. Raise `CheckpointForged` when it is none of ours or was changed."""
    try:
        body = json.loads(text)
        version, found = body["v"], Checkpoint(body["seq"], body["seal"], body["day"], body["proof"])
    except (ValueError, TypeError, KeyError) as bad:
        raise CheckpointForged("not a checkpoint") from bad
    proof = _keyed(key, "checkpoint", found.seq, found.seal, found.day)
    if version != 1 or not _same(proof, found.proof):
        raise CheckpointForged("not made with the key of this audit chain, or changed since")
    return found


def vouch(key: bytes, *parts: object) -> str:
    """Return the keyed word, 64 hex digits, that this desk itself wrote a row with these parts."""
    return _keyed(key, "row", *parts)


def vouched(key: bytes, proof: object, *parts: object) -> bool:
    """Whether `proof` is what `vouch` gave for these parts."""
    return _same(vouch(key, *parts), proof)


def _same(expected: str, found: object) -> bool:
    """Compare in constant time; false, not an error, for what is no ASCII text (a doctored column may hold a blob)."""
    return isinstance(found, str) and found.isascii() and hmac.compare_digest(expected, found)


def verify(key: bytes, entries: Iterable[Entry], head: Head | None, checkpoint: Checkpoint | None = None) -> Verdict:
    """Walk `entries` in the order of their numbers and say everything that is wrong. Constant memory.

    After a fault the walk goes on from the seal that stands there: one changed line is one or two faults, not all the
    rest.
    """
    verdict = Verdict()
    before, last = GENESIS, 0
    due = checkpoint
    for entry in entries:
        verdict.lines += 1
        if not isinstance(entry.seq, int) or entry.seq <= last:
            verdict.blame(last, Damage.OUT_OF_ORDER)
            continue
        if entry.seq != last + 1:
            verdict.blame(last + 1, Damage.MISSING)
        if not _same(seal_entry(key, entry, before), entry.seal):
            verdict.blame(entry.seq, Damage.ALTERED)
        if due and entry.seq == due.seq and _same(due.seal, entry.seal):
            due = None
        before, last = entry.seal, entry.seq
    if due and due.seq:
        verdict.blame(due.seq, Damage.TRUNCATED if due.seq > last else Damage.NOT_AS_CHECKPOINTED)
    _judge_head(key, verdict, head, last, before)
    return verdict


def _judge_head(key: bytes, verdict: Verdict, head: Head | None, last: int, seal: str) -> None:
    if head is None:
        verdict.blame(last, Damage.HEAD_MISSING)
    elif not _same(_keyed(key, "head", head.seq, head.seal), head.proof):
        verdict.blame(last, Damage.HEAD_FORGED)
    elif head.seq > last:
        verdict.blame(last + 1, Damage.TRUNCATED)
    elif head.seq < last or not _same(head.seal, seal):
        verdict.blame(head.seq, Damage.HEAD_FORGED)

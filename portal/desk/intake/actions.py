"""Collecting: sealed parcels and letters move from the letterbox to the desk, and the letterbox forgets them.

No key is needed and nothing is opened. Two databases mean two commits: the desk commits first, then the letterbox
forgets. Killed in between, the parcel waits in both; the next run finds the case there and only forgets. So every
parcel exists exactly once at the desk, however many collectors run at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import cast

from sqlalchemy import Table, exists, insert, select
from sqlalchemy.orm import Session

from portal.blobs import remove
from portal.desk.audit.actions import COLLECTOR, Act
from portal.desk.base import DeskBase
from portal.desk.casework import timing
from portal.desk.casework.burning import burn
from portal.desk.casework.numbering import next_numbers
from portal.desk.casework.outgoing import deliver
from portal.desk.casework.records import (
    CaseRecord,
    FileRecord,
    ItemRecord,
    SlipRecord,
    TermRecord,
    TombstoneRecord,
)
from portal.desk.casework.shelving import settle
from portal.desk.casework.unlocking import REPORT_SLOT
from portal.desk.copying import copied, discard
from portal.desk.desk import Desk
from portal.domain.statuses import State
from portal.letterbox import slot as letterbox
from portal.sealing import Kind

MANY, MOST_BYTES = 100, 32 * 1024 * 1024
"""How many parcels are taken at once: each batch is three commits, and is held in memory."""
BATCH = 20
"""How many letters: each has statements of its own."""
ROUND = 100 * MANY
"""How many names are asked for at once: finding the oldest means looking at all that wait."""
_INSERTS = [insert(cast("Table", table.__table__)) for table in (CaseRecord, TermRecord, SlipRecord, ItemRecord)]
LONGEST_WAIT = timedelta(days=400)

_Some = Callable[[Desk, Sequence[str]], tuple[Sequence[str], Sequence[str], int]]


@dataclass(frozen=True)
class Collected:
    """What one run moved. `left` items could not be taken whole and stay in the letterbox."""

    parcels: int = 0
    letters: int = 0
    answers: int = 0
    left: int = 0


def collect(desk: Desk) -> Collected:
    """Take in what waits, hand out what is ready. Safe to run at any time, in any number of processes."""
    parcels, left = _all(desk, letterbox.waiting, _some_parcels)
    letters, also_left = _all(desk, letterbox.letters_waiting, _some_letters)
    answers = 0
    while carried := deliver(desk):
        answers += carried
    # What was forgotten is gone from the letterbox's file only now; while somebody reads, the next run tries again.
    desk.letterbox.scrub()
    if burn(desk):
        desk.database.scrub()
    return Collected(parcels, letters, answers, left + also_left)


def sweep(desk: Desk, hours: int) -> int:
    """Remove blobs older than `hours` that no row wants: the leavings of broken sendings. Return how many."""
    older = desk.clock.now() - timedelta(hours=hours)

    def wanted_at_desk(name: str) -> bool:
        # Every room that keeps blobs has a table with this column; the rooms above are not known here.
        tables = [table for table in DeskBase.metadata.sorted_tables if "blob" in table.c]
        with desk.database.reading() as session:
            return any(session.scalar(select(exists().where(table.c.blob == name))) for table in tables)

    def wanted_in_letterbox(name: str) -> bool:
        with desk.letterbox.reading() as session:
            return letterbox.wants(session, name)

    return desk.blobs.sweep(older, wanted_at_desk) + desk.letterbox_blobs.sweep(older, wanted_in_letterbox)


def _all(desk: Desk, ask: Callable[[Session, int], list[str]], some: _Some) -> tuple[int, int]:
    """Take in what `ask` names, `some` at a time: how many were new here, and how many had to stay."""
    taken, stuck = 0, set[str]()
    while True:
        with desk.letterbox.reading() as session:
            waiting = ask(session, ROUND + len(stuck))
        names = [name for name in waiting if name not in stuck][:ROUND]
        if not names:
            return taken, len(waiting)
        while names:
            looked_at, gone, new = some(desk, names)
            names = names[len(looked_at) :]
            taken += new
            stuck.update(set(looked_at) - set(gone))


def _some_parcels(desk: Desk, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], int]:
    """Take in the first of these parcels: which were looked at, which left the letterbox, how many made cases."""
    with desk.letterbox.reading() as session:
        found = letterbox.collect_many(session, names[:MANY], MOST_BYTES)
    here = _here_already(desk, [p.id for p in found.parcels])
    wanted = {p.id: {} if p.id in here else p.files for p in found.parcels}
    copies = {id_: copy for id_, files in wanted.items() if (copy := _copied(desk, files)) is not None}
    whole = [p for p in found.parcels if p.id in copies]
    with desk.database.writing() as session:
        known = set(session.scalars(select(CaseRecord.id).where(CaseRecord.id.in_([p.id for p in whole]))))
        fresh = [p for p in whole if p.id not in known]
        back = _came_back(session, [p.id for p in fresh])
        new = [p for p in fresh if p.id not in back]
        _open_cases(session, desk, new)
        for parcel in new:
            _keep_files(session, parcel.id, 0, copies.pop(parcel.id))
    discard(desk.blobs, copies.values())
    ids = [p.id for p in whole]
    _forget(desk, letterbox.forget, ids)
    return found.looked_at, ids, len(new)


def _here_already(desk: Desk, ids: Sequence[str]) -> set[str]:
    """Which of these parcels the desk has, or had: their files are not needed again, and an old backup has none."""
    with desk.database.reading() as session:
        return {
            *session.scalars(select(CaseRecord.id).where(CaseRecord.id.in_(ids))),
            *session.scalars(select(TombstoneRecord.case_id).where(TombstoneRecord.case_id.in_(ids))),
        }


def _some_letters(desk: Desk, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str], int]:
    """Take in the first of these letters: which were looked at, which left the letterbox, how many were new."""
    with desk.letterbox.reading() as session:
        found = letterbox.collect_letters(session, names[:BATCH], MOST_BYTES)
        boxes = {n.id: box for n in found.letters if (box := letterbox.mailbox_at(session, n.locator_hash))}
    here = _filed_already(desk, found.letters, boxes)
    wanted = {n.id: {} if n.id in here else n.files for n in found.letters if n.id in boxes}
    copies = {id_: copy for id_, files in wanted.items() if (copy := _copied(desk, files)) is not None}
    arrived, new = [], 0
    with desk.database.writing() as session:
        for letter in found.letters:
            case = session.get(CaseRecord, boxes[letter.id].parcel) if letter.id in copies else None
            held = _held(session, case.id, letter) if case else None
            if case is None or held not in (None, letter.sealed):
                # Another letter in this slot means that somebody tampered with the marks (T3): forgetting this one
                # would lose it, so it stays and is counted as left.
                if letter.id in boxes:
                    _came_back(session, [boxes[letter.id].parcel])
                continue
            arrived.append(letter.id)
            if held is None:
                _file_letter(session, desk, case, letter)
                _keep_files(session, case.id, letter.slot, copies.pop(letter.id))
                new += 1
    discard(desk.blobs, copies.values())
    _forget(desk, letterbox.forget_letter, arrived)
    return found.looked_at, arrived, new


def _came_back(session: Session, ids: Sequence[str]) -> set[str]:
    """Of which destroyed cases something is here again: they are not gone any more, and will be removed anew."""
    stones = session.scalars(select(TombstoneRecord).where(TombstoneRecord.case_id.in_(ids))).all()
    for stone in stones:
        stone.erased = None
    return {stone.case_id for stone in stones}


def _open_cases(session: Session, desk: Desk, parcels: Sequence[letterbox.Parcel]) -> None:
    """Make a case of each parcel, in few statements: who floods the door must not keep the others' parcels waiting."""
    if not parcels:
        return
    today = desk.clock.today()
    days = [_believable(parcel.day, today) for parcel in parcels]
    numbers = next_numbers(session, today.year, len(parcels))
    cases, terms, slips, items = (list[dict[str, object]]() for _ in _INSERTS)
    for parcel, day, number in zip(parcels, days, numbers, strict=True):
        case = CaseRecord(id=parcel.id, number=number, received=day, state=State.DELIVERED, changed=today)
        terms.append(_columns(timing.at_delivery(case)))
        cases.append(_columns(case))
        slips += [{"case_id": parcel.id, "officer": slip.officer, "sealed": slip.sealed} for slip in parcel.slips]
        items.append(_columns(_item(parcel.id, Kind.REPORT, REPORT_SLOT, day, parcel.report)))
        if parcel.packet is not None:
            items.append(_columns(_item(parcel.id, Kind.IDENTITY, REPORT_SLOT, day, parcel.packet)))
    session.flush()
    connection = session.connection()
    for statement, rows in zip(_INSERTS, (cases, terms, slips, items), strict=True):
        connection.execute(statement, rows)
    # Past the session, which nobody follows there; so the queues are told.
    settle(connection, [parcel.id for parcel in parcels])
    desk.ledger.record_many(session, actor=COLLECTOR, act=Act.COLLECT, cases=numbers)


def _filed_already(desk: Desk, letters: Sequence[letterbox.Letter], boxes: Mapping[str, letterbox.Mailbox]) -> set[str]:
    """Which of these letters the desk has: see `_here_already`."""
    with desk.database.reading() as session:
        return {n.id for n in letters if n.id in boxes and _held(session, boxes[n.id].parcel, n) == n.sealed}


def _held(session: Session, case: str, letter: letterbox.Letter) -> bytes | None:
    """What fills this letter's slot already: the same bytes where a run died before forgetting it; None when empty."""
    there = (ItemRecord.case_id == case, ItemRecord.kind == Kind.LETTER, ItemRecord.slot == letter.slot)
    return session.scalars(select(ItemRecord.sealed).where(*there)).one_or_none()


def _file_letter(session: Session, desk: Desk, case: CaseRecord, letter: letterbox.Letter) -> None:
    day = _believable(letter.day, desk.clock.today())
    session.add(_item(case.id, Kind.LETTER, letter.slot, day, letter.sealed))
    case.letters += 1
    desk.ledger.record(session, actor=COLLECTOR, act=Act.COLLECT, case=case.number, note="letter")


def _columns(record: DeskBase) -> dict[str, object]:
    """What was given for a record that no session will write."""
    return {name: value for name, value in vars(record).items() if not name.startswith("_")}


def _item(case: str, kind: Kind, slot: int, day: date, sealed: bytes) -> ItemRecord:
    return ItemRecord(id=token_hex(16), case_id=case, kind=kind, slot=slot, day=day, sealed=sealed)


def _keep_files(session: Session, case: str, sending: int, copies: dict[int, str]) -> None:
    session.add_all(FileRecord(case_id=case, sending=sending, slot=slot, blob=blob) for slot, blob in copies.items())


def _believable(day: date, today: date) -> date:
    """The day the letterbox gives, unless it lies ahead or far back: whoever can write there may choose it (T3)."""
    return day if today - LONGEST_WAIT <= day <= today else today


def _copied(desk: Desk, files: Iterable[letterbox.SealedFile]) -> dict[int, str] | None:
    return copied(desk.letterbox_blobs, desk.blobs, {file.slot: file.blob for file in files})


def _forget(desk: Desk, forget: Callable[..., list[str]], names: Sequence[str]) -> None:
    """The letterbox's commit, then its blobs: killed in between, the sweep finds blobs that no row wants."""
    with desk.letterbox.writing() as session:
        blobs = forget(session, *names)
    remove(desk.letterbox_blobs, blobs)

"""What an officer does with a file: bring it in, look at what was understood, accept it, withdraw it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.age import Identity
from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench import shelf
from portal.desk.workbench.bench import Bench, Stale, enter
from portal.desk.workbench.importing import (
    Book,
    CannotRead,
    Choices,
    Hints,
    Imported,
    Proposal,
    Reason,
    accept,
    propose,
    stored,
)
from portal.desk.workbench.importing.layout import ATTENDANCE
from portal.desk.workbench.importing.plain import stored_in
from portal.desk.workbench.imports import Import
from portal.desk.workbench.rows import RosterRow, Status
from portal.sealing import FileList, Kind, clean_name

MOST_IMPORTS = 200
NOT_SAID = 40
"""How sure a proposal is, of 100, that does not know which of the two units kept a sheet."""


@dataclass(frozen=True)
class Handed:
    """A file that was read: its bytes, what they say, and what the officer said about it."""

    content: bytes
    book: Book
    hints: Hints


@dataclass(frozen=True)
class Looked:
    """What was understood of a file, and what accepting it this way would give: rows, or why it is refused."""

    one: Import
    book: Book
    proposal: Proposal
    choices: Choices | None
    trial: Imported | None
    refused: CannotRead | None
    roster: tuple[RosterRow, ...]
    version: int

    @property
    def stacked(self) -> bool:
        """Whether another table stands below this one in the same sheet, and this one was accepted."""
        return bool(self.one.rows and self.trial and any(n.reason is Reason.OTHER_TABLE for n in self.trial.refused))

    @property
    def which_unit(self) -> bool:
        """Whether it is attendance of which nothing says whose: guessing would exchange the two tracks."""
        return self.proposal.kind in ATTENDANCE and self.proposal.sure <= NOT_SAID


def bring_in(session: Session, desk: Desk, who: Who, number: str, handed: Handed) -> int:
    """Seal a file and what was read of it to the case. Return its place. Raise like `enter`, and `Stale` when full."""
    bench = enter(session, desk, who, number)
    # Counted from the files, not from the acts: of these one may be unreadable, and its place is taken all the same.
    place = max((place for place, _ in bench.names), default=0) + 1
    if place > MOST_IMPORTS:
        raise Stale
    key, at = Identity.generate(), (bench.opened.id, place)
    name = clean_name(handed.book.file)
    read = shelf.packed(stored(handed.book))
    entries = (
        shelf.put(session, desk.blobs, key, (*at, shelf.ORIGINAL), name, handed.content),
        shelf.put(session, desk.blobs, key, (*at, shelf.READ), "read", read),
    )
    body = {
        "import": place,
        "act": "upload",
        "name": name,
        "sha256": handed.book.sha256,
        "size": len(handed.content),
        "form": handed.book.form,
        "kind": handed.hints.kind,
        "month": handed.hints.month,
        "year": handed.hints.year,
        "files": FileList(key, entries).to_body(),
        "by": who.name,
    }
    filing.put(session, bench.opened, Kind.IMPORT, body, bench.today)
    desk.ledger.record(session, actor=who.officer, act=Act.IMPORT, case=number, note=f"upload {place}")
    return place


def next_table(bench: Bench, one: Import, sheets: int) -> tuple[int, int | None]:
    """Where the next table of a file stands: the same sheet and its header row, or the next sheet. Raise `Lost`."""
    if one.choices is None:
        return 0, None
    below = bench.rows(one).refused if one.rows else ()
    header = next((int(note.detail) for note in below if note.reason is Reason.OTHER_TABLE), None)
    return (one.choices.sheet, header) if header else (min(one.choices.sheet + 1, sheets - 1), None)


def found(bench: Bench, place: int) -> Import:
    """The import at a place. Raise `NoSuchCase`: what is not there is answered as what may not be seen."""
    one = bench.imports.at(place)
    if one is None:
        raise NoSuchCase
    return one


def look(bench: Bench, place: int, hints: Hints | None, choices: Choices | None = None) -> Looked:
    """Say what is understood of a file, with hints or with all choices made. Raise `NoSuchCase`, `shelf.Lost`.

    Without either, an import that was accepted shows what was chosen then.
    """
    one = found(bench, place)
    book, roster = bench.book(one), bench.roster()
    chosen = choices or (one.choices if hints is None else None)
    asked = hints or Hints(one.kind, month=one.month, year=one.year)
    if chosen:
        asked = Hints(chosen.kind, chosen.sheet, chosen.header, chosen.month, chosen.year)
    try:
        proposal = propose(book, asked)
    except CannotRead:
        proposal = propose(book, replace(asked, sheet=None, header=None))
    chosen = chosen or _as_proposed(proposal, asked, bench)
    trial, refused = (None, None) if chosen is None else tried(book, chosen, roster)
    return Looked(one, book, proposal, chosen, trial, refused, roster, bench.imports.version)


def _as_proposed(proposal: Proposal, asked: Hints, bench: Bench) -> Choices | None:
    if proposal.kind is None:
        return None
    return replace(proposal.choices(), year=asked.year, words=dict(bench.imports.words))


def tried(book: Book, choices: Choices, roster: tuple[RosterRow, ...]) -> tuple[Imported | None, CannotRead | None]:
    """Accept without keeping anything: the rows, or why the file is refused as a whole."""
    try:
        return accept(book, choices, roster), None
    except CannotRead as refused:
        return None, refused


def take(session: Session, desk: Desk, who: Who, number: str, looked: Looked, new_words: Mapping[str, Status]) -> None:
    """Keep the rows of `looked`, in place of those accepted before. Raise like `enter`, and `Stale`."""
    bench = enter(session, desk, who, number)
    one = found(bench, looked.one.place)
    if bench.imports.version != looked.version or looked.trial is None or looked.choices is None:
        raise Stale
    slot = one.next_slot
    at = (bench.opened.id, one.place, slot)
    shelf.forget(session, *at)  # left behind by an act that cannot be read
    entry = shelf.put(session, desk.blobs, one.files.key, at, "rows", shelf.packed(stored(looked.trial)))
    if one.rows:
        shelf.forget(session, bench.opened.id, one.place, one.rows)
    kept = [entry for entry in one.files.entries if entry.slot != one.rows]
    body = {
        "import": one.place,
        "act": "accept",
        "choices": stored_in(looked.choices),
        "words": dict(new_words),
        "counts": counted(looked.trial),
        "rows": slot,
        "files": FileList(one.files.key, (*kept, entry)).to_body(),
        "by": who.name,
    }
    filing.put(session, bench.opened, Kind.IMPORT, body, bench.today)
    desk.ledger.record(session, actor=who.officer, act=Act.IMPORT, case=number, note=f"accept {one.place}")


def counted(imported: Imported) -> dict[str, int]:
    """How many rows went which way."""
    return {
        "data_rows": imported.data_rows,
        "used_rows": imported.used_rows,
        "refused": len(imported.refused),
        "skipped": len(imported.skipped),
        "duplicates": len(imported.duplicates),
        "warnings": len(imported.warnings),
        "unknown_words": len(imported.unknown_words),
    }


def withdraw(session: Session, desk: Desk, who: Who, number: str, place: int, version: int) -> None:
    """Take an import's rows out of the records; the original stays sealed in the case. Raise like `enter`, `Stale`."""
    bench = enter(session, desk, who, number)
    one = found(bench, place)
    if bench.imports.version != version or one.withdrawn:
        raise Stale
    filing.put(session, bench.opened, Kind.IMPORT, {"import": place, "act": "withdraw", "by": who.name}, bench.today)
    desk.ledger.record(session, actor=who.officer, act=Act.IMPORT, case=number, note=f"withdraw {place}")


def fetch(session: Session, desk: Desk, who: Who, number: str, place: int) -> tuple[Bench, Import]:
    """Ask for the original of an import; the audit line stands before a byte leaves. Raise like `enter`."""
    bench = enter(session, desk, who, number)
    one = found(bench, place)
    desk.ledger.record(session, actor=who.officer, act=Act.DOWNLOAD, case=number, note=f"import {place}")
    return bench, one

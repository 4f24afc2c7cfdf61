"""A case opened for verification: everything sealed is read in one short transaction, and the work is done after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.blobs import BlobStore
from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench import shelf
from portal.desk.workbench.importing import Book, Imported, restored
from portal.desk.workbench.imports import Import, Imports, folded
from portal.desk.workbench.records import WorkbenchFileRecord
from portal.desk.workbench.rows import FileKind, RosterRow
from portal.desk.workbench.ruling.records import OfficeRulesRecord
from portal.domain.reading import Reading
from portal.domain.reading import read as in_words
from portal.domain.statuses import State
from portal.sealing import Kind

T = TypeVar("T")
Bodies = tuple[tuple[date, Mapping[str, Any] | None], ...]


class Stale(Exception):
    """Somebody changed this since the page was opened; nothing was done."""


@dataclass(frozen=True)
class Bench:
    """What one officer's slip opened. Holds no session; `blobs` is read when a file is asked for."""

    number: str
    today: date
    opened: Unlocked = field(repr=False)
    blobs: BlobStore = field(repr=False)
    names: Mapping[tuple[int, int], str] = field(repr=False)
    imports: Imports
    marks: Bodies = ()
    rules: Bodies = ()
    visits: Bodies = ()
    papers: Bodies = ()
    office_rules: tuple[int, str] = (0, "")

    @property
    def reading(self) -> Reading | None:
        """The report in words, for what would expose the reporter; None for a batch, which has none."""
        return in_words(self.opened.report) if self.opened.report else None

    def book(self, one: Import) -> Book:
        """What was read of a file. Raise `shelf.Lost`."""
        return self._table(one, shelf.READ, Book)

    def rows(self, one: Import) -> Imported:
        """The accepted rows of an import. Raise `shelf.Lost`."""
        return self._table(one, one.rows, Imported)

    def packed(self, one: Import) -> bytes:
        """The accepted rows of an import as they are kept: packed, for the child that checks them. Raise `Lost`."""
        return shelf.whole(self.blobs, self.names.get((one.place, one.rows)), one.files, one.rows)

    def original(self, one: Import) -> bytes:
        """The file as it was handed in. Raise `shelf.Lost`."""
        return shelf.whole(self.blobs, self.names.get((one.place, shelf.ORIGINAL)), one.files, shelf.ORIGINAL)

    def roster(self) -> tuple[RosterRow, ...]:
        """The rows of every roster in use. Raise `shelf.Lost`."""
        rosters = [one for one in self.imports.all if one.in_use and one.kind is FileKind.ROSTER]
        return tuple(row for one in rosters for row in self.rows(one).rows if isinstance(row, RosterRow))

    def _table(self, one: Import, slot: int, kind: type[T]) -> T:
        content = shelf.unpacked(shelf.whole(self.blobs, self.names.get((one.place, slot)), one.files, slot))
        try:
            return restored(kind, content)
        except ValueError as error:
            raise shelf.Lost from error


_KEPT = (Kind.IMPORT, Kind.FINDING, Kind.RULES, Kind.VISIT, Kind.PAPER)


def enter(session: Session, desk: Desk, who: Who, number: str, *, reading: str = "") -> Bench:
    """Open a case's workbench. `reading` names the page that is looked at and goes into the audit chain.

    Raise `NoSuchCase`; `NotAllowed` while the report is unregistered.
    """
    case, opened = unlock(session, who, number)
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    if reading:
        desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number, note=reading)
    rows = session.execute(
        select(WorkbenchFileRecord.place, WorkbenchFileRecord.slot, WorkbenchFileRecord.blob).where(
            WorkbenchFileRecord.case_id == case.id
        )
    )
    kept = {kind: _bodies(session, opened, kind) for kind in _KEPT}
    return Bench(
        number,
        desk.clock.today(),
        opened,
        desk.blobs,
        {(place, slot): blob for place, slot, blob in rows},
        folded(kept[Kind.IMPORT]),
        kept[Kind.FINDING],
        kept[Kind.RULES],
        kept[Kind.VISIT],
        kept[Kind.PAPER],
        _office_rules(session, who.office),
    )


def _office_rules(session: Session, office: str) -> tuple[int, str]:
    """The newest version of the office's rules and their book; 0 and nothing where it has none of its own."""
    newest = session.execute(
        select(OfficeRulesRecord.version, OfficeRulesRecord.body)
        .where(OfficeRulesRecord.office == office)
        .order_by(OfficeRulesRecord.version.desc())
        .limit(1)
    ).one_or_none()
    return (newest[0], newest[1]) if newest else (0, "")


def _bodies(session: Session, opened: Unlocked, kind: Kind) -> Bodies:
    return tuple((day, item.body if item else None) for day, item in filing.items(session, opened, kind))

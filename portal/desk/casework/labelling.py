"""A case's label for one officer: made when they open the case, shown where cases stand in a list (ADR 0054)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.desk.casework.records import LabelRecord
from portal.desk.casework.unlocking import Unlocked
from portal.desk.officers.rules import Who
from portal.domain.fields import UNKNOWN
from portal.domain.indicators import INDICATOR_OPTIONS
from portal.domain.report import Report
from portal.domain.text import Text
from portal.sealing import Label, LabelKey, NotUnwrapped

UNIT_LETTERS = 20
SIGNS_SHOWN = 6
_NAMES = dict(INDICATOR_OPTIONS.words)


@dataclass(frozen=True)
class LabelView:
    """What a list shows of a case. `signs`: code and name, `more` how many stand behind them; `units` None for none."""

    signs: tuple[tuple[str, Text], ...]
    more: int
    units: tuple[str, str] | None


def keep(session: Session, who: Who, opened: Unlocked) -> None:
    """Write the officer's label of a case that they open to read; nothing is written where the right one is there."""
    key, label = LabelKey.of(who.keys), label_of(opened.report)
    if _read(key, who, opened.id, opened.label) != label:
        closed = key.close(label, who.officer, opened.id)
        session.merge(LabelRecord(officer=who.officer, case_id=opened.id, closed=closed))


def label_of(report: Report | None) -> Label:
    """Give what a list shows of a report; an empty label for one that cannot be read, or where there is none."""
    if report is None:
        return Label()
    units = (report.secondment.sending_unit, report.secondment.receiving_unit)
    return Label(tuple(report.indicators), *map(_short, units))


def shown(key: LabelKey, who: Who, case_id: str, closed: bytes | None) -> LabelView | None:
    """Read a label from its row. None, which a list shows as bars, where there is none or it does not open."""
    label = _read(key, who, case_id, closed)
    if label is None:
        return None
    signs = tuple((code, _NAMES.get(code, Text(code, code))) for code in label.signs[:SIGNS_SHOWN])
    units = (label.sender, label.receiver)
    return LabelView(signs, len(label.signs) - len(signs), units if any(units) else None)


def _read(key: LabelKey, who: Who, case_id: str, closed: bytes | None) -> Label | None:
    try:
        return None if closed is None else key.open(closed, who.officer, case_id)
    except NotUnwrapped:
        return None


def _short(unit: str) -> str:
    if unit == UNKNOWN:
        return ""
    return unit if len(unit) <= UNIT_LETTERS else unit[: UNIT_LETTERS - 1] + "…"

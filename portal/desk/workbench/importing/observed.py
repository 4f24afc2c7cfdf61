"""What reporters observed, as rows: they are R1, R2 … and never who they are."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, time

from portal.desk.workbench.rows import Basis, ObservationRow, Seen, Source
from portal.domain.fields import is_month
from portal.domain.report import Report

_BASIS = {"told_by_witness": Basis.TOLD}


def observations_of(
    report: Report, label: str, person: str, words: Mapping[str, str] | None = None
) -> tuple[ObservationRow, ...]:
    """Give the observations of a report of the case. `label`: "R1", "R2" … in the order the case received them.

    `person` is the key of the person reported. `words`: the headers for the cells of a quote, by field of the report.
    The row number counts the observations of this report, from 1; there is no file, so its name is the label.
    """
    heads = words or {"place": "地点", "detail": "说明"}
    made = []
    for number, one in enumerate(report.observations, 1):
        whole_month = is_month(one.date_from)
        told = {field: str(getattr(one, field)) for field in heads}
        cells = tuple((head, told[field]) for field, head in heads.items() if told[field])
        made.append(
            ObservationRow(
                Source(label, "", number, cells),
                person,
                label,
                _first(one.date_from),
                _last(one.date_to),
                Seen(one.seen) if one.seen in set(Seen) else Seen.OTHER,
                _BASIS.get(one.basis) or (Basis(one.basis) if one.basis in set(Basis) else Basis.UNKNOWN),
                whole_month,
                _time(one.time_from),
                _time(one.time_to),
                one.place,
                one.detail,
            )
        )
    return tuple(made)


def _first(text: str) -> date:
    return date.fromisoformat(f"{text}-01" if is_month(text) else text)


def _last(text: str) -> date:
    first = _first(text)
    return first.replace(day=monthrange(first.year, first.month)[1]) if is_month(text) else first


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None

"""What in a report looks like its writer's own particulars, and where it stands. Pure; for a warning only."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.particulars import particulars
from portal.domain.report import Report

__all__ = ["Telltale", "particulars", "telltales"]


@dataclass(frozen=True)
class Telltale:
    """Something that looks like the reporter's own.

    `kind` is name, phone, id_number, email or account; `words` are the characters as typed; `part` is the key of the
    form field, or of the list of rows, in which they stand.
    """

    kind: str
    words: str
    part: str


def telltales(report: Report) -> tuple[Telltale, ...]:
    """Find what looks like the reporter's own particulars in anything they typed: each once in a part, in page order.

    Nothing is refused for it: the number may be somebody else's, and be meant.
    """
    found: dict[tuple[str, str], Telltale] = {}
    for part, text in _typed(report):
        for kind, words in particulars(text):
            found.setdefault((part, words), Telltale(kind, words, part))
    return tuple(found.values())


def _typed(report: Report) -> Iterator[tuple[str, str]]:
    subject, about, conflict = report.subject, report.secondment, report.conflict
    yield from (("subject_name", subject.name), ("subject_post_home", subject.post_home))
    yield from (("sending_unit", about.sending_unit), ("sending_region", about.sending_region))
    yield from (("receiving_unit", about.receiving_unit), ("receiving_region", about.receiving_region))
    yield from (("post_held", about.post_held), ("summary", report.summary))
    for seen in report.observations:
        yield from (("observations", text) for text in (seen.place, seen.record_hint, seen.detail))
    for record in report.record_pointers:
        yield from (("record_pointers", text) for text in (record.holder, record.note))
    for known in report.money:
        yield from (("money", text) for text in (known.period, known.amount))
    yield from (("identifying_details", report.identifying_details), ("exclude_people", conflict.exclude_people))
    yield "avoid_local_reason", conflict.avoid_local_reason

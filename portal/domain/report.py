"""What stands inside a sealed report: schema "report/1".

The desk reads documents that anybody may have written, so nothing is taken on trust: closed sections, strict types,
closed lists of codes, limits on every text and every count. The door reads what it is about to seal with the same
schema, so what is accepted at one end is readable at the other.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator

from portal.domain import fields
from portal.domain.fields import Part
from portal.domain.parts import (
    Conflict,
    Elsewhere,
    Money,
    Observation,
    RecordPointer,
    Reporter,
    Safety,
    Secondment,
    Subject,
)

SCHEMA = "report/1"
SUMMARY_AT_LEAST, SUMMARY_AT_MOST = 30, 5000
OBSERVATIONS_AT_MOST, MONEY_AT_MOST, POINTERS_AT_MOST, FILES_AT_MOST = 30, 10, 15, 50


class Unreadable(Exception):
    """A document is not a report. `places` tells where and what kind of fault, never what stood there."""

    def __init__(self, places: Iterable[tuple[str, str]] = ()) -> None:
        self.places = tuple(places)
        super().__init__("; ".join(f"{place} ({kind})" for place, kind in self.places) or "not a report")


class Report(Part):
    """A report as the reporter meant it. `files` are slots of the sealed file list, which stands beside the report."""

    model_config = ConfigDict(serialize_by_alias=True)

    version: Literal["report/1"] = Field(alias="schema")
    lang: Literal["zh", "en"]
    identity_mode: fields.IdentityMode
    reporter: Reporter
    subject: Subject
    secondment: Secondment
    indicators: fields.Indicators = Field(min_length=1)
    summary: Annotated[fields.Words, fields.length(SUMMARY_AT_LEAST, SUMMARY_AT_MOST)]
    observations: tuple[Observation, ...] = Field((), max_length=OBSERVATIONS_AT_MOST)
    no_dates: bool = False
    money: tuple[Money, ...] = Field((), max_length=MONEY_AT_MOST)
    effects: fields.Effects = ()
    tolerated_by: fields.ToleratedBy = ()
    record_pointers: tuple[RecordPointer, ...] = Field((), max_length=POINTERS_AT_MOST)
    identifying_details: Annotated[fields.Words, fields.length(0, 1000)] = ""
    files: tuple[Annotated[int, Field(ge=1, le=FILES_AT_MOST)], ...] = Field((), max_length=FILES_AT_MOST)
    elsewhere: Elsewhere
    safety: Safety
    conflict: Conflict
    followup: fields.Followup

    @model_validator(mode="after")
    def _check(self) -> Self:
        if bool(self.observations) == self.no_dates:
            raise ValueError("either dated observations or a word that no date is known")
        if self.followup == "code_and_contact" and self.identity_mode != "named":
            raise ValueError("an anonymous report has no contact to use")
        if len(set(self.files)) != len(self.files):
            raise ValueError("a file is listed twice")
        if self.subject.kind == "person" and not self.subject.name and not self._post_is_known():
            raise ValueError("a person without a name needs a post")
        return self

    def _post_is_known(self) -> bool:
        return bool(self.subject.post_home) or self.secondment.post_held != fields.UNKNOWN

    def as_body(self) -> dict[str, Any]:
        """Give the JSON-able document that `parse_report` reads back to an equal report."""
        return self.model_dump(mode="json")

    def as_text(self) -> str:
        """Give the same document as JSON text, for `parse_report_text`."""
        return self.model_dump_json()


def _field_names() -> frozenset[str]:
    parts = (Conflict, Elsewhere, Money, Observation, RecordPointer, Reporter, Safety, Secondment, Subject, Report)
    return frozenset(name for part in parts for name in part.model_fields) | {"schema"}


def _place(location: tuple[int | str, ...]) -> str:
    # A key we do not know was chosen by the writer and may itself be a message.
    known = _field_names()
    return ".".join(str(step) if isinstance(step, int) or step in known else "?" for step in location) or "report"


def parse_report(body: Mapping[str, object]) -> Report:
    """Read `body`, a JSON-able document. Raise `Unreadable` for anything that is not exactly a report/1."""
    try:
        text = json.dumps(body, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        text = ""
    return parse_report_text(text)


def parse_report_text(text: str) -> Report:
    """Read a report from JSON text, such as `Report.as_text` gives. Raise `Unreadable` for anything else."""
    faults: list[tuple[str, str]] = []
    try:
        return Report.model_validate_json(text)
    except ValidationError as refused:
        found = refused.errors(include_url=False, include_context=False, include_input=False)
        faults = [(_place(fault["loc"]), fault["type"]) for fault in found]
    # Raised out here, not in the handler: the error above holds the content and must not hang on as a context.
    raise Unreadable(faults)

"""From the two forms to the one document that is sealed: schema report/1, and nothing that was not asked."""

from collections.abc import Iterator
from typing import Any

from wtforms import FieldList

from portal.domain.fields import ONGOING, UNKNOWN
from portal.domain.report import SCHEMA, Report, parse_report
from portal.public.fields import YES
from portal.public.reporting.forms import BeforeForm, StoryForm
from portal.public.reporting.rows import RepeatedRow


def report_of(before: BeforeForm, story: StoryForm, lang: str) -> Report:
    """Make the report of two valid forms. Which files belong to it is known when it is sent.

    What was written wins over a tick that says it is unknown. Raise `Unreadable` when the forms were not valid.
    """
    rows = [_observation(row) for row in _written(story.observations)]
    return parse_report(
        {
            "schema": SCHEMA,
            "lang": lang,
            "identity_mode": story.identity_mode.data,
            "reporter": {
                "role": story.reporter_role.data,
                "knowledge": story.knowledge.data,
                "circle": story.circle.data,
            },
            "subject": _subject(story),
            "secondment": _secondment(story),
            "indicators": story.indicators.data,
            "summary": story.summary.data,
            "observations": rows,
            "no_dates": not rows,
            "money": [_values(row) for row in _written(story.money)],
            "effects": story.effects.data,
            "tolerated_by": story.tolerated_by.data,
            "record_pointers": [_values(row) for row in _written(story.record_pointers)],
            "identifying_details": story.identifying_details.data,
            "elsewhere": {
                "reported": story.reported_before.data,
                "where": story.reported_where.data,
                "when": story.reported_when.data,
                "result": story.reported_result.data,
            },
            "safety": {
                "fear": story.fear.data,
                "kinds": story.retaliation_kinds.data,
                "protection": bool(story.protection_request.data),
            },
            "conflict": {
                "about_this_office": before.about_this_office.data == YES,
                "exclude_people": story.exclude_people.data,
                "avoid_local": bool(story.avoid_local.data),
                "avoid_local_reason": story.avoid_local_reason.data,
            },
            "followup": story.followup.data,
        }
    )


def _subject(story: StoryForm) -> dict[str, Any]:
    return {
        "kind": story.subject_kind.data,
        "name": story.subject_name.data,
        "post_home": story.subject_post_home.data,
        "level": story.subject_level.data,
        "party": story.subject_party.data,
    }


def _secondment(story: StoryForm) -> dict[str, Any]:
    return {
        "type": story.secondment_type.data,
        "sending_unit": story.sending_unit.data or UNKNOWN,
        "sending_region": story.sending_region.data,
        "receiving_unit": story.receiving_unit.data,
        "receiving_region": story.receiving_region.data,
        "post_held": story.post_held.data or UNKNOWN,
        "start": story.start_ym.data or UNKNOWN,
        "end": story.end_ym.data or (ONGOING if story.ongoing.data else UNKNOWN),
        "arranged_by": story.arranged_by.data,
    }


def _written(rows: "FieldList[Any]") -> Iterator[RepeatedRow]:
    return (row.form for row in rows if not row.form.is_blank())


def _values(row: RepeatedRow) -> dict[str, Any]:
    return {str(field.short_name): field.data for field in row}


def _observation(row: RepeatedRow) -> dict[str, Any]:
    said = _values(row)
    return said | {"date_to": said["date_to"] or said["date_from"]}

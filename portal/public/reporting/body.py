"""From the two forms to the one document that is sealed: schema report/1, and nothing that was not asked."""

from collections.abc import Iterable
from typing import Any

from portal.domain.fields import ONGOING, UNKNOWN
from portal.domain.report import SCHEMA, Report, parse_report
from portal.public.fields import YES
from portal.public.reporting.forms import BeforeForm, ObservationRow, StoryForm


def report_of(before: BeforeForm, story: StoryForm, lang: str, files: Iterable[int] = ()) -> Report:
    """Make the report of two valid forms; `files` are the slots of its sealed file list.

    What was written wins over a tick that says it is unknown. Raise `Unreadable` when the forms were not valid.
    """
    rows = [_observation(row.form) for row in story.observations if not row.form.is_blank()]
    return parse_report(
        {
            "schema": SCHEMA,
            "lang": lang,
            "identity_mode": "anonymous",
            "reporter": {"knowledge": story.knowledge.data},
            "subject": _subject(story),
            "secondment": _secondment(story),
            "indicators": story.indicators.data,
            "summary": story.summary.data,
            "observations": rows,
            "no_dates": not rows,
            "identifying_details": story.identifying_details.data,
            "files": list(files),
            "elsewhere": {"reported": story.reported_before.data, "where": story.reported_where.data},
            "safety": {"fear": story.fear.data, "kinds": story.retaliation_kinds.data},
            "conflict": {
                "about_this_office": before.about_this_office.data == YES,
                "exclude_people": story.exclude_people.data,
                "avoid_local": bool(story.avoid_local.data),
                "avoid_local_reason": story.avoid_local_reason.data,
            },
            "followup": "code_only",
        }
    )


def _subject(story: StoryForm) -> dict[str, Any]:
    return {
        "kind": story.subject_kind.data,
        "name": story.subject_name.data,
        "post_home": story.subject_post_home.data,
        "level": story.subject_level.data,
    }


def _secondment(story: StoryForm) -> dict[str, Any]:
    return {
        "type": story.secondment_type.data,
        "sending_unit": story.sending_unit.data or UNKNOWN,
        "receiving_unit": story.receiving_unit.data,
        "receiving_region": story.receiving_region.data,
        "post_held": story.post_held.data or UNKNOWN,
        "start": story.start_ym.data or UNKNOWN,
        "end": story.end_ym.data or (ONGOING if story.ongoing.data else UNKNOWN),
    }


def _observation(row: ObservationRow) -> dict[str, Any]:
    names = ("date_kind", "date_from", "time_from", "time_to", "place", "seen", "basis", "record_hint", "detail")
    return {name: row[name].data for name in names} | {"date_to": row.date_to.data or row.date_from.data}

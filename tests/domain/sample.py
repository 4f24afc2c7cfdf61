"""A whole report as a JSON-able document, and a way to change one place of it. All people and places are invented."""

import copy

REPORT = {
    "schema": "report/1",
    "lang": "zh",
    "identity_mode": "anonymous",
    "reporter": {"role": "prefer_not", "knowledge": "first_hand", "circle": "4_10"},
    "subject": {"kind": "person", "name": "范例甲", "post_home": "处长", "level": "county", "party": "unknown"},
    "secondment": {
        "type": "down",
        "sending_unit": "云岭省数据事务厅(虚构)",
        "receiving_unit": "青禾县人民政府(虚构)",
        "receiving_region": "云岭省/青禾县",
        "post_held": "副县长(挂职)",
        "start": "2025-09",
        "end": "ongoing",
        "arranged_by": "org_dept",
    },
    "indicators": ["P2", "P5", "D6", "W1"],
    "summary": "挂职以来基本在原单位上班,只在开会时来过几次,分管工作由他人代做,同事大多没见过本人。",
    "observations": [
        {
            "date_kind": "day",
            "date_from": "2026-03-10",
            "date_to": "2026-03-10",
            "time_from": "09:00",
            "time_to": "17:00",
            "place": "县政府办公楼",
            "seen": "absent",
            "basis": "saw",
            "record_hint": "当天分管口会议记录",
            "detail": "由他人代开",
        }
    ],
    "money": [],
    "effects": ["work_done_by_others"],
    "tolerated_by": ["sender"],
    "record_pointers": [{"type": "access_gate", "holder": "派出单位机关事务部门", "ym": "2026-03", "note": ""}],
    "identifying_details": "",
    "files": [],
    "elsewhere": {"reported": "no", "where": [], "when": "", "result": ""},
    "safety": {"fear": "some", "kinds": [], "protection": False},
    "conflict": {"about_this_office": False, "exclude_people": "", "avoid_local": True},
    "followup": "code_only",
}

GONE = object()


def changed(*changes):
    """`REPORT` with each `("section.key", value)` put in its place, or taken out when the value is `GONE`."""
    document = copy.deepcopy(REPORT)
    for path, value in changes:
        *way, last = path.split(".")
        place = document
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        if value is GONE:
            del place[last]
        else:
            place[int(last) if last.isdigit() else last] = value
    return document

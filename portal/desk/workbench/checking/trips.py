"""V08 and V13: on a trip, or at a meeting of the sending unit, while the receiving unit says present."""

from collections.abc import Iterable, Sequence

from portal.desk.workbench.rows import FileKind, MeetingRow, Status, TravelRow
from portal.domain.text import Text

from .catalogue import found, some_days
from .days import Day, Dossier, unit_place
from .findings import Bearing, Code, Evidence, Finding, Level
from .hours import Span, seen
from .places import Apart, apart, folded, places_in

_OFFICE_HOURS = Span(8 * 60, 18 * 60)
_LEAST_NAME = 4


def trips_elsewhere(dossier: Dossier) -> Iterable[Finding]:
    """V08: inner days of a trip to another county recorded as present; the first and the last day are tolerated.

    A destination that names no county is listed as not recognised, which counts neither way (5.7).
    """
    inner: dict[TravelRow, list[Day]] = {}
    for day in dossier.days:
        if day.receiving.status is Status.PRESENT:
            for trip in day.trips:
                if trip.depart < day.day < trip.back:
                    inner.setdefault(trip, []).append(day)
    for trip, days in inner.items():
        lies = _lies(trip, days[0])
        if lies in {Apart.SAME, Apart.SAME_COUNTY}:
            continue
        yield _trip(dossier.person, trip, days, known=lies is Apart.OTHER_COUNTY)


def _lies(trip: TravelRow, day: Day) -> Apart:
    """How the destinations lie to the receiving unit: any that may be there leaves it open."""
    here = unit_place(day.post, FileKind.RECEIVING)
    ways = {apart(place, here) for place in places_in(trip.destination)}
    for way in (Apart.SAME, Apart.SAME_COUNTY):
        if way in ways:
            return way
    known = [place for place in places_in(trip.destination) if place.is_known]
    return (
        Apart.OTHER_COUNTY if known and {apart(one, here) for one in known} == {Apart.OTHER_COUNTY} else Apart.UNKNOWN
    )


def _trip(person: str, trip: TravelRow, days: Sequence[Day], *, known: bool) -> Finding:
    dates = some_days(day.day for day in days)
    ending = (
        Text("", "")
        if known
        else Text("目的地未能识别,无法比较。", " The place is not recognised and cannot be compared.")
    )
    voucher = f"({trip.voucher})" if trip.voucher else ""
    return found(
        Code.V08, Level.HIGH if known else Level.INFO, person, [day.day for day in days],
        [
            Evidence(FileKind.TRAVEL, trip.source),
            *(Evidence(FileKind.RECEIVING, row.source) for day in days for row in day.receiving.rows),
        ],
        Text(
            f"{dates.zh}:差旅单{voucher}显示在{trip.destination or '(未填)'},接收单位考勤记为在岗。{ending.zh}",
            f"{dates.en}: a travel claim {voucher} shows {trip.destination or '(no place)'}; the receiving unit "
            f"recorded presence.{ending.en}",
        ),
        bearing=Bearing.INCONSISTENT if known else Bearing.NEUTRAL,
        about=f"{trip.depart}/{trip.back}/{trip.destination}/{trip.voucher}",
    )  # fmt: skip


def meetings_elsewhere(dossier: Dossier) -> Iterable[Finding]:
    """V13: signed in at a meeting of the sending unit within the hours claimed, or 08:00–18:00 when none are given.

    A meeting without an hour falls into the day as a whole.
    """
    for day in dossier.days:
        if day.receiving.status is not Status.PRESENT:
            continue
        for meeting in day.meetings:
            if meeting.signed and _is_sending(meeting, day) and _within(meeting, day):
                at = f" {meeting.at:%H:%M}" if meeting.at else ""
                yield found(
                    Code.V13, Level.HIGH, dossier.person, [day.day],
                    [
                        Evidence(FileKind.MEETINGS, meeting.source),
                        *(Evidence(FileKind.RECEIVING, row.source) for row in day.receiving.rows),
                    ],
                    Text(
                        f"{day.day}{at}:在派出单位的会议“{meeting.title}”签到,接收单位考勤记为在岗。",
                        f'{day.day}{at}: signed in at the sending unit\'s meeting "{meeting.title}"; the receiving '
                        "unit recorded presence.",
                    ),
                    about=f"{day.day}{at}/{meeting.title}",
                )  # fmt: skip


def _is_sending(meeting: MeetingRow, day: Day) -> bool:
    unit, post = folded(meeting.unit), day.post
    if not unit or post is None:
        return False
    home, away = folded(post.sending_unit), folded(post.receiving_unit)
    if away in unit and len(away) >= len(home):
        return False
    # An office within the unit, or the unit without its region's name.
    return home in unit or (len(unit) >= _LEAST_NAME and unit in home and unit not in away)


def _within(meeting: MeetingRow, day: Day) -> bool:
    if meeting.at is None:
        return True
    at = seen(meeting.at, None)
    told = any(row.time_in or row.time_out for row in day.receiving.rows)
    return any(at.overlaps(span) for span in (day.receiving.spans if told else (_OFFICE_HOURS,)))

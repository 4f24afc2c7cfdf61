"""V01 and V02: both units on one day, and the sending unit alone. Source: DOMAIN 5.3, 5.7."""

from collections.abc import Iterable

from portal.desk.workbench.rows import AttendanceRow, FileKind, RosterRow, Status
from portal.domain.text import Text

from .catalogue import PART_TIME, found
from .days import Day, Dossier, row_place
from .findings import Bearing, Code, Evidence, Explanation, Finding, Level
from .hours import Span, as_text, claimed
from .places import Apart, apart, folded

_ROWS_COMPARED = 20
"""Of one day and unit, against each other: no honest sheet has more."""
_SENDING, _RECEIVING = FileKind.SENDING, FileKind.RECEIVING


def both_tracks(day: Day) -> tuple[Evidence, ...]:
    """Give the attendance rows of a day, both units'."""
    return tuple(
        Evidence(kind, row.source)
        for kind, track in ((_SENDING, day.sending), (_RECEIVING, day.receiving))
        for row in track.rows
    )


def part_time(post: RosterRow | None) -> tuple[Explanation, ...]:
    """Give the explanation that a secondment which is not full-time brings with it."""
    return (PART_TIME,) if post and post.full_time is False else ()


def quoted(row: AttendanceRow) -> tuple[str, str]:
    """Give the status as it was typed, and place and hours in brackets when the row has them."""
    where = " ".join(filter(None, (row.place, as_text(row.time_in, row.time_out))))
    return row.word or "出勤", f"({where})" if where else ""


def double_presence(dossier: Dossier) -> Iterable[Finding]:
    """V01: one finding for each day that both units' sheets hold the person present; official absence is a hint."""
    for day in dossier.days:
        if day.sending.status is not Status.PRESENT:
            continue
        if day.receiving.status is Status.OFFICIAL_OUT:
            yield _official(dossier.person, day)
        elif day.receiving.status is Status.PRESENT:
            yield from _double(dossier.person, day)


def _official(person: str, day: Day) -> Finding:
    away, at = day.receiving.rows[0], day.day.isoformat()
    (home_word, home_where), word = quoted(day.sending.rows[0]), away.word or "公出"
    return found(
        Code.V01, Level.INFO, person, [day.day], both_tracks(day),
        Text(
            f"{at}:派出单位考勤记为“{home_word}”{home_where},接收单位考勤记为“{word}”。公出可以解释在派出单位的记录。",
            f'{at}: the sending unit recorded "{home_word}" {home_where}, the receiving unit "{word}". '
            "Official absence can explain the record at the sending unit.",
        ),
        bearing=Bearing.NEUTRAL,
    )  # fmt: skip


def _double(person: str, day: Day) -> Iterable[Finding]:
    homes, aways = day.sending.rows[:_ROWS_COMPARED], day.receiving.rows[:_ROWS_COMPARED]
    pairs = [(home, away, _lies(home, away, day)) for home in homes for away in aways]
    home, away, lies = max(pairs, key=lambda pair: list(_WEIGHT).index(pair[2]))
    if lies is Apart.SAME:
        yield from _two_rooms(person, day, home, away)
        return
    far = lies is Apart.OTHER_COUNTY
    # Only hours claimed at places that differ: two rows of one place may well overlap.
    hours = [(_hours(mine), _hours(theirs)) for mine, theirs, apart_by in pairs if apart_by is lies]
    overlap = any(mine.overlaps(theirs) for mine, theirs in hours)
    ending = _WEIGHT[lies]
    if far and not overlap:
        gap = min(mine.minutes_apart(theirs) for mine, theirs in hours)
        ending = Text(
            f"两地不同,时间没有重叠,中间相隔 {gap} 分钟。",
            f"The places differ, the hours do not overlap; {gap} minutes lie between them.",
        )
    yield found(
        Code.V01, Level.HIGH if far and overlap else Level.MEDIUM, person, [day.day], both_tracks(day),
        _stated(day, home, away, ending), more=part_time(day.post),
    )  # fmt: skip


_WEIGHT = {
    Apart.SAME: Text("", ""),
    Apart.SAME_COUNTY: Text("两处在同一县区,地点不同。", "The places lie in the same county and differ."),
    Apart.UNKNOWN: Text("无法判断两地是否相同。", "Whether the places are the same cannot be told."),
    Apart.OTHER_COUNTY: Text("两地不同。", "The places differ."),
}


def _lies(home: AttendanceRow, away: AttendanceRow, day: Day) -> Apart:
    return apart(row_place(home, day.post, _SENDING), row_place(away, day.post, _RECEIVING))


def _hours(row: AttendanceRow) -> Span:
    return claimed(row.time_in, row.time_out)


def _stated(day: Day, home: AttendanceRow, away: AttendanceRow, ending: Text) -> Text:
    (home_word, home_where), (away_word, away_where) = quoted(home), quoted(away)
    at = day.day.isoformat()
    return Text(
        f"{at}:派出单位考勤记为“{home_word}”{home_where},同日接收单位考勤也记为“{away_word}”{away_where}。{ending.zh}",
        f'{at}: both units recorded the person as present: "{home_word}" {home_where} / "{away_word}" {away_where}. '
        f"{ending.en}",
    )


def _two_rooms(person: str, day: Day, home: AttendanceRow, away: AttendanceRow) -> Iterable[Finding]:
    """The same place by the register, but the sheets name two buildings: worth a look, no inconsistency."""
    if home.place and away.place and folded(home.place) != folded(away.place):
        ending = Text("按台账两家单位在同一地点。", "By the register both units are at the same place.")
        yield found(
            Code.V01, Level.INFO, person, [day.day], both_tracks(day), _stated(day, home, away, ending),
            bearing=Bearing.NEUTRAL,
        )  # fmt: skip


def home_alone(dossier: Dossier) -> Iterable[Finding]:
    """V02: a working day present at the sending unit; the receiving sheet says absent, or of that month lacks the day.

    A word that is not mapped yet gives nothing, and neither does a month without any receiving sheet (that is V16).
    """
    for day in dossier.days:
        if not day.workday or day.sending.status is not Status.PRESENT:
            continue
        word, where = quoted(day.sending.rows[0])
        at = day.day.isoformat()
        if day.receiving.status is Status.ABSENT:
            away = day.receiving.rows[0].word or "缺勤"
            level = Level.HIGH
            ending = Text(f"接收单位考勤记为“{away}”。", f'the receiving unit recorded "{away}".')
        elif day.receiving.status is None and dossier.has_sheet(_RECEIVING, day.day):
            level = Level.MEDIUM
            ending = Text("接收单位考勤没有当天的记录。", "the receiving unit has no record of that day.")
        else:
            continue
        yield found(
            Code.V02, level, dossier.person, [day.day], both_tracks(day),
            Text(
                f"{at}:派出单位考勤记为“{word}”{where},{ending.zh}",
                f'{at}: the sending unit recorded "{word}" {where}, {ending.en}',
            ),
        )  # fmt: skip

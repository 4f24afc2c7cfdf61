"""V05 and V18: texts that are the same or nearly so. Source: DOMAIN 5.3, 5.7.

Texts are compared without spaces and punctuation; nearness is rapidfuzz's ratio (insertions and deletions).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.desk.workbench.rows import AppraisalRow, FileKind, LogRow
from portal.domain.text import Text

from .catalogue import found
from .days import Dossier
from .findings import Bearing, Code, Evidence, Finding, Level

_LEAST_DAYS, _LEAST_LENGTH, _ACROSS_LENGTH = 3, 8, 20
NEAR = 90.0
MOST_TEXTS = 3000
"""Different texts of one person that are compared, about a second's work; of more only identical ones are found."""
_QUOTED, _ROWS_NAMED = 20, 10
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def normalised(text: str) -> str:
    """Give the letters and digits of a text after NFKC: no space, no punctuation, small letters.

    A check asks for each text several times; whoever began it lets go of them all (`cache_clear`) at its end.
    """
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True)
class Alike:
    """Log entries with one text or near ones: for each text its entries; the others are near the first.

    `share` is their part of all the person's entries in the window, 0 to 1; `nearest` the lowest likeness to the
    first text, in percent (100: all the same).
    """

    texts: tuple[tuple[str, tuple[LogRow, ...]], ...]
    share: float
    nearest: float

    @property
    def rows(self) -> tuple[LogRow, ...]:
        """Every entry of the group."""
        return tuple(row for _, rows in self.texts for row in rows)

    @property
    def days(self) -> int:
        """On how many different days."""
        return len({row.day for row in self.rows})


def alike_entries(dossier: Dossier) -> tuple[Alike, ...]:
    """Group a person's entries in the window: at least 3 days, at least 8 normalised characters, likeness 0.90."""
    logs = [row for day in dossier.days for row in day.logs]
    by_text: dict[str, list[LogRow]] = {}
    for row in logs:
        text = normalised(row.content)
        if len(text) >= _LEAST_LENGTH:
            by_text.setdefault(text, []).append(row)
    groups = []
    for texts, nearest in _stars(by_text):
        told = tuple((text, tuple(by_text[text])) for text in texts)
        group = Alike(told, sum(len(rows) for _, rows in told) / len(logs), nearest)
        if group.days >= _LEAST_DAYS:
            groups.append(group)
    return tuple(groups)


def _stars(by_text: Mapping[str, Sequence[LogRow]]) -> Iterable[tuple[list[str], float]]:
    """Texts gather round the one that most entries are near to: no chain can tie together texts that are not alike."""
    near = _neighbours(sorted(by_text)) if len(by_text) <= MOST_TEXTS else {}
    reach = {
        text: len(rows) + sum(len(by_text[other]) for other, _ in near.get(text, ())) for text, rows in by_text.items()
    }
    order = sorted(by_text, key=lambda text: (-reach[text], -len(by_text[text]), text))
    taken: set[str] = set()
    for text in order:
        if text in taken:
            continue
        joined = [(other, score) for other, score in near.get(text, ()) if other not in taken]
        taken |= {text, *(other for other, _ in joined)}
        yield [text, *(other for other, _ in joined)], min((score for _, score in joined), default=100.0)


def _neighbours(texts: Sequence[str]) -> dict[str, list[tuple[str, float]]]:
    """For each text those at least 90 % like it. Only texts of fitting length are compared: others cannot be."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  loaded where texts are compared, not in every worker

    rank = {text: at for at, text in enumerate(texts)}
    by_length = sorted(texts, key=len)
    near: dict[str, list[tuple[str, float]]] = {}
    start = 0
    for at, text in enumerate(by_length):
        while 2 * len(by_length[start]) * 100 < NEAR * (len(by_length[start]) + len(text)):
            start += 1
        for other, score, _ in process.extract(
            text, by_length[start:at], scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
        ):
            near.setdefault(text, []).append((other, score))
            near.setdefault(other, []).append((text, score))
    for found_near in near.values():
        found_near.sort(key=lambda one: rank[one[0]])
    return near


def not_all_compared(dossier: Dossier) -> Iterable[Finding]:
    """V16: a log with so many different texts that only identical ones were looked for, so that nobody relies on it."""
    texts = {normalised(row.content) for day in dossier.days for row in day.logs}
    if len(texts) > MOST_TEXTS:
        yield found(
            Code.V16, Level.INFO, dossier.person, [], [],
            Text(
                f"日志有 {len(texts)} 种不同文字,数量过多,只比较了完全相同的文字。",
                f"The log holds {len(texts)} different texts, too many: only identical ones were looked for.",
            ),
            bearing=Bearing.NEUTRAL, about="texts",
        )  # fmt: skip


def same_log_text(person: str, groups: Iterable[Alike]) -> Iterable[Finding]:
    """V05 within one person's log: one finding for each group."""
    for group in groups:
        rows = group.rows
        first = max(group.texts, key=lambda one: len(one[1]))[1][0].content
        total = round(len(rows) / group.share)
        share = f"{group.share:.1%}"
        numbers = [str(number) for number in sorted(row.source.row for row in rows)[:_ROWS_NAMED]]
        more = len(rows) > _ROWS_NAMED
        same = Text("完全相同", "is identical on")
        if len(group.texts) > 1:
            exact = [str(len(told)) for _, told in group.texts if len(told) > 1]
            told = f",其中完全相同的有 {'、'.join(exact)} 篇" if exact else ""
            same = Text(
                f"相同或相近(不低于 {group.nearest:.0f}%{told})", f"is alike (at least {group.nearest:.0f}%) on"
            )
        yield found(
            Code.V05, Level.MEDIUM, person, [row.day for row in rows],
            [Evidence(FileKind.WORKLOG, row.source) for row in rows],
            Text(
                f"{group.days} 天的日志文字{same.zh},占 {total} 篇的 {share}:“{first[:_QUOTED]}…”"
                f"(第 {'、'.join(numbers)}{' 等' if more else ''} 行)。",
                f'The log text {same.en} {group.days} days, {share} of {total} entries: "{first[:_QUOTED]}…" '
                f"(rows {', '.join(numbers)}{' …' if more else ''}).",
            ),
            about=group.texts[0][0][:_QUOTED],
        )  # fmt: skip


def shared_texts(logs: Iterable[LogRow]) -> dict[str, tuple[LogRow, ...]]:
    """Give the texts of at least 20 normalised characters that stand in more than one person's log."""
    by_text: dict[str, list[LogRow]] = {}
    for row in logs:
        text = normalised(row.content)
        if len(text) >= _ACROSS_LENGTH:
            by_text.setdefault(text, []).append(row)
    return {text: tuple(rows) for text, rows in by_text.items() if len({row.person for row in rows}) > 1}


def same_text_as_others(dossier: Dossier, shared: Mapping[str, Sequence[LogRow]]) -> Iterable[Finding]:
    """V05 across persons: entries identical with somebody else's, one finding for each person."""
    own = [row for day in dossier.days for row in day.logs if normalised(row.content) in shared]
    if not own:
        return
    texts = {normalised(row.content) for row in own}
    others = [row for text in sorted(texts) for row in shared[text] if row.person != dossier.person]
    persons = len({row.person for row in others})
    yield found(
        Code.V05, Level.MEDIUM, dossier.person, [row.day for row in own],
        [Evidence(FileKind.WORKLOG, row.source) for row in (*own, *others)],
        Text(
            f"{len(own)} 篇日志与另外 {persons} 人的日志文字完全相同,如“{own[0].content[:_QUOTED]}…”。",
            f'{len(own)} log entries are identical with entries of {persons} other persons, such as '
            f'"{own[0].content[:_QUOTED]}…".',
        ),
        about="across",
    )  # fmt: skip


def same_appraisal(dossier: Dossier, appraisals: Sequence[AppraisalRow]) -> Iterable[Finding]:
    """V18: an appraisal or summary at least 0.90 like another person's, one finding for each appraisal."""
    from rapidfuzz import fuzz  # noqa: PLC0415  as above

    for own in dossier.rows.appraisals:
        text = normalised(own.content)
        if len(text) < _LEAST_LENGTH:
            continue
        like = [
            (other, score)
            for other in appraisals
            if other.person != dossier.person
            and (score := fuzz.ratio(text, normalised(other.content), score_cutoff=NEAR))
        ]
        if not like:
            continue
        nearest, persons = max(score for _, score in like), len({row.person for row, _ in like})
        yield found(
            Code.V18, Level.MEDIUM, dossier.person, [],
            [Evidence(FileKind.APPRAISALS, row.source) for row in (own, *(other for other, _ in like))],
            Text(
                f"鉴定文字与另外 {persons} 人的相似度最高 {nearest:.0f}%:“{own.content[:_QUOTED]}…”。",
                f"The appraisal is up to {nearest:.0f}% like that of {persons} other persons: "
                f'"{own.content[:_QUOTED]}…".',
            ),
            about=f"{own.period}/{text[:_QUOTED]}",
        )  # fmt: skip

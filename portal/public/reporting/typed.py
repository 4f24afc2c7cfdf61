"""Dates and times as people type them, brought to the one form a report holds.

What cannot be understood is given back unchanged: the form then says so beside it, and not a character is lost.
"""

import re
import unicodedata

_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*月?(?:份)?", re.ASCII)
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})\s*(?:[:点时]\s*(?:(\d{1,2})\s*分?)?)(半)?", re.ASCII)


def month(text: str) -> str:
    """Give "2026-03" for 2026-3, 2026/03, 2026.3, 2026年3月, 202603, also in full-width digits."""
    plain = _plain(text)
    found = _YEAR_MONTH.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if found is None or (found.re is _RUN_TOGETHER and found[3]):
        return text
    return f"{found[1]}-{int(found[2]):02d}"


def day(text: str) -> str:
    """Give "2026-03-10" for 2026-3-10, 2026年3月10日, 2026.3.10, 20260310."""
    plain = _plain(text)
    found = _DAY.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if found is None or not found[3]:
        return text
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def day_or_month(text: str) -> str:
    """Give a day where a day was typed, otherwise a month where a month was."""
    found = day(text)
    return found if found != text else month(text)


def clock_time(text: str) -> str:
    """Give "09:30" for 9:30, 9点30分, 9点半, 9时30分; "09:00" for 9点."""
    found = _TIME.fullmatch(_plain(text))
    if found is None or (found[2] and found[3]):
        return text
    return f"{int(found[1]):02d}:{int(found[2] or (30 if found[3] else 0)):02d}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()

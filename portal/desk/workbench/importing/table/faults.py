"""Why a file, a row or a cell was not taken as it stands, in codes. The words for them are in `importing.reasons`."""

from enum import StrEnum


class Reason(StrEnum):
    """Codes of whole files, of rows refused or skipped, and of things to know about rows that were used."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    BINARY = "binary"
    BROKEN = "broken"
    PASSWORD = "password"  # noqa: S105
    TOO_WIDE = "too_wide"
    TOO_MUCH = "too_much"
    EXHAUSTED = "exhausted"
    ENCODING = "encoding"
    TOO_MANY_ROWS = "too_many_rows"
    NO_HEADER = "no_header"
    MISSING_COLUMN = "missing_column"
    NO_SHEET = "no_sheet"
    SAME_NAME = "same_name"
    NO_PERSON = "no_person"
    NOT_IN_ROSTER = "not_in_roster"
    NAME_FITS_TWO = "name_fits_two"
    BAD_DATE = "bad_date"
    BAD_MONTH = "bad_month"
    NO_MONTH = "no_month"
    NO_SUCH_DAY = "no_such_day"
    MISSING_VALUE = "missing_value"
    ENDS_BEFORE = "ends_before"
    TOTAL = "total"
    LEGEND = "legend"
    WEEKDAYS = "weekdays"
    HEADER_AGAIN = "header_again"
    OTHER_TABLE = "other_table"
    NO_MARKS = "no_marks"
    DUPLICATE = "duplicate"
    SAME_AS_ABOVE = "same_as_above"
    OTHER_NAME = "other_name"
    CONTRADICTION = "contradiction"
    BAD_TIME = "bad_time"
    BAD_NUMBER = "bad_number"
    KEY_TWICE = "key_twice"
    NOT_SPLIT = "not_split"
    ERROR_CELL = "error_cell"
    MERGED = "merged"
    OTHER_UNIT = "other_unit"
    HALF_MISSING = "half_missing"


class CannotRead(Exception):
    """The whole file is refused. `reason` says why; `detail` names the sheet or column, never a cell's content."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}" if detail else str(reason))

"""What is not known: days without a record, observations that compare with nothing, what could not be read."""

from collections.abc import Iterator, Mapping

from portal.desk.workbench.checking import Checked
from portal.desk.workbench.papers.content import Block, Line, Points, Said
from portal.domain.text import Text


def unknown_part(checked: Checked, names: Mapping[str, str], left_out: int, unreadable: int) -> tuple[Block, ...]:
    """List what nobody can tell from the records. `left_out` observations name nobody the register knows."""
    told = tuple(("·", one) for one in _told(checked, names, left_out, unreadable))
    return (Points(told),) if told else (Line(Text("没有需要特别说明的。", "Nothing to be said in particular.")),)


def _told(checked: Checked, names: Mapping[str, str], left_out: int, unreadable: int) -> Iterator[Said]:
    for person in checked.persons:
        name = names.get(person.person, person.person)
        for duty in person.duty:
            if days := duty.tally.unknown:
                yield Text(
                    f"{name}:{duty.first} 至 {duty.last} 有 {len(days)} 天没有记录或者不明。",
                    f"{name}: {len(days)} days from {duty.first} to {duty.last} have no record or an unclear one.",
                )
        if number := len(person.not_comparable):
            yield Text(
                f"{name}:有 {number} 条观察与考勤无法比较(时间不在所记的时段以内,或者只知道月份)。",
                f"{name}: {number} observations cannot be compared (another hour, or only the month is known).",
            )
    if left_out:
        yield Text(
            f"有 {left_out} 条观察没有列入:台账里对不上说的是谁。",
            f"{left_out} observations were left out: the register does not say of whom they are.",
        )
    if unreadable:
        yield Text(f"有 {unreadable} 条记录无法读出。", f"{unreadable} items could not be read.")
    for year in checked.uncertain_years:
        yield Text(
            f"{year} 年的节假日安排还不知道,按周一至周五计工作日。",
            f"The holidays of {year} are not known; Monday to Friday count as working days.",
        )

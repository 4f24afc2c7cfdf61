"""What is drawn says the same as the findings, and every mark has a word."""

from datetime import date
from decimal import Decimal

from portal.desk.workbench.checking import SHIPPED, Level, check_all
from portal.desk.workbench.checking.seeing import duty_bars, paid_table, text_groups
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.checking.cases import case, imported, log, paid, sheet
from tests.desk.workbench.importing.tables import example


def example_person(which):
    kinds = [kind for kind in FileKind if kind is not FileKind.APPRAISALS]
    return check_all(imported({kind: example(which, kind) for kind in kinds}), SHIPPED).persons[0]


def test_claimed_and_undisputed_stand_on_one_scale_with_the_minimum():
    (share,) = duty_bars(example_person("A"))
    assert (share.minimum, share.claimed, share.undisputed) == ("80.0%", "100.0%", "59.1%")
    assert (share.minimum_part, share.claimed_part, round(share.undisputed_part, 3)) == (0.8, 1.0, 0.591)
    assert (share.is_share, share.disputed_days, share.level, share.verified) == (True, 9, Level.MEDIUM, False)
    (days,) = duty_bars(example_person("B"))
    assert (days.minimum, days.claimed, days.level) == ("20", "21", None)
    assert 0 < days.minimum_part < days.claimed_part <= 1


def test_groups_of_texts_with_their_days():
    first, *_ = sorted(text_groups(example_person("A")), key=lambda one: -one.days)
    assert (first.days, round(first.share, 3), first.nearest) == (10, 0.455, 100.0)
    ((text, days),) = first.texts
    assert (text, days[0], len(days)) == ("走访企业,了解生产经营情况,协调解决困难问题。", date(2026, 3, 2), 10)
    assert text_groups(case(log("3-2")).persons[0]) == ()


def test_paid_beside_counted_also_where_nothing_differs():
    assert [(one.paid, one.counted, one.disputed, one.over, one.amount) for one in paid_table(example_person("A"))] == [
        ("22", "22", "9", "9", "540.00")
    ]
    assert [(one.over, one.amount) for one in paid_table(example_person("B"))] == [("0", "0.00")]
    half = case(paid("3", Decimal("20.5")), receiving=sheet("3-2", "在半")).persons[0]
    assert [(one.paid, one.counted, one.amount, one.is_open) for one in paid_table(half)] == [("20.5", "1.5", "", True)]

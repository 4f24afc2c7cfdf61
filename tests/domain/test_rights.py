"""Only articles that the study of the rules marks as certain are shown to a reporter, under the names of the rules."""

import pytest

from portal.domain.rights import ABOUT_SECONDMENT, DUTIES, RIGHTS, RULES, Article

# DOMAIN 3.1, rows marked "High", and the articles named there.
HIGH = {
    "report": {"13", "24", "26", "27", "29", "36(4)", "39", "45", "47", "48", "49", "52"},
    "supervision": {"67", "73", "74(3)"},
    "sanctions": {"32(3)", "32(4)", "39(2)", "39(3)", "39(4)"},
    "petition": {"30", "46(5)"},
    "servants": {"59(17)", "72", "88(5)"},
}
CITED = {
    (basis.rule, number)
    for clause in (*RIGHTS, *DUTIES, *ABOUT_SECONDMENT)
    for basis in clause.basis
    for number in basis.numbers
}


def test_no_article_is_cited_that_was_not_found_verbatim():
    assert {(rule, number) for rule, number in CITED if number not in HIGH[rule]} == set()


def test_every_line_stands_on_something_and_every_rule_has_its_name():
    assert all(clause.basis for clause in (*RIGHTS, *DUTIES, *ABOUT_SECONDMENT))
    assert {rule for rule, _ in CITED} == set(RULES)


@pytest.mark.parametrize(
    ("basis", "zh", "en"),
    [
        (Article("servants", ("72",)), "《公务员法》第72条", "Civil Servants Law, art. 72"),
        (Article("sanctions", ("32(3)", "47")), "《公职人员政务处分法》第32条第3项、第47条", "32(3), 47"),
    ],
)
def test_an_article_is_cited_as_one_cites(basis, zh, en):
    assert basis.cite("zh") == zh
    assert basis.cite("en").endswith(en)

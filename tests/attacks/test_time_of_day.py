"""No time finer than a day is kept about a reporter: not at the street host, and not at the desk either."""

import re

from sqlalchemy import select

from portal.desk.audit.records import AuditLine


def test_the_desk_keeps_no_hour_of_a_report_or_letter(world):
    """The collector runs within seconds of a sending: the moment it noted would be the reporter's own."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    reporter.writes_letter("补充一句。")
    world.collects()
    with world.desk.database.reading() as session:
        collected = session.scalars(select(AuditLine.at).where(AuditLine.act == "collect")).all()
        assert world.desk.ledger.verify(session).intact
    assert len(collected) == 2
    # Midnight in Asia/Shanghai: the day and nothing else.
    assert {at[10:] for at in collected} == {"T16:00:00Z"}


def test_no_page_of_the_desk_shows_an_hour_for_what_was_collected(world):
    world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    shown = lin.registers(number).text + world.officer("shen").goes("audit?act=collect").text
    assert len(re.findall(r"\d{4}-\d\d-\d\d 收件程序", shown)) == 2

"""From a report to findings, a mark, a visit and an outcome: dated rows in place of "he is never there"."""

from tests.desk.workbench.pages.inspector import Inspector


def test_reports_records_findings_a_mark_a_visit_and_the_outcome(world):
    reporter = world.reporter()
    inspector = Inspector.at_work(world, reporter=reporter)

    inspector.imports_example("A")
    page = inspector.bench("/findings")
    assert page.text.count("两地不同") == 8
    first = next(href for href, _ in page.links if "/findings/v01-" in href)

    form = inspector.goes(first).forms[-1]
    inspector.sends(form, form.filled(mark="explained", note="当天厅里培训,有通知"))
    assert "已解释" in inspector.page.text

    form = inspector.bench("/field/visit").forms[-1]
    seen = {"person": "XN-0001", "day": "2026-04-08", "place": "县政府办公楼", "seen": "present"}
    inspector.sends(form, form.filled(**seen))
    assert "V1 在岗" in inspector.bench("/calendar?month=2026-04").text

    world.officer("lin").decides(inspector.number, "accept", text="属于受理范围")
    inspector.concludes(inspector.number, text="逐日核对,均有说明")
    world.collects()
    page = reporter.mailbox()
    assert "范例甲" not in page.text
    assert "办结" in page.text

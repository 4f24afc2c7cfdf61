"""One more row: at once where scripts run, over the server where they do not, and never at the price of a word."""

import pytest

from tests.browser import axe
from tests.browser.people import fill, presses
from tests.world import usual_report


def second(page):
    return page.locator("#observations-1")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_a_second_day_is_added_written_and_kept(reporter, js):
    citizen = reporter(java_script_enabled=js)
    citizen.begins()
    page = citizen.page
    fill(page, usual_report())
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator('button[value="add:observations"]').click()
    second(page).wait_for()
    assert (asked == []) is js
    assert second(page).locator("legend").inner_text() == "第2次"
    assert page.locator('button[value="remove:observations:1"]').is_visible()
    assert page.locator('button[value="remove:observations:0"]').is_visible()
    assert second(page).locator("[name$=date_kind]").input_value() == "day"
    assert [box.input_value() for box in second(page).locator("input, textarea, [name$=seen]").all()] == [""] * 8
    day = {"date_from": "2026-03-17", "seen": "present", "basis": "saw", "place": "二号楼"}
    fill(page, {f"observations-1-{name}": words for name, words in day.items()})
    presses(page, "next")
    page.locator("[name=once]").wait_for(state="attached")
    told = page.inner_text("main")
    assert "2026-03-10" in told
    assert "2026-03-17" in told
    assert "二号楼" in told


def test_a_row_added_by_the_script_is_as_accessible_as_one_of_the_server(reporter):
    citizen = reporter()
    axe.prepare(citizen.page.context)
    citizen.begins()
    page = citizen.page
    presses(page, "next")  # faults beside the fields of the first row must not be copied
    page.locator('button[value="add:observations"]').click()
    assert page.evaluate("document.activeElement.id") == "observations-1"
    assert axe.violations(page) == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert second(page).locator(".error, .wrong, [aria-invalid]").count() == 0


def test_rows_removed_after_the_script_added_them_leave_the_others(reporter):
    citizen = reporter()
    citizen.begins()
    page = citizen.page
    for n in (1, 2):
        page.locator('button[value="add:observations"]').click()
        page.locator(f"#observations-{n}-place").fill(f"第{n}处")
    presses(page, "remove:observations:1")
    page.wait_for_url("**/report/write#observations")
    assert page.locator("#observations-1-place").input_value() == "第2处"


def test_there_is_no_more_room_than_a_report_has(reporter):
    citizen = reporter()
    citizen.begins()
    button = citizen.page.locator('button[value="add:money"]')
    citizen.page.locator("#money > summary").click()
    while button.is_visible():
        button.click()
    assert citizen.page.locator("fieldset.row[id^=money]").count() == 10

"""The public door with a keyboard and nothing else: all is reached in order, and one sees where one is."""

from itertools import pairwise

import pytest

from tests.browser.journey import EXPLAINING
from tests.browser.people import FILES

# What can have the focus, in page order; a group of radio buttons is one stop.
_STOPS = """() => new Set(
  [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}))
    .map((one) => one.type === 'radio' ? one.name : one)
).size"""

# Where the focus is: its place in the page, and whether it can be seen.
_FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    place: [...document.querySelectorAll('*')].indexOf(one),
    words: one.localName + ' ' + (one.name || one.textContent.trim().slice(0, 30)),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inSight: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
  };
}"""


def walk(page, most=400):
    """Press Tab from the top of the page until the focus leaves it; every stop on the way."""
    page.wait_for_load_state()
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            return stops
        stops.append(stop)
    raise AssertionError("the focus never leaves the page")


def tab_to(page, selector, most=200):
    """Press Tab until the focus is on what `selector` finds."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def check_walk(page):
    stops = walk(page)
    assert [stop["words"] for stop in stops if not stop["ring"]] == []
    assert [stop["words"] for stop in stops if not stop["inSight"]] == []
    assert [one["words"] for one, after in pairwise(stops) if after["place"] < one["place"]] == []
    assert len(stops) == page.evaluate(_STOPS), [stop["words"] for stop in stops]


@pytest.mark.parametrize(
    "path", ["", *EXPLAINING, "report/before", "mailbox", "mailbox/letter", "mailbox/close", "nowhere"]
)
def test_tab_reaches_everything_in_order_and_in_sight(reporter, path):
    citizen = reporter()
    citizen.goes(path)
    check_walk(citizen.page)


def test_tab_reaches_everything_while_reporting(reporter):
    citizen = reporter()
    citizen.begins()
    check_walk(citizen.page)
    citizen.writes()
    check_walk(citizen.page)
    citizen.hands_in(files=())
    check_walk(citizen.page)
    citizen.copies_down()
    check_walk(citizen.page)


def test_the_way_to_the_main_part_is_the_first_stop_and_leads_there(reporter):
    citizen = reporter()
    citizen.goes("protection")
    page = citizen.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate(_FOCUS)["inSight"]
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_a_report_is_written_and_sent_without_a_mouse(reporter, js):
    citizen = reporter(java_script_enabled=js)
    citizen.goes("report/before")
    page, keys = citizen.page, citizen.page.keyboard
    # Chromium is told to hand over file dialogues only while somebody listens, and it is told without waiting for it: a
    # listener from the start, so that the key below cannot be faster.
    page.on("filechooser", lambda _dialogue: None)
    for box in ("scope_ok", "no_secret_ack", "truth_ack"):
        tab_to(page, f"[name={box}]")
        keys.press("Space")
    tab_to(page, "[name=about_this_office]")
    keys.press("Space")
    tab_to(page, "[name=recipients]")
    keys.press("Space")
    tab_to(page, "button[name=do][value=next]")
    keys.press("Enter")
    page.locator("[name=summary]").wait_for()
    write_with_keys(page)
    page.locator("[name=once]").wait_for(state="attached")
    tab_to(page, "#files")
    if js:  # without scripts Playwright is not told that the dialogue opened
        with page.expect_file_chooser() as choosing:
            keys.press("Enter")
        choosing.value.set_files(FILES[1:])
    tab_to(page, "button[name=do][value=send]")
    keys.press("Enter")
    page.locator("p.code").wait_for()


def write_with_keys(page):
    keys = page.keyboard
    tab_to(page, "[name=subject_kind]")
    keys.press("Space")
    type_into(page, "subject_name", "范例甲")
    choose(page, "subject_level")
    choose(page, "secondment_type")
    for name, words in (
        ("sending_unit", "云岭省数据事务厅（虚构）"),
        ("receiving_unit", "青禾县人民政府（虚构）"),
        ("receiving_region", "云岭省青禾县（虚构）"),
        ("post_held", "副县长（挂职）"),
        ("start_ym", "2025年9月"),
    ):
        type_into(page, name, words)
    for box in ("ongoing", "knowledge", "indicators"):
        tab_to(page, f"[name={box}]")
        page.keyboard.press("Space")
    type_into(page, "summary", "范例甲挂任副县长半年，每月只来开一次会，照相以后就走，其余时间都在原单位上班。")
    tab_to(page, "[name=no_dates]")
    keys.press("Space")
    for group in ("reported_before", "fear"):
        tab_to(page, f"[name={group}]")
        keys.press("Space")
    tab_to(page, "button[name=do][value=next]")
    keys.press("Enter")


def type_into(page, name, words):
    tab_to(page, f"[name={name}]")
    page.keyboard.insert_text(words)


def choose(page, name):
    """The first real answer of a select."""
    tab_to(page, f"select[name={name}]")
    page.keyboard.press("ArrowDown")

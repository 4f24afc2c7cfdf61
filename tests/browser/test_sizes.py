"""T6 where scripts run: what the browser sends comes close to a common size, whatever was written."""

import pytest

from portal.public.buckets import FORM
from tests.browser.people import FILES

MARGIN = 768
"""How far below the bucket a body may end: the part drawn at random, and the words around each part."""


def watch_bodies(page):
    sent = []
    page.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)
    return sent


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_look_up_and_every_step_of_a_report_have_one_size(reporter, lang):
    citizen = reporter(lang)
    sent = watch_bodies(citizen.page)
    citizen.begins()
    citizen.writes()
    citizen.hands_in(files=())
    citizen.copies_down()
    citizen.opens_mailbox()
    sizes = {asked.url.rsplit("/", 1)[1]: len(asked.post_data_buffer) for asked in sent}
    assert set(sizes) == {"before", "write", "send", "saved", "mailbox"}
    assert {name: size for name, size in sizes.items() if not FORM - MARGIN <= size <= FORM} == {}


def test_with_a_file_the_whole_still_ends_near_a_bucket(reporter):
    """The browser hands no body with a file to a listener: what the server was told is asked of the headers."""
    citizen = reporter()
    citizen.begins()
    citizen.writes()
    sent = watch_bodies(citizen.page)
    citizen.hands_in(files=FILES[1:])
    (asked,) = sent
    size = int(asked.all_headers()["content-length"])
    assert FORM - MARGIN <= size % FORM <= FORM

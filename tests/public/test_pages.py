"""The pages that explain: there when they are needed, in both languages."""

import pytest

from tests.public.pages import Visitor

PATHS = ["/how", "/protection", "/after", "/rights", "/contact", "/access"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_leads_to_every_page_that_explains(client, lang):
    reporter = Visitor(client, lang)
    for path in ("/", *PATHS, "/report/before", "/mailbox", "/nowhere"):
        page = reporter.opens(path)
        assert [to for to in (*PATHS, "/keys") if f'href="/{lang}{to}"' not in page.html] == [], path


@pytest.mark.parametrize("path", PATHS)
def test_what_explains_is_there_while_the_door_is_closed(street, path):
    (street.keys / "roster.sig").unlink()
    street.later(days=1)
    page = Visitor(street.client()).opens(path)
    assert page.status == 200
    assert "12388" in Visitor(street.client()).opens("/contact").text


def test_the_other_ways_name_the_offices_while_the_door_is_open(client):
    assert "云岭省受理机关（虚构）" in Visitor(client).opens("/contact").text


def test_rights_are_cited_with_the_names_of_the_rules(client):
    page = Visitor(client).opens("/rights")
    assert "《纪检监察机关处理检举控告工作规则》第24条、第26条、第27条" in page.text
    assert "《监察法》第74条第3项；《信访工作条例》第30条、第46条第5项" in page.text

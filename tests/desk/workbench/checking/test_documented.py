"""The page on the checks keeps up with them."""

import re

from portal.desk.workbench.checking import Code
from portal.desk.workbench.checking.catalogue import NAMES
from tests.house.source import ROOT


def test_every_check_stands_on_its_page_under_its_names():
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (V\d\d\w?) \| (\S+) \| ([^|]+) \|", page, re.MULTILINE)
    assert [(code, zh, en) for code, zh, en in rows] == [(code.value, NAMES[code].zh, NAMES[code].en) for code in Code]

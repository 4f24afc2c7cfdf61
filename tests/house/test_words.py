"""What no committed file may say."""

import re
import subprocess

from tests.house.source import ROOT

HOSTS = re.compile(r"(py" r"pi|npm" r"js|python" r"hosted|registry\.|deb" r"ian)\.(org|com)")
MACHINE = re.compile(r"/(work/(main|shared|steering)|home/[a-z]+/|root/)")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|NotImplemented" r"Error)\b")


def committed():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for entry in filter(None, listed.split("\0")):
        path = ROOT / entry
        if path.is_file() and path.suffix not in {".png", ".xlsx", ".age"}:
            yield entry, path.read_text(encoding="utf-8", errors="replace")


def places(pattern, only=bool):
    return [
        f"{entry}:{number}"
        for entry, text in committed()
        if only(entry)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_lock_or_configuration_names_a_package_registry():
    assert places(HOSTS) == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert places(MACHINE) == []


def test_nothing_is_left_unfinished():
    assert places(UNFINISHED, lambda entry: entry.startswith(("portal/", "app.py", "templates/"))) == []


def test_findings_and_words_stay_neutral():
    """DOMAIN 6 and STYLE: never these words for people."""
    assert (
        places(
            re.compile(r"\b(informer|accused|offender)s?\b", re.IGNORECASE),
            lambda e: e.startswith(("portal/", "templates/")),
        )
        == []
    )

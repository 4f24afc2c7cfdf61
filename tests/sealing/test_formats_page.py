"""docs/formats.md lags behind nothing that is written or derived."""

import inspect
import re
from pathlib import Path

import pytest

from portal.sealing import Context, Kind, blind, padding, receipt, wrapping
from portal.sealing.places import RULES
from tests.vectors import make

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
LABELS = {
    label
    for module in (receipt, wrapping, blind)
    for label in re.findall(r'b"(portal[^"\\]+)', inspect.getsource(module))
}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_stands_in_the_table_with_its_holder_and_size(kind):
    rule = RULES[kind]
    row = next(line for line in PAGE.splitlines() if line.startswith("|") and f"`{kind}`" in line)
    assert f" {rule.holder} |" in row
    assert row.endswith(f"| {rule.size:,} |" if rule.size else "| bucket |")
    assert (rule.signed_for or "| – |") in row


@pytest.mark.parametrize("label", sorted(LABELS | set(Context)))
def test_every_label_is_named(label):
    assert label in PAGE


def test_labels_were_found():
    assert len(LABELS) >= 7


def test_sizes_are_named():
    assert f"{padding.SMALLEST_BUCKET:,}" in PAGE
    assert f"{padding.SMALLEST_FILE:,}" in PAGE
    assert f"{padding.LARGEST_ENVELOPE // 1024**2} MiB" in PAGE


@pytest.mark.parametrize("name", [*make.FIXED, "sealed", "sealed-name"])
def test_every_file_of_known_answers_is_described(name):
    assert f"`{name}.json`" in PAGE

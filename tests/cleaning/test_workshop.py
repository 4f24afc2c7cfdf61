"""The child bears what a file does: here with real limits, real bombs, and files that end it."""

import json
import os
import resource
import subprocess
import sys
import time
import zlib

import pytest

from portal.apart import Ceilings
from portal.cleaning import CannotClean, Cleaned, Kind, Why, answer
from portal.cleaning.workshop import MIB, Workshop
from tests.cleaning import files
from tests.cleaning.test_refused import huge_png
from tests.house.source import ROOT


def refusal(workshop, name, content):
    with pytest.raises(CannotClean) as caught:
        workshop.clean(name, content)
    return caught.value.why


def bomb():
    """A gigabyte and a half of nothing as the table of objects, which has to be unfolded to read the file at all."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(bytes(8 * MIB)) for _ in range(190)) + squeeze.flush()
    table = b"1 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    return b"%PDF-1.5\n" + table + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.jpg", files.picture), ("a.docx", files.docx), ("a.pdf", files.pdf), ("a.heic", files.heic)],
    ids=["jpg", "docx", "pdf", "heic"],
)
def test_files_are_cleaned_apart(name, make):
    made = Workshop().clean(name, make())
    assert files.RAW not in files.laid_open(made.content)
    assert Kind.PLACE in made.removed or Kind.AUTHOR in made.removed


def test_a_reason_comes_back_from_the_child():
    assert refusal(Workshop(), "a.png", huge_png(9000)) is Why.TOO_MANY_PIXELS
    assert refusal(Workshop(), "a.pdf", b"%PDF-1.7") is Why.BROKEN


@pytest.mark.parametrize(
    ("content", "told"),
    [(files.picture("PNG"), {"removed", "made_into", "size"}), (huge_png(9000), {"why"}), (b"\0", {"why"})],
)
def test_what_the_child_answers(content, told):
    head, _, rest = answer(b'"a.png"\n' + content).partition(b"\n")
    assert json.loads(head).keys() == told
    assert len(rest) == json.loads(head).get("size", 0)


def test_text_needs_no_child():
    assert Workshop(Ceilings(memory=1)).clean("a.txt", b"text") == Cleaned(b"text", (), as_it_was=True)


def test_a_file_above_the_ceiling_is_refused_unread():
    assert refusal(Workshop(), "a.jpg", b"\xff\xd8\xff" + bytes(64 * MIB)) is Why.TOO_LARGE


def test_a_child_without_memory_is_a_refusal():
    assert refusal(Workshop(Ceilings(memory=60 * MIB)), "a.png", huge_png(7900)) in {Why.EXHAUSTED, Why.BROKEN}
    assert refusal(Workshop(Ceilings(memory=1)), "a.jpg", files.picture()) is Why.EXHAUSTED


class Odd:
    """A child that was taken over answers what it likes."""

    def __init__(self, answered):
        self.answered = answered

    def answer(self, _given):
        return self.answered


@pytest.mark.parametrize(
    "answered",
    [
        b"",
        b"[]",
        b'{"why": "because"}\n',
        b'{"removed": [], "made_into": "", "size": 2}\nabc',
        b'{"removed": ["place"], "made_into": "exe", "size": 3}\nabc',
        b'{"removed": "place", "made_into": "", "size": 3}\nabc',
        b'{"removed": ["<b>"], "made_into": "", "size": 3}\nabc',
    ],
)
def test_what_a_child_says_is_not_believed(monkeypatch, answered):
    workshop = Workshop()
    monkeypatch.setattr(workshop, "_apart", Odd(answered))
    assert refusal(workshop, "a.jpg", files.picture()) is Why.EXHAUSTED


def test_who_waits_too_long_is_told():
    workshop = Workshop(Ceilings(at_once=1), patience=0.01)
    with workshop.turn():
        with pytest.raises(CannotClean) as caught, workshop.turn():
            pass
        assert caught.value.why is Why.BUSY
    with workshop.turn():
        pass


def test_a_child_without_time_is_a_refusal():
    assert refusal(Workshop(Ceilings(seconds=0)), "a.jpg", files.picture()) is Why.EXHAUSTED


@pytest.mark.slow
def test_a_pdf_bomb_costs_neither_the_door_nor_the_child_its_memory():
    given = bomb()
    assert len(given) < 4 * MIB
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    assert refusal(Workshop(), "a.pdf", given) in {Why.BROKEN, Why.EXHAUSTED, Why.BOMB}
    assert time.monotonic() - began < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    # Of all children so far, the largest stayed below the ceiling of one.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1024 * 1024


def test_the_door_loads_no_decoder_when_it_loads_the_package():
    code = (
        "import sys, portal.cleaning.workshop\n"
        "heavy = {'PIL', 'pikepdf', 'defusedxml', 'lxml'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr

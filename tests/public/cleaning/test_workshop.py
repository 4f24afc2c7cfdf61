"""The child bears what a file does: here with real limits, real bombs, and files that end it."""

import json
import os
import resource
import subprocess
import sys
import time
import zlib
from io import BytesIO

import pytest

from portal.public.cleaning import CannotClean, Cleaned, Kind, Why
from portal.public.cleaning.apart import main
from portal.public.cleaning.workshop import MIB, Ceilings, Workshop
from tests.house.source import ROOT
from tests.public.cleaning import files
from tests.public.cleaning.test_refused import huge_png


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


@pytest.mark.parametrize(("name", "make"), [("a.jpg", files.picture), ("a.docx", files.docx), ("a.pdf", files.pdf)])
def test_files_are_cleaned_apart(name, make):
    made = Workshop().clean(name, make())
    assert files.RAW not in files.laid_open(made.content)
    assert Kind.PLACE in made.removed or Kind.AUTHOR in made.removed


def test_a_reason_comes_back_from_the_child():
    assert refusal(Workshop(), "a.png", huge_png(9000)) is Why.TOO_MANY_PIXELS
    assert refusal(Workshop(), "a.pdf", b"%PDF-1.7") is Why.BROKEN


@pytest.mark.parametrize(
    ("content", "told"), [(files.picture("PNG"), {"removed", "size"}), (huge_png(9000), {"why"}), (b"\0", {"why"})]
)
def test_what_the_child_answers(content, told):
    sink = BytesIO()
    main(BytesIO(b'"a.png"\n' + content), sink)
    head, _, rest = sink.getvalue().partition(b"\n")
    assert json.loads(head).keys() == told
    assert len(rest) == json.loads(head).get("size", 0)


def test_text_needs_no_child():
    assert Workshop(Ceilings(memory=1)).clean("a.txt", b"text") == Cleaned(b"text", (), as_it_was=True)


def test_a_file_above_the_ceiling_is_refused_unread():
    assert refusal(Workshop(), "a.jpg", b"\xff\xd8\xff" + bytes(64 * MIB)) is Why.TOO_LARGE


def test_a_child_without_memory_is_a_refusal():
    assert refusal(Workshop(Ceilings(memory=60 * MIB)), "a.png", huge_png(7900)) in {Why.EXHAUSTED, Why.BROKEN}
    assert refusal(Workshop(Ceilings(memory=1)), "a.jpg", files.picture()) is Why.EXHAUSTED


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
        "import sys, portal.public.cleaning.workshop\n"
        "heavy = {'PIL', 'pikepdf', 'defusedxml', 'lxml'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr

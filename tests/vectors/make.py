"""Known answers of our own formats, so that a second implementation can be held to them.

    python -m tests.vectors.make            write every file whose answers are fixed
    python -m tests.vectors.make --sealed   make new sealed samples as well (age is randomised: they differ every time)
    python -m tests.vectors.make --sealed-name   only that of a name

The files stand in tests/vectors/ours/. A change in one of them is a change of format: it needs a new version number, an
ADR, and a reader for what is already stored. tests/sealing/test_vectors.py holds this implementation to them.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.vectors import envelopes, names, plain, receipts, rosters, sealed

HERE = Path(__file__).parent / "ours"
FIXED: Mapping[str, Callable[[], Any]] = {
    "receipt": receipts.answers,
    "binding": receipts.bindings,
    "sizes": plain.sizes,
    "json": plain.written_forms,
    "signature": plain.signatures,
    "filing": plain.filings,
    "wrapping": plain.wrappings,
    "file-name": plain.file_names,
    "name": names.answers,
    "envelope": envelopes.answers,
    "envelope-refused": envelopes.refused,
    "roster": rosters.answers,
    "roster-refused": rosters.refused,
}


def text(answers: Any) -> str:
    return json.dumps(answers, ensure_ascii=False, indent=1) + "\n"


def read(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name, answers in FIXED.items():
        (HERE / f"{name}.json").write_text(text(answers()), encoding="utf-8")
    if "--sealed" in sys.argv[1:]:
        (HERE / "sealed.json").write_text(text(sealed.samples()), encoding="utf-8")
    if {"--sealed", "--sealed-name"} & set(sys.argv[1:]):
        (HERE / "sealed-name.json").write_text(text(names.samples()), encoding="utf-8")


if __name__ == "__main__":
    main()

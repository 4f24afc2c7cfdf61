"""What portal/age is held against, installed by `npm ci` in tests/npm: published vectors, a second implementation."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.loopback import unavailable

FOLDER = Path(__file__).parents[1] / "npm"
PACKAGES = ("cctv-age", "age-encryption")


def node() -> str:
    """Find a node with both packages; skip the test, or fail it where nothing may be skipped."""
    # A node from the Python package index lies beside the interpreter, not always on the PATH.
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)])
    found = shutil.which("node", path=places)
    missing = [name for name in PACKAGES if not (FOLDER / "node_modules" / name).is_dir()]
    if not found or missing:
        what = f"npm packages {', '.join(missing)} (run `npm ci` in tests/npm)" if found else "node (the program)"
        unavailable(f"NOT TESTED AGAINST THE PUBLISHED VECTORS OR A SECOND AGE: there is no {what}")
    return found


def read_vectors() -> dict[str, bytes]:
    told = subprocess.run([node(), "vectors.mjs"], cwd=FOLDER, capture_output=True, check=True, timeout=60)
    return {name: base64.b64decode(text) for name, text in json.loads(told.stdout).items()}


class RefusedByTheOther(Exception):
    """The second implementation did not do what it was asked."""


class SecondAge:
    """npm's age-encryption in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [node(), "second-age.mjs"], cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self):
        return self

    def __exit__(self, *error: object) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=30)

    def generate(self) -> tuple[str, str]:
        answer = self._ask(order="generate")
        return answer["identity"], answer["recipient"]

    def recipient_of(self, identity: str) -> str:
        return self._ask(order="recipient", identity=identity)["recipient"]

    def seal(self, content: bytes, **to) -> bytes:
        return base64.b64decode(self._ask(order="seal", content=_text(content), **to)["sealed"])

    def open(self, sealed: bytes, **keys) -> bytes:
        return base64.b64decode(self._ask(order="open", sealed=_text(sealed), **keys)["content"])

    def _ask(self, **order):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "refused" in answer:
            raise RefusedByTheOther(answer["refused"])
        return answer


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()

"""`make fuzz SECONDS=30`: every target, half of the time under each engine; exit 1 when something was found.

`python -m tests.fuzz SECONDS [NAME …] [--keep]`; with `--keep` what reached new branches joins the corpus.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.places import CORPUS, ROOT, keep, kept, most_bytes
from tests.fuzz.targets import TARGETS

_COUNTS = re.compile(r"(?:EXECUTIONS |number_of_executed_units: )(\d+)")
_LEFT_BEHIND = ("crash-*", "timeout-*", "oom-*")
# A target must not take the room of the others.
_LARGEST_KEPT = 4096


def fuzz(name: str, seconds: float, *, keeping: bool) -> bool:
    """Run both engines on one target; tell whether nothing was found."""
    engines = ("hypothesis", "coverage") if find_spec("atheris") else ("hypothesis",)
    told, fine = [], True
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for part in ("found", "kept"):
            (folder / part).mkdir()
        for number, data in enumerate(TARGETS[name].seeds()):
            (folder / "kept" / f"seed-{number}").write_bytes(data)
        for path in kept(name):
            shutil.copy(path, folder / "kept")
        for engine in engines:
            code, output = _run(name, engine, seconds / len(engines), folder)
            told.append(f"{engine} {sum(map(int, _COUNTS.findall(output))):>9,} executions")
            if code:
                fine = False
                print(output[-6000:])
                for pattern in _LEFT_BEHIND:
                    for path in folder.glob(pattern):
                        print(f"FOUND {keep(name, path.read_bytes())} ({path.name.partition('-')[0]})")
        if keeping and fine and len(engines) > 1:
            _keep_some(name, folder)
    print(f"{name:18} {', '.join(told)}{'' if fine else '  !!! FOUND SOMETHING'}", flush=True)
    return fine


def _keep_some(name: str, folder: Path) -> None:
    """Keep what reached a branch that nothing had reached before it, the shortest first, as long as there is room."""
    room = most_bytes() // len(TARGETS) - sum(path.stat().st_size for path in kept(name))
    for path in sorted((folder / "found").iterdir(), key=lambda path: path.stat().st_size):
        size = path.stat().st_size
        if size <= min(room, _LARGEST_KEPT):
            keep(name, path.read_bytes())
            room -= size


def _run(name: str, engine: str, seconds: float, folder: Path) -> tuple[int, str]:
    command = (sys.executable, "-m", "tests.fuzz.one", name, engine, str(seconds), str(folder))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--keep"]
    seconds, names = float(words[0]), words[1:] or list(TARGETS)
    if not find_spec("atheris"):
        print("atheris is not installed: no search by coverage, mutations of valid inputs only")
    CORPUS.mkdir(exist_ok=True)
    fine = [fuzz(name, seconds, keeping="--keep" in sys.argv) for name in names]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())

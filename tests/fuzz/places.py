"""Where inputs are kept."""

from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"


def most_bytes() -> int:
    """How large the whole corpus may grow."""
    return 200 * 1024


def kept(name: str) -> list[Path]:
    """The kept inputs of a target."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())


def keep(name: str, data: bytes) -> Path:
    """Write an input into the corpus of a target, under the beginning of its SHA-256."""
    path = CORPUS / name / sha256(data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path

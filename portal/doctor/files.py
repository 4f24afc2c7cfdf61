"""Who may read a file."""

import stat
from collections.abc import Iterator
from pathlib import Path

from portal.doctor.complaint import Complaint

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def not_written_by_others(path: Path) -> Iterator[Complaint]:
    """Complain when anybody but the owner may change or exchange what is public at `path`."""
    if path.exists() and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield Complaint(str(path), "others on this host can change it", f"Run: chmod go-w {path}")


def closed_to_others(path: Path) -> Iterator[Complaint]:
    """Complain when anybody but the owner may read, write or enter `path`. A path that is not there is no complaint."""
    if path.exists() and path.stat().st_mode & OTHERS:
        mode = "0700" if path.is_dir() else "0600"
        yield Complaint(str(path), "others on this host can reach it", f"Run: chmod {mode} {path}")

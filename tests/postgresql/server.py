"""A PostgreSQL server for one run of the tests: in a folder of its own, with its socket, and gone afterwards.

The programs come from the machine (Debian: `apt install postgresql`), not from PyPI: the server refuses to run as
root, and another user can enter `/usr/lib` on every machine, but root's working tree on hardly any.

Only safety against a power cut is switched off (`fsync`), and what a server does when nobody asks it.
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from os import geteuid
from pathlib import Path

OWNER = "owner"
# What the server runs as when the tests run as root, who may not.
_DEPUTIES = ("postgres", "nobody")
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


@dataclass(frozen=True)
class Server:
    """A running server. Its folder holds the socket, and everything it stores in `data/`."""

    folder: Path
    programs: Path
    user: str | None

    def stop(self) -> None:
        """Stop it and remove everything it stored."""
        self.run("pg_ctl", "stop", "--pgdata", self.folder / "data", "--mode", "immediate")
        shutil.rmtree(self.folder)

    def run(self, program: str, *words: object) -> None:
        with (self.folder / "said").open("wb") as said:
            done = subprocess.run(
                [self.programs / program, *map(str, words)],
                user=self.user,
                extra_groups=None if self.user is None else [],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"{program}: {(self.folder / 'said').read_text()}{self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""


def start() -> Server:
    """Make a server and start it. Raise `RuntimeError` where PostgreSQL is not installed, or does not start."""
    programs, user = _programs(), _deputy()
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    server, data = Server(folder, programs, user), folder / "data"
    server.run(
        "initdb", "--pgdata", data, "--username", OWNER, "--auth", "trust", "--no-sync",
        "--encoding", "UTF8", "--locale", "C",
    )  # fmt: skip
    settings = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
    server.run(
        "pg_ctl", "start", "--pgdata", data, "--wait", "--log", folder / "log", "--options", f"-k {folder} {settings}"
    )
    return server


def _programs() -> Path:
    """The folder of `initdb`: Debian keeps it off the path, one for each version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = {int(path.parts[-3]): path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")}
    if not versions:
        raise RuntimeError("PostgreSQL is not installed here:  apt install postgresql")
    return versions[max(versions)]


def _deputy() -> str | None:
    if geteuid() != 0:
        return None
    known = {line.partition(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return next(name for name in _DEPUTIES if name in known)

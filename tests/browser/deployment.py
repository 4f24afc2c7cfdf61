"""A deployment as its people meet it: both doors under gunicorn and the collector, on free loopback ports.

The processes run the very commands of the demonstration. Only the cost of passphrases is the tests' own.
"""

import http.client
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from portal.demonstration.building import CONFIG, Credentials, read_people
from portal.demonstration.running import ROOT, commands
from portal.settings import load

START_WITHIN = 60.0
"""Seconds the two doors may take until they answer."""

STOP_WITHIN = 15.0


class Deployment:
    """Three processes over `folder`, which `World` built before. Use as a context manager.

    `public` and `desk` are the addresses of the doors ("http://127.0.0.1:…", no slash at the end), `people` the
    officers by login, `logs` the folder with what each process wrote to its standard output and error.
    """

    def __init__(self, built: Path, folder: Path, *, public: str = "") -> None:
        self.folder = folder / "var"
        shutil.copytree(built, self.folder)
        street, office = _free_ports(2)
        bound = CONFIG.replace("[public]\n", f'[public]\nbind = "127.0.0.1:{street}"\n{public}')
        bound = bound.replace("every_seconds = 2", "every_seconds = 1")
        # Nothing is kept, so that a journey comes to the very end of a case.
        at_once = f'keep_concluded_years = 0\norigin = "http://localhost:{office}"\n'
        bound = bound.replace("[desk]\n", f'[desk]\nbind = "127.0.0.1:{office}"\n{at_once}')
        self.config = self.folder / "config.toml"
        self.config.write_text(bound, encoding="utf-8")
        self.settings = load(self.config)
        self.public, self.desk = f"http://127.0.0.1:{street}", f"http://127.0.0.1:{office}"
        self.people: dict[str, Credentials] = {person.login: person for person in read_people(self.settings)}
        self.logs = folder / "logs"
        self._running: list[subprocess.Popen[bytes]] = []
        self._files = ExitStack()

    def __enter__(self):
        self.logs.mkdir()
        try:
            for name, command in commands(self.config, self.settings).items():
                log = self._files.enter_context((self.logs / f"{name}.log").open("wb"))
                self._running.append(subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT))
            for address in (self.public, self.desk):
                self._wait_for(address)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._stop()

    def every_byte(self):
        """Every file of the deployment and its logs, keys left out: (name, content)."""
        for path in sorted([*self.folder.rglob("*"), *self.logs.rglob("*")]):
            if path.is_file() and "keys" not in path.relative_to(self.folder.parent).parts:
                with suppress(FileNotFoundError):  # the collector may just have removed it
                    yield path.relative_to(self.folder.parent).as_posix(), path.read_bytes()

    def _wait_for(self, address: str) -> None:
        host = address.removeprefix("http://")
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            with suppress(OSError), closing(http.client.HTTPConnection(host, timeout=10)) as asking:
                asking.request("GET", "/zh/")
                asking.getresponse().read()
                return
            ended = [process.args for process in self._running if process.poll() is not None]
            if ended:
                break
            time.sleep(0.1)
        told = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in self.logs.iterdir())
        raise RuntimeError(f"nothing answers at {address}\n{told}")

    def _stop(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._files.close()


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on; held together, so that no two are the same."""
    with ExitStack() as held:
        probes = [held.enter_context(closing(socket.socket())) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]

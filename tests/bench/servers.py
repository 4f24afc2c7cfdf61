"""Servers under the gunicorn of production on a free loopback port, and what the kernel knows of their workers."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.loopback import free_port

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 8
START_WITHIN = STOP_WITHIN = 20.0
KIB_A_MIB = 1024


@dataclass(frozen=True)
class Server:
    """A running server. `cold_start` is the time from starting the command to the end of the first page."""

    process: "subprocess.Popen[bytes]"
    port: int
    cold_start: float

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]

    def resident(self) -> list[float]:
        """MiB of memory each worker holds now."""
        return [mib(worker, "VmRSS") for worker in self.workers()]

    def forget_peaks(self) -> None:
        """Let the peak of every worker begin anew at what it holds now (proc(5), clear_refs)."""
        for worker in self.workers():
            Path(f"/proc/{worker}/clear_refs").write_text("5", encoding="ascii")

    def peaks(self) -> list[float]:
        """MiB each worker held at most since `forget_peaks`."""
        return [mib(worker, "VmHWM") for worker in self.workers()]

    def processor_seconds(self) -> float:
        """Processor time all workers have used so far, in the kernel's ticks of usually 10 ms."""
        ticks = 0
        for worker in self.workers():
            # The second field is the name in brackets and may hold spaces; utime and stime are fields 14 and 15.
            after_name = Path(f"/proc/{worker}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(app: str, first_page: str, temporary: Path | None = None) -> Iterator[Server]:
    """Serve a gunicorn application such as "app:public('config.toml')"; stopped at the end, whatever happens.

    With `temporary`, that is the folder in which it makes temporary files.
    """
    port = free_port()
    size = ("--workers", str(WORKERS), "--threads", str(THREADS))
    config = ("--config", "python:portal.web.gunicorn", "--bind", f"127.0.0.1:{port}")
    began = time.perf_counter()
    environment = os.environ | ({"TMPDIR": str(temporary)} if temporary else {})
    process = subprocess.Popen((sys.executable, "-m", "gunicorn", *config, *size, app), cwd=ROOT, env=environment)
    try:
        _wait_for(process, port, first_page)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        stop(process)


def stop(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """End a process we started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", port: int, page: str) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=START_WITHIN)) as connection:
            try:
                connection.request("GET", page)
                if connection.getresponse().status == http.client.OK:
                    return
            except OSError:
                time.sleep(0.01)
    raise RuntimeError("the server did not come up")


def mib(pid: int, what: str) -> float:
    """MiB of what the kernel calls `what` of a process. Raise `RuntimeError`, `OSError` when it has ended."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == what:
            return int(value.split()[0]) / KIB_A_MIB
    raise RuntimeError(f"the kernel tells no {what} of process {pid}")


def machine() -> str:
    """What this ran on, in one line."""
    from importlib.metadata import version

    libraries = ", ".join(f"{name} {version(name)}" for name in ("cryptography", "flask", "gunicorn", "sqlalchemy"))
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {libraries}; load average at the end {load}"

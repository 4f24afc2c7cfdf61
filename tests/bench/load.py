"""Putting load on a server: several client processes, started once, that work at the same time."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.bench.client import Job, line
from tests.bench.measure import Latencies
from tests.bench.servers import ROOT, Server, stop

AT_ONCE = 8


class Clients:
    """`AT_ONCE` client processes that wait for jobs."""

    def __init__(self, processes: Sequence["subprocess.Popen[str]"]) -> None:
        self._processes = processes

    def ask(self, server: Server, job: Job, at_once: int = 1) -> Latencies:
        """Let `at_once` clients do the same job at the same time."""
        return self.each(server, [job] * at_once)

    def each(self, server: Server, jobs: Sequence[Job]) -> Latencies:
        """Let as many clients as there are jobs do one each, at the same time."""
        before = server.processor_seconds()
        working = list(zip(self._processes, jobs, strict=False))
        for process, job in working:
            process.stdin.write(line(server.port, job))
            process.stdin.flush()
        answers = [json.loads(process.stdout.readline() or "{}") for process, _ in working]
        if not all(answers):
            raise RuntimeError(f"a client of {jobs[0].path} failed; its error is above")
        each = [seconds for answer in answers for seconds in answer["each"]]
        rate = sum(len(answer["each"]) / answer["wall"] for answer in answers)
        return Latencies(each, rate, (server.processor_seconds() - before) / len(each))


@contextmanager
def clients() -> Iterator[Clients]:
    command = (sys.executable, "-m", "tests.bench.client")
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(AT_ONCE)
    ]
    try:
        yield Clients(processes)
    finally:
        for process in processes:
            stop(process)
            process.stdin.close()
            process.stdout.close()

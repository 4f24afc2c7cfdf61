"""`python app.py`: build what is missing, start both doors and the collector, stop all of it on Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from portal.demonstration.building import Credentials, build, demonstration_config
from portal.demonstration.welcome import welcome
from portal.desk.keys import KeysError
from portal.settings import Settings, SettingsError, load
from portal.web.database import Unavailable
from portal.web.schema import WrongSchema

ROOT = Path(__file__).resolve().parents[2]
STOP_WITHIN = 10.0
"""Seconds a process may take to finish what it is doing when told to stop."""

PRODUCTION_REFUSAL = """{config} says mode = "production": no keys, offices or officers are invented here.
For the real thing, follow docs/deploy.md (portal init, portal office add, portal officer enrol, portal roster sign).
For a demonstration, move {config} away, or name another file in PORTAL_CONFIG; `make run` then makes its own."""


def main() -> None:
    """Start the demonstration and stay until Ctrl-C. Exit 2 with one clear line when it cannot start."""
    try:
        config, settings = _configuration()
        _ports_are_free(settings)
        people = build(settings)
        sys.exit(_serve(config, settings, people))
    except (SettingsError, KeysError, WrongSchema, Unavailable, OSError) as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)


def _configuration() -> tuple[Path, Settings]:
    named = os.environ.get("PORTAL_CONFIG")
    config = Path(named) if named else ROOT / "config.toml"
    if not named and not config.exists():
        config = demonstration_config(ROOT / "var")
    settings = load(config)
    if not settings.demonstration:
        raise SettingsError(PRODUCTION_REFUSAL.format(config=config.name))
    return config.resolve(), settings


def _ports_are_free(settings: Settings) -> None:
    for section, bind in (("public", settings.public.bind), ("desk", settings.desk.bind)):
        host, port = bind.rsplit(":", 1)
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, int(port)))
            except OSError as taken:
                raise SettingsError(
                    f"{bind} is taken by another program; choose another address under [{section}] bind"
                ) from taken


def commands(config: Path, settings: Settings) -> dict[str, Sequence[str]]:
    """The three processes of the demonstration, by name: exactly the commands of production, on loopback."""
    gunicorn = (sys.executable, "-m", "gunicorn", "--config", "python:portal.web.gunicorn")

    def door(name: str, bind: str, workers: int, threads: int) -> Sequence[str]:
        size = ("--workers", str(workers), "--threads", str(threads))
        return (*gunicorn, "--bind", bind, *size, f"app:{name}({str(config)!r})")

    return {
        "public door": door("public", settings.public.bind, settings.public.workers, settings.public.threads),
        "desk": door("desk", settings.desk.bind, settings.desk.workers, settings.desk.threads),
        "collector": (sys.executable, "-m", "portal.commands", "--config", str(config), "collect", "--watch"),
    }


def _serve(config: Path, settings: Settings, people: Sequence[Credentials]) -> int:
    running = {
        name: subprocess.Popen(command, cwd=ROOT)  # noqa: S603  our own commands, no shell
        for name, command in commands(config, settings).items()
    }
    # A stop signal from outside ends the demonstration just as Ctrl-C does; so does Ctrl-C itself where a shell
    # started this in the background and had it ignored.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, signal.default_int_handler)
    try:
        if _answers(settings.public.bind) and _answers(settings.desk.bind):
            print(welcome(_seen_from_here(config), settings, people, settings.clock().now()), flush=True)
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.5)
        ended = next(name for name, process in running.items() if process.poll() is not None)
        print(f"The {ended} ended by itself; stopping the others.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopping. The state stays under var/; the next run goes on from it.")
        return 0
    else:
        return 1
    finally:
        _stop(running.values())


def _seen_from_here(path: Path) -> str:
    """The path as it is typed in the folder of `make`, where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _answers(bind: str, within: float = 30.0) -> bool:
    """True once something accepts connections at `bind`; False after `within` seconds."""
    host, port = bind.rsplit(":", 1)
    until = time.monotonic() + within
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return True
        time.sleep(0.1)
    return False


def _stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    living = [process for process in processes if process.poll() is None]
    for process in living:
        process.terminate()
    until = time.monotonic() + STOP_WITHIN
    for process in living:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()

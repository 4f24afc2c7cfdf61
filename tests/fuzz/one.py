"""One target under one engine, in a process of its own: `python -m tests.fuzz.one NAME ENGINE SECONDS FOLDER`.

`hypothesis` mutates valid inputs; `coverage` (atheris) lets the branches that were reached guide it, beginning from
FOLDER/kept and writing into FOLDER/found what reached something new.
Exits with 1 after a finding, which is then in the corpus.
"""

import contextlib
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.places import keep
from tests.fuzz.target import Finding

MIB = 1024 * 1024
MEMORY = 2048 * MIB
PROCESSOR_SECONDS = 20
"""What one input may use: the ceilings of the children, in round numbers."""
A_ROUND = 200


def within_limits(run: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Let each input use so much processor time and no more."""

    def too_long(*_: object) -> None:
        raise Finding("more processor time than any input may use")

    def limited(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
        try:
            run(data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    signal.signal(signal.SIGPROF, too_long)
    return limited


def keeping(name: str, run: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Write each input that is a finding into the corpus, and tell about it."""

    def kept(data: bytes) -> None:
        try:
            run(data)
        except BaseException:
            traceback.print_exc()
            print(f"FOUND {keep(name, data)}", flush=True)
            raise

    return kept


def by_hypothesis(name: str, seconds: float) -> None:
    """Round after round with other numbers, until the time is over. Only the smallest failing input is kept."""
    from tests.fuzz.mutations import mutated
    from tests.fuzz.targets import TARGETS

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    target, ends, done = TARGETS[name], time.monotonic() + seconds, 0
    run, last = within_limits(target.run), [b""]

    def holds(data: bytes) -> None:
        nonlocal done
        done, last[0] = done + 1, data
        run(data)

    quick = settings(
        max_examples=A_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    strategy = mutated(target.seeds())
    try:
        while time.monotonic() < ends:
            seed(time.monotonic_ns())(quick(given(strategy)(holds)))()
    except BaseException:
        with contextlib.suppress(BaseException):
            keeping(name, run)(last[0])
        raise
    finally:
        print(f"EXECUTIONS {done}", flush=True)


def by_coverage(name: str, folder: Path, *told: str) -> None:
    """Hand over to libFuzzer, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=list(_modules(name)), enable_loader_override=False):
        from tests.fuzz.targets import TARGETS
    run = keeping(name, TARGETS[name].run)
    atheris.Setup([sys.argv[0], *told, f"-artifact_prefix={folder}/"], run)
    atheris.Fuzz()


def _modules(name: str) -> tuple[str, ...]:
    """The packages whose branches guide: told by name, because nothing of them may be imported yet."""
    from tests.fuzz.guides import GUIDES

    return GUIDES.get(name.partition("-")[0], GUIDES[""])


def main() -> None:
    name, engine, seconds, folder = sys.argv[1], sys.argv[2], float(sys.argv[3]), Path(sys.argv[4])
    found, kept = str(folder / "found"), str(folder / "kept")
    limits = (f"-timeout={PROCESSOR_SECONDS}", f"-rss_limit_mb={MEMORY // MIB}", "-max_len=8192")
    if engine == "hypothesis":
        by_hypothesis(name, seconds)
    else:
        by_coverage(name, folder, *limits, f"-max_total_time={int(seconds)}", "-print_final_stats=1", found, kept)


if __name__ == "__main__":
    main()

"""How soon a door answers, and how much memory its workers hold when nobody comes. Floor: one word from bare Flask."""

from collections.abc import Iterator

from tests.bench.measure import Figure, in_turns
from tests.bench.servers import Server, serving
from tests.world import World

ROUNDS = 3


def figures(world: World) -> Iterator[Figure]:
    config = str(world.folder / "config.toml")
    apps = {
        "public door": (f"app:public({config!r})", "/zh/"),
        "desk": (f"app:desk({config!r})", "/zh/sign-in"),
        "bare Flask": ("tests.bench.floors:hello()", "/"),
    }
    memory: dict[str, float] = {}

    def started(name: str) -> float:
        with serving(*apps[name]) as server:
            memory[name] = max(server.resident())
            return server.cold_start

    starts = in_turns([lambda name=name: started(name) for name in apps], ROUNDS)
    for name, seconds in list(zip(apps, starts, strict=True))[:-1]:
        yield Figure(
            f"{name}: from the command to the first page", f"{seconds:.2f} s", f"{starts[-1]:.2f} s", bar="≤ 2 s"
        )
        held, bare = memory[name], memory["bare Flask"]
        yield Figure(f"{name}: memory of an idle worker", f"{held:.0f} MiB", f"{bare:.0f} MiB", bar="≤ 90 MiB")


def after_the_load(door: Server) -> Figure:
    """The same worker when the other figures have been taken from it: every thread has its connection and its cache."""
    return Figure("public door: memory of a worker after this run", f"{max(door.resident()):.0f} MiB")

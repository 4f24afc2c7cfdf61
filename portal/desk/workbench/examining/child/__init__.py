"""The checking child: what `portal.apart` starts. It loads the checks and what they need, nothing else of the portal.

`portal.desk`, `portal.sealing` and the room of imports load the web, the database and cryptography when they are
imported; here they are bare names with a folder, so that the child has no key, database or settings to give away.
"""

import sys
from pathlib import Path
from types import ModuleType

_BARE = ("portal.desk", "portal.desk.workbench", "portal.desk.workbench.importing", "portal.sealing")


def _prepare() -> None:
    root = Path(__file__).resolve().parents[5]
    sys.path.insert(0, str(root))
    for name in _BARE:
        module = ModuleType(name)
        module.__path__ = [str(root.joinpath(*name.split(".")))]
        sys.modules[name] = module


if __name__ == "apart":
    _prepare()

from portal.desk.workbench.examining.work import answer, warmed_up  # noqa: E402  the names above come first

if __name__ == "apart":
    warmed_up()

__all__ = ["answer"]

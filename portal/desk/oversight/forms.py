"""What to look for in the trail. An unreadable wish shows everything rather than an error."""

import re
from collections.abc import Mapping

from portal.desk.audit.actions import COLLECTOR, COMMAND, Act, Filter

_ACTOR = re.compile(rf"[0-9a-f]{{32}}|{COMMAND}|{COLLECTOR}")
_CASE = re.compile(r"[0-9]{4}-[0-9]{4,8}")
_LINE = re.compile(r"[1-9][0-9]{0,17}")


def read_filter(args: Mapping[str, str]) -> Filter:
    """Take from an address's query what is well formed."""
    actor, act, case, before = (args.get(name, "").strip() for name in ("actor", "act", "case", "before"))
    return Filter(
        actor=actor if _ACTOR.fullmatch(actor) else "",
        act=act if act in set(Act) else "",
        case=case if _CASE.fullmatch(case) else "",
        before=int(before) if _LINE.fullmatch(before) else 0,
    )

"""What to look for in the trail. An unreadable wish shows everything rather than an error."""

import re
from collections.abc import Mapping
from unicodedata import normalize

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal.desk.audit.actions import COLLECTOR, COMMAND, Act, Filter
from portal.web.forms import PlainForm
from portal.web.language import N_

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


class CheckForm(PlainForm):
    """A checkpoint copied from paper: line number and head. Spaces, capitals and full-width signs are forgiven."""

    seq = StringField(
        N_("纸上的序号"),
        validators=[InputRequired("required"), Length(max=40, message="too_long:%(max)d")],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    head = StringField(
        N_("纸上的链头"),
        validators=[InputRequired("required"), Length(max=400, message="too_long:%(max)d")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def given(self) -> tuple[int, str]:
        """Line number (0 for nonsense, which no line has) and head in small letters without spaces."""
        seq, head = (normalize("NFKC", text or "").strip() for text in (self.seq.data, self.head.data))
        return int(seq) if _LINE.fullmatch(seq) else 0, "".join(head.split()).casefold()

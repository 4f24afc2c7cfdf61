"""What the terminal says when the demonstration is up."""

from collections.abc import Iterable
from datetime import datetime

from portal.demonstration.building import Credentials
from portal.desk.officers.second_factor import STEP_SECONDS, current_code
from portal.settings import Settings

_WELCOME = """
  演示已启动。所有机关、人员、口令都是虚构的,只在本机可用。
  A demonstration with invented offices, people and passphrases, on this machine only.

    举报门户  reporting door   http://{public}/zh/
    办案工作台 desk             http://{desk}/zh/

  Officers (sign-in name · passphrase · second-factor code of this moment):

{people}

  Each code is good once, for up to {drift} seconds. The next ones:  .venv/bin/portal --config {config} demo-codes
  Stop everything with Ctrl-C. The state stays under var/.
"""


def welcome(config: str, settings: Settings, people: Iterable[Credentials], now: datetime) -> str:
    """Addresses, officers, codes, and the command that shows the next ones (it needs the name of the `config` file)."""
    return _WELCOME.format(
        public=settings.public.bind,
        desk=settings.desk.bind,
        people=codes(people, now, passphrases=True),
        config=config,
        drift=2 * STEP_SECONDS,
    )


def codes(people: Iterable[Credentials], now: datetime, *, passphrases: bool = False) -> str:
    """One line an officer: name, office, the code of `now`, and the passphrase when asked for."""
    lines = []
    for person in people:
        code = current_code(person.totp_secret, int(now.timestamp()))
        secret = f"  {person.passphrase:<46}" if passphrases else ""
        lines.append(f"    {person.login:<6}{secret}  {code}   {person.name} @ {person.office}")
    return "\n".join(lines)

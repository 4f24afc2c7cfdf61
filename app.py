"""The two doors. `gunicorn 'app:public()'` and `gunicorn 'app:desk()'` serve them; `python app.py` starts both to try.

Each door is imported only when it is asked for, so that the process on the street never loads the office.
"""

import os
import sys
from pathlib import Path

from flask import Flask

from portal.settings import Settings, SettingsError, load

# Gunicorn takes this exit code of a worker as "cannot be loaded" and stops instead of starting workers for ever.
CANNOT_OPEN = 4


def settings(config: str | None = None) -> Settings:
    """The configuration: `config`, else the file named by PORTAL_CONFIG, else `config.toml` here."""
    return load(Path(config or os.environ.get("PORTAL_CONFIG", "config.toml")))


def public(config: str | None = None) -> Flask:
    """The reporting door. It comes up even when no roster can be trusted, and then takes no report."""
    from portal.public import create_app  # noqa: PLC0415  lazily, see above

    try:
        return create_app(settings(config))
    except SettingsError as refused:
        sys.exit(_stays_closed("reporting door", refused))


def desk(config: str | None = None) -> Flask:
    """The case-handling desk. Without its keys, or with a database of another shape, it does not open."""
    from portal.desk import create_app  # noqa: PLC0415  lazily, see above
    from portal.desk.keys import KeysError  # noqa: PLC0415
    from portal.web.database import Unavailable  # noqa: PLC0415
    from portal.web.schema import WrongSchema  # noqa: PLC0415

    try:
        return create_app(settings(config))
    except (SettingsError, KeysError, WrongSchema, Unavailable) as refused:
        sys.exit(_stays_closed("desk", refused))


def _stays_closed(door: str, why: Exception) -> int:
    """Say why in one line for the operator; these errors name files and settings, never content (T14)."""
    print(f"the {door} stays closed: {why}", file=sys.stderr)  # noqa: T201
    return CANNOT_OPEN


if __name__ == "__main__":
    from portal.demonstration.running import main

    main()

"""The two doors. `gunicorn 'app:public()'` and `gunicorn 'app:desk()'` serve them; `python app.py` starts both to try.

Each door is imported only when it is asked for, so that the process on the street never loads the office.
"""

import os
from pathlib import Path

from flask import Flask

from portal.settings import Settings, load


def settings(config: str | None = None) -> Settings:
    """The configuration: `config`, else the file named by PORTAL_CONFIG, else `config.toml` here."""
    return load(Path(config or os.environ.get("PORTAL_CONFIG", "config.toml")))


def public(config: str | None = None) -> Flask:
    """The reporting door."""
    from portal.public import create_app  # noqa: PLC0415  lazily, see above

    return create_app(settings(config))


def desk(config: str | None = None) -> Flask:
    """The case-handling desk."""
    from portal.desk import create_app  # noqa: PLC0415  lazily, see above

    return create_app(settings(config))


if __name__ == "__main__":
    from portal.demonstration.running import main

    main()

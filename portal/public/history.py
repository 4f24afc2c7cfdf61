"""The letterbox's migrations and the tables they arrive at. The street door uses them, and so do its commands."""

from pathlib import Path
from typing import Final

from portal.letterbox import migrations
from portal.letterbox.records import metadata
from portal.web.schema import History

HISTORY: Final = History(Path(migrations.__file__).parent, metadata)

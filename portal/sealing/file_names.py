"""What a file is called. A name comes from a stranger's computer and is shown on an officer's screen."""

import re
from typing import Final

LONGEST_NAME: Final = 80
LONGEST_SUFFIX: Final = 16
UNKNOWN_TYPE: Final = "application/octet-stream"

# Listed, not taken from a Unicode table: a table grows, and a name accepted today must be accepted in ten years.
# Control characters, soft hyphen, marks that reverse or hide text ("exe.txt" shown as "txt.exe"), lone surrogates,
# tag characters, and the letters that file systems give a meaning to.
_HIDDEN: Final = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)
_FORBIDDEN: Final = re.compile(f'[{_HIDDEN}:*?"<>|]')
_FOLDERS: Final = re.compile(r"[/\\]")
_PART: Final = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}"
_MEDIA_TYPE: Final = re.compile(f"{_PART}/{_PART}")


def clean_name(raw: str) -> str:
    """Return the last part of a path without anything hidden or special, at most 80 characters; "file" for none.

    Cleaning a clean name changes nothing. A short suffix survives the shortening.
    """
    name = _FORBIDDEN.sub("", _FOLDERS.split(raw)[-1]).strip(" .")
    if len(name) > LONGEST_NAME:
        suffix = name.rpartition(".")[2]
        end = f".{suffix}" if len(suffix) <= LONGEST_SUFFIX else ""
        name = name[: LONGEST_NAME - len(end)].rstrip(" .") + end
    return name or "file"


def clean_media_type(raw: str) -> str:
    """Return the claimed type in lower case without parameters, or "application/octet-stream" when it is not one."""
    claimed = raw.partition(";")[0].strip().lower()
    return claimed if _MEDIA_TYPE.fullmatch(claimed) else UNKNOWN_TYPE

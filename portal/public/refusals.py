"""Why a file was not taken, in words for the person who sent it."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.cleaning import Why as Uncleaned
from portal.public.attachments import Refused
from portal.public.limits import MIB, Limits, Why
from portal.web.language import N_, gettext
from portal.web.uncleaned import UNCLEANED

_WORDS: Mapping[Why, str] = MappingProxyType(
    {
        Why.EMPTY: N_("是空的,里面没有内容。"),
        Why.TOO_LARGE: N_("太大了,每个文件最多%(each)s MB。"),
        Why.TOO_MUCH: N_("放不下了,全部文件加起来最多%(all)s MB。"),
        Why.TOO_MANY: N_("太多了,一次最多%(files)s个文件。"),
        Why.NOT_STORED: N_("现在存不下。可以先不带附件,以后凭查询码补充。"),
    }
)


def why_not(refused: Refused, limits: Limits) -> str:
    """Say in the page's language why this file was not taken, with the limit that it met."""
    numbers = {
        "each": limits.file_bytes // MIB,
        "all": limits.request_bytes // MIB,
        "files": limits.files_at_most,
    }
    return gettext(_words(refused.why)) % numbers


def _words(why: Why | Uncleaned) -> str:
    return UNCLEANED[why] if isinstance(why, Uncleaned) else _WORDS[why]


def is_uncleaned(refused: Refused) -> bool:
    """Whether the file arrived but could not be cleaned: it may still be sent as it is."""
    return isinstance(refused.why, Uncleaned)

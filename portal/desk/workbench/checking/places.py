"""Which county or region a place names, and whether two places can be one. Source: DOMAIN 5.7 (Place, V01, V08).

No list of counties: names are read by their endings (省 市 州 盟 县 区 旗), so that every county is read, invented
ones too. What no ending shows is unknown, and unknown is never another place.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_ENDINGS = (
    ("特别行政区", "自治区", "省"),
    ("自治州", "地区", "市", "州", "盟"),
    ("自治县", "自治旗", "县", "区", "旗", "市"),
    ("街道", "苏木", "镇", "乡"),
)
_LONGEST = 12
_FINER = ("省", "县")
# What ends like a region and is none: parts of a town, zones, 超市, 本县; and what goes on after the ending.
# Real names end so too (房山区, 西城区, 韩城市, 大同县), so the list holds nothing that a name could end with.
_NO_REGION = re.compile(
    r"(?:社|小|园|校|厂|景|院|库|片|辖|展|展览|办公|会议|行政|生活|服务|接待|示范|保护|开发|高新|经开|试验|自贸|合作|安置|"
    r"产业|工业|商业|住宅|旅游|风景|度假|作业|老城|主城|中心城)区$|(?:贫困|民族|沿海|偏远|该|本)地区$|(?:超|夜|门|菜)市$|"
    r"(?:红|国|党|锦)旗$|(?:联|加|同)盟$|^(?:本|该|我|全|各|两|邻|外|在|到|去|回|某|同|跨|原|市|省|州)县$"
)
_GOES_ON = {
    "市": re.compile("场|政(?!府|协|法|务)"), "区": re.compile("[间域别]"), "旗": re.compile("[舰帜]"),
    "乡": re.compile("村"),
}  # fmt: skip
_LEAD = re.compile(r"^(?:位于|前往|返回|抵达|往返|到|赴|在)(?=.{3})")
_PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|"
    "青海|台湾"
)
_CITIES = (
    "北京|上海|天津|重庆|石家庄|太原|呼和浩特|沈阳|长春|哈尔滨|南京|杭州|合肥|福州|南昌|济南|郑州|武汉|长沙|广州|南宁|海口|"
    "成都|贵阳|昆明|拉萨|西安|兰州|西宁|银川|乌鲁木齐|深圳|厦门|青岛|大连|宁波|苏州|无锡|珠海|三亚|桂林"
)
_WELL_KNOWN = {
    **dict.fromkeys(_PROVINCES.split("|"), "省"), **dict.fromkeys(_CITIES.split("|"), "市"),
    "内蒙古": "自治区", "广西": "壮族自治区", "西藏": "自治区", "宁夏": "回族自治区", "新疆": "维吾尔自治区",
    "香港": "特别行政区", "澳门": "特别行政区",
}  # fmt: skip
# 南京东路, 河南村 and 长沙县 are not Nanjing, Henan and Changsha.
_SHORT = re.compile(
    f"(?:({_PROVINCES}|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?!市)|({_CITIES}))"
    "(?![东西南北中]?[一二三]?(?:路|街|大道|大厦|饭店|宾馆|酒店|村|屯|庄|湾|沟|坪|岸|区|县|镇|乡))"
)
_APART = re.compile(r"[、,;/\s()\[\]【】]+|—+|-+|[和与至](?=.{2})")


class Apart(StrEnum):
    """How two places lie to each other. `UNKNOWN` also where one may lie within the other."""

    SAME = "same"
    SAME_COUNTY = "same_county"
    OTHER_COUNTY = "other_county"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Place:
    """A place as text, and the regions it names, the largest first; `town` is a 镇, 乡 or 街道 below them."""

    text: str
    regions: tuple[str, ...] = ()
    town: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it names a county or a larger region."""
        return bool(self.regions)


NOWHERE = Place("")


def folded(text: str) -> str:
    """Give a name for comparing: NFKC, without spaces and without what stands in brackets."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", bare) or bare


@lru_cache(maxsize=4096)
def place_of(text: str) -> Place:
    """Read the first part of a text that names a region; a place without regions when none does."""
    return next((one for one in places_in(text) if one.is_known), Place(folded(text)))


@lru_cache(maxsize=4096)
def places_in(text: str) -> tuple[Place, ...]:
    """Read every place of a text such as 临海市、云岭市."""
    parts = _APART.split(unicodedata.normalize("NFKC", text).strip())
    return tuple(_read(part) for part in parts if part)


def _read(text: str) -> Place:
    rest = _LEAD.sub("", text)
    regions: list[str] = []
    known = _SHORT.match(rest)
    if known:
        full = known[0] + _WELL_KNOWN[known[0]]
        rest = rest.removeprefix(full) if rest.startswith(full) else rest[known.end() :].removeprefix("市")
        regions.append(full)
    for endings in _ENDINGS[:-1]:
        name = _name(rest, endings)
        if name:
            regions.append(name)
            rest = rest[len(name) :]
    town = _name(rest, _ENDINGS[-1]) if regions else ""
    return Place(folded(text), tuple(regions), town)


def _name(text: str, endings: Sequence[str]) -> str:
    """The shortest beginning of `text` that ends like one of `endings`."""
    for length in range(2, min(len(text), _LONGEST) + 1):
        name = text[:length]
        ending = next((one for one in endings if name.endswith(one)), "")
        stem = name.removesuffix(ending)
        if not ending or len(stem) < (1 if ending in {"县", "镇", "乡"} else 2):
            continue
        goes_on = _GOES_ON.get(ending)
        if any(finer in stem for finer in _FINER) or (goes_on and goes_on.match(text, length)):
            continue
        return "" if _NO_REGION.search(name) or not re.fullmatch("[\u4e00-\u9fff]+", name) else name
    return ""


def apart(one: Place, other: Place) -> Apart:
    """Tell how two places lie to each other, from their names alone."""
    if one.text and one.text == other.text:
        return Apart.SAME
    if not (one.is_known and other.is_known):
        return Apart.UNKNOWN
    if one.regions[-1] == other.regions[-1]:
        conflict = len(one.regions) > 1 and len(other.regions) > 1 and one.regions[-2] != other.regions[-2]
        higher_known = conflict and one.regions[-2][-1] == other.regions[-2][-1]
        return Apart.OTHER_COUNTY if higher_known else Apart.SAME_COUNTY
    if one.regions[-1] in other.regions or other.regions[-1] in one.regions:
        return Apart.UNKNOWN
    if _only_a_province(one) != _only_a_province(other) and not _share_a_province_level(one, other):
        return Apart.UNKNOWN
    return Apart.OTHER_COUNTY


def _only_a_province(place: Place) -> bool:
    return len(place.regions) == 1 and place.regions[0].endswith(_ENDINGS[0])


def _share_a_province_level(one: Place, other: Place) -> bool:
    return one.regions[0].endswith(_ENDINGS[0]) and other.regions[0].endswith(_ENDINGS[0])

"""What in a text looks like a person's own particulars: a name given, a number, an address. Pure; for warnings only.

A false alarm costs a second look, a miss can cost somebody their post; yet a page that cries at every date is soon not
read. So a number must stand alone and be none of a sum, a date or a case, and a name must follow the words with which
people give theirs.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple


def particulars(text: str) -> Iterator[tuple[str, str]]:
    """Give `(kind, words)` for each thing in `text` that looks like a person's own, kind by kind."""
    # Full-width characters become plain ones one for one, so a place found there is the same place in what was typed.
    plain = text.translate(_PLAIN)
    for look in _LOOKS:
        for found in look.pattern.finditer(plain):
            if look.holds(plain[: found.start("it")], found["it"]):
                start, end = found.span("it")
                yield look.kind, text[start:end]


def _is_phone(before: str, _words: str) -> bool:
    return _NUMBERED.search(before[-12:]) is None


def _is_id_number(_before: str, words: str) -> bool:
    """Whether 18 characters hold a day of the calendar and their own check digit (GB 11643)."""
    digits = words.replace(" ", "").replace("-", "").upper()
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[weighed % 11] == digits[17]


def _is_name(_before: str, words: str) -> bool:
    return _NOBODY.search(words) is None


def _always(_before: str, _words: str) -> bool:
    return True


_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}

# A number stands alone: nothing joined to it on either side, and no unit of money behind it.
_ALONE = r"(?<![0-9A-Za-z_])(?<![0-9A-Za-z][-/.,])"
_WHOLE = r"(?![0-9A-Za-z_@]|[-/.,][0-9A-Za-z]|\s*[元块圆万亿千百%])"
_MOBILE = r"(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}"
_LANDLINE = r"(?:0[1-9][0-9]{1,2}-|\(0[1-9][0-9]{1,2}\) ?)[2-9][0-9]{6,7}"
_ID_CARD = r"[1-9][0-9]{5}[ -]?(?:19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx]"
_MAIL = r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}"
# What a number counts, when it counts things: 案号, 文号, 编号 … or a bracket that closes the year of a document.
_NUMBERED = re.compile(r"(?:[案文编单件工卡账票证批货]号|合同号?|流水号?|订单号?|第|[]\u3015\u3011\u00a5$])[\s:是为]*$")

# Common family names, without those with which an everyday word begins as often (车 全 和 单 时 …).
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤覃温樊洪翟殷俞葛柴"
)
_TWO_CHARACTERS = "欧阳|上官|司马|诸葛|司徒|皇甫|尉迟|令狐|慕容|夏侯|东方"
_HAN = "\u4e00-\u9fff"
_DOT = "[\u00b7\u2022\u30fb]"
_NAME = (
    f"(?:(?:{_TWO_CHARACTERS}|[{_FAMILY}])[{_HAN}]{{1,2}}?|[{_HAN}]{{2,8}}{_DOT}[{_HAN}]{{2,8}})"
    f"(?=[^{_HAN}]|$|[是系]|来自|现任|今年)"
)
_GIVEN = (
    "(?:我(?:的)?(?:名字|姓名|真名)|本人(?:的)?(?:名字|姓名|真名)|(?<![让喊给替由派请要使])我名?叫|本人名?叫"
    r"|(?<!被)(?:举报人|反映人|检举人|控告人)\s*:|署名|落款)[\s:是叫为]*"
)
_NOBODY = re.compile(
    "^任何|[某们员人总姐哥叔来去]$|某|主任|[局处科县镇乡市部所]长|书记|主席|老师|经理|会计|同志|先生|女士"
)


class _Look(NamedTuple):
    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str, str], bool] = _always


_LOOKS = (
    _Look("name", re.compile(f"{_GIVEN}(?P<it>{_NAME})"), _is_name),
    _Look("name", re.compile(r"\b[Mm]y name is (?P<it>[A-Z][a-z'-]*(?: [A-Z][a-z'-]*){0,2})")),
    _Look("phone", re.compile(f"{_ALONE}(?P<it>{_MOBILE}|{_LANDLINE}){_WHOLE}"), _is_phone),
    _Look("id_number", re.compile(f"{_ALONE}(?P<it>{_ID_CARD}){_WHOLE}"), _is_id_number),
    _Look("email", re.compile(f"(?<![A-Za-z0-9._%+-])(?P<it>{_MAIL})")),
    _Look(
        "account",
        re.compile(
            r"(?:微信号码?|QQ号码?|(?:我的?|本人的?)(?:微信|QQ))[\s:是为]*(?P<it>[A-Za-z0-9][A-Za-z0-9_-]{4,19})",
            re.IGNORECASE,
        ),
    ),
)

"""Small questions that people answer at a glance, hearing or seeing, and programs only when somebody taught them to.

Made from a ticket's seed, so that nothing has to be remembered. In text, because a picture of letters shuts out whoever
does not see, and a program reads it better than they hear it. Teaching a program all of them is an afternoon's work:
it raises the price of a flood, it does not end one (ADR 0013).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from portal.domain.text import Text

_DIGITS = "零一二三四五六七八九"
_WEEK = ("一", "二", "三", "四", "五", "六", "日")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_WORDS = (
    ("桥头大树", "bridge"), ("早上好天", "morning"), ("青山绿水", "mountain"), ("春夏秋冬", "summer"),
    ("东南西北", "north"), ("高山流水", "river"), ("风和日丽", "sunny"), ("万里长城", "garden"),
    ("五谷丰登", "harvest"), ("安居乐业", "village"), ("雪中送炭", "winter"), ("一路平安", "travel"),
)  # fmt: skip
_KINDS = (
    (Text("水果", "fruit"), ("苹果 apple", "梨 pear", "桃 peach", "葡萄 grape", "香蕉 banana")),
    (Text("动物", "animals"), ("牛 cow", "马 horse", "羊 sheep", "猫 cat", "鸭 duck")),
    (Text("家具", "furniture"), ("桌子 table", "椅子 chair", "床 bed", "柜子 cupboard", "凳子 stool")),
    (Text("衣物", "clothes"), ("帽子 hat", "手套 gloves", "裤子 trousers", "外套 coat", "袜子 socks")),
)


class Question(NamedTuple):
    """A question in words, and every spelling that answers it (tidied, see `tidy`), in either language."""

    words: Text
    answers: frozenset[str]


@dataclass
class _Dice:
    """Draws from the seed, always in the same way."""

    seed: int

    def draw(self, most: int) -> int:
        """A number from 0 to `most` - 1."""
        self.seed, drawn = divmod(self.seed, most)
        return drawn


def question(seed: int) -> Question:
    """Make the question of a seed (0 … 2^256)."""
    dice = _Dice(seed)
    return _MADE[dice.draw(len(_MADE))](dice)


def is_answer(seed: int, typed: str) -> bool:
    """Whether `typed` answers the question of `seed`: in figures or words, in either language, with any marks."""
    said = tidy(typed)
    return bool(said) and said in question(seed).answers


def tidy(typed: str) -> str:
    """Bring an answer into one form: half width, lower case, no spaces and marks, figures for written numbers."""
    text = unicodedata.normalize("NFKC", typed).casefold()
    text = re.sub(r"[\W_]+", "", text)
    for word in ("星期", "礼拜", "周"):
        text = text.replace(word, "")
    text = {"天": "日"}.get(text, text)
    return _SPELT.get(text, text)


def _number(value: int) -> frozenset[str]:
    return frozenset({str(value)})


def _sum(dice: _Dice) -> Question:
    one, two = 2 + dice.draw(8), 2 + dice.draw(8)
    words = Text(f"{_chinese(one)}加{_chinese(two)}等于几?", f"What is {_ENGLISH[one]} plus {_ENGLISH[two]}?")
    return Question(words, _number(one + two))


def _largest(dice: _Dice) -> Question:
    start = 11 + dice.draw(20)
    several = [start, start + 1 + dice.draw(20), start + 30 + dice.draw(30)]
    turn = dice.draw(3)
    shown = [*several[turn:], *several[:turn]]
    told = [_chinese(value) for value in shown]
    words = Text(
        f"{told[0]}、{told[1]}、{told[2]},哪个数最大?",
        f"Which is the largest number: {shown[0]}, {shown[1]} or {shown[2]}?",
    )
    return Question(words, _number(several[2]))


def _letter(dice: _Dice) -> Question:
    chinese, english = _WORDS[dice.draw(len(_WORDS))]
    at = dice.draw(4)
    ordinal = ("first", "second", "third", "fourth")[at]
    words = Text(
        f"“{chinese}”里的第{_chinese(at + 1)}个字是什么?", f"What is the {ordinal} letter of the word “{english}”?"
    )
    return Question(words, frozenset({tidy(chinese[at]), tidy(english[at])}))


def _weekday(dice: _Dice) -> Question:
    day, on = dice.draw(7), 1 + dice.draw(3)
    then = (day + on) % 7
    words = Text(
        f"今天要是星期{_WEEK[day]},过{'一两三'[on - 1]}天是星期几?",
        f"If today is {_DAYS[day]}, which day of the week is it {_ENGLISH[on]} day{'s' if on > 1 else ''} later?",
    )
    answers = {tidy(_WEEK[then]), _DAYS[then].casefold(), _DAYS[then][:3].casefold()}
    return Question(words, frozenset(answers))


def _odd_one(dice: _Dice) -> Question:
    kind, other = dice.draw(len(_KINDS)), 1 + dice.draw(len(_KINDS) - 1)
    what, own = _KINDS[kind]
    strange = _KINDS[(kind + other) % len(_KINDS)][1]
    first, second, odd = dice.draw(5), 1 + dice.draw(4), strange[dice.draw(5)]
    shown = [own[first], own[(first + second) % 5]]
    shown.insert(dice.draw(3), odd)
    chinese, english = zip(*(both.split() for both in shown), strict=True)
    words = Text(f"{'、'.join(chinese)},哪个不是{what.zh}?", f"Which of these is not {what.en}: {', '.join(english)}?")
    return Question(words, frozenset(map(tidy, odd.split())))


def _count(dice: _Dice) -> Question:
    some, others = 2 + dice.draw(4), 1 + dice.draw(3)
    signs = ["山"] * some + ["水"] * others
    for at in range(len(signs) - 1, 0, -1):
        other = dice.draw(at + 1)
        signs[at], signs[other] = signs[other], signs[at]
    english = " ".join("hill" if sign == "山" else "lake" for sign in signs)
    words = Text(f"“{''.join(signs)}”里有几个“山”?", f"How many times does “hill” stand in “{english}”?")
    return Question(words, _number(some))


def _chinese(value: int) -> str:
    """A number from 0 to 99 as it is said."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


_MADE: tuple[Callable[[_Dice], Question], ...] = (_sum, _largest, _letter, _weekday, _odd_one, _count)
_SPELT: Mapping[str, str] = MappingProxyType(
    {_chinese(value): str(value) for value in range(100)}
    | {word: str(value) for value, word in enumerate(_ENGLISH)}
    | {"两": "2", "〇": "0"}
)

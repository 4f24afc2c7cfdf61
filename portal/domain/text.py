"""Words in both languages, their typesetting, and the tidying of what people type."""

import re
from dataclasses import dataclass

# Control characters mean nothing in a form; direction marks could make an officer read something else than was typed.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

# Sources are typed with the keyboard's own punctuation; between Chinese characters a reader sees Chinese punctuation.
_HAN = "[\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]"
_FULL_WIDTH = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
_MARK = re.compile(f"(?<={_HAN})[,:;?!] ?|[,:;?!](?={_HAN})")
# A placeholder such as %(n)s keeps its brackets, and may stand inside brackets that change.
_BRACKETS = re.compile(r"(?<!%)\(((?:[^()]|%\([a-z_]+\)s)*)\)")


def typeset(chinese: str) -> str:
    """Set the punctuation of `chinese`, words of our own, full-width where it touches Chinese; brackets in pairs."""

    def brackets(found: re.Match[str]) -> str:
        before = chinese[: found.start()]
        if re.search(f"{_HAN}", found[1]) or re.search(f"{_HAN}$", before):
            return f"\uff08{found[1]}\uff09"
        return found[0]

    return _MARK.sub(lambda found: _FULL_WIDTH[found[0][0]], _BRACKETS.sub(brackets, chinese))


@dataclass(frozen=True)
class Text:
    """One sentence or label in Chinese and English. The same words in both are a person's own and stay as typed."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Give the words in `lang`: "en", or Chinese for anything else."""
        return self.en if lang == "en" or self.en == self.zh else typeset(self.zh)


def tidy(typed: str) -> str:
    """Give `typed` Unix line ends, no control or direction characters, no space at either end."""
    return _UNWANTED.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(typed: str) -> str:
    """Give `typed`, tidied, with every run of spaces and line ends made one space."""
    return " ".join(tidy(typed).split())

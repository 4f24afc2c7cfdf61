"""Words in both languages, and the tidying of what people type."""

import re
from dataclasses import dataclass

# Control characters mean nothing in a form; direction marks could make an officer read something else than was typed.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Text:
    """One sentence or label in Chinese and English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Give the words in `lang`: "en", or Chinese for anything else."""
        return self.en if lang == "en" else self.zh


def tidy(typed: str) -> str:
    """Give `typed` Unix line ends, no control or direction characters, no space at either end."""
    return _UNWANTED.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(typed: str) -> str:
    """Give `typed`, tidied, with every run of spaces and line ends made one space."""
    return " ".join(tidy(typed).split())

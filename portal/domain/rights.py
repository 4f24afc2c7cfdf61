"""What the rules give a reporter and ask of them, each line with the articles it stands on (DOMAIN 3.1).

Only what the study marks "High" is here; whatever is this product's own promise is said elsewhere, without an article.
"""

from dataclasses import dataclass

from portal.domain.text import Text

RULES = {
    "report": Text(
        "《纪检监察机关处理检举控告工作规则》",
        "Rules for discipline inspection and supervision bodies on handling reports",
    ),
    "supervision": Text("《监察法》", "Supervision Law"),
    "sanctions": Text("《公职人员政务处分法》", "Law on Administrative Discipline of Public Officials"),
    "petition": Text("《信访工作条例》", "Regulations on Petition Work"),
    "servants": Text("《公务员法》", "Civil Servants Law"),
}
"""The rules that are named, by a short key."""


@dataclass(frozen=True)
class Article:
    """A place in a rule: the key of `RULES`, and the articles as they are cited ("26", "32(3)")."""

    rule: str
    numbers: tuple[str, ...]

    def cite(self, lang: str) -> str:
        """Name rule and articles, as one cites them in `lang`."""
        name = RULES[self.rule].of(lang)
        if lang == "en":
            return f"{name}, art. {', '.join(self.numbers)}"
        return name + "、".join(f"第{_in_chinese(number)}" for number in self.numbers)


@dataclass(frozen=True)
class Clause:
    """One right or duty in plain words, and where it stands."""

    words: Text
    basis: tuple[Article, ...]


def _in_chinese(number: str) -> str:
    article, _, item = number.partition("(")
    return f"{article}条" + (f"第{item.removesuffix(')')}项" if item else "")


def _clause(zh: str, en: str, **basis: str) -> Clause:
    return Clause(Text(zh, en), tuple(Article(rule, tuple(numbers.split())) for rule, numbers in basis.items()))


RIGHTS = (
    _clause(
        "匿名反映,只要属于受理范围,同样受理。",
        "An anonymous report is accepted like any other, as long as it is within the remit.",
        report="29",
    ),
    _clause(
        "不得擅自追查匿名举报人:没有设区的市级以上纪检监察机关批准,不能核查您的笔迹和网络地址。",
        "Nobody may trace you at will: handwriting and network address may not be checked without the approval of a "
        "discipline body at the level of a city with districts or above.",
        report="29",
    ),
    _clause(
        "留了真实姓名和联系方式的,算实名。机关应当在15个工作日内告诉您是否受理,办结后15个工作日内向您反馈。",
        "With your real name and a contact you are a named reporter: within 15 working days the office tells you "
        "whether the report is accepted, and within 15 working days after it is concluded you get feedback.",
        report="24 26 27",
    ),
    _clause(
        "对反馈有异议,可以提出理由和新的材料;机关应当记下、说明,需要的再核查。",
        "You may object to the feedback, with reasons and new material; the office must record it, explain, and check "
        "again where needed.",
        report="27",
    ),
    _clause(
        "机关要为您保密:不得把材料和您的情况告诉被反映的人,核查的时候不得暴露您。泄露要追究责任。",
        "The office must keep your secret: it may not tell the person concerned of the report or of you, nor expose "
        "you while checking. Whoever leaks is held to account.",
        report="47 52",
        supervision="74(3)",
        petition="30 46(5)",
    ),
    _clause(
        "办案人员和这件事有利害关系的,应当回避;您也可以提出来。",
        "Whoever has an interest in the matter must step aside; you may ask for it too.",
        report="48",
        supervision="67",
    ),
    _clause(
        "您可以请求保护。打击报复举报人的,要依规依法处理。",
        "You may ask for protection. Retaliation against reporters is punished.",
        report="49",
        supervision="73",
        sanctions="32(3)",
    ),
    _clause(
        "记错、看错不是诬告。认定诬告陷害要有故意,还要经过设区的市级以上机关批准。",
        "An honest mistake is not a false accusation: that needs intent, and the approval of a body at the level of a "
        "city with districts or above.",
        report="39 45",
    ),
)
DUTIES = (
    _clause(
        "请如实反映,不确定的注明不确定。故意捏造、诬告陷害别人的,要承担责任。",
        "Be truthful and mark what you are unsure of. Whoever invents charges on purpose is held to account.",
        report="39",
        supervision="73",
        sanctions="32(4)",
    ),
    _clause(
        "知道了处理结果,请替机关保密,不要传出去。",
        "When you learn the result, keep it confidential.",
        report="36(4)",
    ),
    _clause(
        "请写具体的事。只写一个罪名、没有实际内容的,应当走诉讼、仲裁、行政复议的,归别的机关管的,不会受理。",
        "Write about concrete facts. What only names a type of misconduct, what belongs to a court, arbitration or "
        "review, and what is another body's business is not accepted.",
        report="13",
    ),
)
ABOUT_SECONDMENT = (
    _clause(
        "公务员挂职期间,和原单位的人事关系不变。",
        "During a secondment a civil servant's personnel relation with the home unit does not change.",
        servants="72",
    ),
    _clause(
        "公务员不得旷工;连续旷工超过15天,或者一年累计超过30天的,予以辞退。",
        "Civil servants may not stay away without leave; more than 15 days in a row, or 30 days in a year, lead to "
        "dismissal.",
        servants="59(17) 88(5)",
    ),
    _clause(
        "公职人员不履行职责、搞形式主义、工作中弄虚作假的,可以给予政务处分。",
        "Public officials who do not perform their duties, who work for show, or who deceive in their work can be "
        "disciplined.",
        sanctions="39(2) 39(3) 39(4)",
    ),
)

"""挂职单位及所任职务 in one cell: the unit ends with the last word that units end with."""

import re

_SUFFIX = re.compile(
    r"(?:人民政府|政府|管委会|委员会|办事处|办公室|研究院|研究所|(?<!常)委|党组|局|厅|院|公司|集团|大学|学校|中学|小学|中心|"
    r"银行|部|镇|乡|街道|社区|村|所|站|处)(?:[(\uff08][^)\uff09]*[)\uff09])?(?!长|员|主任|主席|会|办)"
)


def split(text: str) -> tuple[str, str]:
    """Give unit and post; all of it and "" when no known ending stands before a post."""
    ends = [found.end() for found in _SUFFIX.finditer(text) if found.start() > 0]
    at = ends[-1] if ends else len(text)
    unit, post = text[:at].strip(), text[at:].strip().lstrip("、,;/")
    return (unit, post) if post else (text.strip(), "")

"""What a letter of the reporter is for: a closed list, sealed inside the letter and read at the desk beside it.

Source: DOMAIN 3.5. Objecting and adding are rights under 《纪检监察机关处理检举控告工作规则》; asking to withdraw is a
request and never stops a case.
"""

from collections.abc import Mapping

from portal.domain.options import Options
from portal.domain.text import Text

ADD, ANSWER, OBJECT = "add", "answer", "object"

PURPOSES = Options(
    "letter_purposes",
    (
        (ANSWER, Text("回答机关的问题", "Answer the office's question")),
        (ADD, Text("补充材料", "Add material")),
        (OBJECT, Text("对处理结果有异议", "Object to how it was handled")),
        ("retaliation", Text("我受到了打击报复", "I am facing retaliation")),
        ("protection", Text("请求保护", "Ask for protection")),
        ("withdraw", Text("请求撤回", "Ask to withdraw")),
    ),
)


def purpose_of(body: Mapping[str, object]) -> str:
    """Give the code of what the letter with this body is for; "" for older letters and codes unknown here."""
    purpose = body.get("purpose")
    return purpose if isinstance(purpose, str) and purpose in PURPOSES.codes else ""

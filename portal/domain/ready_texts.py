"""Ready texts for an office's replies, to start from: an officer reads and changes each before it is sent.

None names a person, a unit, a measure or a finding. None states a legal date: the mailbox counts dates by itself.
"""

from dataclasses import dataclass

from portal.domain.text import Text


@dataclass(frozen=True)
class ReadyText:
    """A text to start from. `question`: it asks the reporter something, and the mailbox shows it as a question."""

    title: Text
    words: Text
    question: bool = False


READY_TEXTS = {
    "ask_more": ReadyText(
        Text("请补充", "Ask for more"),
        Text(
            "您好。您反映的情况已经收到。为了核实,想请您补充:……\n\n"
            "不知道的不用回答,也请不要为了取证去冒险。不回答,我们也会继续办理。请不要写出您自己的姓名。",
            "Hello. We have received what you reported. To check it, we would like to ask you: …\n\n"
            "Leave out what you do not know, and please take no risk to find out. "
            "We will go on even without an answer. Please do not write your own name.",
        ),
        question=True,
    ),
    "accepted": ReadyText(
        Text("已受理告知", "Tell of acceptance"),
        Text(
            "您好。您反映的事项属于我们的受理范围,已经受理,正在按程序办理。\n\n有新的情况,随时可以在这里补充。",
            "Hello. The matter you reported is within our remit. It has been accepted and is being handled.\n\n"
            "If you learn anything new, you can add it here at any time.",
        ),
    ),
    "concluded": ReadyText(
        Text("告知办结", "Tell of conclusion"),
        Text(
            "您好。您反映的事项已按程序办结。请您对办理结果保密。\n\n"
            "如果您不同意,可以在这里写信提出异议,并说明理由或者补充新的材料。",
            "Hello. The matter you reported has been concluded under the rules. "
            "Please keep the result confidential.\n\n"
            "If you do not agree, you can write an objection here with your reasons or new material.",
        ),
    ),
    "late": ReadyText(
        Text("超期说明", "Explain a delay"),
        Text(
            "您好。我们没有在告诉您的日期以前答复,向您说明并致歉。您的材料没有丢,仍在办理。\n\n"
            "下一次答复预计在……以前。",
            "Hello. We did not answer by the date we gave you. We are sorry. "
            "Your report has not been lost and is still being handled.\n\nWe expect to answer next by …",
        ),
    ),
}

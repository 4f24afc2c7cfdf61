"""The 35 signs by which a shadow secondment is recognised, in six groups. Codes are stable; words may improve."""

from dataclasses import dataclass

from portal.domain.options import Options
from portal.domain.text import Text


@dataclass(frozen=True)
class Indicator:
    """One sign: `code` such as "P1", a short `label`, and a `definition` that says what a person can notice."""

    code: str
    label: Text
    definition: Text

    @property
    def group(self) -> str:
        """Tell the code of its group: P, W, D, M, A or O."""
        return self.code[0]


def _sign(code: str, zh: str, en: str, zh_meaning: str, en_meaning: str) -> Indicator:
    return Indicator(code, Text(zh, en), Text(zh_meaning, en_meaning))


GROUPS = Options(
    "indicator_groups",
    (
        ("P", Text("人在不在", "Presence")),
        ("W", Text("干不干事", "Work")),
        ("D", Text("材料真不真", "Documents")),
        ("M", Text("待遇经费", "Money")),
        ("A", Text("怎么安排的", "Arrangement")),
        ("O", Text("有没有人管", "Oversight")),
    ),
)

INDICATORS: tuple[Indicator, ...] = (
    _sign("P1", "从未到岗", "Never took up the post",
          "文件上任了职,人一天也没有来过接收单位。",
          "Appointed on paper, but never came to the receiving unit."),
    _sign("P2", "长期留在原单位", "Stays at the sending unit",
          "挂职期间,人一直在派出单位上班。",
          "Works at the sending unit during the secondment."),
    _sign("P3", "只见名不见人", "Name on the list, nobody there",
          "接收单位的同事知道这个名字,却没见过这个人。",
          "Colleagues at the receiving unit know the name, not the person."),
    _sign("P4", "打卡式上班", "Clock-in only",
          "按时来、按时走,什么工作也不参与。",
          "Arrives on time, leaves on time, takes part in nothing."),
    _sign("P5", "短暂露脸", "Brief appearances",
          "只在开会、检查、拍照的时候出现一下。",
          "Comes only for events, inspections or photos."),
    _sign("P6", "两不管", "Managed by nobody",
          "两边单位都说不清这个人在哪里。",
          "Neither unit can say where the person is."),
    _sign("P7", "两头跑", "Runs between two jobs",
          "经常被原单位叫回去干活。责任往往在派出单位。",
          "Regularly called back by the sending unit, which is often the one at fault."),
    _sign("W1", "不参与具体工作", "Takes no part in the work",
          "在岗位上没有做过任何具体的事。",
          "Has done no task in the post."),
    _sign("W2", "不承担责任", "Carries no responsibility",
          "不签字、不拍板,出了事也不用负责。",
          "Signs nothing, decides nothing, answers for nothing."),
    _sign("W3", "有名无实", "Title without function",
          "有职务,但没有实际的工作和权限。",
          "Holds a title but was given no real duties or authority."),
    _sign("W4", "没有分工", "No duties assigned",
          "分工文件里找不到这个人。",
          "No written division of work names the person."),
    _sign("W5", "只干杂事", "Trivial tasks only",
          "只做一些临时的、零碎的事。",
          "Does only odd and passing jobs."),
    _sign("W6", "当观察员", "Acts as an observer",
          "把自己当过客、局外人,只看不做。",
          "Behaves like a guest or outsider who watches and does not act."),
    _sign("W7", "怕事不介入", "Avoids involvement",
          "怕惹事,遇到事情就躲开。",
          "Is afraid of trouble and steps aside."),
    _sign("W8", "被当贵宾", "Treated as an honoured guest",
          "接收单位不好意思、也不敢给他安排工作。",
          "The host does not dare to give the person any work."),
    _sign("D1", "只有文件", "Exists only on paper",
          "手续齐全,却看不到任何工作痕迹。",
          "The paperwork is complete, but there is no trace of any work."),
    _sign("D2", "总结代写", "Summary written by others",
          "工作总结是接收单位的人代写的。",
          "Someone at the receiving unit wrote the work summary."),
    _sign("D3", "实绩虚构", "Achievements invented",
          "总结里写的成绩,其实没有,或者是别人做的。",
          "The achievements claimed did not happen, or were other people's."),
    _sign("D4", "鉴定放水", "Rubber-stamp appraisal",
          "不管干没干,鉴定都写“表现良好”。",
          "The appraisal says “performed well” whatever was done."),
    _sign("D5", "考核走过场", "Assessment as a formality",
          "考核只看一份鉴定、一份总结,不看做了什么。",
          "The assessment looks at one appraisal and one summary, not at the work."),
    _sign("D6", "考勤不实", "Attendance record untrue",
          "没来却记成出勤,或者同一天两边都记了出勤。",
          "Marked present when absent, or marked present by both units on one day."),
    _sign("D7", "日志雷同或补写", "Work log copied or back-filled",
          "很多天写得一模一样,或者是一次补出来的。",
          "Many days read the same, or all were written in one sitting."),
    _sign("M1", "空挂领待遇", "Pay without work",
          "不干活,工资、补贴、差旅费照领。",
          "Draws pay, allowances and travel money without working."),
    _sign("M2", "专项经费没用在工作上", "Work fund misused",
          "配套的工作经费花了,没见到成效。",
          "The work fund was spent without any result to show."),
    _sign("M3", "差旅补贴不实", "False travel or allowance claims",
          "报的天数比实际多,或者地点对不上。",
          "Claims more days than worked, or places that do not match."),
    _sign("A1", "名额当福利", "Places handed out as a perk",
          "上级单位把挂职名额当福利分。",
          "A higher unit hands out secondments as a benefit."),
    _sign("A2", "人情和资源交换", "Favours exchanged",
          "用配合安排挂职,换政策支持或者项目。",
          "The secondment is traded for policy support or projects."),
    _sign("A3", "量身定制", "Made to measure",
          "为亲属、亲信专门设一个挂职岗位。",
          "A post was created for a relative or protégé."),
    _sign("A4", "镀金提拔", "A step to promotion",
          "只为了简历好看、提拔更快。",
          "Done only for the CV and a quicker promotion."),
    _sign("A5", "不按需选派", "Not selected by need",
          "派来的人和岗位需要对不上。",
          "The person sent does not fit what the post needs."),
    _sign("A6", "互换吃空饷", "Swapped ghost jobs",
          "互相把亲属安排到对方单位,用挂职的名义领钱不干活。",
          "Relatives are placed in each other's units and paid, under the name of secondment, for no work."),
    _sign("O1", "接收单位包庇", "Host covers up",
          "明知不在岗,接收单位还替他说好话。",
          "The host knows of the absence and still gives good reports."),
    _sign("O2", "派出单位不闻不问", "Sender does not follow up",
          "人派出去以后,原单位从来不过问。",
          "The sending unit never asks how the secondment is going."),
    _sign("O3", "从未走访检查", "Never checked on site",
          "没有人来走访、谈话,也没有人抽查。",
          "Nobody visits, talks to people or makes spot checks."),
    _sign("O4", "反映被压下", "Earlier reports suppressed",
          "有人反映过,却被要求不要再说。",
          "Someone spoke up and was told to keep quiet."),
)  # fmt: skip

INDICATOR_OPTIONS = Options("indicators", tuple((sign.code, sign.label) for sign in INDICATORS))


def in_group(group: str) -> tuple[Indicator, ...]:
    """List the signs of `group` ("P", "W", "D", "M", "A", "O") in the order shown."""
    return tuple(sign for sign in INDICATORS if sign.group == group)


def indicator(code: str) -> Indicator:
    """Find the sign with `code`. Raise `KeyError` when there is none."""
    return {sign.code: sign for sign in INDICATORS}[code]

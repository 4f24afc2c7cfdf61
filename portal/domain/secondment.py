"""The kinds of secondment. A temporary loan (借调) is taken as well, and marked for whoever decides on the remit."""

from portal.domain.options import Options
from portal.domain.text import Text

SECONDMENT_TYPES = Options(
    "secondment_type",
    (
        ("down", Text("下派(下挂)锻炼", "Secondment to a lower level")),
        ("up", Text("上挂", "Secondment to a higher level")),
        ("lateral", Text("横向挂职(同级、跨地区)", "Lateral secondment (same level, other region)")),
        ("east_west", Text("东西部协作", "East–West cooperation")),
        ("counterpart", Text("对口支援(援藏、援疆、援青等)", "Counterpart support (Tibet, Xinjiang, Qinghai …)")),
        ("designated", Text("定点帮扶", "Designated assistance")),
        ("sci_deputy", Text("科技副职(科技副县长、副镇长、科技镇长团)", "Science-and-technology deputy")),
        ("doctor_corps", Text("博士服务团", "Doctoral service corps")),
        ("first_secretary", Text("驻村第一书记", "Village first secretary")),
        ("village_team", Text("驻村工作队员", "Village work team member")),
        ("enterprise", Text("到企业、项目、专班挂职", "Secondment to an enterprise, project or task force")),
        ("borrow", Text("借调(不是挂职)", "Temporary loan (not a secondment)")),
        ("other", Text("其他", "Other")),
        ("unknown", Text("不清楚", "Not sure")),
    ),
)
NOT_A_SECONDMENT = frozenset({"borrow"})

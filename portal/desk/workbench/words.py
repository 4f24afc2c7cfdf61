"""The words of the workbench for kinds of files, classes of attendance and what became of a row."""

from portal.desk.workbench.rows import FileKind, Status
from portal.domain.text import Text

KINDS = {
    FileKind.ROSTER: Text("挂职干部台账", "Register of secondees"),
    FileKind.SENDING: Text("派出单位考勤", "Attendance, sending unit"),
    FileKind.RECEIVING: Text("接收单位考勤", "Attendance, receiving unit"),
    FileKind.WORKLOG: Text("工作日志", "Work log"),
    FileKind.TRAVEL: Text("差旅报销", "Travel claims"),
    FileKind.ALLOWANCE: Text("补贴发放", "Allowances paid"),
    FileKind.LEAVE: Text("请假外出", "Leave"),
    FileKind.MEETINGS: Text("会议签到", "Meeting sign-ins"),
    FileKind.OBSERVATIONS: Text("观察记录", "Observations"),
    FileKind.APPRAISALS: Text("鉴定总结", "Appraisals"),
}

STATUSES = {
    Status.PRESENT: Text("在岗", "Present"),
    Status.OFFICIAL_OUT: Text("公出", "Away on duty"),
    Status.LEAVE: Text("请假", "On leave"),
    Status.OFF: Text("休息", "Off"),
    Status.ABSENT: Text("缺勤", "Absent"),
    Status.SECONDED: Text("挂职在外", "Seconded away"),
    Status.HALF: Text("半天", "Half a day"),
    Status.UNKNOWN: Text("不明", "Unknown"),
}

WHYS = {
    "header": Text("按表头", "By its header"),
    "day": Text("当月的一天", "A day of the month"),
    "values": Text("按内容", "By what stands in it"),
    "twice": Text("与前面一列同义,未用", "Same meaning as an earlier column, unused"),
    "unknown": Text("表头不认识,未用", "Header not known, unused"),
    "blank": Text("没有表头,未用", "No header, unused"),
    "chosen": Text("您指定的", "Chosen by you"),
}

ORDERS = {
    "": Text("年在前,如 2026-03-05", "Year first, as in 2026-03-05"),
    "dmy": Text("日/月/年,如 05/03/2026", "Day/month/year, as in 05/03/2026"),
    "mdy": Text("月/日/年,如 03/05/2026", "Month/day/year, as in 03/05/2026"),
}

"""The words for the officer of every reason why something was not taken as it stands."""

from portal.domain.text import Text

from .table.faults import CannotRead, Reason

__all__ = ["CannotRead", "Reason", "words_of"]

_WORDS = {
    Reason.TOO_LARGE: Text("文件超过5 MiB,请拆分后再导入", "The file is larger than 5 MiB; please split it"),
    Reason.EMPTY: Text("文件里没有内容", "There is nothing in the file"),
    Reason.NOT_A_TABLE: Text(
        "这不是能读的表格;请另存为 .xlsx 或 .csv 再导入", "This is no table we can read; save it as .xlsx or .csv"
    ),
    Reason.BINARY: Text(
        "二进制工作簿(.xlsb)里的公式错误读不出来,所以不读;请另存为 .xlsx 再导入",
        "Formula errors cannot be told in a binary workbook (.xlsb), so it is not read; save it as .xlsx",
    ),
    Reason.BROKEN: Text("文件已损坏,打不开;请重新导出一份", "The file is damaged; please export it again"),
    Reason.PASSWORD: Text("文件设了密码;请去掉密码后再导入", "The file has a password; please remove it first"),
    Reason.TOO_WIDE: Text(
        "表格边缘很远处有内容,表格范围过大;请删去多余的行和列",
        "Something stands far out at the edge, so the sheet is too big; delete the spare rows and columns",
    ),
    Reason.TOO_MUCH: Text("文件展开后过大,没有读", "The file unfolds to too much; it was not read"),
    Reason.EXHAUSTED: Text(
        "读取这个文件用了过多内存或时间,已停止", "Reading this file took too much memory or time and was stopped"
    ),
    Reason.ENCODING: Text(
        "认不出文字编码;请另存为 UTF-8 或 .xlsx", "The text encoding is unknown; save it as UTF-8 or .xlsx"
    ),
    Reason.TOO_MANY_ROWS: Text("超过20000行,请拆分后再导入", "More than 20,000 rows; please split the file"),
    Reason.NO_HEADER: Text("前10行里没有找到表头", "No header row was found in the first 10 rows"),
    Reason.MISSING_COLUMN: Text("缺少必需的列", "A column that is needed is missing"),
    Reason.NO_SHEET: Text("没有这张工作表", "There is no such sheet"),
    Reason.SAME_NAME: Text(
        "两人同名且没有编号,也没有写明派出单位;请补上人员编号",
        "Two persons share this name without a number or a sending unit; please add their numbers",
    ),
    Reason.NO_PERSON: Text("这一行没有写是谁", "The row does not say whom it is about"),
    Reason.NOT_IN_ROSTER: Text(
        "挂职干部台账里没有这个人(如编号用的是另一套,可不使用编号列)",
        "This person is not in the roster (if the numbers are another system's, leave that column unused)",
    ),
    Reason.NAME_FITS_TWO: Text("姓名对得上两个人,这一行分不清是谁", "The name fits two persons; the row fits neither"),
    Reason.BAD_DATE: Text("日期看不懂或不存在", "The date cannot be read or does not exist"),
    Reason.BAD_MONTH: Text("月份看不懂", "The month cannot be read"),
    Reason.NO_MONTH: Text("不知道是哪个月;请在上传时填写年月", "The month is not known; please give it on upload"),
    Reason.NO_SUCH_DAY: Text("这个月没有这一天", "This month has no such day"),
    Reason.MISSING_VALUE: Text("必填的格是空的", "A cell that is needed is empty"),
    Reason.ENDS_BEFORE: Text("结束日期早于开始日期", "It ends before it starts"),
    Reason.TOTAL: Text("合计行,略过", "A row of totals, skipped"),
    Reason.LEGEND: Text("说明或图例,略过", "A note or legend, skipped"),
    Reason.WEEKDAYS: Text("星期行,略过", "A row of weekdays, skipped"),
    Reason.HEADER_AGAIN: Text("重复的表头,略过", "The header again, skipped"),
    Reason.OTHER_TABLE: Text(
        "从这里起是另一张表(表头所在的行见右),没有当作这一张的内容;要用的话,另读一次并选这一行作表头",
        "Another table begins here (its header row stands beside); read the file once more with that row as the header",
    ),
    Reason.NO_MARKS: Text("这一行没有任何记录", "The row holds no mark at all"),
    Reason.DUPLICATE: Text("与前面的一行完全相同,只用一次", "The same as a row before, used once"),
    Reason.SAME_AS_ABOVE: Text("姓名空着,按与上一行相同处理", "The name is empty and was taken from the row above"),
    Reason.OTHER_NAME: Text("编号相同,姓名与台账不同", "The number is known, the name differs from the roster"),
    Reason.CONTRADICTION: Text(
        "同一天有互相矛盾的记录,这一天按不明处理", "Records of one day contradict each other; the day counts as unknown"
    ),
    Reason.BAD_TIME: Text("时间看不懂,按没有填处理", "The time cannot be read and counts as missing"),
    Reason.BAD_NUMBER: Text("数字看不懂,按没有填处理", "The number cannot be read and counts as missing"),
    Reason.KEY_TWICE: Text("两列意思相同,用了前一列", "Two columns mean the same; the first is used"),
    Reason.NOT_SPLIT: Text(
        "单位和职务分不开,都放在接收单位", "Unit and post could not be split; all stands as the unit"
    ),
    Reason.ERROR_CELL: Text(
        "单元格里是公式错误(如 #N/A),没有按空白猜测", "The cell holds a formula error such as #N/A; nothing was guessed"
    ),
    Reason.MERGED: Text(
        "这一格与上面的格合并,不能确定每一行都适用,按没有填处理",
        "The cell is merged with the one above; whether it holds for each row is not known, so it counts as missing",
    ),
    Reason.OTHER_UNIT: Text(
        "姓名与台账相同,派出单位不同,不能确定是同一个人(确认是同一人时,可不使用派出单位这一列)",
        "The name is in the roster with another sending unit, so it may be another person "
        "(if it is the same one, leave the column of the sending unit unused)",
    ),
    Reason.HALF_MISSING: Text(
        "只有上午或只有下午的记录,这一天按不明处理", "Only one half of the day is recorded; the day counts as unknown"
    ),
}


def words_of(reason: Reason) -> Text:
    """Give the words for the officer, one sentence without a full stop."""
    return _WORDS[reason]

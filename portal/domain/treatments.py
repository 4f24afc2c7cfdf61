"""What was done with a file before it was sealed, in words for the sender and for the officer.

The codes of what was removed are those of `portal.cleaning.Kind`; the codes of treatments are those of
`portal.sealing.Treatment` (docs/formats.md, section 6).
"""

from portal.domain.options import Options
from portal.domain.text import Text

REMOVED = Options(
    "removed",
    (
        ("place", Text("拍摄地点", "where it was taken")),
        ("time", Text("时间", "when it was made")),
        ("device", Text("设备和软件的型号", "model of device and software")),
        ("author", Text("作者姓名", "name of the author")),
        ("description", Text("标题、关键词等说明", "title, keywords and other description")),
        ("comment", Text("附注", "comments about the file")),
        ("preview", Text("缩略图", "preview picture")),
        ("colour_profile", Text("颜色配置文件", "colour profile")),
        ("embedded_file", Text("夹带的文件", "attached files")),
        ("script", Text("自动运行的脚本", "scripts that run by themselves")),
        ("revisions", Text("修改记录的编号", "marks of editing sessions")),
        ("printer", Text("打印机设置", "printer settings")),
        ("folder", Text("电脑里的文件夹路径", "folder names of the computer")),
        ("other", Text("其他隐藏信息", "other hidden details")),
    ),
)


def removed_words(codes: tuple[str, ...], language: str) -> str:
    """Name what was removed, in the order of the list above; codes unknown here are named as "other", once."""
    known = {code if code in REMOVED.codes else "other" for code in codes}
    return ("、" if language == "zh" else ", ").join(text.of(language) for code, text in REMOVED.words if code in known)

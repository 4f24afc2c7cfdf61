"""Why a file could not be cleaned, in words for whoever wanted to send it."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.cleaning import Why
from portal.web.language import N_

UNCLEANED: Mapping[Why, str] = MappingProxyType(
    {
        Why.UNKNOWN: N_("不是我们认得的文件种类,或者文件名的后缀和内容对不上。"),
        Why.BROKEN: N_("读不出来,可能已经损坏。"),
        Why.TOO_LARGE: N_("太大了,没法去除里面的隐藏信息。"),
        Why.TOO_MANY_PIXELS: N_("图片的尺寸太大,没法处理。可以先缩小,或者截取需要的部分。"),
        Why.ANIMATED: N_("是动图。可以截一张静止的图。"),
        Why.NO_READER: N_("是我们读不了的图片格式。可以在手机或电脑上另存为JPG。"),
        Why.LOCKED: N_("设了密码,或者是旧版Office文件(doc、xls、ppt)。可以去掉密码,或者另存为docx、xlsx、pptx。"),
        Why.SIGNED: N_("带有电子签名。去除隐藏信息会让签名失效。"),
        Why.MACROS: N_("带有宏程序。可以另存为不带宏的文件。"),
        Why.EMBEDDED: N_("里面夹带了别的文件。可以把那个文件单独发来。"),
        Why.BOMB: N_("展开以后大得不正常。"),
        Why.EXTERNAL: N_("打开时会从网上取东西,可能暴露是谁在看。"),
        Why.STRANGE_PART: N_("里面有我们不认识的部分,不能确定有没有隐藏信息。"),
        Why.EXHAUSTED: N_("处理起来占用的时间或内存太多。"),
        Why.NOT_SURE: N_("不能确定隐藏信息都去掉了。"),
        Why.BUSY: N_("现在要处理的文件太多,没有轮到。请过几分钟再试。"),
    }
)

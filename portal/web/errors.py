"""The one place that turns errors into words: what happened, what became of your words, what to do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.web.crossorigin import CrossSite
from portal.web.database import Unavailable
from portal.web.language import N_, TAGS, language

_SERVER_ERROR, _CLIENT_ERROR = 500, 400


@dataclass(frozen=True)
class Words:
    """An error page. `title`, `happened`, `kept` and `now` are Chinese sentences, translated when shown."""

    status: int
    title: str
    happened: str
    kept: str
    now: str


_NOT_SENT = N_("这次提交没有成功,系统没有收下任何内容。之前已经送达的材料不受影响。")
_BACK = N_("请返回上一页,先把写好的文字复制保存,再重新提交。")
_NOTHING_LOST = N_("没有内容丢失。")
_HOME = N_("请回到首页,从那里重新进入。")
_PERHAPS_NOT = N_("如果您刚才在提交:没有看到查询码,就请当作没有送达。之前已经送达的材料不受影响。")

WORDS: Mapping[int, Words] = {
    400: Words(400, N_("这次提交不完整"), N_("送来的内容缺了一部分,可能是网络中途断开了。"), _NOT_SENT, _BACK),
    403: Words(
        403,
        N_("这里不能打开"),
        N_("这个页面不向您开放。"),
        _NOTHING_LOST,
        N_("如果您认为应当能打开,请重新登录再试。"),
    ),
    404: Words(
        404,
        N_("没有这个页面"),
        N_("地址可能输错了,或者页面已经搬走。"),
        _NOTHING_LOST,
        _HOME,
    ),
    405: Words(405, N_("请从头进入这个页面"), N_("这个地址不能直接打开。"), _NOTHING_LOST, _HOME),
    413: Words(
        413,
        N_("附件太大了"),
        N_("送来的内容超过了一次能接收的大小。"),
        _NOT_SENT,
        N_("请返回上一页,去掉一些附件后再提交。没有带上的附件,送达以后可以凭查询码分几次补充。"),
    ),
    429: Words(
        429, N_("现在使用的人太多"), N_("系统正忙,暂时没有处理您的请求。"), _NOT_SENT, N_("请等一分钟,再试一次。")
    ),
    500: Words(
        500,
        N_("系统出了问题"),
        N_("是我们这边出了错,与您无关。"),
        _PERHAPS_NOT,
        N_("请返回上一页再试一次。同一份内容重复提交,也只会收下一份。"),
    ),
    503: Words(
        503,
        N_("暂时不能使用"),
        N_("系统正在维护,或者暂时连不上。"),
        _PERHAPS_NOT,
        N_("请先把写好的文字保存好,过一会儿再试。"),
    ),
}
CROSS_SITE = Words(
    403,
    N_("这次提交不是从本站发出的"),
    N_("您的浏览器说,这次提交来自别的网站,所以没有接收。"),
    _NOT_SENT,
    _HOME,
)
CLOSED = Words(
    503,
    N_("现在不能安全地接收材料"),
    N_("受理机关的公钥名册没有通过核对。为了不把您的材料交给不该看的人,我们暂停接收。"),
    N_("刚才的内容没有送出,也没有留在系统里。之前已经送达的材料不受影响。"),
    N_("请先把写好的文字保存好,过一天再来。已有查询码的,仍然可以查询。"),
)
FULL = Words(
    503,
    N_("现在存不下新的材料"),
    N_("系统的存储空间不够,没有收下这次提交。"),
    _NOT_SENT,
    N_("请先把写好的文字保存好,过几个小时再试。附件可以少带一些。"),
)

# Shown when even the template cannot be rendered: no template, no translation table, no database stands behind it.
_BARE = {
    "zh": "<h1>系统出了问题</h1><p>是我们这边出了错,与您无关。没有看到查询码,就请当作没有送达。请过一会儿再试。</p>",
    "en": "<h1>Something went wrong</h1><p>The fault is ours. If you saw no receipt code, nothing was delivered. "
    "Please try again later.</p>",
}


def error_page(words: Words) -> Response:
    """Make the page that says `words`, with their status; a bare page when it cannot be rendered."""
    try:
        body = render_template("shared/error.html", words=words)
    except Exception as broken:
        current_app.logger.exception("the error page cannot be rendered", exc_info=broken)
        lang = language()
        body = f'<!doctype html><html lang="{TAGS[lang]}"><meta charset="utf-8"><title>-</title>{_BARE[lang]}</html>'
    return make_response(body, words.status)


def words_for(error: HTTPException) -> Words:
    """Find the words for an HTTP error: its own, or those of 400 or 500 under its status when it has none."""
    status = error.code or _SERVER_ERROR
    if isinstance(error, CrossSite):
        return CROSS_SITE
    if status in WORDS:
        return WORDS[status]
    near = WORDS[_SERVER_ERROR if status >= _SERVER_ERROR else _CLIENT_ERROR]
    return Words(status, near.title, near.happened, near.kept, near.now)


def install_errors(app: Flask, more: Mapping[type[Exception], Words]) -> None:
    """Let every error of `app` end in a page of words. `more` gives the words of a door's own named errors.

    Anything unforeseen arrives here as a 500 after Flask has had it logged, so nothing unforeseen reaches the reader.
    """

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> AnyResponse:
        if isinstance(error, RequestRedirect) or error.response is not None:
            return error.get_response()
        answer = error_page(words_for(error))
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer

    def named_error(words: Words) -> Callable[[Exception], Response]:
        def answer(error: Exception) -> Response:
            if words.status >= _SERVER_ERROR:
                app.logger.error("a request ended in a named error", exc_info=error)
            return error_page(words)

        return answer

    for kind, words in {Unavailable: WORDS[503], **more}.items():
        app.register_error_handler(kind, named_error(words))

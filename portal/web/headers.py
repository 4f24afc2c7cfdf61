"""The headers of every answer: nothing from elsewhere, nothing kept, nothing told to the next site."""

from flask import Flask, Response

# `same-origin`, not `no-referrer`: Flask-WTF refuses an HTTPS POST that comes without a referrer.
# `no-store` also on the stylesheet: a file in the cache tells the next user of the machine which site was read.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, noarchive",
}


def install_headers(app: Flask) -> None:
    """Put `HEADERS` on every answer, errors and static files included; a view cannot weaken them."""

    @app.after_request
    def harden(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers[name] = value
        # An entity tag or a date of change would let a returning browser be recognised.
        answer.headers.pop("ETag", None)
        answer.headers.pop("Last-Modified", None)
        return answer

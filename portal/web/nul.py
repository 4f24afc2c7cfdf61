"""The one character that no database server stores as text. No browser sends it, so it is nobody's words."""

from flask import Flask, abort, request

NUL = "\0"


def refuse_nul(app: Flask, *, forms: bool) -> None:
    """Answer 404 to an address with NUL in it, as to any other that names nothing; with `forms`, 400 to such a field.

    A server's driver refuses the whole statement, so a made-up id would look like a database that is gone. SQLite
    merely finds nothing.
    """

    @app.before_request
    def refuse() -> None:
        if NUL in request.path or any(NUL in part for pair in request.args.items(multi=True) for part in pair):
            abort(404)
        if forms and any(NUL in part for pair in request.form.items(multi=True) for part in pair):
            abort(400)

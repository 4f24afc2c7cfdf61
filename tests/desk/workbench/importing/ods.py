"""OpenDocument spreadsheets as an office program writes them."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape, quoteattr

_NS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
_HIDDEN = (
    '<office:automatic-styles><style:style style:name="hid" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
_REST = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell {}/></table:table-row>'.format(
    'table:number-columns-repeated="16384"'
)


def typed(kind, inside, more="", **told):
    """A cell of a value type; `told` are its `office:` attributes, `inside` what stands between its tags."""
    values = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in told.items())
    return f'<table:table-cell {more} office:value-type="{kind}"{values}>{inside}</table:table-cell>'


def cell(value, more=""):
    if value in (None, ""):
        return f"<table:table-cell {more}/>"
    shown = f"<text:p>{escape(str(value))}</text:p>"
    if isinstance(value, date):
        return typed("date", "<text:p>x</text:p>", more, date_value=value)
    if isinstance(value, int | float):
        return typed("float", shown, more, value=value)
    if value.startswith("#"):  # a formula error, as LibreOffice writes it
        return typed("string", shown, f'{more} table:formula="of:=1/0"', string_value="")
    return typed("string", shown, more)


def row(values, more=""):
    cells = (one if isinstance(one, str) and one.startswith("<") else cell(one) for one in values)
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(name, rows, style="ta1"):
    """With the million empty rows below that an office program writes."""
    body = "".join(one if isinstance(one, str) else row(one) for one in rows)
    return f"<table:table table:name={quoteattr(name)} table:style-name={quoteattr(style)}>{body}{_REST}</table:table>"


def ods(*tables, before="", manifest=""):
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NS}>{_HIDDEN}<office:body>'
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr("content.xml", xml)
    return sink.getvalue()

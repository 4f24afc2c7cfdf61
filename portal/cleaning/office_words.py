"""Which names in an Office file say who, when and where.

From ECMA-376 parts 1 and 4, and Microsoft's [MS-DOCX], [MS-XLSX], [MS-PPTX].
Names are compared without prefix: programs choose prefixes as they like.
"""

import re

from .outcome import Kind

# Parts that go, with every mention of them. Pictures, text and layout do not depend on any of these.
DROPPED = (
    (re.compile(r"docProps/.*\.(jpe?g|png|wmf|emf)", re.IGNORECASE), Kind.PREVIEW),
    (re.compile(r"docProps/.*"), Kind.AUTHOR),
    (re.compile(r"_xmlsignatures/.*|customXml/.*|docMetadata/.*|package/services/.*"), Kind.OTHER),
    (re.compile(r"(word/people|xl/persons/[^/]*)\.xml"), Kind.AUTHOR),
    (re.compile(r"word/comments(Extended|Ids|Extensible)\.xml|xl/threadedComments/.*"), Kind.COMMENT),
    (re.compile(r"ppt/(changesInfos/.*|revisionInfo\.xml)"), Kind.REVISIONS),
    (re.compile(r"(word|xl|ppt)/printerSettings/.*"), Kind.PRINTER),
)  # fmt: skip

MACROS = re.compile(r".*(vbaProject|vbaData|macrosheets/|dialogsheets/|activeX/|attachedToolbars).*", re.IGNORECASE)
EMBEDDED = re.compile(r".*/(embeddings|fonts|media/.*\.(mp[34]|m4[av]|wav|wm[av]|avi|mov))(/.*)?", re.IGNORECASE)
EXTERNAL = re.compile(r"xl/(externalLinks/.*|connections\.xml|queryTables/.*|revisions/.*|webextensions/.*)")
PICTURE = re.compile(r".*\.(jpe?g|png|webp)", re.IGNORECASE)
XML = re.compile(r".*\.(xml|rels|vml)", re.IGNORECASE)

# Elements that go with all they hold.
ELEMENTS = {
    "rsids": Kind.REVISIONS, "docId": Kind.REVISIONS, "revisionPtr": Kind.REVISIONS, "docVars": Kind.OTHER,
    "attachedTemplate": Kind.FOLDER, "mailMerge": Kind.FOLDER, "absPath": Kind.FOLDER, "fileSharing": Kind.AUTHOR,
    "saveThroughXslt": Kind.FOLDER, "webPublishing": Kind.OTHER,
}  # fmt: skip

# Attributes that go.
ATTRIBUTES = {
    "rsidR": Kind.REVISIONS, "rsidRPr": Kind.REVISIONS, "rsidRDefault": Kind.REVISIONS, "rsidP": Kind.REVISIONS,
    "rsidDel": Kind.REVISIONS, "rsidTr": Kind.REVISIONS, "rsidSect": Kind.REVISIONS,
    "dateUtc": Kind.TIME, "refreshedBy": Kind.AUTHOR, "refreshedDate": Kind.TIME, "refreshedDateIso": Kind.TIME,
    "codeName": Kind.OTHER, "documentId": Kind.REVISIONS,
    "coauthVersionLast": Kind.REVISIONS, "coauthVersionMax": Kind.REVISIONS,
}  # fmt: skip
# Attributes that go only where they mean this: elsewhere `date` and `uid` carry layout.
ATTRIBUTES_OF = {
    ("date", "w"): Kind.TIME, ("uid", "xr"): Kind.REVISIONS, ("uid", "xr2"): Kind.REVISIONS,
    ("uid", "xr3"): Kind.REVISIONS,
}  # fmt: skip

# Attributes whose value is required by the format and says nothing afterwards.
NOBODY = "Author"
_NEVER = "2000-01-01T00:00:00.000"
REPLACED = {
    "author": NOBODY, "initials": "A", "userName": NOBODY, "userId": "A", "providerId": "None",
    "dt": _NEVER, "created": _NEVER,
}  # fmt: skip
AUTHOR_ELEMENTS = {"cmAuthor", "author"}

# Pictures remember the file they came from.
PICTURE_NAMES = {"cNvPr", "docPr", "imagedata", "shape"}
PICTURE_ATTRIBUTES = {"descr", "title", "name", "alt"}
FILE_NAME = re.compile(r".*([\\/]|\.\w{2,5}$).*", re.DOTALL)

# Links to files of the reporter's own computer, and outer resources that a reader would fetch (and be seen fetching).
LINK_OUT = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
DROPPED_LINKS = ("/attachedTemplate", "/mailMergeSource", "/mailMergeHeaderSource", "/recipientData")

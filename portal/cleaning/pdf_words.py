"""Which entries of a PDF may stay and which must go (ISO 32000-2).

Where metadata gathers – the root, a page, a note in the margin – only entries known to be layout or content stay.
Anywhere else the entries that are known to speak of the file's making go.
"""

from .outcome import Kind

# 7.7.2
ROOT = {
    "/Type", "/Version", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout", "/PageMode",
    "/Outlines", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OCProperties", "/AcroForm",
}  # fmt: skip
# 7.7.3.3
PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/Annots", "/StructParents", "/Trans", "/Dur", "/Tabs", "/UserUnit", "/B",
}  # fmt: skip
# 12.5.2 and 12.5.6: without /T (who), /M and /CreationDate (when), /NM (a random name).
NOTE = {
    "/Type", "/Subtype", "/Rect", "/Contents", "/RC", "/P", "/Parent", "/Popup", "/F", "/AP", "/AS", "/Border", "/BS",
    "/BE", "/C", "/IC", "/CA", "/ca", "/BM", "/StructParent", "/OC", "/Open", "/Name", "/State", "/StateModel", "/IRT",
    "/RT", "/Subj", "/IT", "/DA", "/DS", "/Q", "/CL", "/RD", "/L", "/LE", "/LL", "/LLE", "/LLO", "/Cap", "/CO", "/CP",
    "/Vertices", "/InkList", "/QuadPoints", "/Sy", "/Rotate", "/OverlayText", "/Repeat", "/RO", "/Path", "/A", "/Dest",
    "/H", "/PA", "/Lang",
}  # fmt: skip
GONE_OF_NOTE = {"/T": Kind.AUTHOR, "/M": Kind.TIME, "/CreationDate": Kind.TIME}

# 14.3, 14.5, 12.6, 7.11, 14.13
GONE = {
    "/Metadata": Kind.DESCRIPTION, "/PieceInfo": Kind.OTHER, "/LastModified": Kind.TIME, "/Thumb": Kind.PREVIEW,
    "/AA": Kind.SCRIPT, "/JavaScript": Kind.SCRIPT, "/OpenAction": Kind.SCRIPT, "/EmbeddedFiles": Kind.EMBEDDED_FILE,
    "/EF": Kind.EMBEDDED_FILE, "/AF": Kind.EMBEDDED_FILE, "/Collection": Kind.EMBEDDED_FILE,
    "/AlternatePresentations": Kind.SCRIPT, "/Renditions": Kind.SCRIPT, "/CreatorInfo": Kind.DEVICE,
    "/SpiderInfo": Kind.OTHER, "/OutputIntents": Kind.COLOUR_PROFILE, "/DPartRoot": Kind.OTHER,
    "/Measure": Kind.PLACE, "/VP": Kind.PLACE, "/LGIDict": Kind.PLACE, "/DSS": Kind.OTHER, "/Threads": Kind.DESCRIPTION,
    "/OPI": Kind.FOLDER,
}  # fmt: skip

# 12.6.4: moving about, opening an address, showing and hiding. All other actions run, send, play or open files.
ACTIONS = {"/GoTo", "/URI", "/Named", "/Thread", "/Hide", "/ResetForm", "/SetOCGState", "/Trans"}
CARRYING = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Projection"}

# 7.4: what a stream may be packed with. JPEG 2000 has boxes for anything and is refused.
FILTERS = {
    "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/CCITTFaxDecode",
    "/JBIG2Decode", "/DCTDecode",
}  # fmt: skip

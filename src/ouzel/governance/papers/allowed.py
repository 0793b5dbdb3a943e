"""What an Office document may be made of: content types and relations, by name. Whatever is not named is not taken.

The names are those that Word, Excel, PowerPoint, LibreOffice and Google write into documents that do nothing when they
are opened (ECMA-376; [MS-DOCX], [MS-XLSX], [MS-PPTX] for what Microsoft added).
"""

from dataclasses import dataclass

_OOXML = "application/vnd.openxmlformats-officedocument."
_WORD = (
    "styles settings webSettings fontTable numbering footnotes endnotes header footer comments commentsExtended "
    "commentsIds commentsExtensible people document.glossary printerSettings"
)  # fmt: skip
_EXCEL = (
    "worksheet chartsheet styles sharedStrings calcChain comments table tableSingleCells pivotTable "
    "pivotCacheDefinition pivotCacheRecords sheetMetadata printerSettings customProperty revisionHeaders revisionLog "
    "userNames"
)  # fmt: skip
_POWERPOINT = (
    "slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps viewProps tableStyles tags comments "
    "commentAuthors slideUpdateInfo printerSettings"
)  # fmt: skip
_DRAWING = "chart chartshapes diagramData diagramLayout diagramStyle diagramColors"
_COMMON = (
    "extended-properties custom-properties customXmlProperties theme themeOverride drawing vmlDrawing obfuscatedFont"
)
_MICROSOFT = (
    "office.drawingml.diagramDrawing office.chartstyle office.chartcolorstyle office.chartex "
    "office.classificationlabels office.documenttasks word.stylesWithEffects word.keyMapCustomizations "
    "excel.threadedcomments excel.person excel.slicer excel.slicerCache excel.timeline excel.timelineCache "
    "excel.controlproperties excel.rdrichvalue excel.rdrichvaluestructure excel.rdrichvaluetypes excel.richstyles "
    "excel.richvaluerel excel.rdarray excel.rdsupportingpropertybag excel.rdsupportingpropertybagstructure "
    "excel.featurepropertybag excel.namedsheetviews powerpoint.comments powerpoint.authors powerpoint.revisioninfo "
    "powerpoint.changesinfo"
)  # fmt: skip
_BINARY = frozenset({"printersettings", "vmldrawing", "obfuscatedfont", "customproperty"})


def _types(before: str, names: str) -> set[str]:
    return {
        f"{before}{name}{'' if name.casefold() in _BINARY else '+xml'}".casefold() for name in names.split()
    }  # fmt: skip


XML_TYPES = frozenset(
    each for each in {
        "application/xml", "text/xml", "application/inkml+xml",
        "application/vnd.openxmlformats-package.relationships+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
        *_types(f"{_OOXML}wordprocessingml.", _WORD), *_types(f"{_OOXML}spreadsheetml.", _EXCEL),
        *_types(f"{_OOXML}presentationml.", _POWERPOINT), *_types(f"{_OOXML}drawingml.", _DRAWING),
        *_types(_OOXML, _COMMON), *_types("application/vnd.ms-", _MICROSOFT),
    }
    if each.endswith("xml")
)  # fmt: skip
VML = f"{_OOXML}vmldrawing"  # not always well-formed XML
IMAGES = frozenset(
    f"image/{name}"
    for name in ("png", "jpeg", "jpg", "pjpeg", "gif", "bmp", "x-bmp", "tiff", "tif", "x-tiff", "svg+xml", "webp",
                 "x-emf", "emf", "x-wmf", "wmf", "x-emz", "x-wmz", "vnd.ms-photo", "x-icon", "vnd.microsoft.icon",
                 "jp2", "heic", "heif", "avif", "x-png")
) | {"application/x-emf", "application/x-wmf"}  # fmt: skip
OPAQUE = frozenset(  # looked at by their first bytes only
    {
        "application/x-fontdata", "application/x-font-ttf", "application/x-font-otf", "font/ttf", "font/otf",
        "application/vnd.ms-opentype", "application/vnd.openxmlformats-package.digital-signature-origin",
        "application/vnd.openxmlformats-package.digital-signature-certificate", f"{_OOXML}obfuscatedfont",
        f"{_OOXML}wordprocessingml.printersettings", f"{_OOXML}spreadsheetml.printersettings",
        f"{_OOXML}presentationml.printersettings", f"{_OOXML}spreadsheetml.customproperty",
    }
)  # fmt: skip
_LEADING = (
        "officeDocument core-properties extended-properties extendedProperties custom-properties customProperties "
        "thumbnail styles stylesWithEffects settings webSettings fontTable font numbering footnotes endnotes header "
        "footer comments commentsExtended commentsIds commentsExtensible people glossaryDocument theme themeOverride "
        "image hdphoto hyperlink chart chartUserShapes chartStyle chartColorStyle chartEx diagramData diagramLayout "
        "diagramQuickStyle diagramColors diagramDrawing customXml customXmlProps printerSettings vmlDrawing drawing "
        "package classificationlabels documenttasks keyMapCustomizations attachedTemplate worksheet chartsheet "
        "sharedStrings calcChain table tableSingleCells pivotTable pivotCacheDefinition pivotCacheRecords "
        "sheetMetadata threadedComment person slicer slicerCache timeline timelineCache ctrlProp rdRichValue "
        "rdRichValueStructure rdRichValueTypes richStyles richValueRel rdArray rdSupportingPropertyBag "
        "rdSupportingPropertyBagStructure FeaturePropertyBag namedSheetView revisionHeaders revisionLog usernames "
        "customProperty slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps viewProps "
        "tableStyles tags commentAuthors authors slideUpdateInfo revisionInfo changesInfo origin signature "
        "certificate"
)  # fmt: skip
RELATIONS = frozenset(each.casefold() for each in _LEADING.split())  # the last word of the type of a relation


@dataclass(frozen=True)
class Carried:
    """What a document carries that no paper may, and what the person who hands it in can do."""

    what: str
    right: str


_PDF = "Or save it as PDF, which carries the same to everybody"
MACROS = Carried("macros, which are programs", "Save it as a document without macros (.docx, .xlsx, .pptx). " + _PDF)
OBJECT = Carried(
    "another document inside it that cannot be looked into",
    "Put it in as a picture, or hand it in as a paper of its own. " + _PDF,
)  # fmt: skip
FETCHED = Carried(
    "what is fetched from elsewhere when it is opened", "Put the picture or text itself into the document. " + _PDF
)
FIELD = Carried(
    "a field that fetches something from elsewhere",
    "Turn the field into plain text (in Word: select it, Ctrl+Shift+F9). " + _PDF,
)
FORMULA = Carried(
    "a formula that fetches something from elsewhere", "Put the values in its place (paste as values). " + _PDF
)
WORKBOOK = Carried(
    "links to other workbooks or to a database",
    "Break them (in Excel: Data, Edit Links, Break Link), so that the values stay. " + _PDF,
)  # fmt: skip
TEMPLATE = Carried(
    "a template that is fetched from a server when it is opened",
    "Take the template off (in Word: Developer, Document Template, Normal). " + _PDF,
)  # fmt: skip
FILE_LINK = Carried(
    "a link to a file on somebody's computer or network, or to a program",
    "Take the link off: nobody outside could follow it. Links to https and mailto addresses may stay",
)  # fmt: skip
ADD_IN = Carried("an add-in that is fetched when it is opened", "Save it as PDF, which carries the same to everybody")
FILM = Carried("sound or film", "Put a link to it in its place. " + _PDF)
PASSWORD = Carried("a password", "Save it without one")
NEEDLESS = Carried("a part that no such document needs", "Save it again from its program. " + _PDF)

WORDS = (  # parts of the names of types and relations, and what they are
    (("vba", "macro", "dialogsheet", "attachedtoolbars", "customui", "extensibility"), MACROS),
    (("externallink", "connections", "querytable", "oledblink", "model+data", "volatiledependencies",
      "mailmerge", "recipientdata"), WORKBOOK),
    (("webextension", "taskpane"), ADD_IN),
    (("audio", "video", "media", "model3d", "gltf"), FILM),
    (("oleobject", "activex", "control", "embed", "afchunk", "package", "msword", "ms-excel", "ms-powerpoint",
      "rtf", "html", "frame", "subdocument"), OBJECT),
)  # fmt: skip


def carried(name: str) -> Carried:
    """What a type or relation that is not allowed stands for, as nearly as its name tells."""
    lowered = name.casefold()
    return next((what for words, what in WORDS if any(word in lowered for word in words)), NEEDLESS)

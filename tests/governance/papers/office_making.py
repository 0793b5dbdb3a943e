"""Office documents part by part: each with its type and with the relation that leads to it."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MS = "http://schemas.microsoft.com/office"
TYPE = "application/vnd.openxmlformats-officedocument."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
EMF = b"\x01\x00\x00\x00" + bytes(40)
MAIN = {
    "docx": ("word/document.xml", f"{TYPE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{TYPE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{TYPE}presentationml.presentation.main+xml"),
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Part:
    """A part at a path. `by`: the relation that leads to it, from the part `of` (empty: the main part)."""

    path: str
    type: str
    content: str | bytes = "<a/>"
    by: str = ""
    of: str = ""


@dataclass(frozen=True)
class Leads:
    """A relation to somewhere outside, or to a part that has another relation already."""

    by: str
    target: str
    of: str = ""
    mode: str = "External"


def word(text: str) -> str:
    """The main part of a Word document with one paragraph; `text` may hold XML."""
    return f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def office(kind: str, *parts: Part | Leads, main: str = "", of_main: str = "") -> bytes:
    """A document of the kind "docx", "xlsx" or "pptx". `of_main`: another type of its main part."""
    path, declared = MAIN[kind]
    whole = [Part(path, of_main or declared, main or word("We are asked to approve.")), *parts]
    links: dict[str, list[str]] = {"": [_relation(0, f"{DOC}/officeDocument", path)]}
    for number, each in enumerate(parts, 1):
        if isinstance(each, Leads):
            links.setdefault(each.of or path, []).append(_relation(number, each.by, each.target, each.mode))
        elif each.by:
            links.setdefault(each.of or path, []).append(_relation(number, each.by, f"/{each.path}"))
    types = "".join(
        f'<Override PartName="/{each.path}" ContentType="{each.type}"/>'
        for each in whole if isinstance(each, Part) and each.type
    )  # fmt: skip
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        )
        for place, found in links.items():
            folder, _, name = place.rpartition("/")
            rels = f"{folder}/_rels/{name}.rels".lstrip("/")
            archive.writestr(rels, f'<Relationships xmlns="{PACKAGE}">{"".join(found)}</Relationships>')
        for each in whole:
            if isinstance(each, Part):
                archive.writestr(each.path, each.content)
    return out.getvalue()


def _relation(number: int, kind: str, target: str, mode: str = "") -> str:
    external = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"{external}/>'


def _word(name: str, *, path: str = "", content: str | bytes = "<a/>", by: str = "") -> Part:
    return Part(f"word/{path or name}.xml", f"{TYPE}wordprocessingml.{name}+xml", content, f"{DOC}/{by or name}")


def workbook(*cells: str) -> bytes:
    """A workbook with text in its cells, such as is behind a chart."""
    rows = "".join(f'<row><c t="str"><v>{cell}</v></c></row>' for cell in cells)
    return office(
        "xlsx",
        Part("xl/worksheets/sheet1.xml", f"{TYPE}spreadsheetml.worksheet+xml", f"<s>{rows}</s>", f"{DOC}/worksheet"),
        main="<workbook/>",
    )  # fmt: skip


CHART = "word/charts/chart1.xml"
ORDINARY = {
    "docx with all that Word puts into a board paper": ("docx", [
        _word("styles"), _word("settings"), _word("webSettings"), _word("fontTable"), _word("numbering"),
        _word("footnotes"), _word("endnotes"), _word("header", path="header1"), _word("footer", path="footer1"),
        _word("comments"), _word("commentsExtended"), _word("commentsIds"), _word("people"),
        _word("document.glossary", path="glossary/document", by="glossaryDocument"),
        Part("word/theme/theme1.xml", f"{TYPE}theme+xml", by=f"{DOC}/theme"),
        Part("word/media/image1.png", "image/png", PNG, f"{DOC}/image"),
        Part("word/media/image2.emf", "image/x-emf", EMF, f"{DOC}/image"),
        Part("word/media/image3.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", f"{DOC}/image"),
        Part("word/media/hdphoto1.wdp", "image/vnd.ms-photo", b"II\xbc\x01" + bytes(9),
             f"{MS}/2007/relationships/hdphoto"),
        Part("word/printerSettings1.bin", f"{TYPE}wordprocessingml.printerSettings", b"H\0P\0",
             f"{DOC}/printerSettings"),
        Part("word/fonts/font1.odttf", f"{TYPE}obfuscatedFont", bytes(range(200, 250)), f"{DOC}/font",
             "word/fontTable.xml"),
        Part("customXml/item1.xml", "application/xml", "<b:Sources xmlns:b='x'/>", f"{DOC}/customXml"),
        Part("customXml/itemProps1.xml", f"{TYPE}customXmlProperties+xml", by=f"{DOC}/customXmlProps",
             of="customXml/item1.xml"),
        Part("word/diagrams/data1.xml", f"{TYPE}drawingml.diagramData+xml", by=f"{DOC}/diagramData"),
        Part("word/diagrams/layout1.xml", f"{TYPE}drawingml.diagramLayout+xml", by=f"{DOC}/diagramLayout"),
        Part("word/diagrams/quickStyle1.xml", f"{TYPE}drawingml.diagramStyle+xml", by=f"{DOC}/diagramQuickStyle"),
        Part("word/diagrams/colors1.xml", f"{TYPE}drawingml.diagramColors+xml", by=f"{DOC}/diagramColors"),
        Part("word/diagrams/drawing1.xml", "application/vnd.ms-office.drawingml.diagramDrawing+xml",
             by=f"{MS}/2007/relationships/diagramDrawing"),
        Part(CHART, f"{TYPE}drawingml.chart+xml", by=f"{DOC}/chart"),
        Part("word/charts/style1.xml", "application/vnd.ms-office.chartstyle+xml",
             by=f"{MS}/2011/relationships/chartStyle", of=CHART),
        Part("word/embeddings/Microsoft_Excel_Worksheet.xlsx", f"{TYPE}spreadsheetml.sheet", workbook("Waits", "12"),
             f"{DOC}/package", CHART),
        Part("docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml",
             by=f"{MS}/2020/02/relationships/classificationlabels"),
        Part("docProps/thumbnail.emf", "image/x-emf", EMF, f"{PACKAGE}/metadata/thumbnail"),
        Part("docProps/custom.xml", f"{TYPE}custom-properties+xml", "<p><i4>1234567881</i4></p>",
             f"{DOC}/custom-properties"),
        Part("[trash]/0000.dat", "", b"\xff\xff\0\0"),
        Leads(f"{DOC}/attachedTemplate", "file:///C:\\Users\\jo\\AppData\\Roaming\\Microsoft\\Templates\\Board.dotx",
              "word/settings.xml"),
        Leads(f"{DOC}/hyperlink", "https://www.england.nhs.uk/"),
        Leads(f"{DOC}/hyperlink", "mailto:board@example.org"),
        Leads(f"{DOC}/hyperlink", "Appendix%20A.docx"),
        Leads(f"{DOC}/image", "cid:image001.png@01D7"),
    ]),
    "docx of the strict kind": ("docx", [
        Part("word/styles.xml", f"{TYPE}wordprocessingml.styles+xml",
             by="http://purl.oclc.org/ooxml/officeDocument/relationships/styles"),
        Part("docProps/app.xml", f"{TYPE}extended-properties+xml",
             by="http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties"),
    ]),
    "xlsx with tables, a pivot table, comments and notes": ("xlsx", [
        Part("xl/worksheets/sheet1.xml", f"{TYPE}spreadsheetml.worksheet+xml",
             "<s><c><f>SUM(A1:A9)</f><v>3</v></c></s>",
             f"{DOC}/worksheet"),
        Part("xl/sharedStrings.xml", f"{TYPE}spreadsheetml.sharedStrings+xml", by=f"{DOC}/sharedStrings"),
        Part("xl/calcChain.xml", f"{TYPE}spreadsheetml.calcChain+xml", by=f"{DOC}/calcChain"),
        Part("xl/comments1.xml", f"{TYPE}spreadsheetml.comments+xml", by=f"{DOC}/comments"),
        Part("xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml",
             by=f"{MS}/2017/10/relationships/threadedComment"),
        Part("xl/persons/person.xml", "application/vnd.ms-excel.person+xml", by=f"{MS}/2017/10/relationships/person"),
        Part("xl/drawings/vmlDrawing1.vml", f"{TYPE}vmlDrawing", "<xml><br>not closed</xml>", f"{DOC}/vmlDrawing"),
        Part("xl/tables/table1.xml", f"{TYPE}spreadsheetml.table+xml", by=f"{DOC}/table"),
        Part("xl/pivotTables/pivotTable1.xml", f"{TYPE}spreadsheetml.pivotTable+xml", by=f"{DOC}/pivotTable"),
        Part("xl/pivotCache/pivotCacheDefinition1.xml", f"{TYPE}spreadsheetml.pivotCacheDefinition+xml",
             by=f"{DOC}/pivotCacheDefinition"),
        Part("xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml", by=f"{DOC}/ctrlProp"),
        Part("xl/metadata.xml", f"{TYPE}spreadsheetml.sheetMetadata+xml", by=f"{DOC}/sheetMetadata"),
        Part("xl/printerSettings/printerSettings1.bin", f"{TYPE}spreadsheetml.printerSettings", b"\\\0\\\0",
             f"{DOC}/printerSettings"),
    ]),
    "pptx with notes and tags": ("pptx", [
        Part("ppt/slides/slide1.xml", f"{TYPE}presentationml.slide+xml",
             f'<s xmlns:a="{A}"><a:p><a:t>We are asked</a:t></a:p><p14:creationId xmlns:p14="x" val="1234567881"/></s>',
             f"{DOC}/slide"),
        Part("ppt/notesSlides/notesSlide1.xml", f"{TYPE}presentationml.notesSlide+xml", by=f"{DOC}/notesSlide"),
        Part("ppt/notesMasters/notesMaster1.xml", f"{TYPE}presentationml.notesMaster+xml", by=f"{DOC}/notesMaster"),
        Part("ppt/slideLayouts/slideLayout1.xml", f"{TYPE}presentationml.slideLayout+xml", by=f"{DOC}/slideLayout"),
        Part("ppt/tags/tag1.xml", f"{TYPE}presentationml.tags+xml", by=f"{DOC}/tags"),
        Part("ppt/fonts/font1.fntdata", "application/x-fontdata", bytes(range(80, 120)), f"{DOC}/font"),
        Part("ppt/comments/modernComment1.xml", "application/vnd.ms-powerpoint.comments+xml",
             by=f"{MS}/2018/10/relationships/comments"),
    ]),
}  # fmt: skip

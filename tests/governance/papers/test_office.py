"""What may be in an Office document, part by part; and what is refused, whatever it is called and wherever it lies."""

from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from ouzel.governance.papers.checking import check_paper
from ouzel.governance.papers.looking import look_into
from tests.governance.papers import making
from tests.governance.papers.office_making import DOC, MS, ORDINARY, PNG, TYPE, Leads, Part, office, word, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100


def problem(content: bytes, kind: str = "docx") -> str:
    """What is wrong with a document; every refusal also says what to do."""
    found = look_into(content, f".{kind}", name="a paper")
    assert not found.get("problem") or found["right"]
    return str(found.get("problem", ""))


@pytest.mark.parametrize("name", ORDINARY)
def test_what_programs_write_is_taken(name: str) -> None:
    kind, parts = ORDINARY[name]
    assert problem(office(kind, *parts), kind) == ""


@pytest.mark.parametrize("name", ORDINARY)
def test_every_ordinary_part_is_looked_for_by_name(name: str) -> None:
    """A part of a type that nobody knows is refused among parts that are all known."""
    kind, parts = ORDINARY[name]
    assert "no such document needs" in problem(office(kind, *parts, Part("word/x.dat", "application/x-unknown")), kind)


def test_documents_as_libraries_write_them_are_taken(tmp_path: Any) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Board"
    document.add_heading("Merger", 1)
    document.add_table(2, 2)
    document.save(tmp_path / "a.docx")
    assert problem((tmp_path / "a.docx").read_bytes()) == ""
    book = openpyxl.Workbook()
    book.active.append(["waits", 4])
    book.active["A1"].comment = Comment("why?", "Ada Example")
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=1))
    book.active.add_chart(chart, "E1")
    book.save(tmp_path / "a.xlsx")
    assert problem((tmp_path / "a.xlsx").read_bytes(), "xlsx") == ""


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        # macros: by relation, by type written with a character reference, by path
        ([Part("word/data.bin", "application/vnd.ms-office.vba&#80;roject", OLE,
               f"{MS}/2006/relationships/vbaProject")], "macros"),
        ([Part("word/data.png", "image/png", PNG, f"{MS}/2006/relationships/vbaProject")], "macros"),
        ([Part("word/vbaProject.bin", "application/octet-stream", OLE)], "macros"),
        ([Part("xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml")], "macros"),
        # objects: by relation to a part that is called a picture, by type, by what it holds
        ([Part("word/media/picture.bin", "image/png", OLE)], "is no picture"),
        ([Part("word/media/picture.png", "image/png", PNG, f"{DOC}/oleObject")], "another document"),
        ([Part("word/media/a.bin", f"{TYPE}oleObject", OLE)], "another document"),
        ([Part("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml", by=f"{DOC}/control")],
         "another document"),
        ([Part("word/printerSettings1.bin", f"{TYPE}wordprocessingml.printerSettings", OLE)],
         "a program or another file"),
        ([Part("word/media/setup.exe", "image/png", b"MZ\x90\0")], "is no picture"),
        ([Part("word/media/setup.exe", "", b"MZ\x90\0")], "no such document needs"),
        ([Part("word/media/page.png", "image/png", b"<html><script>x</script>")], "is no picture"),
        # a whole document of another kind that is put in when it is opened
        ([Part("word/chunk.xml", "application/xml", "<a/>", f"{DOC}/aFChunk")], "another document"),
        ([Part("word/chunk.html", "text/html", "<p>x</p>", f"{DOC}/aFChunk")], "another document"),
        ([Leads(f"{DOC}/aFChunk", "https://example.org/a.html")], "another document"),
        # what is fetched
        ([Leads(f"{DOC}/attachedTemplate", "https://example.org/t.dotm")], "a template that is fetched"),
        ([Leads(f"{DOC}/attachedTemplate", "file:///\\\\evil.example\\share\\t.dotm")], "a template that is fetched"),
        ([Leads(f"{DOC}/attachedTemplate", "file:///%5C%5Cevil.example/t.dotm")], "a template that is fetched"),
        ([Leads(f"{DOC}/attachedTemplate", "\\\\evil.example\\t.dotm")], "a template that is fetched"),
        ([Leads(f"{DOC}/image", "https://example.org/i.png")], "fetched from elsewhere"),
        ([Leads(f"{DOC}/image", "https://example.org/i.png", mode="&#69;xternal")], "fetched from elsewhere"),
        ([Leads(f"{DOC}/image", "//example.org/i.png")], "fetched from elsewhere"),
        ([Leads(f"{DOC}/styles", "styles.xml")], "fetched from elsewhere"),
        ([Leads(f"{DOC}/frame", "https://example.org/")], "another document"),
        ([Leads(f"{DOC}/externalLinkPath", "https://example.org/a.xlsx")], "other workbooks"),
        ([Part("xl/connections.xml", f"{TYPE}spreadsheetml.connections+xml")], "other workbooks"),
        ([Part("word/webextensions/taskpanes.xml", "application/vnd.ms-office.webextensiontaskpanes+xml")], "add-in"),
        ([Part("ppt/media/film.mp4", "video/mp4", b"....ftyp")], "sound or film"),
        ([Leads(f"{DOC}/hyperlink", "file:///etc/passwd")], "a link to a file"),
        ([Leads(f"{DOC}/hyperlink", "\\\\server\\share\\paper.docx")], "a link to a file"),
        ([Leads(f"{DOC}/hyperlink", "java&#10;script:alert(1)")], "a link to a file"),
        # a part or a list of types that says two things
        ([Part("word/a.xml", "application/xml"), Part("word/%61.xml", f"{TYPE}oleObject")], "no such document needs"),
        ([Part("[trash]/0000.dat", "", b"words")], "no such document needs"),
    ],
)  # fmt: skip
def test_what_runs_or_fetches_is_refused_wherever_it_lies(parts: list[Part | Leads], said: str) -> None:
    assert said in problem(office("docx", *parts))


@pytest.mark.parametrize(
    ("main", "said"),
    [
        ('<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="https://example.org/i.png"/>', "fetched from"),
        ('<a:hlinkClick xmlns:a="x" action="ppaction://program"/>', "a link to a file"),
        ("<f>_xlfn.WEBSERVICE(A1)</f>", "a formula that fetches"),
        (making.field('INCLUDEPICTURE "https://example.org/i.png"'), "a field that fetches"),
        (making.field('HYPERLINK "\\\\\\\\server\\\\share"'), "a link to a file"),
        ('<x><fldSimple instr="DDEAUTO c:\\\\cmd.exe"/></x>', "a field that fetches"),
    ],
)
def test_what_fetches_within_a_part_is_refused(main: str, said: str) -> None:
    assert said in problem(office("docx", main=main))


@pytest.mark.parametrize("code", ['HYPERLINK "https://example.org/"', 'HYPERLINK \\l "_Toc1"', "PAGE", "TOC \\h"])
def test_ordinary_fields_are_taken(code: str) -> None:
    assert problem(office("docx", main=making.field(code))) == ""


def test_main_part_decides_the_kind() -> None:
    assert "macros" in problem(office("docx", of_main="application/vnd.ms-word.document.macroEnabled.main+xml"))
    assert "no Word document" in problem(office("xlsx"))
    assert "no Word document" in problem(
        making.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"})
    )


def behind_chart(content: bytes, declared: str = "spreadsheetml.sheet") -> bytes:
    return office(
        "docx", Part("word/charts/chart1.xml", f"{TYPE}drawingml.chart+xml", by=f"{DOC}/chart"),
        Part("word/embeddings/book.xlsx", f"{TYPE}{declared}", content, f"{DOC}/package", "word/charts/chart1.xml"),
    )  # fmt: skip


def test_workbook_behind_a_chart_is_looked_into() -> None:
    assert problem(behind_chart(workbook("Luton", "12"))) == ""
    assert "NHS number" in problem(behind_chart(workbook("943 476 5919")))
    hostile = office("xlsx", Leads(f"{DOC}/externalLinkPath", "https://example.org/a.xlsx"), main="<workbook/>")
    assert "other workbooks" in problem(behind_chart(hostile))
    assert "not the kind of document" in problem(behind_chart(OLE[4:]))
    assert "another document" in problem(behind_chart(behind_chart(workbook("1")), "wordprocessingml.document"))


def test_words_of_a_workbook_behind_a_chart_are_not_those_of_the_paper() -> None:
    assert look_into(behind_chart(workbook("beetroot")), ".docx", name="a")["words"] == "We are asked to approve."


@pytest.mark.parametrize(
    "body",
    [
        '<w:drawing xmlns:w="w"><docPr descr="Letter about NHS number 943 476 5919"/></w:drawing>',
        '<x><docPr title="9434765919"/></x>',
        '<x><any other="NHS number 943-476-5919"/></x>',
        word("NHS number 943\u2011476\u20115919"),
        word("NHS number 943.476.5919"),
        word("943</w:t><w:noBreakHyphen/><w:t>476</w:t><w:noBreakHyphen/><w:t>5919"),
        word("943</w:t></w:r><w:r><w:t>476</w:t></w:r><w:r><w:t>5919"),
    ],
)
def test_patients_are_found_where_readers_see_them(body: str) -> None:
    assert "NHS number" in problem(office("docx", main=body))


@pytest.mark.parametrize(
    "body",
    [
        '<p xmlns:p="x"><p:creationId val="9434765919"/></p>',
        '<x w="9434765919" id="{94347659-1943-4765-9194-943476591912}"/>',
    ],
)
def test_numbers_that_programs_give_are_no_patients(body: str) -> None:
    assert problem(office("docx", main=body)) == ""


def test_hyphens_that_do_not_break_are_read() -> None:
    content = office("docx", main=word("non</w:t><w:noBreakHyphen/><w:t>clinical"))
    assert check_paper("a.docx", content).words == "non\u2011clinical"


@pytest.mark.parametrize(
    "more",
    [
        {"Object 1/content.xml": "<c/>", "Object 1/styles.xml": "<c/>", "ObjectReplacements/Object 1": "VCLMTF"},
        {"META-INF/manifest.xml": "<m/>", "styles.xml": "<s/>", "meta.xml": "<m/>", "settings.xml": "<s/>",
         "manifest.rdf": "<r/>", "Thumbnails/thumbnail.png": "\x89PNG", "layout-cache": "x",
         "Configurations2/accelerator/current.xml": "<a/>", "Configurations2/images/Bitmaps/": "", "Fonts/a.ttf": "x",
         "Pictures/1.svg": "<svg/>", "media/image1.jpeg": "\xff\xd8\xff"},
        {"meta.xml": '<m xmlns:m="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:x="http://www.w3.org/1999/xlink">'
         '<m:template x:href="../../usr/share/templates/board.ott"/></m>'},
    ],
)  # fmt: skip
def test_open_documents_as_programs_write_them_are_taken(more: dict[str, str]) -> None:
    content = making.repacked(making.open_document("<t:p>One</t:p>"), **more)
    assert problem(content, "odt") == ""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"Object 1": "\xd0\xcf\x11\xe0"}, "another document"),
        ({"setup.exe": "MZ"}, "no such document needs"),
        ({"Pictures/setup.png": "MZ"}, "is no picture"),
        ({"Configurations2/accelerator/current.xml": '<item xmlns:x="http://www.w3.org/1999/xlink" '
          'x:href="vnd.sun.star.script:x"/>'}, "fetched from elsewhere"),
        ({"Basic/Standard/Module1.xml": "<m/>"}, "macros"),
    ],
)  # fmt: skip
def test_open_documents_with_more_than_they_need_are_refused(more: dict[str, str], said: str) -> None:
    assert said in problem(making.repacked(making.open_document("<t:p>One</t:p>"), **more), "odt")


def test_many_small_elements_are_counted() -> None:
    """A small file that is a great many empty paragraphs is refused, and does not keep anybody waiting for long."""
    content = office("docx", Part("word/media/a.jpg", "image/jpeg", b"\xff\xd8\xff" + _noise(700_000), f"{DOC}/image"),
                     main=f"<d>{'<p/>' * 5_500_000}</d>")  # fmt: skip
    assert len(content) < 1_000_000
    assert "more in it than a paper can have" in problem(content)


def _noise(size: int) -> bytes:
    import random

    return random.Random(7).randbytes(size)

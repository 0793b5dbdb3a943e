"""What may be a paper, and what may not, whatever it is called."""

import io
import zipfile
from typing import Any

import pikepdf
import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.papers import kinds
from ouzel.governance.papers.checking import Checked, check_paper, file_name
from tests.governance.papers import making

NUMBER = "943 476 5919"  # passes the check digit; nobody's


def refused(name: str, content: bytes) -> str:
    with pytest.raises(ContentError) as caught:
        check_paper(name, content)
    return caught.value.problem


def test_pdf_is_read_page_by_page() -> None:
    assert check_paper("Case for change.pdf", making.pdf("One merger.", "Two pages.")) == Checked(
        "Case for change.pdf", "application/pdf", 2, "One merger.\fTwo pages."
    )


@pytest.mark.parametrize(
    ("name", "content", "words", "pages"),
    [
        ("a.docx", making.word("We are asked", "to approve"), "We are asked\nto approve", None),
        ("a.xlsx", making.workbook(["Budget", 120], ["Total", 1_450]), "Budget\n120\nTotal\n1450", None),
        ("a.pptx", making.slides("First", "Second"), "First\nSecond", 2),
        ("a.odt", making.open_document("<t:p>One</t:p><t:p>Two</t:p>"), "One\nTwo", None),
        ("a.ods", making.open_document("<t:p>7</t:p>", kind="spreadsheet"), "7", None),
        ("a.csv", b"body,pence\nBoard,-3\n", "body,pence\nBoard,-3\n", None),
        ("a.md", b"# Merger\n", "# Merger\n", None),
        ("a.txt", "\ufeffMerger".encode(), "Merger", None),
    ],
)
def test_each_kind_is_read(name: str, content: bytes, words: str, pages: int | None) -> None:
    checked = check_paper(name, content)
    assert (checked.words, checked.pages) == (words, pages)
    assert checked.media_type == kinds.of_name(name).media_type  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (making.with_script, "scripts"),
        (making.with_hidden_script, "scripts"),
        (making.with_launch, "starts a program"),
        (making.with_attachment, "another file"),
        (making.with_form_program, "a form that is a program"),
        (making.with_film, "sound or film"),
    ],
)
def test_pdf_that_does_something_is_refused(change: Any, problem: str) -> None:
    assert problem in refused("a.pdf", making.changed_pdf(change))
    # Also where everything is packed away in object streams.
    packed = making.changed_pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert problem in refused("a.pdf", packed)


def test_pdf_with_a_link_is_taken() -> None:
    assert check_paper("a.pdf", making.changed_pdf(making.with_link)).pages == 1


@pytest.mark.parametrize("password", ["", "secret"])
def test_locked_pdf_is_refused(password: str) -> None:
    locked = making.changed_pdf(lambda _: None, encryption=pikepdf.Encryption(user=password, owner="owner"))
    assert "locked" in refused("a.pdf", locked)


def test_broken_pdf_is_refused() -> None:
    whole = making.pdf("Words")
    assert "breaks off" in refused("a.pdf", whole[: len(whole) // 2])
    assert "follows after the end" in refused("a.pdf", whole + b"<html><script>alert(1)</script></html>PK\x03\x04")
    assert check_paper("a.pdf", whole + b"\r\n\x00\x00").pages == 1
    assert "damaged" in refused("a.pdf", b"%PDF-1.7\nnothing of the kind\nstartxref\n9\n%%EOF")
    assert "no PDF" in refused("a.pdf", b"<html>" + whole)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (making.repacked(making.word("x"), word__vbaProject_bin="m").replace(b"vbaProject_bin", b"vbaProject.bin"),
         "macros"),
        (making.repacked(making.word("x"), **{"word/embeddings/oleObject1.bin": "m"}), "another document"),
        (making.repacked(making.word("x"), **{"word/embeddings/Microsoft_Excel_Sheet.xlsx": "m"}), "no such document"),
        (making.repacked(making.word("x"), **{"word/_rels/settings.xml.rels":
            making.relations("attachedTemplate", "https://example.org/t.dotm")}), "a template that is fetched"),
        (making.repacked(making.word("x"), **{"word/_rels/document.xml.rels":
            making.relations("image", "https://example.org/i.png")}), "fetched from elsewhere"),
        (making.repacked(making.word("x"), **{"word/_rels/document.xml.rels":
            making.relations("hyperlink", "file:///etc/passwd")}), "a link to a file"),
        (making.repacked(making.word("x"), **{"word/document.xml": making.field('DDEAUTO c:\\\\cmd.exe "/k"')}),
         "a field that fetches"),
        (making.repacked(making.word("x"), **{"word/document.xml":
            "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>"}), "words of its own"),
        (making.repacked(making.word("x"), **{"word/document.xml": "<d>"}), "damaged"),
        (making.repacked(making.word("x"), **{"../up.xml": "<d/>"}), "names that no such document has"),
    ],
)  # fmt: skip
def test_word_document_that_does_something_is_refused(content: bytes, problem: str) -> None:
    assert problem in refused("a.docx", content)


def test_word_document_with_a_link_is_taken() -> None:
    links = making.relations("hyperlink", "https://example.org/")
    assert check_paper("a.docx", making.repacked(making.word("x"), **{"word/_rels/document.xml.rels": links}))


@pytest.mark.parametrize(
    "body",
    [
        '<d:image x:href="https://example.org/i.png"/>',
        '<d:object-ole x:href="./Object 1"/>',
        '<d:a x:href="javascript:alert(1)"><t:p>x</t:p></d:a>',
        '<d:a x:href="file:///c:/x"><t:p>x</t:p></d:a>',
    ],
)
def test_open_document_that_fetches_is_refused(body: str) -> None:
    assert "this document carries" in refused("a.odt", making.open_document(body))


def test_open_document_with_scripts_is_refused() -> None:
    content = making.open_document("<t:p>x</t:p>", more={"Basic/Standard/Module1.xml": "<m/>"})
    assert "macros" in refused("a.odt", content)


def test_archive_that_swells_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (40 << 20))
    assert "unpacks to far more" in refused("a.docx", out.getvalue())


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.exe", b"MZ", "no kind of document"),
        ("a.docm", making.word("x"), "no kind of document"),
        ("paper", b"words", "no kind of document"),
        ("a.pdf", making.word("x"), "no PDF"),
        ("a.docx", making.pdf("x"), "not the kind of document"),
        ("a.xlsx", making.word("x"), "no Excel workbook"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        ("a.txt", making.pdf("x"), "no text in UTF-8"),
        ("a.txt", b"<script>alert(1)</script>", "no plain text"),
        ("a.md", b"#!/bin/sh\n", "no plain text"),
        ("a.txt", b"one\x00two", "no plain text"),
        ("a.txt", b" \n ", "nothing in it"),
        ("a.pdf", b"", "empty"),
        ("a.csv", b"a,b\n=HYPERLINK(1),2\n", "formula"),
        ("a.csv", b"a\n@SUM(1)\n", "formula"),
        ("a.csv", b"a, =cmd|/c calc!A1\n", "formula"),
        ("a.csv", "a,\uff1dSUM(A1)\n".encode(), "formula"),
        ("a.csv", b'a,"\n=1"\n', "formula"),
        ("a.csv", b"a\n-1+cmd|x\n", "formula"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, problem: str) -> None:
    assert problem in refused(name, content)


def test_largest_is_taken_and_one_byte_more_is_not() -> None:
    assert check_paper("a.txt", b"a" * (50 << 20)).words[:2] == "aa"
    assert "over 50 MB" in refused("a.txt", b"a" * ((50 << 20) + 1))


@pytest.mark.parametrize("cell", ["-12", "+3.5%", "-£1,200", "-", "--", "1-2"])
def test_numbers_in_tables_are_no_formulas(cell: str) -> None:
    assert check_paper("a.csv", f'a,"{cell}"\n'.encode()).words


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"NHS number {NUMBER}.".encode()),
        ("a.txt", b"about 9434765919 we know"),
        ("a.txt", b"12 of NHS no: 943-476-5919 4"),
        ("a.pdf", making.pdf("First page.", f"About {NUMBER} we know")),
        ("a.pdf", making.changed_pdf(making.with_comment)),
        ("a.docx", making.word(f"About {NUMBER}")),
        ("a.xlsx", making.workbook(["Number"], [9434765919])),
        ("a.docx", making.repacked(making.word("x"), **{"word/comments.xml": f"<c>{NUMBER}</c>"})),
    ],
)
def test_patients_are_refused_and_not_repeated(name: str, content: bytes) -> None:
    with pytest.raises(ContentError, match="NHS number") as caught:
        check_paper(name, content)
    assert "5919" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "tel 01234 567 890 or 0123 943 476 5919",
        "512 943 476 5919 1,020",  # a row of a table of figures
        "943 476 5918",  # the check digit is another
        "£9434765919 in all",
        "0000000000",
        "9,434,765,919",
    ],
)
def test_other_numbers_are_taken(text: str) -> None:
    assert check_paper("a.txt", text.encode()).words == text


def test_file_names_lose_their_folders() -> None:
    assert file_name("C:\\papers\\Board  paper.pdf") == "Board paper.pdf"
    assert file_name("../../etc/paper\n.pdf") == "paper .pdf"
    assert len(file_name("x" * 400 + ".pdf")) == 150
    with pytest.raises(ContentError):
        file_name("..")

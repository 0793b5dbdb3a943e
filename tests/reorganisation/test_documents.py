"""Documents of a proposal: told by their content, refused where they could do harm, kept to the last byte."""

import hashlib
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.reorganisation import actions, papers, queries
from ouzel.reorganisation.models import Document
from tests.core.people import user
from tests.reorganisation.plans import AUTHOR, blmk_2021
from tests.reorganisation.walking import DAY, drafted

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def packed(**parts: str) -> bytes:
    """A packed file; `__` in a name is a folder, `_x` an ending."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return made.getvalue()


def word() -> bytes:
    """A real Word document."""
    made = BytesIO()
    document = docx.Document()
    document.add_paragraph("The three become one.")
    document.save(made)
    return made.getvalue()


def with_part(content: bytes, name: str, text: str = "x") -> bytes:
    """The same packed file with one part more."""
    made = BytesIO(content)
    with zipfile.ZipFile(made, "a") as file:
        file.writestr(name, text)
    return made.getvalue()


ODT = packed(**{"mimetype": papers.ODT, "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"})
TYPES = '<Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
DOCM = packed(
    **{
        "[Content_Types].xml": TYPES.format("application/vnd.ms-word.document.macroEnabled.main+xml"),
        "word/document.xml": "<x/>",
    }
)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "called-something-else.txt", "application/pdf"),
        (word(), "a.docx", papers.DOCX),
        (word(), "a", papers.DOCX),
        (ODT, "a.odt", papers.ODT),
        (b"# Heading\r\n\r\nText.\n", "a.md", papers.MARKDOWN),
        ("Ä text, with a page\x0cand a mark".encode(), "a.text", papers.TEXT),
        ("\ufefffrom Windows\r\n".encode(), "a.txt", papers.TEXT),
    ],
)
def test_document_is_known_by_its_content(content: bytes, name: str, media_type: str) -> None:
    assert papers.recognise(content, name=name) == media_type


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b" \n\n", "no plain text"),
        (PDF.replace(b"%%EOF", b""), "breaks off"),
        (PDF + b"x" * 5000, "breaks off"),
        (b"MZ\x90\x00\x03" + PDF, "no kind of document|no plain text"),
        (b"\x7fELF\x02\x01\x01", "no plain text"),
        (b"#!/bin/sh\nrm -rf /\n", "no plain text"),
        (b"<!DOCTYPE html><p>Text", "no plain text"),
        (b"\xef\xbb\xbf <script>alert(1)</script>", "no plain text"),
        (b"<?php echo 1;", "no plain text"),
        (b"{\\rtf1 Text}", "no plain text"),
        ("a name of the past \N{POUND SIGN}".encode("cp1252"), "no kind of document"),
        (b"GIF89a\x01\x00\x01\x00", "no plain text"),
        (b"PK\x03\x04 not really", "cannot be read"),
        (word()[:-200], "cannot be read"),
        (packed(**{"a.txt": "x"}), "no kind of document"),
        (packed(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "no kind of document"),
        (packed(**{"[Content_Types].xml": TYPES.format(papers.DOCX)}), "no kind of document"),
        (DOCM, "macros"),
        (with_part(word(), "word/vbaProject.bin"), "macros"),
        (with_part(word(), "word/VBAPROJECT.BIN"), "macros"),
        (with_part(ODT, "Basic/Standard/Module1.xml"), "macros"),
        (with_part(ODT, "Scripts/python/a.py"), "macros"),
        (b"a" * (papers.LARGEST + 1), "over 25 MB"),
    ],
)
def test_document_that_is_none_or_could_do_harm_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        papers.recognise(content, name="a.docx")


def test_document_of_the_greatest_size_is_taken() -> None:
    assert papers.recognise(b"a" * papers.LARGEST, name="a.txt") == papers.TEXT


def test_packed_file_that_swells_is_not_unpacked() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b" " * (200 * 1024 * 1024))
    with pytest.raises(ContentError, match="no kind of document"):
        papers.recognise(made.getvalue(), name="a.docx")


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", ODT[:60], ODT[60:], word()[:2000]]))
def test_any_bytes_are_a_document_or_refused(content: bytes, start: bytes) -> None:
    taken = {papers.PDF, papers.DOCX, papers.ODT, papers.TEXT}
    with suppress(ContentError):
        assert papers.recognise(start + content, name="a") in taken


# With a proposal


def test_add_document_keeps_every_byte(register: None) -> None:
    proposal = drafted()
    content = word()
    made = actions.add_document(
        proposal=proposal, title=" The case for change ", name="C:\\papers\\case.docx", content=content, by=AUTHOR
    )
    kept = Document.objects.get()
    assert (kept, bytes(kept.content)) == (made, content)
    assert (kept.title, kept.name, kept.media_type) == ("The case for change", "case.docx", papers.DOCX)
    assert (kept.sha256, kept.by) == (hashlib.sha256(content).hexdigest(), str(AUTHOR))
    detail = AuditEntry.objects.get(action=actions.Action.DOCUMENT_ADDED).detail
    assert (detail["sha256"], detail["bytes"], detail["name"]) == (kept.sha256, len(content), "case.docx")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd", "passwd"), ("a/b.txt", "b.txt"), ("a\r\nb.txt", "a  b.txt"), ("x" * 300 + ".md", None)],
)
def test_document_has_a_plain_name(register: None, name: str, kept: str | None) -> None:
    made = actions.add_document(proposal=drafted(), title="T", name=name, content=b"text", by=AUTHOR)
    assert made.name == kept if kept else (len(made.name) == 150 and made.name.endswith(".md"))


@pytest.mark.parametrize(("title", "name"), [("", "a.txt"), (" ", "a.txt"), ("T", ""), ("T", "/"), ("T", "..")])
def test_document_needs_its_title_and_its_name(register: None, title: str, name: str) -> None:
    with pytest.raises(ContentError):
        actions.add_document(proposal=drafted(), title=title, name=name, content=b"text", by=AUTHOR)
    assert not Document.objects.exists()


def test_the_same_document_twice_is_told_but_two_proposals_may_have_it(register: None) -> None:
    first, second = drafted(), drafted(blmk_2021(slug="second"))
    actions.add_document(proposal=first, title="Minutes", name="a.txt", content=b"text", by=AUTHOR)
    with pytest.raises(ContentError, match="is here already, as 'Minutes'"):
        actions.add_document(proposal=first, title="Other", name="b.txt", content=b"text", by=AUTHOR)
    actions.add_document(proposal=second, title="Minutes", name="a.txt", content=b"text", by=AUTHOR)
    assert [p.documents.count() for p in (first, second)] == [1, 1]


@pytest.mark.parametrize(
    ("role", "may"), [("transition-lead", True), ("approver", True), ("analyst", False), ("auditor", False)]
)
def test_who_takes_steps_hands_in_their_papers(register: None, role: str, may: bool) -> None:
    somebody = Actor.person(user("eve@example.org", role))
    proposal = drafted()
    if may:
        assert actions.add_document(proposal=proposal, title="T", name="a.txt", content=b"text", by=somebody).by
    else:
        with pytest.raises(PermissionDenied, match="transition lead"):
            actions.add_document(proposal=proposal, title="T", name="a.txt", content=b"text", by=somebody)


def test_life_has_the_documents_of_its_steps_and_leaves_their_contents(register: None) -> None:
    proposal = drafted()
    letter = actions.add_document(proposal=proposal, title="Letter", name="a.txt", content=b"text", by=AUTHOR)
    actions.propose(proposal=proposal, by=AUTHOR, on=DAY, document=letter)
    first, second = queries.life(proposal)
    assert first.document is None
    assert second.document == letter
    assert "content" in second.document.get_deferred_fields()
    assert second.on == DAY == date(2021, 1, 11)

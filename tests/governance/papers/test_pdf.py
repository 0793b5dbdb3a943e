"""What a PDF may do: be read, and lead on where somebody clicks. Whatever else it does is refused."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ouzel.governance.papers.looking import look_into
from tests.governance.papers import making

NUMBER = "943 476 5919"  # passes the check digit; nobody's
BROWSER = os.environ.get("OUZEL_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
Change = Callable[[Pdf], object]


def problem(change: Change) -> str:
    """What is wrong with a PDF after a change; every refusal also says what to do."""
    found = look_into(making.changed_pdf(change), ".pdf", name="a paper")
    assert not found.get("problem") or found["right"]
    return str(found.get("problem", ""))


def opens(**action: object) -> Change:
    """It does this as soon as it is opened."""
    return lambda pdf: setattr(pdf.Root, "OpenAction", Dictionary(**action))


def marked(**mark: object) -> Change:
    """There is this annotation on its page."""
    whole = {"Type": Name.Annot, "Rect": Array([0, 0, 9, 9]), **mark}
    return lambda pdf: setattr(pdf.pages[0].obj, "Annots", Array([Dictionary(**whole)]))


def field(**said: object) -> Change:
    """A form has this field."""

    def change(pdf: Pdf) -> None:
        whole = {"Type": Name.Annot, "Subtype": Name.Widget, "Rect": Array([0, 0, 9, 9]), "FT": Name.Tx, "F": 4, **said}
        row = pdf.make_indirect(Dictionary(**whole))
        pdf.pages[0].obj.Annots = Array([row])
        pdf.Root.AcroForm = Dictionary(Fields=Array([row]))

    return change


def linked(**action: object) -> Change:
    """It does this where somebody clicks."""
    return marked(Subtype=Name.Link, A=Dictionary(**action))


def on_page_open(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://track.example/")))


def content_from_elsewhere(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.F = Dictionary(Type=Name.Filespec, FS=Name.URL, F=String("https://track.example/x"))
    pdf.pages[0].Contents = stream


def bookmarked(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        item = pikepdf.OutlineItem("One", 0)
        item.action = Dictionary(S=Name.Launch, F=String("calc.exe"))
        item.destination = None
        outline.root.append(item)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (opens(S=Name.GoToR, F=String("\\\\evil.example\\share\\x.pdf"), D=Array([0, Name.Fit])), "opens another file"),
        (opens(S=Name.URI, URI=String("https://track.example/")), "as soon as it is opened"),
        (opens(S=Name.Named, N=Name.Print), "of the program with which it is read"),
        (opens(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Dictionary(S=Name.URI, URI=String("https://x.example/"))),
         "as soon as it is opened"),
        (opens(S=Name.Unheard), "none of those"),
        (on_page_open, "as soon as it is opened"),
        (linked(S=Name.URI, URI=String("javascript:alert(1)")), "a link to a file"),
        (linked(S=Name.URI, URI=String("java\nscript:alert(1)")), "a link to a file"),
        (linked(S=Name.URI, URI=String("file:///etc/passwd")), "a link to a file"),
        (linked(S=Name.URI, URI=String("\\\\evil.example\\share")), "a link to a file"),
        (linked(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])), "opens another file"),
        (linked(S=Name.Named, N=Name.SaveAs), "of the program with which it is read"),
        (marked(Subtype=Name.Unheard), "none of those"),
        (marked(Subtype=Name.Redact), "still there"),
        (content_from_elsewhere, "fetched from elsewhere"),
        (bookmarked, "starts a program"),
    ],
)  # fmt: skip
def test_what_it_does_by_itself_or_outside_is_refused(change: Change, said: str) -> None:
    assert said in problem(change)


@pytest.mark.parametrize(
    "change",
    [
        opens(S=Name.GoTo, D=Array([0, Name.Fit])),
        opens(D=Array([0, Name.Fit])),
        lambda pdf: setattr(pdf.Root, "OpenAction", Array([0, Name.Fit])),
        linked(S=Name.URI, URI=String("https://example.org/")),
        linked(S=Name.URI, URI=String("mailto:board@example.org")),
        linked(S=Name.URI, URI=String("www.example.org/paper")),
        linked(S=Name.GoTo, D=Array([0, Name.Fit])),
        linked(S=Name.Named, N=Name.NextPage),
        field(T=String("name"), V=String("filled in"), A=Dictionary(S=Name.Named, N=Name.Print)),
        marked(Subtype=Name.Highlight, Contents=String("a comment")),
        lambda pdf: setattr(pdf.Root, "StructTreeRoot",
                            Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, A=Dictionary(O=Name.Layout)))),
        lambda pdf: setattr(pdf.pages[0].obj, "Group", Dictionary(S=Name.Transparency)),
    ],
)  # fmt: skip
def test_what_documents_to_read_do_is_taken(change: Change) -> None:
    assert problem(change) == ""


def described(pdf: Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = f"Letter about NHS number {NUMBER}"


def titled(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = f"Letter about {NUMBER}"


def in_bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Patient {NUMBER}", 0))


def in_structure(key: str) -> Change:
    return lambda pdf: setattr(
        pdf.Root, "StructTreeRoot", Dictionary(K=Dictionary({"/S": Name.Figure, key: String(f"Patient {NUMBER}")}))
    )


@pytest.mark.parametrize(
    "change",
    [
        titled, described, in_bookmark, in_structure("/Alt"), in_structure("/ActualText"),
        field(TU=String(f"Patient {NUMBER}")),
        field(Opt=Array([String("9434765919")])),
    ],
)  # fmt: skip
def test_patients_are_found_where_readers_see_them(change: Change) -> None:
    assert "NHS number" in problem(change)


def test_numbers_that_programs_give_are_no_patients() -> None:
    def change(pdf: Pdf) -> None:
        with pdf.open_metadata() as metadata:
            metadata["xmpMM:DocumentID"] = "uuid:94347659-1943-4765-9194-a9434765919b"
        pdf.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=String("9434765919")))

    assert problem(change) == ""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: install it (Debian: chromium)")
def test_what_a_browser_prints_is_taken(tmp_path: Path) -> None:
    page = tmp_path / "paper.html"
    page.write_text('<html lang="en"><title>Paper</title><h1>Merger</h1><a href="https://example.org/">more</a>'
                    '<form><input value="9"></form>')  # fmt: skip
    made = tmp_path / "paper.pdf"
    subprocess.run(
        [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         "--generate-pdf-document-outline", f"--print-to-pdf={made}", str(page)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert look_into(made.read_bytes(), ".pdf", name="a")["words"].startswith("Merger")

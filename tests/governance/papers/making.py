"""Documents to hand in: good ones of every kind, and those that must be refused."""

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String

from tests.governance.papers import office_making

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*pages: str, title: str = "A paper") -> bytes:
    """A PDF with these words on its pages."""
    source = b"#set document(title: sys.inputs.title)\n#for p in json(bytes(sys.inputs.pages)) [#page[#p]]"
    import json

    return bytes(
        typst.compile(source, ignore_system_fonts=True, sys_inputs={"title": title, "pages": json.dumps(list(pages))})
    )


def changed_pdf(change: Callable[[pikepdf.Pdf], None], **how: object) -> bytes:
    """A PDF that was changed before it was saved."""
    with pikepdf.open(io.BytesIO(pdf("We are asked to approve the merger."))) as document:
        change(document)
        out = io.BytesIO()
        document.save(out, **how)
        return out.getvalue()


def with_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))


def with_hidden_script(document: pikepdf.Pdf) -> None:
    """The script hangs on a link, after a harmless action."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://example.org/"), Next=Array([script])),
    )  # fmt: skip
    document.pages[0].obj.Annots = Array([link])


def with_launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.Launch, F=String("calc.exe"))


def with_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["patients.csv"] = b"name\n"


def with_form_program(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def with_film(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))]
    )


def with_link(document: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://example.org/")),
    )  # fmt: skip
    document.pages[0].obj.Annots = Array([link])


def with_comment(document: pikepdf.Pdf) -> None:
    """What is written in a comment is on no page, and is read all the same."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("943 476 5919"))
    document.pages[0].obj.Annots = Array([note])


def word(*paragraphs: str) -> bytes:
    """A Word document."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(*rows: list[object]) -> bytes:
    """An Excel workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slides(*texts: str) -> bytes:
    """As much of a PowerPoint presentation as makes one."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    parts = [
        office_making.Part(
            f"ppt/slides/slide{number}.xml", f"{office_making.TYPE}presentationml.slide+xml",
            f'<s xmlns:a="{space}"><a:p><a:t>{text}</a:t></a:p></s>', f"{office_making.DOC}/slide",
        )
        for number, text in enumerate(texts, 1)
    ]  # fmt: skip
    return office_making.office("pptx", *parts, main="<p/>")


def open_document(body: str, *, kind: str = "text", more: dict[str, str] | None = None) -> bytes:
    """An OpenDocument text or spreadsheet with that body."""
    office, text = (f"urn:oasis:names:tc:opendocument:xmlns:{each}:1.0" for each in ("office", "text"))
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{text}" xmlns:x="http://www.w3.org/1999/xlink" '
        f'xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><o:body>{body}</o:body></o:document-content>'
    )
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content, **(more or {})})


def packed(members: dict[str, str]) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def repacked(content: bytes, **members: str) -> bytes:
    """An archive with further members, or others in place of its own; "__" in a name stands for "/"."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    out = io.BytesIO()
    changed = found | {name.replace("__", "/"): text for name, text in members.items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in changed.items():
            archive.writestr(name, text.encode("latin-1"))
    return out.getvalue()


def relations(kind: str, target: str) -> str:
    """The relations of the main part of a Word document: one, to somewhere else."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def field(instruction: str) -> str:
    """The main part of a Word document with one field, whose instruction is parted over two runs."""
    half = len(instruction) // 2
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in (instruction[:half], instruction[half:]))
    return f'<w:document xmlns:w="{W}"><w:body><w:p>{runs}</w:p></w:body></w:document>'

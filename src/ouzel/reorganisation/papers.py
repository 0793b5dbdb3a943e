"""The documents of a proposal: known by what they are, not by what they are called, and kept as they were handed in."""

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import granted, require, today
from ouzel.core.roles import Permission
from ouzel.reorganisation import steps
from ouzel.reorganisation.models import SEE_DRAFTS, Document, Proposal

LARGEST = 25 * 1024 * 1024  # bytes
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MARKDOWN = "text/markdown; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

_RIGHT = "Hand in a PDF, a Word document (.docx), an OpenDocument text (.odt), or plain text"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PROGRAMS = re.compile(r"\s*(#!|<\?|<!doctype|<html|<svg|<script|\{\\rtf|%!PS)", re.IGNORECASE)
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/.+|Scripts/.+)$", re.IGNORECASE)


@transaction.atomic
def add_document(*, proposal: Proposal, title: str, name: str, content: bytes, by: Actor) -> Document:
    """Keep a document with a proposal. `name` is that of its file, without any folder.

    ContentError for what is no PDF, Word document, OpenDocument text or plain text, for one with macros, one that is
    empty, over 25 MB, or with the proposal already.
    """
    if not SEE_DRAFTS & granted(by, on=today()):  # who takes a step hands in its paper: an approver the minutes
        require(by, Permission.PLANS_WRITE, on=today())
    called = _file_name(name)
    if not title.strip():
        raise ContentError("a document needs a title", called, field="title")
    media_type = recognise(content, name=called)
    held = steps.lock(proposal)
    digest = hashlib.sha256(content).hexdigest()
    same = held.documents.filter(sha256=digest).defer("content").first()
    if same is not None:
        raise ContentError(f"this document is here already, as {same.title!r}", called)
    document = Document.objects.create(
        proposal=held, title=title.strip(), name=called, media_type=media_type, content=content, sha256=digest,
        by=str(by),
    )  # fmt: skip
    audit.record(
        by=by, action=steps.Action.DOCUMENT_ADDED, subject=f"proposal {held.slug}",
        detail={"title": document.title, "name": called, "media_type": media_type, "bytes": len(content),
                "sha256": digest},
    )  # fmt: skip
    return document


def recognise(content: bytes, *, name: str) -> str:
    """The media type of a document, from its content; the name only tells Markdown from other plain text.

    ContentError says why it is not taken. Only two small parts of a packed file are unpacked, so one that swells does
    no harm.
    """
    if not content:
        raise ContentError("the document is empty", name)
    if len(content) > LARGEST:
        raise ContentError(
            f"the document is over {LARGEST // 1024**2} MB", name, value=f"{len(content) / 1024**2:.1f} MB",
            right="Hand in a smaller one, or give its address in the plan",
        )  # fmt: skip
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise ContentError("this PDF breaks off before its end", name, right="Hand it in again, whole")
        return PDF
    if content.startswith(b"PK"):
        return _packed(content, name)
    return _text(content, name)


def _packed(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.namelist()
            kind = _start(packed, "mimetype").strip()
            types = _start(packed, "[Content_Types].xml")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as problem:
        raise ContentError("this file is packed in a way that cannot be read", name, right=_RIGHT) from problem
    if any(_MACROS.search(part) for part in parts) or b"macroEnabled" in types or b"vbaProject" in types:
        raise ContentError("this document carries macros, which are programs", name, right="Save it without macros")
    if kind == ODT.encode():
        return ODT
    if f'"{DOCX}.main+xml"'.encode() in types and "word/document.xml" in parts:
        return DOCX
    raise ContentError("this is no kind of document that is kept here", name, right=_RIGHT)


def _start(packed: zipfile.ZipFile, part: str) -> bytes:
    """The beginning of one part of a packed file, which may claim to be of any size; empty if it has no such part."""
    try:
        with packed.open(part) as file:
            return file.read(256 * 1024)
    except KeyError:
        return b""


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError("this is no kind of document that is kept here", name, right=_RIGHT) from None
    if _CONTROLS.search(text) or _PROGRAMS.match(text) or not text.strip():
        raise ContentError("this is no plain text", name, right=_RIGHT)
    return MARKDOWN if name.casefold().endswith((".md", ".markdown")) else TEXT


def _file_name(name: str) -> str:
    """The last part of a name, whichever system it comes from, without what no file name needs."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    called = _CONTROLS.sub("", last).replace("\n", " ").replace("\r", " ").replace("\t", " ").strip()
    if not called or called in (".", ".."):
        raise ContentError("a document needs the name of its file", field="name", value=name)
    return called[-150:]  # the end tells the kind

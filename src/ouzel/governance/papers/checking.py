"""What may be a paper: a document that is what its name says, does nothing by itself, and tells of no patient."""

from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from ouzel.core.errors import ContentError
from ouzel.governance.papers import kinds, patients, plain, reading

LONGEST_NAME = 150


@dataclass(frozen=True)
class Checked:
    """What a document was found to be. `pages`: None where nobody can know without laying it out."""

    name: str
    media_type: str
    pages: int | None
    words: str


def check_paper(name: str, content: bytes) -> Checked:
    """Look into a document before it is taken. `name` is that of its file; folders in it are left out.

    ContentError for what is empty, over 50 MB, of another kind than its name says, damaged, locked with a password, or
    carries programs, other files, or what fetches something from elsewhere; and for one with NHS numbers.
    """
    called = file_name(name)
    kind = kinds.of_name(called)
    if kind is None:
        raise ContentError("this is no kind of document that is taken as a paper", called, right=kinds.RIGHT)
    if not content:
        raise ContentError("the document is empty", called)
    if len(content) > kinds.LARGEST:
        raise ContentError(
            f"the document is over {kinds.LARGEST >> 20} MB", called, value=f"{len(content) / 2**20:.1f} MB",
            right="Make its pictures smaller, or part it",
        )  # fmt: skip
    patients.refuse_in_name(called.removesuffix(kind.suffix), what="the name of the file")
    if kind in (kinds.CSV, kinds.TEXT, kinds.MARKDOWN):
        pages, words = None, plain.read(content, kind, name=called)
        patients.refuse_numbers(words, name=called)
    else:
        pages, words = reading.read(content, kind, name=called)
    return Checked(called, kind.media_type, pages, words.replace("\x00", ""))


def file_name(name: str) -> str:
    """The last part of a name, whichever system it comes from, without what no file name needs."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    called = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    if not called.strip(". "):
        raise ContentError("a document needs the name of its file", field="name", value=name)
    return called[-LONGEST_NAME:].lstrip()  # the end tells the kind

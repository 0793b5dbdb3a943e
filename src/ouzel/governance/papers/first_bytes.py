"""What the first bytes of a part say that it is: programs, archives and old documents have names they cannot hide."""

from ouzel.core.errors import ContentError

_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II", b"MM", b"RIFF", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00",
    b"\x02\x00\x09\x00", b"\x01\x00\x00\x00", b"\x1f\x8b", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP", b"VCLMTF",
    b"\xef\xbb\xbf<", b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg",
)  # fmt: skip
_OTHERS = (
    b"MZ", b"\x7fELF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rt", b"#!", b"Rar!", b"7z\xbc\xaf",
    b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"L\x00\x00\x00\x01\x14\x02", b"ITSF", b"MSCF",
)  # fmt: skip
_HTML = (b"<html", b"<!doctype html", b"<script")


def check_picture(start: bytes, part: str, *, name: str) -> None:
    """ContentError unless a part begins as a picture of some kind does, or is empty. Which kind is not asked: programs
    often call one by the name of another.
    """
    plain = start.lstrip()
    known = start.startswith(_PICTURES) or plain.startswith(_PICTURES) or start[4:8] == b"ftyp"
    if start and (not known or plain[:64].lower().startswith(_HTML)):
        raise ContentError(
            f"the picture {part} in this document is no picture", name,
            right="Take it out, or put the picture in again. Or save the document as PDF",
        )  # fmt: skip


def check_other(start: bytes, part: str, *, name: str) -> None:
    """ContentError for a part that is a program, an archive or another document, whatever it is said to be."""
    if start.startswith(_OTHERS) or start.lstrip()[:64].lower().startswith(_HTML):
        raise ContentError(
            f"the part {part} of this document is a program or another file", name,
            right="Save the document again from its program. Or save it as PDF",
        )  # fmt: skip

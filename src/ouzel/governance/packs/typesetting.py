"""Typst: sets the pages of a pack from its template and one JSON document. No file, no network, no font but its own."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

_TEMPLATE = Path(__file__).with_name("pack.typ")
UNIVERSAL: Final = "ua-1"  # PDF/UA-1: tagged for those who hear a document


def typeset(data: dict[str, Any], *, made: datetime) -> bytes:
    """A tagged PDF. Where a text has signs that the fonts lack, it is set all the same, without the claim of PDF/UA."""
    how: dict[str, Any] = {
        "ignore_system_fonts": True, "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "timestamp": int(made.timestamp()), "format": "pdf",
    }  # fmt: skip
    source = _TEMPLATE.read_bytes()
    try:
        return bytes(typst.compile(source, pdf_standards=UNIVERSAL, **how))
    except typst.TypstError:
        return bytes(typst.compile(source, **how))

"""The list of faults as a file that the provider can open: CSV that no spreadsheet runs."""

import csv
from io import StringIO
from pathlib import Path
from typing import TextIO

from ouzel.activity.faults.found import Faults
from ouzel.core.spreadsheets import guarded

HEADINGS = ("row", "code", "field", "value", "problem", "what would be right", "severity")


def write_csv(faults: Faults, to: Path | TextIO) -> None:
    """Write the faults listed. Rows count from 1 without the headings; row 0 is the file as a whole.

    A value that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if isinstance(to, Path):
        with to.open("w", encoding="utf-8-sig", newline="") as file:
            _write(faults, file)
    else:
        _write(faults, to)


def csv_text(faults: Faults) -> str:
    """The same as text, for a download."""
    file = StringIO(newline="")
    _write(faults, file)
    return file.getvalue()


def _write(faults: Faults, file: TextIO) -> None:
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    for fault in faults:
        cells = (fault.row, fault.code, fault.field, fault.value, fault.problem, fault.right, fault.severity.value)
        writer.writerow(guarded(cells))

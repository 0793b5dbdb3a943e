"""Files that `ouzel change` writes."""

from pathlib import Path

from ouzel.cli import showing
from ouzel.core.errors import ContentError


def write(out: Path, content: bytes) -> None:
    """Write what was asked for into a file, and say so. ContentError where it cannot be written."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ContentError(f"the file cannot be written ({error.strerror})", str(out)) from None
    showing.note(f"Written: {out}")

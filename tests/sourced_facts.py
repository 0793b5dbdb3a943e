"""Reading the tables of sourced facts, and the published files they are checked against."""

import csv
import gzip
import io
from pathlib import Path

from tests.shared_data import DATA

ROOT = Path(__file__).parents[1]
STATUTORY = ROOT / "src/ouzel/register/statutory.csv"
DEMO = ROOT / "src/ouzel/demo/data"


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a table of ours, by heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(name: str) -> list[list[str]]:
    """The rows of a published file, headings included, where the files are at hand."""
    raw = (DATA / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row]

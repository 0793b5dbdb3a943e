"""The reference names every measure, every format and every allowance there is."""

from ouzel.measures.allowances import allowances
from ouzel.measures.kinds import MEASURES
from ouzel.measures.readers import READERS
from tests.docs.reading import ROOT

TEXT = (ROOT / "docs" / "reference" / "measures.md").read_text()


def test_every_measure_is_described() -> None:
    for measure in MEASURES.values():
        row = f"| `{measure.slug}` | {measure.name} | {measure.unit} | {measure.kept_for.one} | {measure.adds()} |"
        assert row in TEXT


def test_every_format_is_described() -> None:
    for reader in READERS:
        assert f"| {reader.name} |" in TEXT, reader.name


def test_every_allowance_is_described() -> None:
    for each in allowances():
        assert f"| {each.since} | {each.value} |" in TEXT

"""Pages that show files are followed from nothing: the files they show are saved, their commands typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.reading import ROOT
from tests.docs.test_examples import DEMO, Person, _check, _person

PAGES = (
    "check-a-provider-file", "keep-identifiable-data-out", "load-prices", "load-activity",
    "map-local-points-of-delivery", "price-activity", "keep-seats-and-interests",
)  # fmt: skip
NOT_HERE = "ncc_2024-25.csv.gz"  # a published file that the reader has to fetch
_FILE = re.compile(r"^[^\n]*\bas\s+`([\w.-]+)`:\n\n```(?:csv|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def somebody(outside_home: Path, tmp_path: Path) -> Iterator[Person]:
    """A person whose register holds the demonstration's facts, and nothing else."""
    with _person(outside_home / "home", tmp_path / "work") as person:
        loaded = person.type("register", "load", str(DEMO / "facts.csv"))
        assert loaded["status"] == 0, loaded["err"]
        yield person


@pytest.mark.parametrize("page", PAGES)
def test_a_page_followed_from_nothing_gives_what_it_shows(page: str, somebody: Person) -> None:
    document = f"docs/how-to/{page}.md"
    for name, text in _FILE.findall((ROOT / document).read_text()):
        (somebody.work / name).write_text(text)
    _check(document, somebody, without=NOT_HERE)

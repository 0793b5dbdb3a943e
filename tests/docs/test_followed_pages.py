"""Pages that show files are followed from nothing: the files they show are saved, their commands typed."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.reading import ROOT
from tests.docs.test_examples import DEMO, Person, _check, _person
from tests.homes import copied, with_tables

PAGES = (
    "check-a-provider-file", "keep-identifiable-data-out", "load-prices", "load-activity",
    "map-local-points-of-delivery", "price-activity", "keep-seats-and-interests",
)  # fmt: skip
NOT_HERE = "ncc_2024-25.csv.gz"  # a published file that the reader has to fetch
_FILE = re.compile(r"^[^\n]*\bas\s+`([\w.-]+)`:\n\n```(?:csv|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def loaded() -> Iterator[Path]:
    """A home whose register holds the demonstration's facts, and nothing else; its server is stopped."""
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        home = with_tables(Path(folder, "home"))
        Path(folder).chmod(0o755)
        with _person(home, Path(folder, "work")) as person:
            done = person.type("register", "load", str(DEMO / "facts.csv"))
            assert done["status"] == 0, done["err"]
        yield home


@pytest.fixture
def somebody(loaded: Path, outside_home: Path, tmp_path: Path) -> Iterator[Person]:
    """A person whose register is a copy of it."""
    copied(loaded, outside_home / "home")
    with _person(outside_home / "home", tmp_path / "work") as person:
        yield person


@pytest.mark.parametrize("page", PAGES)
def test_a_page_followed_from_nothing_gives_what_it_shows(page: str, somebody: Person) -> None:
    document = f"docs/how-to/{page}.md"
    for name, text in _FILE.findall((ROOT / document).read_text()):
        (somebody.work / name).write_text(text)
    _check(document, somebody, without=NOT_HERE)

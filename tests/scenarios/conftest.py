"""Two registers for the golden scenarios: our own facts, which always run, and the whole of England's files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from tests.homes import with_tables
from tests.scenarios.house import LOOK_UPS, MONTHS, House
from tests.shared_data import DATA

OWN = Path(str(files("ouzel.demo") / "data"))


@contextmanager
def new_register() -> Iterator[House]:
    """An empty register under a home of its own."""
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as home:
        house = House(with_tables(Path(home)))
        try:
            yield house
        finally:
            house.close()


@pytest.fixture
def new_house() -> Iterator[House]:
    """An empty register."""
    with new_register() as house:
        yield house


@pytest.fixture(scope="session")
def own_facts() -> Iterator[House]:
    """The register of the demonstration's own facts."""
    with new_register() as house:
        house.run("register", "load", str(OWN / "facts.csv"))
        yield house


def england_files(folder: Path) -> Path:
    """The folder, with the published registrations and areas in it and the days of each."""
    days = {f"gp-reg-pat-prac-all_{month}.csv.gz": f"{month}-01" for month in MONTHS} | LOOK_UPS
    for name in days:
        beside = "registrations" if name.startswith("gp-reg") else "geography"
        (folder / name).symlink_to(DATA / beside / name)
    lines = ["file,published", *(f"{name},{day}" for name, day in days.items())]
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="session")
def england(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The register of all published files: edition 1 the ODS folder, edition 2 registrations and areas beside it."""
    beside = england_files(tmp_path_factory.mktemp("beside"))
    with new_register() as house:
        house.run("register", "load", str(DATA / "ods"))
        house.run("register", "load", str(beside))
        yield house


@pytest.fixture(
    params=[
        "own_facts",
        pytest.param(
            "england",
            marks=[
                pytest.mark.skipif(not (DATA / "ods").is_dir(), reason="the public data files are not here"),
            ],
        ),
    ]
)
def house(request: pytest.FixtureRequest) -> House:
    """Either register: a scenario must come out the same in both."""
    found: House = request.getfixturevalue(request.param)
    return found

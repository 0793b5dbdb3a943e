"""What a sheet would do is told line by line, and nothing of it is kept."""

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.models import Person
from ouzel.governance.seats.sheets import Line, look_at_sheet
from tests.governance.seats.test_sheets import CSV, DAY, FILES, TOML, load, rows
from tests.governance.world import SECRETARY, World


def look(text: str, file: str = "board.csv") -> tuple[Line, ...]:
    return look_at_sheet(text=text, file=file, known=DAY, source="invented", by=SECRETARY)


@pytest.mark.parametrize("file", FILES)
def test_look_tells_each_line_and_keeps_nothing(world: World, file: str) -> None:
    before = rows()
    found = look(FILES[file], file)
    assert [line.record for line in found] == ["body", "seat", "person", "person", "appointment", "deputy", "power"]
    assert all(line.changes and line.problem is None for line in found)
    assert found[0].said == "Luton place partnership, place-partnership"
    assert rows() == before


@pytest.mark.parametrize("file", FILES)
def test_look_at_what_is_there_finds_nothing_new(world: World, file: str) -> None:
    load(FILES[file], file)
    assert not any(line.changes or line.problem for line in look(FILES[file], file))
    (changed,) = (line for line in look(FILES[file].replace("Pat Placeholder", "Pat Holder"), file) if line.changes)
    assert changed.said == "Pat Holder"
    assert Person.objects.get(slug="pat-placeholder").name == "Pat Placeholder"


def test_look_goes_on_after_a_wrong_line_and_tells_each(world: World) -> None:
    found = look(CSV.replace(",interim,", ",eternal,").replace(",yes,", ",perhaps,"))
    wrong = {line.line: line.problem for line in found if line.problem}
    assert {line: problem.problem for line, problem in wrong.items()} == {
        2: "nobody holds a seat like this", 8: "yes or no belongs here"
    }  # fmt: skip
    assert all(problem.file == "board.csv" for problem in wrong.values())
    assert sum(line.changes for line in found) == 5


def test_look_at_what_is_no_sheet_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="not TOML"):
        look(TOML.replace("[[person]]", "[[person", 1), "board.toml")


@pytest.mark.parametrize("file", FILES)
def test_what_was_looked_at_is_what_is_loaded(world: World, file: str) -> None:
    found = look(FILES[file], file)
    done = load(FILES[file], file)
    kinds = [line.record for line in found if line.changes]
    assert (done.bodies, done.people, done.powers) == tuple(kinds.count(kind) for kind in ("body", "person", "power"))

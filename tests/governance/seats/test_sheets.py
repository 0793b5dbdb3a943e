"""A whole board from one file, TOML or CSV, whole or not at all."""

from datetime import date

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.delegation import may_decide
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.models import Appointment, Body, BodyFact, Delegation, Deputy, Person, Seat, StandingOrders
from ouzel.governance.reference.orders import orders_of, orders_text, read_orders
from ouzel.governance.seats.queries import seats_on
from ouzel.governance.seats.sheets import Loaded, load_sheet
from tests.governance.world import SECRETARY, World

DAY = date(2023, 1, 1)

TOML = """
[[appointment]]
body = "luton-place"
seat = "chair"
person = "pat-placeholder"
since = 2023-01-01
standing = "interim"

[[person]]
slug = "pat-placeholder"
name = "Pat Placeholder"

[[person]]
slug = "dep-uty"
name = "Dep Uty"

[[body]]
slug = "luton-place"
name = "Luton place partnership"
kind = "place-partnership"
organisations = ["QHG", "E06000032"]
places = ["Luton"]
accountable_to = ["blmk-board"]
since = 2023-01-01

[[seat]]
body = "luton-place"
slug = "chair"
title = "Chair"
tags = ["chair"]
since = 2023-01-01

[[deputy]]
body = "luton-place"
seat = "chair"
person = "dep-uty"
votes = true
since = 2023-01-01

[[power]]
scheme_of = "blmk-board"
body = "luton-place"
kind = "spending"
limit = 25000.50
since = 2023-01-01
"""
HEADINGS = (
    "record,body,slug,name,title,kind,organisations,places,accountable_to,seat,person,standing,tags,votes,scheme_of,"
    "limit,since"
)
CSV = f"""{HEADINGS}
appointment,luton-place,,,,,,,,chair,pat-placeholder,interim,,,,,2023-01-01
person,,pat-placeholder,Pat Placeholder,,,,,,,,,,,,,
person,,dep-uty,Dep Uty,,,,,,,,,,,,,

body,,luton-place,Luton place partnership,,place-partnership,QHG; E06000032,Luton,blmk-board,,,,,,,,2023-01-01
seat,luton-place,chair,,Chair,,,,,,,,chair,,,,2023-01-01
deputy,luton-place,,,,,,,,chair,dep-uty,,,yes,,,2023-01-01
power,luton-place,,,,spending,,,,,,,,,blmk-board,"£25,000.50",2023-01-01
"""
FILES = {"board.toml": TOML, "board.csv": CSV}


def load(text: str, file: str) -> Loaded:
    return load_sheet(text=text, file=file, known=DAY, source="invented", by=SECRETARY)


def rows() -> int:
    return sum(model.objects.count() for model in (Appointment, Body, BodyFact, Delegation, Deputy, Person, Seat))


@pytest.mark.parametrize("file", FILES)
def test_sheet_is_loaded_whole(world: World, file: str) -> None:
    assert load(FILES[file], file) == Loaded(bodies=1, seats=1, people=2, appointments=1, deputies=1, powers=1)
    view = body_on("luton-place", on=DAY)
    assert view is not None
    assert [each.code for each in view.organisations] == ["QHG", "E06000032"]
    assert (view.place, view.accountable_to) == ("Luton", ("blmk-board",))
    (seat,) = seats_on("luton-place", on=DAY)
    assert seat.holder is not None
    assert (seat.holder.name, seat.standing, seat.tags, seat.votes) == ("Pat Placeholder", "interim", ("chair",), True)
    assert [(each.person.slug, each.votes) for each in seat.deputies] == [("dep-uty", True)]
    assert may_decide(body=view.body, kind="spending", pence=2_500_050, on=DAY).allowed
    assert not may_decide(body=view.body, kind="spending", pence=2_500_051, on=DAY).allowed


@pytest.mark.parametrize("file", FILES)
def test_sheet_again_changes_nothing(world: World, file: str) -> None:
    load(FILES[file], file)
    before = rows()
    load(FILES[file], file)
    assert rows() == before


def test_sheet_toml_and_csv_say_the_same(world: World) -> None:
    load(TOML, "board.toml")
    before = rows()
    load(CSV, "board.csv")
    assert rows() == before


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('standing = "interim"', 'standing = "eternal"', 7, "nobody holds a seat like this"),
        ('person = "pat-placeholder"', 'person = "nobody"', 5, "no person with this name"),
        ('kind = "place-partnership"', 'kind = "guild"', 20, "no such kind of body"),
        ('tags = ["chair"]', 'tags = ["chiar"]', 30, "Did you mean chair"),
        ('title = "Chair"', "", 26, "title of this seat is missing"),
        ('organisations = ["QHG", "E06000032"]', 'organisations = ["QHG", "ZZZ"]', 17, "no organisation"),
        ("limit = 25000.50", "limit = 0.001", 44, "not a sum of money"),
        ("limit = 25000.50", "limmit = 1", 44, "no such part"),
        ("since = 2023-01-01", 'since = "soon"', 6, "not a date"),
        ("[[person]]", "[[persona]]", 9, "says nothing of the sort"),
        ("[[person]]", "[[person", 9, "not TOML"),
    ],
)
def test_sheet_wrong_toml_names_the_line_and_keeps_nothing(
    world: World, old: str, new: str, line: int, words: str
) -> None:
    before = rows()
    with pytest.raises(ContentError, match=words) as caught:
        load(TOML.replace(old, new, 1 if "since" in old else -1), "board.toml")
    assert caught.value.file == "board.toml"
    assert caught.value.line == line
    assert rows() == before


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (",interim,", ",eternal,", 2, "nobody holds a seat like this"),
        ("deputy,luton-place", "deputee,luton-place", 8, "Did you mean deputy"),
        ("person,,dep-uty,Dep Uty,", "person,,dep-uty,Dep Uty,Title", 4, "nothing of the sort is said of a person"),
        (",yes,", ",perhaps,", 8, "yes or no"),
        ("record,body", "rekord,body", 1, "no column record"),
        (",standing,", ",standng,", 1, "Did you mean standing"),
        (",seat,person", ",person,person", 1, "two columns"),
        ("2023-01-01\nperson", "2023-01-01,more\nperson", 2, "more cells"),
    ],
)
def test_sheet_wrong_csv_names_the_line_and_keeps_nothing(
    world: World, old: str, new: str, line: int, words: str
) -> None:
    assert old in CSV
    before = rows()
    with pytest.raises(ContentError, match=words) as caught:
        load(CSV.replace(old, new, 1), "board.csv")
    assert (caught.value.file, caught.value.line) == ("board.csv", line)
    assert rows() == before


@pytest.mark.parametrize(("text", "file"), [("", "board.toml"), ("record\n", "board.csv"), ("x", "board.xlsx")])
def test_sheet_that_is_none_is_refused(world: World, text: str, file: str) -> None:
    with pytest.raises(ContentError, match=r"says nothing|TOML or a CSV"):
        load(text, file)


def test_sheet_with_byte_order_mark_and_windows_lines(world: World) -> None:
    assert load("\ufeff" + CSV.replace("\n", "\r\n"), "board.csv").people == 2


OWN = 'like = "committee"\nname = "Our own"\nsource = "Its constitution"\n[quorum]\nmembers = 7\n'


def with_orders(name: str, files: dict[str, str] | None = None) -> Loaded:
    """The sheet, whose body names its standing orders; `files` lie beside it."""
    text = TOML.replace("[[body]]\n", f'[[body]]\norders = "{name}"\n', 1)

    def beside(wanted: str) -> str:
        if wanted not in (files or {}):
            raise FileNotFoundError(wanted)
        return (files or {})[wanted]

    return load_sheet(text=text, file="board.toml", known=DAY, source="invented", by=SECRETARY, beside=beside)


def test_sheet_names_orders_that_come_with_ouzel_or_a_file_beside_it(world: World) -> None:
    with_orders("own.toml", {"own.toml": OWN})
    body = Body.objects.get(slug="luton-place")
    assert orders_of(body, on=DAY).quorum.members == 7
    before = StandingOrders.objects.count()
    with_orders("own.toml", {"own.toml": OWN})
    assert StandingOrders.objects.count() == before
    with_orders("partnership")
    assert orders_of(body, on=DAY) == read_orders(orders_text("partnership"))


@pytest.mark.parametrize(
    ("name", "files", "file", "problem"),
    [
        ("partnershp", {}, "board.toml", "no such standing orders come with Ouzel"),
        ("own.toml", {}, "board.toml", "no such file beside the sheet"),
        ("../own.toml", {"../own.toml": OWN}, "board.toml", "no such standing orders"),
        ("/etc/own.toml", {"/etc/own.toml": OWN}, "board.toml", "no such standing orders"),
        ("own.toml", {"own.toml": OWN.replace("members", "membrs")}, "own.toml", "membrs"),
    ],
)
def test_sheet_with_orders_that_cannot_be_is_refused_whole(
    world: World, name: str, files: dict[str, str], file: str, problem: str
) -> None:
    before = rows()
    with pytest.raises(ContentError) as told:
        with_orders(name, files)
    assert told.value.file == file
    assert told.value.line
    assert problem in str(told.value)
    assert rows() == before


def test_sheet_without_files_beside_it_names_shipped_orders_only(world: World) -> None:
    text = TOML.replace("[[body]]\n", '[[body]]\norders = "own.toml"\n', 1)
    with pytest.raises(ContentError, match="no such file beside the sheet"):
        load(text, "board.toml")

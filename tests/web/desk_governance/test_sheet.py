"""A sheet is looked at before it is loaded; what is wrong is told by its line."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ouzel.core.models import AuditEntry
from ouzel.governance.models import Appointment, Body, Person, Seat
from tests.governance.seats.test_sheets import CSV, TOML, rows
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, done, problems, sent_form, signed_in, text_of

AT = DESK + "sheet/"
FROM = {"source": "invented"}


def test_a_sheet_is_looked_at_and_nothing_is_kept(secretary: Client, world: World) -> None:
    before, trail = rows(), AuditEntry.objects.count()
    page = sent_form(secretary, AT, file=SimpleUploadedFile("board.csv", CSV.encode()), **FROM)
    text = text_of(page)
    assert page.status_code == 200
    assert "7 lines would be put down. Nothing is loaded yet." in text
    assert text.count("Would be put down") == 7
    assert "Luton place partnership" in text
    assert "Load it" in text
    assert rows() == before
    assert AuditEntry.objects.count() == trail


def test_what_was_looked_at_is_loaded_from_the_lines_on_the_page(secretary: Client, world: World) -> None:
    page = sent_form(secretary, AT, file=SimpleUploadedFile("board.csv", b"\xef\xbb\xbf" + CSV.encode()), **FROM)
    from tests.web.desk_governance.signing_in import standing

    again = secretary.post(AT, {**standing(page.content.decode()), "load": "yes"})
    assert done(again) == DESK + "bodies/"
    page = text_of(secretary.get(DESK + "bodies/"))
    assert "Loaded: 1 body, 1 seat, 2 people, 1 appointment, 1 deputy and 1 power." in page
    assert Seat.objects.filter(body__slug="luton-place").exists()
    text = text_of(sent_form(secretary, AT, text=CSV, **FROM))
    assert "no lines would be put down" in text.lower()
    assert text.count("Is on record already") == 7


def test_toml_is_told_from_csv_by_itself(secretary: Client, world: World) -> None:
    assert "7 lines would be put down" in text_of(sent_form(secretary, AT, text=TOML.lstrip("\n"), **FROM))


def test_every_wrong_line_is_told_with_its_number(secretary: Client, world: World) -> None:
    before = rows()
    wrong = CSV.replace(",interim,", ",eternal,").replace(",yes,", ",perhaps,")
    page = sent_form(secretary, AT, text=wrong, load="yes", **FROM)
    said = problems(page)
    assert any(each.startswith("Line 2: nobody holds a seat like this") for each in said), said
    assert any(each.startswith("Line 8: yes or no belongs here") for each in said), said
    assert 'href="#text"' in page.content.decode()
    assert "2 lines are wrong" in text_of(page)
    assert 'name="load"' not in page.content.decode()
    assert "eternal" in page.content.decode()
    assert rows() == before


def test_days_of_what_is_wrong_are_said_in_words(secretary: Client, world: World) -> None:
    page = sent_form(secretary, AT, text=CSV.replace("place-partnership,QHG", "ccg-governing-body,QHG"), **FROM)
    assert any("1 January 2023" in each for each in problems(page)), problems(page)


def test_what_is_no_sheet_is_refused_beside_its_field(secretary: Client, world: World) -> None:
    assert "Choose a file, or write its lines below" in problems(sent_form(secretary, AT, **FROM))
    assert "“Where this is from” must be filled in" in problems(sent_form(secretary, AT, text=CSV))
    said = problems(sent_form(secretary, AT, text="a,b\n1,2\n", **FROM))
    assert any("no column record" in each for each in said), said
    page = sent_form(secretary, AT, file=SimpleUploadedFile("board.xlsx", b"PK\x03\x04\xff\xfe"), **FROM)
    assert "This is not text in UTF-8. Save it as CSV in UTF-8" in problems(page)
    assert any("[[body" in each or "TOML" in each for each in problems(sent_form(secretary, AT, text="[[body", **FROM)))


def test_a_secretary_loads_only_what_is_of_bodies_they_keep(world: World) -> None:
    luton = signed_in("lut@example.org", "board-secretary", "06P")
    said = problems(sent_form(luton, AT, text=CSV, **FROM))
    assert any(each.startswith("Line 6: you may not do this") and "role" in each for each in said), said
    assert not Body.objects.filter(slug="luton-place").exists()
    assert not Person.objects.filter(slug="pat-placeholder").exists()
    assert not Appointment.objects.filter(seat="chair", body__slug="luton-place").exists()
    assert luton.get(DESK + "bodies/").status_code == 200


def test_the_sheet_is_reached_from_the_bodies(secretary: Client) -> None:
    assert AT in secretary.get(DESK + "bodies/").content.decode()

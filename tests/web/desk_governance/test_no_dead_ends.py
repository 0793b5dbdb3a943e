"""Pages lead on to what has to be done first, and ask at once for what will be asked anyway."""

from datetime import date, timedelta

import pytest
from django.test import Client

from ouzel.core.permissions import today
from ouzel.governance.models import Appointment, ForwardItem, Meeting, Person, Question
from ouzel.governance.seats.queries import seats_on
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, MEETING, day, done, problems, sent_form, signed_in, text_of
from tests.web.desk_governance.test_road_of_a_meeting import BODIES, noticed, planned

SINCE = date(2024, 1, 1)
BOARD = DESK + "bodies/blmk-board/"
MORE = "nhsuk-details__summary-text"


def foremost(page: str, name: str) -> bool:
    """Whether a field stands before what few need."""
    return f'id="{name}"' in page.partition(MORE)[0]


def test_somebody_new_is_added_on_the_way_to_an_appointment(secretary: Client) -> None:
    at = BOARD + "seats/chair/appoint/"
    page = secretary.get(at).content.decode()
    add = f"{DESK}people/new/?then=%2Fdesk%2Fgovernance%2Fbodies%2Fblmk-board%2Fseats%2Fchair%2Fappoint%2F"
    assert add in page
    back = done(sent_form(secretary, add, name="Newly Named"))
    assert back == f"{at}?person=newly-named"
    assert 'value="Newly Named"' in secretary.get(back).content.decode()
    done(sent_form(secretary, back, replacing="on", source="A letter", **day("since", SINCE)))
    assert Appointment.objects.on(SINCE).get(body__slug="blmk-board", seat="chair").person.name == "Newly Named"
    assert "Newly Named is appointed." in text_of(secretary.get(BOARD))


def test_two_of_a_name_are_told_apart_on_the_way(secretary: Client) -> None:
    done(sent_form(secretary, DESK + "people/new/", name="Cara Boardchair", slug="another-cara"))
    page = secretary.get(BOARD + "seats/chair/deputy/?person=another-cara").content.decode()
    assert 'value="another-cara"' in page


@pytest.mark.parametrize(
    "then", ["https://elsewhere.example/", "//elsewhere.example/", "/account/logout/", "javascript:1"]
)
def test_nobody_is_led_elsewhere_by_an_address(secretary: Client, then: str) -> None:
    to = done(sent_form(secretary, f"{DESK}people/new/?then={then}", name="Newly Named"))
    assert to == f"{DESK}people/newly-named/"


def test_a_vacant_seat_offers_no_end_of_an_appointment(secretary: Client) -> None:
    done(sent_form(secretary, BOARD + "seats/new/", title="Observer", source="Terms", **day("since", SINCE)))
    page = secretary.get(BOARD).content.decode()
    assert f"{BOARD}seats/observer/appoint/" in page
    assert f"{BOARD}seats/observer/end/" not in page
    assert f"{BOARD}seats/chair/end/" in page


def test_a_new_seat_stands_after_the_others_unless_its_place_is_given(secretary: Client) -> None:
    done(sent_form(secretary, BOARD + "seats/new/", title="Observer", source="Terms", **day("since", SINCE)))
    done(sent_form(secretary, BOARD + "seats/new/", title="First of all", order="0", source="Terms",
                   **day("since", SINCE)))  # fmt: skip
    seats = [seat.title for seat in seats_on("blmk-board", on=SINCE)]
    assert seats[-1] == "Observer"
    assert "First of all" in seats[:2]


def test_what_is_opened_leads_to_its_own_page(secretary: Client) -> None:
    to = done(sent_form(
        secretary, DESK + "bodies/new/", name="Quality committee", kind="committee", organisations="QHG",
        part_of="blmk-board", source="Minutes", **day("since", SINCE),
    ))  # fmt: skip
    assert to == DESK + "bodies/quality-committee/"
    to = done(sent_form(
        secretary, DESK + "strategies/new/", title="Plan", kind="joint-forward-plan", body="blmk-board",
        **day("since", SINCE),
    ))  # fmt: skip
    assert to == DESK + "strategies/plan/"


def test_how_likely_and_how_bad_a_risk_is_must_be_chosen(secretary: Client) -> None:
    said = problems(sent_form(secretary, DESK + "risks/new/", title="A risk", body="blmk-board", owner="Nora"))
    assert said == ["Choose one under “How likely”", "Choose one under “How bad”"]


def test_what_is_late_is_asked_for_its_reason_at_once(secretary: Client) -> None:
    planned(secretary)
    page = secretary.get(MEETING + "step/notice/").content.decode()
    assert foremost(page, "irregular")
    assert "That day is over: say why it is given all the same." in page
    assert not foremost(secretary.get(MEETING + "items/new/").content.decode(), "late")
    done(sent_form(secretary, MEETING + "items/new/", title="One", purpose="decision"))
    noticed(secretary)
    assert foremost(secretary.get(MEETING + "items/new/").content.decode(), "late")
    page = secretary.get(MEETING + "items/1/papers/new/").content.decode()
    assert foremost(page, "late")
    assert "Papers were due by 10 March 2021." in page
    ahead = planned(secretary, on=today() + timedelta(days=60), bodies=["blmk-board"], title="Ahead")
    done(sent_form(secretary, ahead + "items/new/", title="One", purpose="decision"))
    assert "That day is over" not in text_of(secretary.get(ahead + "step/notice/"))
    assert not foremost(secretary.get(ahead + "items/1/papers/new/").content.decode(), "late")


def test_a_question_that_came_by_letter_is_put_down(secretary: Client, world: World) -> None:
    at = planned(secretary, on=today() + timedelta(days=60), bodies=["blmk-board"], title="Ahead")
    assert "questions/new/" not in secretary.get(at).content.decode()
    done(sent_form(secretary, at + "step/notice/"))
    assert at + "questions/new/" in secretary.get(at).content.decode()
    assert "“The question” must be filled in" in problems(sent_form(secretary, at + "questions/new/"))
    done(sent_form(secretary, at + "questions/new/", text="Why is the clinic closed?", name="Jo Example"))
    row = Question.objects.get()
    assert (row.text, row.name, row.name_public) == ("Why is the clinic closed?", "Jo Example", False)
    assert row.accepted is None
    page = text_of(secretary.get(at))
    assert "Accept or refuse 1 question of the public" in page
    assert "Jo Example, whose name is not to be shown" in page
    other = signed_in("lut@example.org", "board-secretary", "06P")
    assert other.get(at + "questions/new/").status_code == 403
    planned(secretary)
    noticed(secretary)
    assert any("closed at the end of" in each and "2021" in each and "-03-" not in each for each in
               problems(sent_form(secretary, MEETING + "questions/new/", text="Too late?")))  # fmt: skip


def test_planned_business_leads_to_the_next_agenda(secretary: Client) -> None:
    done(sent_form(secretary, DESK + "forward/new/", body="blmk-board", title="Budget",
                   **day("due", today() + timedelta(days=90))))  # fmt: skip
    assert "It is put on an agenda once a meeting is planned." in text_of(secretary.get(DESK + "forward/"))
    at = planned(secretary, on=today() + timedelta(days=60), bodies=["blmk-board"], title="Ahead")
    row = ForwardItem.objects.get()
    link = f"{at}items/planned/?planned={row.pk}"
    assert link in secretary.get(DESK + "forward/").content.decode()
    done(sent_form(secretary, link))
    assert Meeting.objects.get().items.get().title == "Budget"


def test_the_first_month_is_written_as_people_write_it(secretary: Client) -> None:
    fields = {"title": "Board", "bodies": ["blmk-board"], "begins": "9.30", "venue": "Hall"}
    for written in ("January 2027", "jan 2027", "1/2027", "2027-01"):
        page = text_of(sent_form(secretary, DESK + "meetings/year/", **fields, month=written))
        assert "18 January 2027" in page, written
        assert "15 November 2027" in page, written
    said = problems(sent_form(secretary, DESK + "meetings/year/", **fields, month="soon"))
    assert said == ["Give month and year, such as April 2027"]


def test_only_bodies_that_exist_are_offered_for_a_year_ahead(secretary: Client) -> None:
    done(sent_form(secretary, DESK + f"bodies/{BODIES[0]}/do/close/", source="Law", **day("day", SINCE)))
    assert "(ended)" in text_of(secretary.get(DESK + "meetings/new/"))
    assert "(ended)" not in text_of(secretary.get(DESK + "meetings/year/"))


def test_a_page_of_declarations_says_what_is_due_and_offers_what_fits(secretary: Client) -> None:
    at = DESK + "interests/cara-boardchair/"
    page = text_of(secretary.get(at))
    assert "Nothing was declared yet." in page
    assert "To be declared by" in page
    assert "There is nothing to declare" in page
    assert "What is declared still holds" not in page
    nothing = secretary.get(at + "say/nothing/").content.decode()
    assert 'value="appointment" selected' in nothing
    done(sent_form(secretary, at + "say/nothing/"))
    assert "Declared last on" in text_of(secretary.get(at))
    done(sent_form(
        secretary, at + "new/", category="financial", description="Owns shares.", occasion="change",
        **day("since", SINCE),
    ))  # fmt: skip
    assert "What is declared still holds" in text_of(secretary.get(at))


def test_a_secretary_of_one_body_is_shown_those_whose_register_they_keep(secretary: Client, world: World) -> None:
    luton = signed_in("lut@example.org", "board-secretary", "06P")
    page = text_of(luton.get(DESK + "interests/"))
    assert "Luc Chairman" in page
    assert "Dee Standin" in page  # deputises
    assert "Bea Chairwoman" not in page
    assert Person.objects.filter(name="Bea Chairwoman").exists()
    found = text_of(secretary.get(DESK + "interests/?q=bea"))
    assert "Bea Chairwoman" in found
    assert "Nobody is called so." in text_of(secretary.get(DESK + "interests/?q=zzz"))


def test_minutes_that_nobody_can_approve_yet_lead_to_planning_a_meeting(secretary: Client, world: World) -> None:
    from tests.web.desk_governance.test_road_of_a_meeting import opened

    opened(secretary, world)
    done(sent_form(secretary, MEETING + "items/P1/remove/", why="Not reached"))
    page = text_of(secretary.get(MEETING))
    assert "excludes the public" not in page
    done(sent_form(secretary, MEETING + "step/close/"))
    done(sent_form(secretary, MEETING + "minutes/"))
    page = secretary.get(MEETING + "minutes/approve/").content.decode()
    assert f'href="{DESK}meetings/new/"' in page

"""What a board secretary keeps between meetings: bodies, seats, people, interests, business, risks, strategies."""

from datetime import date

from django.test import Client

from ouzel.core.permissions import today
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.meetings.actions import open_meeting
from ouzel.governance.models import (
    Appointment,
    BodyFact,
    Decision,
    Delegation,
    Deputy,
    ForwardItem,
    Gift,
    Interest,
    Meeting,
    Person,
    Question,
    Risk,
    Strategy,
)
from ouzel.governance.seats.queries import seats_on
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, MEETING, day, done, problems, sent_form, text_of
from tests.web.desk_governance.test_road_of_a_meeting import BODIES, DAY, everybody_there, noticed, planned

BOARD = DESK + "bodies/blmk-board/"
SINCE = date(2024, 1, 1)
FROM = {"source": "Minutes of the board"}


def test_a_body_is_opened_with_its_seats_and_people(secretary: Client):
    done(sent_form(
        secretary, DESK + "bodies/new/", name="Quality committee", kind="committee", organisations="QHG",
        part_of="blmk-board", **FROM, **day("since", SINCE),
    ))  # fmt: skip
    at = DESK + "bodies/quality-committee/"
    done(sent_form(secretary, at + "seats/new/", title="Chair", tags=["chair"], **FROM, **day("since", SINCE)))
    done(sent_form(secretary, DESK + "people/new/", name="Quin Quality"))
    done(sent_form(secretary, at + "seats/chair/appoint/", person="Quin Quality", **FROM, **day("since", SINCE)))
    (seat,) = seats_on("quality-committee", on=SINCE)
    assert (seat.title, seat.tags, seat.votes, seat.holder.name) == ("Chair", ("chair",), True, "Quin Quality")
    done(
        sent_form(
            secretary, at + "seats/chair/deputy/", person="Nell Outsider", votes="on", **FROM, **day("since", SINCE)
        )
    )
    assert Deputy.objects.get(body__slug="quality-committee").votes
    page = text_of(secretary.get(at))
    assert "Quin Quality" in page
    assert "Deputy: Nell Outsider, with the vote" in page
    done(
        sent_form(
            secretary, at + "seats/chair/deputy-end/", person="Nell Outsider", **FROM, **day("day", date(2025, 1, 1))
        )
    )
    done(sent_form(secretary, at + "seats/chair/end/", **FROM, **day("day", date(2025, 1, 1))))
    assert seats_on("quality-committee", on=date(2025, 1, 1))[0].vacant
    assert "Quality committee" in text_of(secretary.get(DESK + "bodies/"))
    assert "Chair stands empty" in text_of(secretary.get(DESK))
    done(sent_form(secretary, at + "do/close/", **FROM, **day("day", date(2025, 6, 1))))
    assert body_on("quality-committee", on=date(2025, 6, 1)) is None


def test_a_seat_that_is_held_is_refused_and_says_by_whom(secretary: Client):
    page = sent_form(secretary, BOARD + "seats/chair/appoint/", person="Nell Outsider", **FROM, **day("since", SINCE))
    assert any("Cara Boardchair" in each for each in problems(page)), problems(page)
    done(sent_form(
        secretary, BOARD + "seats/chair/appoint/", person="Nell Outsider", replacing="on", **FROM, **day("since", SINCE)
    ))  # fmt: skip
    assert Appointment.objects.on(SINCE).get(body__slug="blmk-board", seat="chair").person.name == "Nell Outsider"


def test_an_appointment_to_the_board_says_what_to_look_at_first(secretary: Client) -> None:
    page = text_of(secretary.get(BOARD + "seats/chair/appoint/"))
    assert "Before you appoint: nobody who is disqualified: a Member of Parliament" in page
    assert "Fit and Proper Person Test framework" in page
    assert "Before you appoint" not in text_of(secretary.get(BOARD + "seats/chair/end/"))


def test_an_appointment_needs_its_source_and_its_day(secretary: Client):
    said = problems(sent_form(secretary, BOARD + "seats/chair/appoint/", person="Nobody Atall"))
    assert "“From the day” must be filled in" in said
    assert "“Where this is from” must be filled in" in said
    assert any(each.startswith("Nobody is called “Nobody Atall”") for each in said)


def test_what_holds_of_a_body_and_who_may_decide_is_said_and_ended(secretary: Client):
    done(sent_form(secretary, BOARD + "do/say/", attribute="duty", value="To plan care", **FROM, **day("since", SINCE)))
    assert BodyFact.objects.filter(value="To plan care", replaced=None).exists()
    done(sent_form(
        secretary, BOARD + "do/end/", attribute="duty", value="To plan care", **FROM, **day("day", date(2025, 1, 1))
    ))  # fmt: skip
    done(sent_form(
        secretary, BOARD + "do/power/", to="blmk-board", kind="strategy", reserved="on", **FROM, **day("since", SINCE)
    ))  # fmt: skip
    assert Delegation.objects.get(scheme_of__slug="blmk-board", replaced=None).reserved
    done(sent_form(
        secretary, BOARD + "do/power-end/", to="blmk-board", kind="strategy", **FROM, **day("day", date(2025, 1, 1))
    ))  # fmt: skip
    page = sent_form(secretary, BOARD + "do/orders/", text="name = 1", **FROM, **day("since", SINCE))
    assert problems(page)
    assert secretary.get(BOARD + "do/dance/").status_code == 404


def test_somebody_is_found_and_corrected(secretary: Client):
    assert "Cara Boardchair" in text_of(secretary.get(DESK + "people/?q=cara"))
    done(sent_form(secretary, DESK + "people/cara-boardchair/", name="Cara Chairboard", biography="Chairs boards."))
    assert Person.objects.get(slug="cara-boardchair").name == "Cara Chairboard"
    assert secretary.get(DESK + "people/nobody/").status_code == 404


def test_interests_are_declared_ended_and_withheld(secretary: Client):
    at = DESK + "interests/cara-boardchair/"
    assert "yet to declare" in text_of(secretary.get(DESK + "interests/"))
    said = problems(
        sent_form(secretary, at + "new/", category="indirect", description="Works there", **day("since", SINCE))
    )
    assert any("Say through whom" in each for each in said), said
    done(sent_form(
        secretary, at + "new/", category="financial", description="Owns shares of a supplier.", occasion="change",
        organisation="Lifeworks Example", **day("since", SINCE),
    ))  # fmt: skip
    row = Interest.objects.get(replaced=None)
    done(sent_form(secretary, f"{at}{row.pk}/withhold/", reason="It would tell where they live."))
    row = Interest.objects.get(replaced=None)
    assert row.redacted
    assert "Withheld: It would tell where they live." in text_of(secretary.get(at))
    done(sent_form(secretary, f"{at}{row.pk}/withhold/", reason="They moved."))
    row = Interest.objects.get(replaced=None)
    done(sent_form(secretary, f"{at}{row.pk}/end/", **day("day", date(2025, 1, 1))))
    done(sent_form(secretary, DESK + "interests/nell-outsider/say/nothing/"))
    assert secretary.get(f"{at}999999/end/").status_code == 404


def test_a_gift_against_the_rule_needs_a_reason(secretary: Client):
    at = DESK + "interests/cara-boardchair/gift/"
    gift = {"kind": "gift", "donor": "Lifeworks Example", "supplier": "on", "description": "A watch", "value": "£400",
            "outcome": "accepted", **day("offered", SINCE)}  # fmt: skip
    assert problems(sent_form(secretary, at, **gift))
    assert not Gift.objects.exists()
    done(sent_form(secretary, at, **{**gift, "outcome": "declined"}))
    assert Gift.objects.get().value == 40_000
    assert "Lifeworks Example" in text_of(secretary.get(DESK + "interests/cara-boardchair/"))


def test_business_is_planned_and_taken(secretary: Client):
    done(sent_form(secretary, DESK + "forward/new/", body=BODIES[0], title="Budget", **day("due", DAY), every="12"))
    done(sent_form(secretary, DESK + "forward/new/", body=BODIES[0], title="Something", **day("due", DAY)))
    row = ForwardItem.objects.get(title="Something")
    done(sent_form(secretary, f"{DESK}forward/{row.pk}/drop/", why="It is over"))
    assert "Budget" in text_of(secretary.get(DESK + "forward/"))
    planned(secretary)
    budget = ForwardItem.objects.get(title="Budget")
    done(sent_form(secretary, MEETING + "items/planned/", planned=str(budget.pk)))
    assert Meeting.objects.get().items.get().title == "Budget"
    assert ForwardItem.objects.get(title="Budget", item=None).due == date(2022, 3, 16)
    assert secretary.get(f"{DESK}forward/{row.pk}/drop/").status_code == 404


def test_a_risk_is_opened_looked_at_and_closed(secretary: Client):
    done(sent_form(
        secretary, DESK + "risks/new/", title="Too few nurses", body="blmk-board", owner="Nora Wardwell",
        likelihood="4", impact="5", controls="Training\nAgencies",
    ))  # fmt: skip
    risk = Risk.objects.get()
    assert "20" in text_of(secretary.get(DESK + "risks/"))
    done(sent_form(secretary, f"{DESK}risks/{risk.ref}/", likelihood="2", text="Forty were trained."))
    assert [look.likelihood for look in risk.reviews.order_by("number")] == [4, 2]
    done(sent_form(secretary, f"{DESK}risks/{risk.ref}/close/", why="There are enough."))
    assert risk.reviews.latest("number").state == "closed"


def test_a_strategy_gets_a_text_priorities_and_progress(secretary: Client):
    done(sent_form(
        secretary, DESK + "strategies/new/", title="Joint forward plan", kind="joint-forward-plan", body="blmk-board",
        **day("since", SINCE),
    ))  # fmt: skip
    at = DESK + "strategies/joint-forward-plan/"
    done(sent_form(secretary, at + "version/", text="# Plan", **FROM))
    assert any(
        "Say what is new" in each for each in problems(sent_form(secretary, at + "version/", text="# Plans", **FROM))
    )
    done(sent_form(secretary, at + "priority/", title="Live longer", **FROM, **day("since", SINCE)))
    done(
        sent_form(secretary, at + "owner/", priority="live-longer", owner="Max Medicson", **FROM, **day("since", SINCE))
    )
    done(sent_form(
        secretary, at + "progress/", priority="live-longer", status="on-track", text="It goes well.", value="81.5",
        measure="Life expectancy", unit="years", **FROM
    ))  # fmt: skip
    page = text_of(secretary.get(at))
    assert "Live longer" in page
    assert "It goes well." in page
    assert "Joint forward plan" in text_of(secretary.get(DESK + "strategies/"))
    done(sent_form(secretary, at + "end/", why="Another took its place"))
    assert Strategy.objects.get().until is not None


def test_a_year_of_meetings_is_looked_at_and_planned(secretary: Client):
    fields = {"title": "Board", "bodies": ["blmk-board"], "month": "2027-01", "count": "3", "every": "2", "nth": "3",
              "weekday": "1", "begins": "9.30", "venue": "Town hall"}  # fmt: skip
    page = text_of(sent_form(secretary, DESK + "meetings/year/", **fields))
    assert "19 January 2027" in page
    assert not Meeting.objects.exists()
    done(sent_form(secretary, DESK + "meetings/year/", **fields, plan="yes"))
    assert Meeting.objects.count() == 3
    assert problems(sent_form(secretary, DESK + "meetings/year/", **{**fields, "month": "soon"}))


def test_questions_of_the_public_are_dealt_with(secretary: Client):
    planned(secretary)
    noticed(secretary)
    meeting = Meeting.objects.get()
    one, two = (Question.objects.create(meeting=meeting, text=text) for text in ("Why?", "Who is Mr X?"))
    at = MEETING + "questions/"
    assert problems(sent_form(secretary, f"{at}{one.pk}/answer/", text="Because.", answered_by="The chair"))
    done(sent_form(secretary, f"{at}{one.pk}/accept/"))
    done(sent_form(secretary, f"{at}{one.pk}/answer/", text="Because.", answered_by="The chair"))
    done(sent_form(secretary, f"{at}{two.pk}/refuse/", why="It names somebody."))
    page = text_of(secretary.get(MEETING))
    assert "Answered by The chair: Because." in page
    assert "Refused: It names somebody." in page
    assert secretary.get(f"{at}{one.pk}/eat/").status_code == 404


def test_an_urgent_decision_is_recorded_and_ratified(secretary: Client, world: World):
    words = {"title": "Masks", "text": "To buy masks.", "why": "There were none left.", "kind": "other"}
    at = f"{DESK}bodies/{BODIES[1]}/urgent/"
    assert any("must be filled in" in each for each in problems(sent_form(secretary, at, **words)))
    at = f"{DESK}bodies/blmk-board/urgent/"
    asked = {"agreed_by": ["cara-boardchair", "ola-allthree"]}
    assert any("must be consulted" in each for each in problems(sent_form(secretary, at, **asked, **words)))
    done(sent_form(secretary, at, **asked, consulted=["nell-outsider"], **words))
    decision = Decision.objects.get()
    assert decision.ref in text_of(secretary.get(DESK))
    planned(secretary, on=today(), bodies=["blmk-board"], title="Soon")
    at = f"{DESK}meetings/{today()}-soon/"
    done(sent_form(secretary, at + "items/new/", title="Masks", purpose="decision"))
    open_meeting(meeting=Meeting.objects.get(), on=today(), by=world.by, irregular="A test")
    everybody_there(secretary, world, at, ["blmk-board"])
    done(sent_form(secretary, f"{at}ratify/{decision.ref}/", item="1", ratified="yes"))
    assert Decision.objects.get().ratification.ratified


def test_a_decision_is_linked_to_what_it_is_about(secretary: Client, world: World):
    planned(secretary, bodies=[BODIES[0]], title="Governing bodies in common")
    done(sent_form(secretary, MEETING + "items/new/", title="A place", purpose="decision", kind="other"))
    noticed(secretary)
    done(sent_form(secretary, MEETING + "step/open/"))
    everybody_there(secretary, world, MEETING, [BODIES[0]])
    done(sent_form(secretary, MEETING + "items/1/decide/", text="So it is."))
    ref = Decision.objects.get().ref
    at = f"{DESK}links/decision/{ref}/"
    said = problems(sent_form(secretary, at, to_kind="body", to_ref="nowhere", relation="concerns"))
    assert any("There is no body of that name" in each for each in said), said
    done(sent_form(secretary, at, to_kind="body", to_ref="blmk-board", relation="concerns"))
    assert "Board of the integrated care board" in text_of(secretary.get(at))
    assert "Concerns body: Board of the integrated care board" in text_of(secretary.get(f"{DESK}decisions/{ref}/"))

"""Two meetings of the demonstration: three governing bodies in common before the merger, and their successor after it.

That the bodies met in common on 16 March 2021, with declarations, a check of gifts, an action log and an update of the
equality impact assessment on one agenda, is known. All else is made up, and says so. Nobody whom the sources name is
said to have been there, to have voted or to have said anything. Doing it again changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from ouzel.confidential import actions as confidential
from ouzel.demo import boards
from ouzel.demo.boards import GROUPS, MERGED
from ouzel.demo.history import MERGER, RECORDER
from ouzel.governance.action_log import actions as log
from ouzel.governance.action_log.queries import ActionView, open_actions
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.decisions.actions import To, decide_in_common
from ouzel.governance.interests import actions as interests
from ouzel.governance.meetings import actions as meetings
from ouzel.governance.meetings import agenda, attendance
from ouzel.governance.meetings.attendance import Mark
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.minutes import actions as minutes
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.models import Action, AgendaItem, Appointment, Body, Interest, Meeting, Person
from ouzel.governance.papers.actions import add_paper, publish_papers

DAY, NOTICED = date(2021, 3, 16), date(2021, 3, 9)
SLUG = "2021-03-16-governing-bodies-in-common"
NEXT, NEXT_NOTICED = date(2021, 5, 18), date(2021, 5, 11)
NEXT_SLUG = "2021-05-18-governing-body"
LONDON = ZoneInfo("Europe/London")

KNOWN = "On the agenda of 16 March 2021."
MADE_UP = "Made up for the demonstration."
PRIVATE = "Price and terms of the award, which stay in the private part: these too are invented."
AWARD = 125_000_000  # pence
VENUE = "Online (made up)"
SUPPLIER = {"name": "Example Community Care Limited", "ods_code": "", "company_number": "00000000"}
CONFLICTED = "gus-example"  # of Luton: for him the quorum of one body is counted anew
DEPUTY = "wyn-example"  # for the accountable officer, whom the sources name

ITEMS = (
    ("Declarations of interest", "standing", "", KNOWN),
    ("Gifts and hospitality: check", "standing", "", KNOWN),
    ("Action log", "standing", "", KNOWN),
    ("Equality impact assessment: update", "discussion", "", KNOWN),
    ("One commissioning group from 1 April 2021", "decision", "merger",
     f"The governing bodies are asked to agree to the merger. {MADE_UP}"),
)  # fmt: skip
ASKED = (
    ("Take the equality impact assessment to the new governing body", "Accountable officer", date(2021, 5, 18)),
    (
        "Tell those who follow the decisions of each group where to find them from 1 April",
        "Secretary",
        date(2021, 4, 9),
    ),
    ("Report how the promise of a local focus is kept in each borough", "Chair", date(2023, 3, 31)),
)
"""One of each body in turn. They are carried into the bodies that succeed."""


@dataclass(frozen=True)
class Carried:
    """What was open on a day, and the body that looked after it then (a slug)."""

    on: date
    body: str
    actions: tuple[ActionView, ...]


def meet_in_common() -> Meeting:
    """The three governing bodies meet, decide to merge, and ask for what they leave to their successor."""
    return Meeting.objects.filter(slug=SLUG).first() or _meet_in_common()


def meet_after() -> Meeting:
    """The successor approves the minutes of that meeting and closes what was done."""
    return Meeting.objects.filter(slug=NEXT_SLUG).first() or _meet_after()


def carried(days: tuple[date, ...]) -> tuple[Carried, ...]:
    """Who looked after the open actions of that meeting on each day."""
    everybody = {body.pk: body for slug in (boards.BOARD, boards.NEWEST) for body in lineage(*boards.bodies(slug))}
    found = []
    for on in days:
        open_then = [each for each in open_actions(everybody.values(), on=on) if each.meeting == SLUG]
        for slug in sorted({each.body for each in open_then}):
            found.append(Carried(on, slug, tuple(each for each in open_then if each.body == slug)))
    return tuple(found)


@transaction.atomic
def _meet_in_common() -> Meeting:
    three = boards.bodies(*GROUPS)
    _declare()
    meeting = meetings.plan_meeting(
        title="Governing bodies of Bedfordshire, Luton and Milton Keynes, in common", slug=SLUG, bodies=three,
        starts=datetime(2021, 3, 16, 10, tzinfo=LONDON), ends=datetime(2021, 3, 16, 12, tzinfo=LONDON), venue=VENUE,
        on=NOTICED, by=RECORDER,
    )  # fmt: skip
    items = [
        agenda.add_item(meeting=meeting, title=title, purpose=purpose, kind=kind, text=text, by=RECORDER, on=NOTICED)
        for title, purpose, kind, text in ITEMS
    ]
    private = agenda.add_item(
        meeting=meeting, title="A contract for community care (made up)", purpose="decision", kind="contract-award",
        private=True, by=RECORDER, on=NOTICED,
    )  # fmt: skip
    confidential.write_item(item=private, title=f"Award to {SUPPLIER['name']}", text=PRIVATE, parties=[SUPPLIER],
                            by=RECORDER)  # fmt: skip
    add_paper(
        item=items[-1], title="The case for one commissioning group", name="one-group.md", author=MADE_UP,
        content=PAPER.encode(), by=RECORDER, on=NOTICED,
    )  # fmt: skip
    meetings.give_notice(meeting=meeting, on=NOTICED, by=RECORDER)
    publish_papers(meeting=meeting, on=NOTICED, by=RECORDER)
    meetings.open_meeting(meeting=meeting, on=DAY, by=RECORDER)
    for body in three:
        _attend(meeting, body, DAY)
    _decide(three, items[-1])
    _in_private(meeting, three, private)
    for body, (text, owner, due) in zip(three, ASKED, strict=True):
        log.ask_for(
            item=items[3], text=f"{text}. {MADE_UP}", owner=owner, due=due, body=body, on=DAY, by=RECORDER
        )  # fmt: skip
    return _close(meeting, DAY)


@transaction.atomic
def _meet_after() -> Meeting:
    (body,) = boards.bodies(MERGED)
    meeting = meetings.plan_meeting(
        title="Governing body of NHS Bedfordshire, Luton and Milton Keynes CCG (made up)", slug=NEXT_SLUG,
        bodies=[body], starts=datetime(2021, 5, 18, 10, tzinfo=LONDON), ends=datetime(2021, 5, 18, 12, tzinfo=LONDON),
        venue=VENUE, on=NEXT_NOTICED, by=RECORDER,
    )  # fmt: skip
    first = agenda.add_item(
        meeting=meeting, title="Minutes of the governing bodies in common, 16 March 2021", purpose="standing",
        kind="minutes", text=MADE_UP, by=RECORDER, on=NEXT_NOTICED,
    )  # fmt: skip
    agenda.add_item(meeting=meeting, title="Action log", purpose="standing", text=MADE_UP, by=RECORDER, on=NEXT_NOTICED)
    meetings.give_notice(meeting=meeting, on=NEXT_NOTICED, by=RECORDER)
    meetings.open_meeting(meeting=meeting, on=NEXT, by=RECORDER)
    _attend(meeting, body, NEXT)
    minutes.approve_minutes(meeting=Meeting.objects.get(slug=SLUG), at=meeting, on=NEXT, by=RECORDER, item=first)
    for action in Action.objects.filter(meeting__slug=SLUG, due__lte=NEXT):
        log.close_action(action=action, on=NEXT, by=RECORDER, note=f"Done. {MADE_UP}", meeting=meeting)
    return _close(meeting, NEXT)


def _declare() -> None:
    person = Person.objects.get(slug=CONFLICTED)
    if not Interest.objects.filter(person=person).exists():
        interests.declare(
            person=person, category="financial", description=f"Advises a provider of community care. {MADE_UP}",
            organisation=SUPPLIER["name"], since=date(2020, 8, 3), occasion="appointment", on=date(2020, 8, 20),
            by=RECORDER,
        )  # fmt: skip


def _attend(meeting: Meeting, body: Body, on: date) -> None:
    """Those are there who are made up; of those whom the sources name nothing is said."""
    there = Appointment.objects.on(on).filter(body=body, person__slug__endswith="-example").select_related("person")
    marks = [Mark(row.person, "member", row.seat, "online") for row in there.order_by("pk")]
    deputy = Person.objects.get(slug=DEPUTY)
    marks.append(Mark(deputy, "deputy", "accountable-officer", "online"))
    attendance.record_attendances(meeting=meeting, body=body, marks=marks, on=on, by=RECORDER)


def _decide(bodies: tuple[Body, ...], item: AgendaItem) -> None:
    decide_in_common(
        item=item, bodies=bodies, title="To become one commissioning group", method="consensus", on=DAY, by=RECORDER,
        text=f"The governing body agreed that the three groups become one on 1 April 2021. {MADE_UP}",
        options=[
            {"title": "One group for the whole area", "text": MADE_UP, "chosen": True},
            {"title": "Three groups with one executive team", "text": MADE_UP, "chosen": False},
        ],
        reasons=f"To do once what was done three times. {MADE_UP}", links=[To("plan", MERGER)],
    )  # fmt: skip


def _in_private(meeting: Meeting, bodies: tuple[Body, ...], item: AgendaItem) -> None:
    """Each body resolves to exclude the public, one member leaves, and each decides."""
    for body in bodies:
        proposer, seconder = (
            Person.objects.get(appointments__body=body, appointments__seat=seat, appointments__replaced=None)
            for seat in ("lay-governance", "lay-patients")
        )
        exclude_public(
            meeting=meeting, body=body, reason=f"The terms of a contract are confidential. {MADE_UP}",
            proposer=proposer, seconder=seconder, from_item=item, on=DAY, by=RECORDER,
        )  # fmt: skip
    attendance.recuse(
        item=item, person=Person.objects.get(slug=CONFLICTED), effect="left", on=DAY, by=RECORDER,
        declared=f"Advises a provider of community care. {MADE_UP}",
        interest=Interest.objects.filter(person__slug=CONFLICTED).first(),
    )  # fmt: skip
    for body in bodies:
        confidential.decide_in_private(
            item=item, body=body, title="A contract for community care",
            text=f"The governing body awarded a contract. {MADE_UP}", method="consensus", on=DAY, by=RECORDER,
            whole=confidential.Whole(title=f"Award to {SUPPLIER['name']}", text=PRIVATE), pence=AWARD,
        )  # fmt: skip


def _close(meeting: Meeting, on: date) -> Meeting:
    meetings.close_meeting(meeting=meeting, on=on, by=RECORDER)
    minutes.write_minutes(meeting=meeting, text=draft(meeting), on=on, by=RECORDER)
    minutes.publish_minutes(meeting=meeting, on=on, by=RECORDER)
    return Meeting.objects.get(pk=meeting.pk)


PAPER = f"""# The case for one commissioning group

{MADE_UP} The case for change itself is named on the website of the three groups (2020); it is not at hand.

What it would mean for members, duties and registered people is worked out from the plan: see the page of the plan.
"""

"""The first page of governance at the desk: what needs doing, over all the bodies somebody keeps."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, today
from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.composition import breaches, coming
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.decisions.ratifying import awaiting_ratification
from ouzel.governance.interests.deadlines import due
from ouzel.governance.meetings import queries as meetings
from ouzel.governance.meetings.shown import MeetingView
from ouzel.governance.meetings.steps import ALIVE
from ouzel.governance.minutes.queries import versions
from ouzel.governance.models import Body, Meeting
from ouzel.governance.seats.queries import SeatView, vacancies
from ouzel.web import words
from ouzel.web.desk.governance.door import At, governance, mine, named, plainly, show
from ouzel.web.desk.governance.meetings import ToDo, to_do, unpublished
from ouzel.web.desk.working import actor

AHEAD = timedelta(days=92)
SOON = timedelta(days=56)
"""What is to do for a meeting is told so long before it: a year of them is planned at once."""
MOST = 20  # meetings looked at
CARDS = [
    ("governance-meetings", "Meetings", "Planned, run and written down.", "governance_run"),
    ("governance-forward", "Forward plan", "Business to come, until it is put on an agenda.", "governance_run"),
    ("governance-actions", "Actions", "What is open, and what is overdue.", "governance_run"),
    ("governance-private-list", "Private papers", "What was taken in private, for who may read it.",
     "governance_private"),
    ("governance-bodies", "Bodies and seats", "Who sits where, who may decide, and what is not kept.", "bodies_keep"),
    ("governance-people", "People", "Everybody who holds or held an office.", "bodies_keep"),
    ("governance-sheet", "Load a sheet", "Many bodies, seats and people at once.", "bodies_keep"),
    ("governance-interests", "Interests and gifts", "Declared, due, withheld with a reason.", "governance_interests"),
    ("governance-strategies", "Strategies", "Their texts, priorities, and how these go.", "strategies_keep"),
    ("governance-risks", "Risks", "The register, the worst first.", "risks_keep"),
]  # fmt: skip
"""What can be done: the page, its title, a sentence, and the permission it takes."""


@governance()
def overview(request: HttpRequest) -> HttpResponse:
    """What to do first stands first."""
    now = today()
    running = mine(request)
    keeping = [body for body in mine(request, Permission.BODIES_KEEP) if body_on(body, on=now)]
    own = {body.pk for body in running}
    next_ones = [
        each for each in meetings.meetings(request.user, body=running, state=ALIVE, limit=200)
        if _whole(request, each.key, own)
    ][::-1][:MOST]  # fmt: skip
    return show(
        request, "overview", next_meetings=next_ones, todo=_of_meetings(request, next_ones, own),
        overdue=[each for each in open_actions(running, on=now, viewer=request.user) if each.overdue],
        urgent=awaiting_ratification(running, on=now),
        composed=_composed(keeping, now),
        coming=_coming(keeping, now),
        names={slug: text for slug, (_, text) in named(list({*running, *keeping})).items()},
        due=due(now, bodies=mine(request, Permission.GOVERNANCE_INTERESTS)),
        cards=CARDS,
    )  # fmt: skip


def _of_meetings(request: HttpRequest, next_ones: list[MeetingView], own: set[int]) -> list[tuple[str, ToDo]]:
    """What is to do for meetings to come, and for the last ones held: what is late stands first."""
    mine_ = Body.objects.visible_to(request.user).filter(pk__in=own)
    last = meetings.meetings(request.user, body=mine_, state="closed", limit=MOST)
    soon = [each for each in next_ones if each.starts.date() <= today() + SOON]
    keys = [each.key for each in (*soon, *last) if _whole(request, each.key, own)]
    rows = Meeting.objects.visible_to(request.user).in_bulk(keys)
    found = []
    for key in keys:
        it = At(rows[key], actor(request))
        how = meetings.standing(it.meeting, request.user)
        found += [
            (f"{it.meeting.title}, {words.day(it.day)}", each)
            for each in to_do(it, how, versions(it.meeting, request.user), unpublished(it))
        ]
    return sorted(found, key=lambda each: not each[1].late)


def _whole(request: HttpRequest, meeting: int, own: set[int]) -> bool:
    """Whether somebody runs every body that sits in a meeting."""
    sits = Meeting.objects.visible_to(request.user).filter(pk=meeting).values_list("sittings__body", flat=True)
    return set(sits) <= own


@dataclass(frozen=True)
class Composed:
    """What is wrong with the seats of a body today: those that stand empty, and how many rules are not kept."""

    body: str  # slug
    empty: list[SeatView]
    wrong: int


def _composed(bodies: list[Body], now: date) -> list[Composed]:
    empty: dict[str, list[SeatView]] = {}
    for seat in vacancies(on=now, bodies=[body.slug for body in bodies]) if bodies else ():
        empty.setdefault(seat.body, []).append(seat)
    found = [Composed(each.slug, empty.get(each.slug, []), len(breaches(each, on=now))) for each in bodies[:MOST]]
    return [each for each in found if each.empty or each.wrong]


def _coming(bodies: list[Body], now: date) -> list[tuple[Body, str]]:
    """Breaches of composition before they bite."""
    found = []
    for body in bodies[:MOST]:
        for each in coming(body, on=now, within=AHEAD):
            found.append((body, plainly(f"{words.day(each.on)}: {each.text}", {})))
    return found

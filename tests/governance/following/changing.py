"""The two reorganisations of the world, enacted and reversed, with something open in its bodies."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ouzel.governance.action_log.steps import Stands, take
from ouzel.governance.models import Action, Body, Follow, Meeting, Risk, RiskReview, Sitting
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions as proposals
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.plan import ChangeRole, HandOver, Merger, Opening, Plan
from ouzel.reorganisation.preview import Preview, preview
from tests.governance.world import SECRETARY
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR

LONDON = ZoneInfo("Europe/London")
MERGER_DAY, HANDOVER_DAY = date(2021, 4, 1), date(2022, 7, 1)
MERGED_ON, HANDED_ON = date(2021, 3, 22), date(2022, 7, 1)
THREE = ("bedfordshire-governing-body", "luton-governing-body", "milton-keynes-governing-body")
ONE = "ccg-governing-body-m1j4y"
ANSWERS = {f"body.{slug}": "new" for slug in THREE}


def merger(into: str = "M1J4Y", **changed: Any) -> Plan:
    """Three groups become one on 1 April 2021, and their governing bodies one that opens.

    A merger into a code that no file speaks of can be reversed.
    """
    opening = Opening(
        "NHS Bedfordshire, Luton and Milton Keynes CCG", roles=("RO98",), parents={Attribute.SYSTEM: "QHG"}
    )
    change = Merger(path="merger[0]", bodies=("04F", "06F", "06P"), into=into, opening=opening)
    plan = Plan(
        slug="one-group", title="One group", effective=MERGER_DAY, author=str(AUTHOR), changes=(change,),
        choices=ANSWERS,
    )  # fmt: skip
    return replace(plan, **changed)


def handover(**changed: Any) -> Plan:
    """The group's code goes on as a location; the partnership's goes on as a board, which has its functions."""
    changes = (
        ChangeRole(path="role[0]", code="M1J4Y", takes=("RO319",), drops=("RO98",)),
        ChangeRole(path="role[1]", code="QHG", takes=("RO318",), drops=("RO262",), established=True),
        HandOver(path="functions[0]", bodies=("M1J4Y",), to="QHG"),
    )
    plan = Plan(
        slug="one-board", title="A board takes over", effective=HANDOVER_DAY, author=str(AUTHOR), changes=changes
    )
    return replace(plan, **changed)


def seen(plan: Plan, *, on: date) -> Preview:
    return preview(plan, moment=Moment(plan.effective, on))


def enacted(plan: Plan, *, on: date) -> Enactment:
    proposal = proposals.save(plan=plan, by=AUTHOR, on=on)
    proposals.propose(proposal=proposal, by=AUTHOR, on=on)
    proposals.approve(proposal=proposal, by=APPROVER, on=on)
    return proposals.enact(proposal=proposal, by=OPERATOR, on=on)


def reversed_(enactment: Enactment, *, on: date) -> Enactment:
    return proposals.reverse(proposal=enactment.proposal, by=OPERATOR, why="The law changed", on=on)


def meeting(slug: str, *bodies: Body, on: date, public: bool = True, state: str = "closed") -> Meeting:
    made = Meeting.objects.create(
        slug=slug, title="A meeting in public", state=state, public=public, noticed_on=on if public else None,
        starts=datetime(on.year, on.month, on.day, 14, tzinfo=LONDON),
    )  # fmt: skip
    for body in bodies:
        Sitting.objects.create(meeting=made, body=body)
    return made


def action(ref: str, body: Body, at: Meeting, text: str = "Write to patients") -> Action:
    """An action that the body asked for at a meeting, still open."""
    made = Action.objects.create(ref=ref, text=text, meeting=at, body=body, owner="Chair", due=date(2021, 6, 1))
    on = at.starts.date()
    now = Stands(body, "Chair", date(2021, 6, 1), "open")
    take(action=made, kind="made", now=now, after=None, on=on, by=SECRETARY, meeting=at)
    return made


def risk(ref: str, body: Body, *, public: bool = True) -> Risk:
    made = Risk.objects.create(
        ref=ref, title=f"The risk {ref}", body=body, public=public, opened=date(2021, 1, 5), by=str(SECRETARY)
    )
    RiskReview.objects.create(
        risk=made, number=1, on=date(2021, 1, 5), body=body, owner="Chair", likelihood=3, impact=4, controls=["A"],
        by=str(SECRETARY),
    )  # fmt: skip
    return made


def follower(email: str, slug: str, *, kind: str = "body") -> Follow:
    """Somebody who asked and confirmed."""
    made = Follow.objects.create(email=email, kind=kind, ref=slug, token=f"{email} {kind} {slug}")
    Follow.objects.filter(pk=made.pk).update(confirmed=made.asked)
    made.refresh_from_db()
    return made


def totals(shown: Preview, what: str) -> tuple[dict[str, int], dict[str, int]]:
    """Before and after, by the slug of the body."""
    rows = [row for row in shown.totals if row.what == what]
    return (
        {row.body: int(row.before) for row in rows if row.before},
        {row.body: int(row.after) for row in rows if row.after},
    )

"""A meeting of three bodies in common with all that may be in one, and one to come; what was private is marked.

Made through the real actions on the small world of governance. `SECRET` stands in every text that no public door may
give out, and in the name and the content of the private paper.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ouzel.confidential import actions as confidential
from ouzel.confidential.keeping_out import keep_from, let_back
from ouzel.core.permissions import today
from ouzel.governance.action_log.actions import ask_for, report
from ouzel.governance.decisions.actions import To, decide_in_common
from ouzel.governance.interests.actions import declare, redact
from ouzel.governance.meetings.actions import (
    cancel_meeting,
    close_meeting,
    give_notice,
    move_meeting,
    open_meeting,
    plan_meeting,
    set_recording,
)
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.meetings.attendance import Mark, record_attendances, recuse
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.meetings.forward import plan_business
from ouzel.governance.meetings.questions import accept, answer, ask
from ouzel.governance.minutes.actions import publish_minutes, write_minutes
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.models import Action, AgendaItem, Appointment, Decision, Meeting, Paper
from ouzel.governance.papers.actions import add_paper, publish_papers
from ouzel.governance.risks.actions import open_risk
from ouzel.governance.strategies.actions import new_version, report_progress, set_owner, set_priority, set_strategy
from tests.governance.decisions.in_common import DAY, LONDON, NOTICE
from tests.governance.papers.making import pdf
from tests.governance.strategies.making import health_board
from tests.governance.world import SOURCE, World

SECRET = "zyxwvu"
SLUG = "2021-03-16-governing-bodies-in-common"
ASKED = "The bodies are asked to agree.\n{{ figure: members 06P on 2021-03-16 }} practices are members."
TO_COME = date(2027, 1, 20)


@dataclass(frozen=True)
class Told:
    """What was made."""

    world: World
    meeting: Meeting
    items: dict[str, AgendaItem]
    decisions: tuple[Decision, ...]
    private_decision: Decision
    action: Action
    private_action: Action
    paper: Paper
    coming: Meeting
    cancelled: Meeting
    planned: Meeting


def tell(world: World) -> Told:
    """Make it all."""
    by = world.by
    meeting = plan_meeting(
        title="Governing bodies in common", bodies=list(world.three), starts=_at(DAY, 9, 30), ends=_at(DAY, 12),
        venue="Made-up Hall, Bedford", join="https://video.example.org/join", slug=SLUG, on=NOTICE, by=by,
    )  # fmt: skip
    items = {}
    for number, title, purpose, kind, private in (
        ("1", "Welcome and declarations", "standing", "", False),
        ("2", "Proposal to become one commissioning group", "decision", "merger", False),
        ("3", "Quality report", "assurance", "", False),
        ("4", "Questions of the public", "standing", "", False),
        ("P1", "A commercial matter", "decision", "contract-award", True),
    ):
        items[number] = add_item(
            meeting=meeting, title=title, number=number, purpose=purpose, kind=kind, private=private, on=NOTICE, by=by,
            text=ASKED if number == "2" else "",
            topics=["merger"] if number == "2" else [],
        )  # fmt: skip
    give_notice(meeting=meeting, on=NOTICE, by=by)
    paper = add_paper(item=items["2"], title="Case for becoming one", name="case.pdf", on=date(2021, 3, 8),
                      content=pdf("We are asked to approve the merger.", "Costs and benefits."),
                      author="Ola Allthree", by=by)  # fmt: skip
    publish_papers(meeting=meeting, on=date(2021, 3, 9), by=by)
    late = add_paper(item=items["3"], title="Quality report", name="quality.csv", content=b"measure,value\nwaits,4\n",
                     late="The figures came on the day before", on=date(2021, 3, 15), by=by)  # fmt: skip
    assert late.slug
    publish_papers(meeting=meeting, on=date(2021, 3, 15), by=by, late="The figures came on the day before")
    write_private(world, items["P1"], on=NOTICE)
    question = _question(meeting)
    open_meeting(meeting=meeting, on=DAY, by=by)
    for body in world.three:
        record_attendances(
            meeting=meeting, body=body, on=DAY, by=by,
            marks=[
                Mark(row.person, "apologies" if row.person.name == "Lou Keynpublic" else "member", row.seat,
                     "online" if "clinician" in row.seat else "in-person")
                for row in Appointment.objects.on(DAY).filter(body=body).select_related("person")
            ],
        )  # fmt: skip
    recuse(item=items["3"], person=world.person("Gil Eastluton"), declared="Works at one of the practices named",
           effect="silent", on=DAY, by=by)  # fmt: skip
    accept(question=question, on=DAY, by=by)
    answer(question=question, text="No practice is moved by it.", answered_by="Ola Allthree", on=DAY, by=by)
    decisions = decide_in_common(
        item=items["2"], title="Apply to become one commissioning group", method="consensus", on=DAY, by=by,
        kind="merger", text="The governing body approved the application to merge from 1 April 2021.",
        reasons="One voice for the area, and lower running costs.",
        options=[{"title": "Stay as three", "text": "Costs stay", "chosen": False},
                 {"title": "Become one", "text": "Saves running costs", "chosen": True}],
        links=[To("organisation", "M1J4Y")],
    )  # fmt: skip
    action = ask_for(item=items["2"], text="Write to every practice about the merger", owner="Ola Allthree",
                     due=date(2021, 3, 31), body=world.luton, decision=decisions[1], on=DAY, by=by)  # fmt: skip
    report(action=action, note="Letters are drafted", on=date(2021, 3, 20), by=by)
    private_decision, private_action = _in_private(world, meeting, items["P1"])
    close_meeting(meeting=meeting, on=DAY, by=by)
    set_recording(meeting=meeting, address="https://video.example.org/recording", on=date(2021, 3, 17), by=by)
    write_minutes(meeting=meeting, text=draft(meeting), on=date(2021, 3, 18), by=by)
    publish_minutes(meeting=meeting, on=date(2021, 3, 19), by=by)
    confidential.write_minutes(meeting=meeting, text=f"# Private part\n\nThe {SECRET}minutes of it.", by=by)
    _declared(world)
    _set_out(world)
    coming, cancelled, planned = _others(world)
    meeting.refresh_from_db()
    return Told(
        world, meeting, items, decisions, private_decision, action, private_action, paper, coming, cancelled, planned
    )


def write_private(world: World, item: AgendaItem, *, on: date) -> None:
    """What a private item is about, whom it concerns, who is kept from it, and its paper: every word of them marked."""
    for text in ("first", "text of it"):
        confidential.write_item(
            item=item, title=f"{SECRET}title of it", text=f"{SECRET}{text}", presenter=f"{SECRET}presenter",
            parties=[{"name": f"{SECRET}company", "ods_code": f"{SECRET}code"}], by=world.by,
        )  # fmt: skip
    for name in ("Lou Keynpublic", "Gil Eastluton"):
        kept = keep_from(item=item, person=world.person(name), reason=f"{SECRET}reason", on=on, by=world.by)
    let_back(kept=kept, reason=f"{SECRET}mistake", on=on, by=world.by)
    confidential.add_paper(
        item=item, title=f"{SECRET}paper", name=f"{SECRET}name.txt", content=f"{SECRET}content of it".encode(),
        on=on, by=world.by,
    )  # fmt: skip


def _in_private(world: World, meeting: Meeting, item: AgendaItem) -> tuple[Decision, Action]:
    for body in world.three:
        first, second = Appointment.objects.on(DAY).filter(body=body, seat__in=("chair", "lay-governance"))
        exclude_public(
            meeting=meeting, body=body, reason="Commercially confidential terms of a contract", from_item=item,
            proposer=first.person, seconder=second.person, on=DAY, by=world.by,
        )  # fmt: skip
    decision = confidential.decide_in_private(
        item=item, body=world.luton, title="A contract was awarded", text="The governing body awarded a contract.",
        whole=confidential.Whole(
            f"{SECRET}whole title", f"{SECRET}whole text", f"{SECRET}reasons",
            [{"title": f"{SECRET}option", "text": "", "chosen": True}], f"{SECRET}dissent",
        ),
        method="consensus", kind="contract-award", pence=987_654_321, on=DAY, by=world.by,
    )  # fmt: skip
    action = confidential.ask_in_private(
        item=item, text="Tell the bidders", whole=f"Tell {SECRET}bidders", owner="Fin Ledgerman", due=date(2021, 4, 30),
        body=world.luton, decision=decision, on=DAY, by=world.by,
    )  # fmt: skip
    return decision, action


def _question(meeting: Meeting):  # type: ignore[no-untyped-def]
    ask(meeting=meeting, text=f"Is {SECRET}asked refused?", name=f"{SECRET}asker", email=f"{SECRET}@example.org",
        at=_at(date(2021, 3, 8), 12))  # fmt: skip
    return ask(meeting=meeting, text="Does my practice change?", name="Mary Madeup", email=f"{SECRET}@example.org",
               at=_at(date(2021, 3, 8), 12))  # fmt: skip


def _declared(world: World) -> None:
    declare(person=world.person("Gil Eastluton"), category="financial", description="Partner in a practice",
            since=date(2015, 4, 1), occasion="appointment", on=date(2020, 4, 10), organisation="Made-up Surgery",
            by=world.by)  # fmt: skip
    row = declare(person=world.person("Luc Chairman"), category="financial", description=f"{SECRET}shares",
                  since=date(2015, 4, 1), occasion="appointment", on=date(2020, 4, 10),
                  organisation=f"{SECRET}company", by=world.by)  # fmt: skip
    redact(interest=row, reason="Somebody might be in danger", on=date(2020, 4, 11), by=world.by)


def _set_out(world: World) -> None:
    by, since = world.by, date(2023, 1, 1)
    needs = set_strategy(slug="luton-needs", kind="needs-assessment", title="Needs of Luton", body=health_board(),
                         since=since, place="Luton", by=by)  # fmt: skip
    new_version(strategy=needs, text="# Needs\n\nMany.", source=SOURCE, adopted=since, by=by)
    strategy = set_strategy(slug="care-strategy", kind="integrated-care-strategy", title="Care strategy",
                            body=world.partnership, since=since, by=by)  # fmt: skip
    new_version(strategy=strategy, text="# Strategy\n\nA start in life.", source=SOURCE, adopted=since, by=by)
    set_priority(strategy=strategy, slug="start-well", title="A good start in life", since=since, known=since,
                 source=SOURCE, by=by, text="For every child.", aims=["outcomes"])  # fmt: skip
    set_owner(strategy=strategy, priority="start-well", owner="Ola Allthree", since=since, known=since, source=SOURCE,
              body=world.board, by=by)  # fmt: skip
    report_progress(strategy=strategy, priority="start-well", on=date(2023, 6, 1), status="on-track", text="Begun",
                    source=SOURCE, by=by)  # fmt: skip
    open_risk(title="Too few nurses", body=world.board, owner="Nora Wardwell", likelihood=4, impact=4,
              on=date(2022, 9, 1), by=by, controls=["Training"], target=8, framework=True)  # fmt: skip
    open_risk(title=f"{SECRET}risk", body=world.board, owner="Fin Ledgerman", likelihood=2, impact=2,
              on=date(2022, 9, 1), by=by, public=False)  # fmt: skip
    plan_business(body=world.board, title="Annual report", due=date(2027, 3, 1), every=12, by=by)
    plan_business(body=world.board, title=f"{SECRET}business", due=date(2027, 3, 1), public=False, by=by)


def _others(world: World) -> tuple[Meeting, Meeting, Meeting]:
    by, day_now = world.by, today()  # what is public now was not public here before
    coming = plan_meeting(title="Board in public", bodies=[world.board], starts=_at(TO_COME, 10), ends=_at(TO_COME, 12),
                          venue="Made-up Hall, Luton", on=day_now, by=by)  # fmt: skip
    add_item(meeting=coming, title="Report of the chief executive", on=day_now, by=by)
    private = add_item(meeting=coming, title="A matter of staff", private=True, on=day_now, by=by)
    write_private(world, private, on=day_now)
    give_notice(meeting=coming, on=day_now, by=by)
    move_meeting(meeting=coming, starts=_at(TO_COME, 11), ends=_at(TO_COME, 13), venue="Made-up Hall, Luton",
                 why="The hall was taken", on=day_now, by=by)  # fmt: skip
    day = date(2026, 12, 9)
    cancelled = plan_meeting(title="Partnership", bodies=[world.partnership], starts=_at(day, 10), venue="Town hall",
                             on=day_now, by=by)  # fmt: skip
    give_notice(meeting=cancelled, on=day_now, by=by)
    cancel_meeting(meeting=cancelled, why="Too few could come", on=day_now, by=by)
    planned = plan_meeting(title=f"{SECRET}planned", bodies=[world.board], starts=_at(date(2027, 2, 3), 10),
                           venue=f"{SECRET}venue", on=day_now, by=by)  # fmt: skip
    add_item(meeting=planned, title=f"{SECRET}item", on=day_now, by=by)
    for meeting in (coming, cancelled):
        meeting.refresh_from_db()
    return coming, cancelled, planned


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)

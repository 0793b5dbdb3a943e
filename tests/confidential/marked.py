"""A meeting whose private part is full of marked words, and what its secretary left of it in public."""

from dataclasses import dataclass
from datetime import date

from ouzel.confidential import actions, keeping_out
from ouzel.confidential.actions import Whole
from ouzel.confidential.models import PrivateMinutes, PrivatePaper
from ouzel.governance.meetings.actions import close_meeting
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.minutes.actions import publish_minutes, write_minutes
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.models import Action, AgendaItem, Appointment, Decision, Meeting
from tests.governance.decisions.in_common import DAY, opened
from tests.governance.world import World

MARK = "Zanzibar"
"""What every word kept in private has in it, and no word in public has."""

PENCE = 98_765_432_100
SUM = ("98765432100", "987654321", "987,654,321")
"""A sum that is said in private only, in each way it could be written."""

LATE = "It was not ready before"
"""Why papers came late: everybody reads it."""


@dataclass(frozen=True)
class Marked:
    """The meeting, its private item, and what hangs on it."""

    world: World
    meeting: Meeting
    item: AgendaItem
    paper: PrivatePaper
    decision: Decision
    action: Action
    minutes: PrivateMinutes


def marked_meeting(world: World) -> Marked:
    """A meeting of Luton's governing body with a private item, paper, decision, vote, action and minutes, closed."""
    held = opened(world, [world.luton])
    item, by = held.items["P1"], world.by
    exclude_public(
        meeting=held.meeting, body=world.luton, reason="Commercially confidential terms", from_item=item,
        proposer=world.person("Lutaudit"), seconder=world.person("Lutpublic"), on=DAY, by=by,
    )  # fmt: skip
    actions.write_item(item=item, title=f"Award to {MARK} Care", text=f"What {MARK} asked first", by=by)
    actions.write_item(item=item, title=f"Award to {MARK} Care", text=f"What {MARK} Care asks", presenter=f"A {MARK}",
                       parties=[{"name": f"{MARK} Care Ltd", "company_number": "09876543"}], by=by)  # fmt: skip
    for _ in range(2):
        kept = keeping_out.keep_from(item=item, person=world.person("Hal Watchful"), on=DAY, by=by,
                                     reason=f"A cousin works at {MARK}")  # fmt: skip
        if not keeping_out.LetBack.objects.exists():
            keeping_out.let_back(kept=kept, reason=f"It was another {MARK}", on=DAY, by=by)
    paper = actions.add_paper(item=item, title=f"Terms of {MARK}", name=f"{MARK.lower()}.md",
                              content=f"# The terms of {MARK}\n\nOf {MARK} Care.\n".encode(), on=DAY, late=LATE,
                              by=by)  # fmt: skip
    paper = actions.new_version(paper=paper, name=f"{MARK.lower()}.md", content=f"# {MARK} again\n".encode(),
                                why=f"{MARK} asked for more", on=DAY, late=LATE, by=by)  # fmt: skip
    holders = Appointment.objects.on(DAY).filter(body=world.luton).select_related("person")
    decision = actions.decide_in_private(
        item=item, body=world.luton, title="A contract", text="The body decided on a contract.", method="vote",
        whole=Whole(
            title=f"Award to {MARK}", text=f"The body awarded it to {MARK} Care.", reasons=f"{MARK} was cheapest",
            options=[{"title": f"{MARK}", "chosen": True}], dissent=f"One thought {MARK} dear",
        ),
        votes={row.person: "for" for row in holders}, pence=PENCE, on=DAY, by=by,
    )  # fmt: skip
    action = actions.ask_in_private(
        item=item, text="Write to the provider", whole=f"Write to {MARK} Care", owner="Chief finance officer",
        due=date(2021, 4, 30), body=world.luton, decision=decision, on=DAY, by=by,
    )  # fmt: skip
    meeting = close_meeting(meeting=held.meeting, on=DAY, by=by)
    minutes = actions.write_minutes(meeting=meeting, text=f"# Private\n\n{MARK} was awarded £987,654,321.\n", by=by)
    write_minutes(meeting=meeting, text=draft(meeting), on=DAY, by=by)
    publish_minutes(meeting=meeting, on=DAY, by=by)
    return Marked(world, meeting, item, paper, decision, action, minutes)


def marks_in(text: str) -> list[str]:
    """The marked words in a text, in whatever case."""
    return [mark for mark in (MARK, *SUM) if mark.casefold() in text.casefold()]

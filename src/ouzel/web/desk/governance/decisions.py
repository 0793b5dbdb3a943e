"""Decisions of meetings are recorded: in common, or by one body with the vote of each member; each has a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.core.permissions import Permission, today
from ouzel.governance.bodies.queries import heirs
from ouzel.governance.decisions.actions import To, decide, decide_in_common
from ouzel.governance.decisions.electorate import electorate
from ouzel.governance.decisions.queries import decision as shown_decision
from ouzel.governance.decisions.queries import links_of_decision
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.meetings.queries import meetings
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.shown import MeetingView
from ouzel.governance.meetings.steps import ALIVE
from ouzel.governance.models import AgendaItem, Body, Decision, Person
from ouzel.governance.papers.queries import papers_before
from ouzel.governance.reference.decisions import kinds_of_decision
from ouzel.governance.rules import require_for
from ouzel.reorganisation.queries import proposals
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import (
    At,
    ask,
    everybody_reads,
    go,
    governance,
    holds,
    in_private,
    mine,
    running,
    show,
    unknown,
)
from ouzel.web.desk.governance.fields import CountField, One, PoundsField, Some
from ouzel.web.desk.governance.forms import Ruled
from ouzel.web.desk.governance.items import way

Shape = fields.Shape
RUN = Permission.GOVERNANCE_RUN
KINDS = [(kind.slug, kind.name) for kind in kinds_of_decision()]
CAST = [("for", "For"), ("against", "Against"), ("abstain", "Abstained")]
CASTING = [("", "None"), ("for", "For"), ("against", "Against")]


class WordsForm(Ruled):
    """What was decided."""

    more = "Kind of decision, options, money and more"
    few: tuple[str, ...] = ("kind", "options", "pence", "plan", "evidence", "on", "irregular")

    title = fields.ShapeField(Shape.LINE, label="Title")
    text = fields.TextField(Shape.TEXT, label="What was decided", help_text="Such as: The governing body approved …")
    reasons = fields.TextField(Shape.TEXT, label="Reasons", required=False)
    kind = fields.Select(label="Kind of decision", choices=KINDS)
    options = fields.LinesField(
        Shape.LINE, label="Options considered", required=False, strip=False,
        help_text="One to a line, with a star before the one that was chosen. After the title, what it would mean and "
        "what that rests on, each behind an upright stroke: * Become one | Saves costs | Appendix C",
    )  # fmt: skip
    pence = PoundsField(label="What it commits, in pounds", required=False)
    plan = One(label="The plan that it decides on", required=False)
    evidence = Some(label="The papers that it rests on", required=False)

    def __init__(self, *args: Any, viewer: Any, item: AgendaItem | None = None, **options: Any) -> None:
        said = {"kind": item.kind or "other", "title": item.title} if item else {}
        options["initial"] = {**said, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        found = {each.slug: (each, each.slug) for each in proposals(viewer).order_by("-pk")[:200]}
        self.fields["plan"].offer(found, empty="None")  # type: ignore[attr-defined]
        before = papers_before([item], viewer).get(item.pk, ()) if item else ()
        if before:
            papers = {each.paper.slug: (each.paper.slug, each.paper.title) for each in before}
            self.fields["evidence"].offer(papers)  # type: ignore[attr-defined]
        else:
            del self.fields["evidence"]

    def clean_options(self) -> list[dict[str, Any]]:
        """Options as decisions hold them."""
        return [_option(line) for line in self.cleaned_data["options"]]

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        got = self.cleaned_data
        return {
            **{name: got[name] for name in ("title", "text", "reasons", "kind", "options", "pence", "irregular", "on")},
            "links": [
                *([To("plan", got["plan"].slug)] if got["plan"] else []),
                *(To("paper", slug, "evidence") for slug in got.get("evidence", ())),
            ],
        }  # fmt: skip


def _option(line: str) -> dict[str, Any]:
    """An option as decisions hold it: "* title | what it would mean | what that rests on"."""
    parts = [part.strip() for part in line.lstrip("* ").split("|", 2)]
    said = {name: part for name, part in zip(("title", "text", "evidence"), parts, strict=False) if part}
    return {**said, "chosen": line.lstrip().startswith("*")}


class CommonForm(WordsForm):
    """What several bodies decided, each for itself: by consensus, or by votes that were counted."""

    more = "Votes, dissent, kind of decision, options, money and more"

    def __init__(self, *args: Any, bodies: list[Body], names: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = bodies
        several = len(bodies) > 1
        made: dict[str, Any] = {}
        if several:
            made["bodies"] = Some(label="Bodies that decided so")
        made["method"] = fields.Radios(
            label="How", choices=[("consensus", "Agreed without a vote"), ("vote", "By a vote")], initial="consensus"
        )
        for body in bodies:
            for key, label in (("for", "votes for"), ("against", "votes against"), ("abstain", "abstentions")):
                made[f"{key}-{body.slug}"] = CountField(label=f"{names[body.slug]}: {label}", required=False)
            made[f"casting-{body.slug}"] = fields.Select(
                label=f"{names[body.slug]}: casting vote of the chair", choices=CASTING, required=False
            )
            made[f"dissent-{body.slug}"] = fields.ShapeField(
                Shape.LINE, label=f"{names[body.slug]}: dissent", required=False
            )
        self.few = (*self.few, *(name for name in made if name not in ("bodies", "method")))
        for name, field in made.items():
            self.fields[name] = field
            self.prepare(name, field, None)
        if several:
            self.fields["bodies"].offer({body.slug: (body, names[body.slug]) for body in bodies})  # type: ignore[attr-defined]
            self.initial["bodies"] = [body.slug for body in bodies]
        self.order_fields(["title", "text", "reasons", "bodies", "method", "kind", "options", "pence", "plan", *made])

    def clean(self) -> dict[str, Any]:
        """A vote has its numbers."""
        got = super().clean()
        if got.get("method") == "vote":
            for body in got.get("bodies", self.bodies):
                for key in ("for", "against"):
                    if got.get(f"{key}-{body.slug}") is None and f"{key}-{body.slug}" not in self.errors:
                        self.add_error(f"{key}-{body.slug}", "A vote was taken: give the number, 0 if nobody did")
        return got

    def counts(self, body: Body) -> Counts | None:
        """The votes of one body; None where there was no vote."""
        got = self.cleaned_data
        if got["method"] != "vote":
            return None
        return Counts(got[f"for-{body.slug}"], got[f"against-{body.slug}"], got[f"abstain-{body.slug}"] or 0)


class NamesForm(WordsForm):
    """What one body decided, with the vote of each member."""

    more = "Casting vote, dissent, kind of decision, options, money and more"

    def __init__(self, *args: Any, voters: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.voters = voters
        for person in voters:
            name = f"vote-{person.slug}"
            self.fields[name] = fields.Radios(label=person.name, required=False, choices=[*CAST, ("", "Did not vote")])
            self.prepare(name, self.fields[name], None)
            self.initial[name] = ""
        self.fields["casting"] = fields.Select(label="Casting vote of the chair", choices=CASTING, required=False)
        self.fields["dissent"] = fields.ShapeField(Shape.LINE, label="Dissent", required=False)
        self.few = (*self.few, "casting", "dissent")
        self.order_fields(["title", "text", "reasons", *(f"vote-{person.slug}" for person in voters)])

    @property
    def votes(self) -> dict[Person, str]:
        """The votes that were cast."""
        cast = {person: self.cleaned_data[f"vote-{person.slug}"] for person in self.voters}
        return {person: vote for person, vote in cast.items() if vote}


@running
def record(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Record what the bodies that sit decided on an item, each for itself."""
    row = it.item(number)
    if in_private(request, it, row):
        return go(request, "private-decide", it.slug, number)
    form = CommonForm(
        sent(request), viewer=request.user, item=row, bodies=it.bodies, names=it.names, initial={"on": it.past}
    )

    def do(got: dict[str, Any]) -> tuple[Decision, ...]:
        bodies = got.get("bodies") or it.bodies
        return decide_in_common(
            item=row, bodies=bodies, method=got["method"], by=it.by,
            votes={body: votes for body in bodies if (votes := form.counts(body)) is not None},
            casting={body: got[f"casting-{body.slug}"] for body in bodies},
            dissent={body: got[f"dissent-{body.slug}"] for body in bodies}, **form.said,
        )  # type: ignore[arg-type]  # fmt: skip

    return ask(
        request, form, do, title=f"Record a decision on item {number}", button="Record it",
        said=lambda made: f"Recorded: {words.listed([each.ref for each in made])}.", to=("item", it.slug, number),
        caption=row.title, above=way(it, row), names=it.names, item=row, at_meeting=it, template="decide",
        lead=everybody_reads(row),
        quorums={body.slug: Room(it.meeting).quorum(body, row) for body in it.bodies},
    )  # fmt: skip


@running
def by_name(request: HttpRequest, it: At, number: str, body: str) -> HttpResponse:
    """Record what one body decided on an item, with how each member voted."""
    row, sits = it.item(number), it.body(body)
    if in_private(request, it, row):
        return go(request, "private-decide", it.slug, number)
    allowed = electorate(Room(it.meeting, bodies=[sits]), sits, row)
    there = [each.person for each in Room(it.meeting, bodies=[sits]).there(sits, row)]
    form = NamesForm(
        sent(request), viewer=request.user, item=row, initial={"on": it.past},
        voters=[person for person in dict.fromkeys(there) if not allowed.why_not(person)],
    )  # fmt: skip

    def do(got: dict[str, Any]) -> Decision:
        return decide(
            item=row, body=sits, method="vote", votes=form.votes, casting=got["casting"], dissent=got["dissent"],
            by=it.by, **form.said,
        )  # fmt: skip

    no_vote = [f"{person.name} {why}." for person in dict.fromkeys(there) if (why := allowed.why_not(person))]
    return ask(
        request, form, do, title=f"A vote by name on item {number}", button="Record it",
        said=lambda made: f"Recorded: {made.ref}.", to=("item", it.slug, number), caption=it.names[body],
        above=way(it, row), names=it.names, lead=[*everybody_reads(row), *no_vote],
    )  # fmt: skip


@governance(RUN)
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """A decision, where it may be read in full, and what it is linked to."""
    row = Decision.objects.visible_to(request.user).filter(ref=ref).select_related("body").first()
    view = shown_decision(ref, request.user)
    if row is None or view is None:
        raise unknown(request, RUN)
    require_for(request.user, RUN, [row.body], on=today())
    return show(
        request, "decision", decision=view, found=links_of_decision(ref, request.user),
        where=may_deal_with(request, row) if view.awaits_ratification else (),
        in_full=row.private and holds(request, Permission.GOVERNANCE_PRIVATE),
    )  # fmt: skip


def may_deal_with(request: HttpRequest, urgent: Decision) -> tuple[MeetingView, ...]:
    """The meetings, the next first, at which an urgent decision may be ratified by who asks: those to come, those that
    sit, and the last one held."""
    bodies, own = [urgent.body, *heirs(urgent.body)], {body.slug for body in mine(request)}
    alive = meetings(request.user, body=bodies, since=urgent.on, state=ALIVE)[::-1]
    held = meetings(request.user, body=bodies, since=urgent.on, state="closed", limit=1)
    return tuple(each for each in (*held, *alive) if {sits.slug for sits in each.sittings} <= own)

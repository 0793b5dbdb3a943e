"""The private part of a meeting, for who may: every reading of it is in the audit trail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity.gate.uploads import refused_upload
from ouzel.confidential import actions, reading, releasing
from ouzel.confidential.drafting import draft_private
from ouzel.confidential.models import PrivateDecision, PrivateMinutes, PrivatePaper
from ouzel.confidential.queries import holding, meetings_with_private
from ouzel.core.permissions import Permission, require, today
from ouzel.governance.meetings.queries import meetings as found_meetings
from ouzel.governance.models import Meeting
from ouzel.governance.rules import bodies_for
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import handed, sent
from ouzel.web.desk.governance.decisions import CASTING, KINDS
from ouzel.web.desk.governance.door import HOUSE, At, ask, governance, guarded, holds, meeting_at, running, show
from ouzel.web.desk.governance.fields import CountField, One, PoundsField
from ouzel.web.desk.governance.forms import Dated, Ruled
from ouzel.web.desk.governance.minutes import BEGUN
from ouzel.web.desk.governance.papers import FileForm
from ouzel.web.desk.working import actor
from ouzel.web.governance.marked import shown

Shape = fields.Shape
PRIVATE = Permission.GOVERNANCE_PRIVATE


class ItemForm(Dated):
    """What a private item really is about."""

    title = fields.ShapeField(Shape.LINE, label="What it is about")
    presenter = fields.ShapeField(Shape.LINE, label="Who presents it", required=False)
    text = fields.TextField(Shape.TEXT, label="What is asked of the meeting", required=False)


class PaperForm(FileForm):
    """A private paper."""

    few: tuple[str, ...] = ("late", "on")

    title = fields.ShapeField(Shape.LINE, label="Title of the paper")
    late = fields.ShapeField(Shape.LINE, label="Why it comes after papers were due", required=False)


class DecideForm(Ruled):
    """A decision taken in private: what everybody may read, and the whole."""

    few: tuple[str, ...] = (
        "votes_for",
        "votes_against",
        "abstentions",
        "casting",
        "options",
        "dissent",
        "on",
        "irregular",
    )

    body = One(label="The body that decided")
    kind = fields.Select(label="Kind of decision", choices=KINDS)
    title = fields.ShapeField(Shape.LINE, label="Title that everybody reads")
    text = fields.TextField(Shape.TEXT, label="What everybody may read of it")
    whole_title = fields.ShapeField(Shape.LINE, label="Title in private")
    whole_text = fields.TextField(Shape.TEXT, label="What was decided, in full")
    whole_reasons = fields.TextField(Shape.TEXT, label="Reasons, in full", required=False)
    pence = PoundsField(label="What it commits, in pounds", required=False, help_text="It stays in private")
    method = fields.Radios(
        label="How", choices=[("consensus", "Agreed without a vote"), ("vote", "By a vote")], initial="consensus"
    )
    votes_for = CountField(label="Votes for", required=False)
    votes_against = CountField(label="Votes against", required=False)
    abstentions = CountField(label="Abstentions", required=False)
    casting = fields.Select(label="Casting vote of the chair", choices=CASTING, required=False)
    dissent = fields.ShapeField(Shape.LINE, label="Dissent", required=False)

    def clean(self) -> dict[str, Any]:
        """A vote has its numbers."""
        got = super().clean()
        for name in ("votes_for", "votes_against"):
            if got.get("method") == "vote" and got.get(name) is None and name not in self.errors:
                self.add_error(name, "A vote was taken: give the number, 0 if nobody did")
        return got


class ActionForm(Dated):
    """Something asked for in private."""

    body = One(label="The body that asks for it")
    text = fields.TextField(Shape.TEXT, label="What everybody may read of it")
    whole = fields.TextField(Shape.TEXT, label="What is to be done, in full")
    owner = fields.ShapeField(Shape.LINE, label="Who does it", help_text="A name or a post")
    due = fields.DayField(label="Due by", required=False)


class MinutesForm(Dated):
    """Private minutes."""

    few: tuple[str, ...] = ("why", "on")

    text = fields.TextField(Shape.TEXT, label="Private minutes", help_text="In Markdown", strip=False)
    why = fields.ShapeField(Shape.LINE, label="Why a further version is needed", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].rows = 30  # type: ignore[attr-defined]


class ApproveForm(Ruled):
    """A later meeting approves private minutes."""

    meeting = One(label="The meeting that approves them")


class ReleaseForm(Dated):
    """Something private becomes public."""

    why = fields.TextField(Shape.TEXT, label="Why it is made public", help_text="Everybody reads it")


def readers(view: Any) -> Any:
    """A page of a private part, for who may read that of a body that sat: `view(request, it, ...)`."""

    def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        meeting = Meeting.objects.visible_to(HOUSE).filter(slug=slug).first()
        if meeting is None or not _may_read(request, meeting):
            if not holds(request, PRIVATE):
                require(request.user, PRIVATE, on=today())
            raise Http404("There is no such private part for you.")
        response: HttpResponse = view(request, At(meeting, actor(request)), **kwargs)
        return response

    found.__doc__ = view.__doc__
    return guarded(found, lambda request: None)


def writers(view: Any) -> Any:
    """A page on which a private part is written: for who runs the meeting and may read what is private of it."""

    def found(request: HttpRequest, it: At, **kwargs: Any) -> HttpResponse:
        meeting_at(request, it.slug, PRIVATE)
        response: HttpResponse = view(request, it, **kwargs)
        return response

    found.__doc__, found.__name__ = view.__doc__, view.__name__
    return running(found)


@governance(PRIVATE)
def listed(request: HttpRequest) -> HttpResponse:
    """The meetings of which somebody may read a private part."""
    slugs = meetings_with_private(actor(request))
    bodies = list(bodies_for(request.user, PRIVATE, on=today()))
    rows = [each for each in found_meetings(HOUSE, body=bodies) if each.slug in slugs]
    return show(request, "private-list", rows=rows)


@readers
def part(request: HttpRequest, it: At) -> HttpResponse:
    """The private part of a meeting: agenda, papers, decisions, actions, minutes."""
    return show(
        request, "private", at_meeting=it, holding=holding(it.meeting, it.by),
        items=reading.read_agenda(it.meeting, by=it.by), wanted=reading.read_actions(it.meeting, by=it.by),
        general=list(it.meeting.items.filter(private=True, removed="").order_by("order")),
        runs=holds(request, Permission.GOVERNANCE_RUN) and _runs(request, it),
        minutes=PrivateMinutes.objects.visible_to(it.by).filter(meeting=it.meeting).order_by("-number").defer("text"),
    )  # fmt: skip


@readers
def paper(request: HttpRequest, it: At, number: str, paper: str, version: int) -> HttpResponse:
    """A private paper, as a file that is saved, never shown in place."""
    found = reading.read_paper(it.item(number), paper, by=it.by, number=version)
    if found is None:
        raise Http404("There is no such paper.")
    response = HttpResponse(found.content, content_type="application/octet-stream")
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_. ") else "-" for sign in found.line.name)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@readers
def decision(request: HttpRequest, it: At, ref: str) -> HttpResponse:
    """A decision taken in private, in full."""
    found = reading.read_decision(ref, by=it.by)
    if found is None:
        raise Http404("There is no such decision.")
    return show(request, "private-decision", at_meeting=it, decision=found, runs=_runs(request, it))


@readers
def minutes(request: HttpRequest, it: At) -> HttpResponse:
    """The private minutes, the newest version."""
    found = reading.read_minutes(it.meeting, by=it.by)
    if found is None:
        raise Http404("There are no private minutes.")
    return show(request, "private-minutes", at_meeting=it, minutes=found, text=shown(found.text),
                runs=_runs(request, it))  # fmt: skip


@writers
def write_item(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Say what a private item really is about."""
    row = it.item(number)
    was = next((each for each in reading.read_agenda(it.meeting, by=it.by) if each.number == number), None)
    initial = {"title": was.title, "text": was.text, "presenter": was.presenter} if was and not was.withheld else {}
    return _asked(
        request, it, ItemForm(sent(request), initial=initial),
        lambda got: actions.write_item(
            item=row, title=got["title"], text=got["text"], presenter=got["presenter"], by=it.by
        ),
        title=f"What item {number} really is about", button="Save it", said="Saved in the private part.", at="title",
        lead=[f"Everybody reads: {row.title}."],
    )  # fmt: skip


@writers
def add_paper(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Put a paper before a private item."""
    row = it.item(number)
    form = PaperForm(sent(request), handed(request), refused=refused_upload(request))
    return _asked(
        request, it, form,
        lambda got: actions.add_paper(item=row, title=got["title"], late=got["late"], by=it.by, **form.document),
        title=f"Put a private paper before item {number}", button="Put it before the item",
        said="The paper is in the private part.", at="file",
    )  # fmt: skip


@writers
def decide(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Record a decision taken in private."""
    row = it.item(number)
    form = DecideForm(sent(request), initial={"on": it.past, "kind": row.kind or "other", "body": it.bodies[0].slug})
    form.fields["body"].offer({body.slug: (body, it.names[body.slug]) for body in it.bodies})  # type: ignore[attr-defined]

    def do(got: dict[str, Any]) -> Any:
        from ouzel.governance.decisions.voting import Counts

        votes = None
        if got["method"] == "vote":
            votes = Counts(got["votes_for"], got["votes_against"], got["abstentions"] or 0)
        whole = actions.Whole(got["whole_title"], got["whole_text"], got["whole_reasons"], dissent=got["dissent"])
        return actions.decide_in_private(
            item=row, body=got["body"], title=got["title"], text=got["text"], whole=whole, method=got["method"],
            kind=got["kind"], votes=votes, casting=got["casting"], pence=got["pence"], irregular=got["irregular"],
            on=got["on"], by=it.by,
        )  # fmt: skip

    return _asked(
        request, it, form, do, title=f"Record a decision on item {number}", button="Record it", at="irregular",
        said=lambda made: f"Recorded: {made.ref}.",
    )  # fmt: skip


@writers
def add_action(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Ask for something in private."""
    row = it.item(number)
    form = ActionForm(sent(request), initial={"on": it.past, "body": it.bodies[0].slug})
    form.fields["body"].offer({body.slug: (body, it.names[body.slug]) for body in it.bodies})  # type: ignore[attr-defined]
    return _asked(
        request, it, form,
        lambda got: actions.ask_in_private(
            item=row, text=got["text"], whole=got["whole"], owner=got["owner"], due=got["due"], body=got["body"],
            on=got["on"], by=it.by,
        ),
        title=f"Ask for something at item {number}", button="Put it on the log",
        said=lambda made: f"{made.ref} is on the log.", at="on",
    )  # fmt: skip


@writers
def write_minutes(request: HttpRequest, it: At) -> HttpResponse:
    """Write private minutes; the first version is drafted from the records."""
    was = reading.read_minutes(it.meeting, by=it.by)
    form = MinutesForm(sent(request), initial={"text": was.text if was else draft_private(it.meeting, by=it.by)})
    return _asked(
        request, it, form,
        lambda got: actions.write_minutes(
            meeting=it.meeting, text=got["text"].replace("\r\n", "\n"), why=got["why"], by=it.by
        ),
        title="Write the private minutes", button="Keep it as a version", at="text",
        said=lambda made: f"Version {made.number} of the private minutes is kept.",
    )  # fmt: skip


@writers
def approve_minutes(request: HttpRequest, it: At) -> HttpResponse:
    """Record that a later meeting approved the private minutes."""
    form = ApproveForm(sent(request))
    later = [each for each in found_meetings(HOUSE, state=BEGUN) if each.starts > it.meeting.starts][:200]
    rows = {row.slug: row for row in Meeting.objects.visible_to(HOUSE).filter(slug__in=[each.slug for each in later])}
    form.fields["meeting"].offer(  # type: ignore[attr-defined]
        {each.slug: (rows[each.slug], f"{words.day(each.starts.date())}: {each.title}") for each in reversed(later)}
    )
    return _asked(
        request, it, form,
        lambda got: actions.approve_minutes(
            meeting=it.meeting, at=got["meeting"], irregular=got["irregular"], on=got["on"], by=it.by
        ),
        title="The private minutes are approved", button="Record it", said="The private minutes are approved.",
        at="meeting",
    )  # fmt: skip


@writers
def release(request: HttpRequest, it: At, what: str, ref: str) -> HttpResponse:
    """Make something that was taken in private public, with the reason."""
    rows: Any = None
    if what == "decision":
        rows = PrivateDecision.objects.visible_to(it.by).filter(decision__ref=ref, decision__meeting=it.meeting)
        do, key = releasing.release_decision, "decision"
    elif what == "paper":
        rows = PrivatePaper.objects.visible_to(it.by).filter(item__meeting=it.meeting, slug=ref).order_by("-number")
        do, key = releasing.release_paper, "paper"  # type: ignore[assignment]
    elif what == "minutes" and ref.isdigit() and len(ref) < 6:
        rows = PrivateMinutes.objects.visible_to(it.by).filter(meeting=it.meeting, number=int(ref))
        do, key = releasing.release_minutes, "minutes"  # type: ignore[assignment]
    row = rows.first() if rows is not None else None
    if row is None:
        raise Http404("There is no such thing in the private part.")
    return _asked(
        request, it, ReleaseForm(sent(request)),
        lambda got: do(**{key: row}, why=got["why"], on=got["on"], by=it.by),  # type: ignore[arg-type]
        title="Make it public", button="Make it public for good", said="It is public now.", at="why",
        lead=["It has an address of its own from now on. It cannot be made private again."],
    )  # fmt: skip


def _may_read(request: HttpRequest, meeting: Meeting) -> bool:
    return bodies_for(request.user, PRIVATE, on=today()).filter(sittings__meeting=meeting).exists()


def _asked(request: HttpRequest, it: At, form: Any, do: Any, *, lead: Any = (), **said: Any) -> HttpResponse:
    return ask(
        request, form, do, to=("private", it.slug), caption="Private part", names=it.names, private=True, lead=lead,
        above=[*it.above, {"href": f"/desk/governance/meetings/{it.slug}/private/", "text": "Private part"}], **said,
    )  # fmt: skip


def _runs(request: HttpRequest, it: At) -> bool:
    runs = bodies_for(request.user, Permission.GOVERNANCE_RUN, on=today())
    return runs.filter(pk__in=[body.pk for body in it.bodies]).count() == len(it.bodies)

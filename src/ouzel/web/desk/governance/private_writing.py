"""The private part of a meeting is written, by who runs it and may read it; what is in it can be made public."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.activity.gate.uploads import refused_upload
from ouzel.confidential import actions, keeping_out, matching, reading, releasing
from ouzel.confidential.drafting import draft_private
from ouzel.confidential.models import PrivateDecision, PrivateMinutes, PrivatePaper
from ouzel.core.permissions import Permission, today
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.interests.members import memberships
from ouzel.governance.meetings.queries import meetings as found_meetings
from ouzel.governance.models import Meeting, Person
from ouzel.governance.rules import require_for
from ouzel.web import words
from ouzel.web.desk.door import address, handed, sent
from ouzel.web.desk.governance.door import BEGUN, At, ask, governance, meeting_at, running
from ouzel.web.desk.governance.parties import typed
from ouzel.web.desk.governance.private_forms import (
    ActionForm,
    ApproveForm,
    DecideForm,
    ItemForm,
    KeepForm,
    LetBackForm,
    MinutesForm,
    PaperForm,
    ReleaseForm,
    VersionForm,
)
from ouzel.web.desk.working import actor

PRIVATE = Permission.GOVERNANCE_PRIVATE
PUBLIC_FOR_GOOD = ["It has an address of its own from now on. It cannot be made private again."]


def writers(view: Any) -> Any:
    """A page on which a private part is written: for who runs the meeting and may read what is private of it."""

    def found(request: HttpRequest, it: At, **kwargs: Any) -> HttpResponse:
        meeting_at(request, it.slug, PRIVATE)
        response: HttpResponse = view(request, it, **kwargs)
        return response

    found.__doc__, found.__name__ = view.__doc__, view.__name__
    return running(found)


@writers
def write_item(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Say what a private item really is about."""
    row = it.item(number)
    was = next((each for each in reading.read_agenda(it.meeting, by=it.by) if each.number == number), None)
    initial = {"title": was.title, "text": was.text, "presenter": was.presenter,
               "parties": typed(was.parties)} if was and not was.withheld else {}  # fmt: skip
    closed = it.meeting.state == "closed" and was is not None
    return _asked(
        request, it, ItemForm(sent(request), initial=initial, closed=closed),
        lambda got: actions.write_item(
            item=row, title=got["title"], text=got["text"], presenter=got["presenter"], parties=got["parties"],
            why=got.get("why", ""), by=it.by,
        ),
        title=f"What item {number} really is about", button="Save it", said="Saved in the private part.", at="title",
        lead=[f"Everybody reads: {row.title}."],
    )  # fmt: skip


@writers
def keep_from(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Keep somebody from a private item and its papers."""
    row = it.item(number)
    found = matching.open_matches(it.meeting, by=it.by).get(row.pk, ())
    first = next((each.person.slug for each in found if each.sure), "")
    form = KeepForm(sent(request), initial={"person": request.GET.get("person", first)})
    form.fields["person"].offer({each.slug: (each, each.name) for each in _who_sits(it)})  # type: ignore[attr-defined]
    return _asked(
        request, it, form,
        lambda got: keeping_out.keep_from(
            item=row, person=got["person"], reason=got["reason"], on=got["on"], by=it.by
        ),
        title=f"Keep somebody from item {number}", button="Keep them from it", at="person",
        said=lambda made: f"{made.person.name} is kept from item {number}.",
        lead=["They can read neither the item nor its papers, from now on. At the meeting, record what they declare."],
    )  # fmt: skip


@writers
def let_back(request: HttpRequest, it: At, number: str, kept: int) -> HttpResponse:
    """Keep somebody from a private item no longer."""
    row = keeping_out.kept(it.meeting, by=it.by).filter(pk=kept, item=it.item(number)).first()
    if row is None:
        raise Http404("Nobody is kept from it by this.")
    return _asked(
        request, it, LetBackForm(sent(request)),
        lambda got: keeping_out.let_back(kept=row, reason=got["reason"], on=got["on"], by=it.by),
        title=f"Let {row.person.name} have item {number}", button="Keep them from it no longer", at="reason",
        said=f"{row.person.name} is no longer kept from item {number}.",
    )  # fmt: skip


@writers
def add_paper(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Put a paper before a private item."""
    row = it.item(number)
    form = PaperForm(sent(request), handed(request), refused=refused_upload(request))
    return _asked(
        request, it, form,
        lambda got: actions.add_paper(
            item=row, title=got["title"], late=got["late"], on=got["on"], by=it.by, **form.document
        ),
        title=f"Put a private paper before item {number}", button="Put it before the item",
        said="The paper is in the private part.", at="file",
    )  # fmt: skip


@writers
def new_version(request: HttpRequest, it: At, number: str, paper: str) -> HttpResponse:
    """Hand in a further version of a private paper."""
    rows = PrivatePaper.objects.visible_to(it.by).filter(item=it.item(number), slug=paper).order_by("-number")
    last = rows.defer("content").first()
    if last is None:
        raise Http404("There is no such paper.")
    form = VersionForm(sent(request), handed(request), refused=refused_upload(request))
    return _asked(
        request, it, form,
        lambda got: actions.new_version(
            paper=last, why=got["why"], late=got["late"], on=got["on"], by=it.by, **form.document
        ),
        title="A further version of a private paper", button="Hand it in", at="file",
        said=lambda made: f"Version {made.number} is in the private part.",
    )  # fmt: skip


@writers
def decide(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Record a decision taken in private."""
    row = it.item(number)
    form = DecideForm(sent(request), initial={"on": it.past, "kind": row.kind or "other", "body": it.bodies[0].slug})
    form.fields["body"].offer({body.slug: (body, it.names[body.slug]) for body in it.bodies})  # type: ignore[attr-defined]

    def do(got: dict[str, Any]) -> Any:
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
    later = [each for each in found_meetings(request.user, state=BEGUN) if each.starts > it.meeting.starts][:200]
    there = Meeting.objects.visible_to(request.user).filter(slug__in=[each.slug for each in later])
    rows = {row.slug: row for row in there}
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
        lead=PUBLIC_FOR_GOOD,
    )  # fmt: skip


@governance(Permission.GOVERNANCE_RUN)
def release_urgent(request: HttpRequest, ref: str) -> HttpResponse:
    """Make a decision that was taken in private between meetings public, with the reason."""
    rows = PrivateDecision.objects.visible_to(actor(request)).filter(decision__ref=ref, decision__meeting=None)
    row = rows.select_related("decision__body").first()
    if row is None:
        raise Http404("There is no such decision.")
    require_for(request.user, Permission.GOVERNANCE_RUN, [row.decision.body], on=today())
    return ask(
        request, ReleaseForm(sent(request)),
        lambda got: releasing.release_decision(decision=row, why=got["why"], on=got["on"], by=actor(request)),
        title="Make it public", button="Make it public for good", said=lambda made: f"It is public now, as {made.ref}.",
        to=lambda made: ("decision", made.ref), caption=ref, at="why", lead=PUBLIC_FOR_GOOD,
        above=[{"href": address("governance-decision-whole", ref), "text": f"{ref} in full"}],
    )  # fmt: skip


def _who_sits(it: At) -> list[Person]:
    """Who holds a seat in a body that sits, or deputises in one, on the day of the meeting."""
    seats = memberships(it.bodies, since=it.day, until=it.day + timedelta(days=1))
    return sorted({each.person.pk: each.person for each in seats}.values(), key=lambda each: (each.name, each.slug))


def _asked(request: HttpRequest, it: At, form: Any, do: Any, *, lead: Any = (), **said: Any) -> HttpResponse:
    return ask(
        request, form, do, to=("private", it.slug), caption="Private part", names=it.names, private=True, lead=lead,
        above=[*it.above, {"href": f"/desk/governance/meetings/{it.slug}/private/", "text": "Private part"}], **said,
    )  # fmt: skip

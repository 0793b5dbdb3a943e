"""Minutes: drafted from the records, written, published, and approved by a later meeting."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ouzel.governance.bodies.queries import heirs
from ouzel.governance.meetings.queries import meetings as found_meetings
from ouzel.governance.minutes import actions
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.minutes.queries import versions
from ouzel.governance.models import AgendaItem, Meeting
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import BEGUN, At, ask, running
from ouzel.web.desk.governance.fields import One
from ouzel.web.desk.governance.forms import Dated, Ruled

Shape = fields.Shape


class MinutesForm(Dated):
    """The text of the minutes."""

    few: tuple[str, ...] = ("why", "on")

    text = fields.TextField(
        Shape.TEXT, label="Minutes", help_text="In Markdown. Nothing of what was taken in private belongs here.",
        strip=False,
    )  # fmt: skip
    why = fields.ShapeField(
        Shape.LINE, label="Why a further version is needed", required=False,
        help_text="Only after minutes were approved. Everybody reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].rows = 30  # type: ignore[attr-defined]


class ApproveForm(Ruled):
    """A later meeting approves."""

    few: tuple[str, ...] = ("item", "on", "irregular")

    meeting = One(label="The meeting that approves them")
    corrections = fields.TextField(
        Shape.TEXT, label="Corrections", required=False, help_text="In Markdown. They are added to what is approved."
    )
    item = fields.ShapeField(
        Shape.LINE, label="The item at which it did", required=False, help_text="Its number. Empty: that of the minutes"
    )


@running
def write(request: HttpRequest, it: At) -> HttpResponse:
    """Write a version of the minutes; the first is drafted from the records."""
    there = versions(it.meeting, request.user)
    anew = "anew" in request.GET or not there
    form = MinutesForm(sent(request), initial={"text": draft(it.meeting) if anew else there[0].text})
    return ask(
        request, form,
        lambda got: actions.write_minutes(
            meeting=it.meeting, text=got["text"].replace("\r\n", "\n"), why=got["why"], on=got["on"], by=it.by
        ),
        title="Write the minutes", button="Keep it as a version", to=("meeting", it.slug), anchor="minutes",
        said=lambda made: f"Version {made.number} of the minutes is kept. It is not public yet.",
        caption=it.meeting.title, above=it.above, at="text", names=it.names,
        lead=["This is drafted from the records of the meeting. Write on from here." if anew
              else f"This is version {there[0].number}, {there[0].standing}."],
    )  # fmt: skip


@running
def publish(request: HttpRequest, it: At) -> HttpResponse:
    """Publish the newest version."""
    return ask(
        request, Dated(sent(request)),
        lambda got: actions.publish_minutes(meeting=it.meeting, on=got["on"], by=it.by),
        title="Publish the minutes", button="Publish them", to=("meeting", it.slug), anchor="minutes",
        said=lambda made: f"Version {made.number} of the minutes is public.", caption=it.meeting.title,
        above=it.above, at="on", names=it.names,
        lead=["They are public as a draft until a later meeting approves them."],
    )  # fmt: skip


@running
def approve(request: HttpRequest, it: At) -> HttpResponse:
    """Record that a later meeting approved the newest version."""
    form = ApproveForm(sent(request))
    bodies = {heir for body in it.bodies for heir in (body, *heirs(body))}
    later = [each for each in found_meetings(request.user, body=bodies, state=BEGUN) if each.starts > it.meeting.starts]
    there = Meeting.objects.visible_to(request.user).filter(slug__in=[each.slug for each in later])
    rows = {row.slug: row for row in there}
    form.fields["meeting"].offer(  # type: ignore[attr-defined]
        {each.slug: (rows[each.slug], f"{words.day(each.starts.date())}: {each.title}") for each in reversed(later)}
    )

    def do(got: dict[str, Any]) -> Any:
        item = AgendaItem.objects.visible_to(request.user).filter(meeting=got["meeting"], number=got["item"]).first()
        return actions.approve_minutes(
            meeting=it.meeting, at=got["meeting"], corrections=got["corrections"], item=item if got["item"] else None,
            irregular=got["irregular"], on=got["on"], by=it.by,
        )  # fmt: skip

    return ask(
        request, form, do, title="The minutes are approved", button="Record it", to=("meeting", it.slug),
        said=lambda made: f"Version {made.number} of the minutes is approved.", caption=it.meeting.title,
        above=it.above, names=it.names, anchor="minutes",
        lead=[] if later else ["No later meeting of the same bodies, or of what succeeded them, has begun yet."],
        beside=[] if later else [{"href": address("governance-plan"), "text": "Plan the meeting that approves them"}],
    )  # fmt: skip

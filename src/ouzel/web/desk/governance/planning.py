"""Meetings are listed, and planned: one, or a year of them at once."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.governance.bodies.queries import body_on
from ouzel.governance.meetings import series
from ouzel.governance.meetings.actions import plan_meeting
from ouzel.governance.meetings.queries import meetings as found_meetings
from ouzel.governance.once import Answer
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.activity.forms import Folded
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import LIST, do_once, governance, mine, named, refuse, show, whither
from ouzel.web.desk.governance.fields import CountField, HourField, Some
from ouzel.web.desk.working import actor
from ouzel.web.paging import paged

LONDON = ZoneInfo("Europe/London")
RUN = Permission.GOVERNANCE_RUN
Shape = fields.Shape
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ("%B %Y", "%b %Y", "%m %Y", "%m/%Y", "%Y-%m")
NTH = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("5", "Fifth")]


class PlaceForm(Folded):
    """When and where a meeting is."""

    few: tuple[str, ...] = ()

    begins = HourField(label="It begins at", help_text="In London, such as 10:00 or 2pm")
    ends = HourField(label="It ends at", required=False)
    venue = fields.ShapeField(
        Shape.LINE, label="Where it is", required=False, help_text="The room and its address, for who wants to come"
    )
    join = fields.ShapeField(
        Shape.LINE, label="Address where anybody can watch or join", required=False,
        help_text="It begins with https://",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        got: dict[str, Any] = super().clean() or self.cleaned_data
        if got.get("begins") and got.get("ends") and got["ends"] <= got["begins"]:
            self.add_error("ends", "It would end before it begins")
        return got


class PlanForm(PlaceForm):
    """A meeting to be planned."""

    few: tuple[str, ...] = ("slug",)

    title = fields.ShapeField(Shape.LINE, label="Title", help_text="Such as: Governing bodies in common")
    bodies = Some(
        label="Bodies that meet",
        help_text="Several meet in common: each has its own quorum, and decides for itself.",
    )
    day = fields.DayField(label="The day of the meeting")
    slug = fields.ShapeField(
        Shape.LINE, label="Name in addresses", required=False,
        help_text="Leave it empty to have it made from the day and the title. It is kept for good.",
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["bodies"].offer(bodies)  # type: ignore[attr-defined]
        self.order_fields(["title", "bodies", "day", "begins", "ends", "venue", "join", "slug"])


class SeriesForm(PlanForm):
    """Meetings on the same weekday of several months."""

    few: tuple[str, ...] = ()
    slug = None  # type: ignore[assignment]
    day = None  # type: ignore[assignment]

    month = fields.ShapeField(Shape.LINE, label="First month", help_text="Such as April 2027")
    count = CountField(label="How many meetings", initial=6)
    every = CountField(label="So many months apart", initial=2)
    nth = fields.Select(label="Which of the month", choices=NTH, initial="3")
    weekday = fields.Select(label="Day of the week", choices=[(str(n), name) for n, name in enumerate(DAYS)])

    def clean_month(self) -> tuple[int, int]:
        """Year and month, as people write them: April 2027, 4/2027, 2027-04."""
        for written in MONTHS:
            try:
                found = datetime.strptime(self.cleaned_data["month"], written).replace(tzinfo=LONDON)
            except ValueError:
                continue
            return found.year, found.month
        raise ValidationError("Give month and year, such as April 2027")


@governance(RUN)
def listed(request: HttpRequest) -> HttpResponse:
    """The meetings of the bodies that somebody runs, the latest first."""
    bodies = mine(request)
    chosen = next((body for body in bodies if body.slug == request.GET.get("body")), None)
    rows = found_meetings(request.user, body=chosen or bodies)
    return show(
        request, "meetings", listed=paged(rows, request.GET.get("page")), bodies=named(bodies), chosen=chosen,
        own={body.slug for body in bodies},
    )  # fmt: skip


@governance(RUN)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan one meeting."""
    form = PlanForm(sent(request), bodies=choices(request))

    def do(got: dict[str, Any]) -> Answer:
        meeting = plan_meeting(
            title=got["title"], bodies=got["bodies"], starts=moment(got["day"], got["begins"]),
            ends=moment(got["day"], got["ends"]) if got["ends"] else None, venue=got["venue"], join=got["join"],
            slug=got["slug"], by=actor(request),
        )  # fmt: skip
        said = "The meeting is planned. Nobody else sees it before its notice."
        return Answer(whither("meeting", meeting.slug), said)

    if request.method == "POST" and form.is_valid():
        try:
            return do_once(request, lambda: do(form.cleaned_data))
        except ContentError as error:
            refuse(form, error, at="join" if "address" in error.problem else "day")
    return show(
        request, "form", form=form, title="Plan a meeting", button="Plan it", caption="", above=[LIST],
        lead=["It is not public until notice of it is given."],
    )  # fmt: skip


@governance(RUN)
def plan_series(request: HttpRequest) -> HttpResponse:
    """Plan meetings for months ahead: looked at first, then planned all together."""
    form = SeriesForm(sent(request), bodies=choices(request, ended=False))
    looked: tuple[series.Proposed, ...] = ()
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        try:
            days = series.monthly(
                year=got["month"][0], month=got["month"][1], count=got["count"] or 0, every=got["every"] or 1,
                weekday=int(got["weekday"]), nth=int(got["nth"]),
            )  # fmt: skip
            looked = series.look_at(days, bodies=got["bodies"], begins=got["begins"], ends=got["ends"])
            if "plan" in request.POST:
                return do_once(request, lambda: _planned(days, got, actor(request)))
        except ContentError as error:
            refuse(form, error, at="month")
    return show(request, "series", form=form, looked=looked, above=[LIST])


def _planned(days: Sequence[date], got: dict[str, Any], by: Actor) -> Answer:
    made = series.plan_series(
        title=got["title"], bodies=got["bodies"], days=days, begins=got["begins"], ends=got["ends"],
        venue=got["venue"], join=got["join"], by=by,
    )  # fmt: skip
    return Answer(whither("meetings"), words.capital(f"{words.count(len(made), 'meeting')} planned."))


def choices(request: HttpRequest, *, on: date | None = None, ended: bool = True) -> dict[str, Any]:
    """The bodies that somebody may plan for: those that still exist, first; then those that ended, if asked for."""
    found = named(mine(request))
    alive = {slug: each for slug, each in found.items() if body_on(each[0], on=on or today())}
    gone = {slug: (each[0], f"{each[1]} (ended)") for slug, each in found.items() if slug not in alive}
    return alive | gone if ended else alive


def moment(day: date, hour: time) -> datetime:
    """An hour of a day in London."""
    return datetime.combine(day, hour, LONDON)

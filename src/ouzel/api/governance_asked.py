"""What questions about who decides may name, and how they are answered: for everybody alike, unless signed in."""

import hashlib
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Schema
from pydantic import AfterValidator, AwareDatetime

from ouzel.api.answering import FORMS, packed, unchanged
from ouzel.api.asked import Day
from ouzel.core.permissions import today
from ouzel.governance.bodies.queries import body_named, lineage
from ouzel.governance.models import Body

SLUG = r"^[a-z0-9][a-z0-9-]{0,119}$"
FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)
"""Days that may be asked about: before them nothing is known, and after them nothing is planned."""

Slug = Annotated[str, Path(..., pattern=SLUG, description="The name in its address: luton-governing-body")]
OfBody = Annotated[str | None, Field(pattern=SLUG, description="Only of this body and those it succeeded")]


class OnDay(Schema):
    on: Day | None = Field(None, description="The day asked about; today in London if not given")

    def day(self) -> date:
        """The day; BadRequest for one that nobody can answer for."""
        return within(self.on or today())


class Known(Schema):
    known_at: Day | None = Field(
        None, alias="known-at", description="As known at the end of that day; all that is known if not given"
    )

    def known(self) -> date | None:
        """What was known, or None: now."""
        return within(self.known_at) if self.known_at else None


class AsKnown(Known, OnDay):
    """A day, and what was known of it."""


class Page(Schema):
    limit: int = Field(50, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


def _in_utc(moment: datetime) -> datetime:
    """The same moment as the database takes it: it knows no zone more than sixteen hours away."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("no moment that anybody can ask about") from None


class Since(Schema):
    modified_since: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = Field(
        None,
        alias="modified-since",
        description="Only what changed since, such as 2026-11-23T09:00:00Z: when you asked before",
    )


class Between(Page):
    body: OfBody = None
    since: Day | None = Field(None, description="The first day")
    until: Day | None = Field(None, description="The first day after the last")

    def days(self) -> tuple[date | None, date | None]:
        """First day, and first day after the last, where given."""
        return (within(self.since) if self.since else None, within(self.until) if self.until else None)


def within(day: date) -> date:
    """The day itself; BadRequest where it is far off."""
    if not FIRST <= day <= LAST:
        raise BadRequest(f"Ask about a day from {FIRST} to {LAST}.")
    return day


def bodies_meant(slug: str | None, known_at: date | None = None) -> tuple[Body, ...]:
    """A body with all it succeeded, as known (None: now); all bodies where none is named. NoSuchBody."""
    return lineage(body_named(slug), known_at=known_at) if slug else tuple(Body.objects.visible_to(None))


def reply(request: HttpRequest, shape: Any) -> HttpResponse:
    """An answer with a tag of its content, so that asking again costs little; of somebody signed in, kept by nobody."""
    content = packed(shape)
    if request.user.is_authenticated:
        response = HttpResponse(content, content_type=FORMS["json"])
        response["Cache-Control"] = "no-store"
        return response
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:20]}"'
    response = HttpResponse(status=304) if unchanged(request, tag) else HttpResponse(content, FORMS["json"])
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Cookie"
    return response

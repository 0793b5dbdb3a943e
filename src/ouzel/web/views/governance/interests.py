"""The register of interests, gifts and hospitality, as the public may read it."""

from django.http import HttpRequest, HttpResponse

from ouzel.api import governance_shapes as shapes
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.interests.publishing import PersonEntries, Register, register_of
from ouzel.governance.models import Body
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

COLUMNS = ("person", "name", "category", "interest", "organisation", "ods_code", "company_number", "through",
           "mitigation", "since", "until", "declared", "withheld", "reason", "on")  # fmt: skip
SIZE = 20  # people on a page


@door.page
def interests(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Who declared what, on the day, of one body or of all."""
    body = door.filtered(request)
    register = _register(asked, body)
    words = door.word(request, "q").casefold()
    people = [each for each in register.people if words in _said(each)] if words else register.people
    bodies = {body.slug} if body else {seat.body.slug for each in people for seat in each.seats}
    return door.show(
        request, "interests", asked, body=body, register=register, q=door.word(request, "q"),
        listed=paged(people, request.GET.get("page"), SIZE), names=body_names(bodies, on=asked.on),
    )  # fmt: skip


@door.copy
def as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The same register as a table; what is withheld has its reason only."""
    rows = (
        (p.person.slug, p.person.name, e.category, e.description, e.organisation, e.ods_code, e.company_number,
         e.through, e.mitigation, e.since, e.until, e.declared, "yes" if e.redacted else "no", e.redaction, asked.on)
        for p in _register(asked, door.filtered(request)).people for e in p.entries
    )  # fmt: skip
    return door.as_csv(f"interests-{asked.on}", COLUMNS, rows)


@door.copy
def as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The same register, with gifts and hospitality."""
    return door.as_json(shapes.interests(_register(asked, door.filtered(request))))


def _register(asked: Asked, body: Body | None) -> Register:
    """As anybody may read it, whoever asks: pages and tables are passed on.

    Who left a body that has ended stands in it for as long as anybody who left.
    """
    bodies = lineage(body, on=asked.on) if body else Body.objects.visible_to(None)
    return register_of(list(bodies), on=asked.on, viewer=None, known_at=asked.known_at, asked=asked.today)


def _said(each: PersonEntries) -> str:
    words = (f"{e.description} {e.organisation} {e.ods_code} {e.company_number}" for e in each.entries)
    return f"{each.person.name} {' '.join(words)}".casefold()

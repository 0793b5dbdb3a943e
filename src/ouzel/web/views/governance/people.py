"""Who's who: everybody who holds an office on a day, and each person with all that they held."""

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_wholes as wholes
from ouzel.governance.interests.publishing import PersonEntries, register_of
from ouzel.governance.models import Body, Person
from ouzel.governance.seats.queries import PersonView, person_on
from ouzel.governance.seats.who import Somebody, who
from ouzel.governance.sources import facts_about
from ouzel.web.asked import Asked
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

COLUMNS = ("person", "name", "body", "body_name", "seat", "title", "standing", "deputy", "votes", "since", "until",
           "on")  # fmt: skip
NOBODY = "There is nobody of that name."


@door.page
def people(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Everybody who holds a seat on the day, by name, over all bodies or in one."""
    words, body = door.word(request, "q"), door.filtered(request)
    found = _asked(asked, words, body)
    several = sum(len({held.body for held in each.holds}) > 1 for each in found)
    return door.show(
        request, "people", asked, listed=paged(found, request.GET.get("page")), q=words, body=body, several=several
    )


@door.page
def person(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One person: the seats they hold, held and will hold, and what they declared."""
    it = _person(request, asked, slug)
    return door.show(
        request, "person", asked, it=it, person=it.person, declared=_declared(request, asked, it),
        facts=facts_about(it.person, known_at=asked.known_at),
    )  # fmt: skip


@door.copy
def as_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One person and their seats."""
    return door.as_json(wholes.person(slug, on=asked.on, known_at=asked.known_at), missing=NOBODY)


@door.copy
def all_as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Everybody who holds a seat or deputises on the day."""
    found = _asked(asked, "", door.filtered(request))
    return door.as_json(wholes.people(found, on=asked.on, known_at=asked.known_at))


@door.copy
def all_as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Everybody's seats on the day, a seat a row; `until` is half-open."""
    rows = (
        (h.person.slug, h.person.name, h.body, h.body_name, h.seat, h.title, h.standing, "yes" if h.deputy else "no",
         "yes" if h.votes else "no", h.since, h.until, asked.on)
        for each in _asked(asked, "", door.filtered(request)) for h in (*each.holds, *each.deputises)
    )  # fmt: skip
    return door.as_csv(f"people-{asked.on}", COLUMNS, rows)


def _asked(asked: Asked, words: str, body: Body | None) -> list[Somebody]:
    found = who(on=asked.on, known_at=asked.known_at)
    seek = words.casefold().split()
    return [
        each
        for each in found
        if all(word in each.person.name.casefold() for word in seek)
        and (body is None or any(held.body == body.slug for held in (*each.holds, *each.deputises)))
    ]


def _person(request: HttpRequest, asked: Asked, slug: str) -> PersonView:
    found = Person.objects.visible_to(request.user).filter(slug=slug).first()
    it = person_on(found, on=asked.on, known_at=asked.known_at) if found else None
    if it is None:
        raise Http404(NOBODY)
    return it


def _declared(request: HttpRequest, asked: Asked, it: PersonView) -> PersonEntries | None:
    """What stands in the register of the person's bodies; None where they are not in it on the day."""
    slugs = {each.body for each in (*it.held, *it.past)}
    bodies = list(Body.objects.visible_to(request.user).filter(slug__in=slugs))
    if not bodies:
        return None
    register = register_of(bodies, on=asked.on, viewer=None, known_at=asked.known_at)
    return next((each for each in register.people if each.person.pk == it.person.pk), None)

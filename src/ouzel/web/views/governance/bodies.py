"""Bodies that decide: all of them on a day, and each with its seats, powers, meetings and decisions."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.governance.bodies.queries import BodyView, bodies_on
from ouzel.governance.seats.queries import seats_on
from ouzel.web.asked import Asked
from ouzel.web.governance import shapes
from ouzel.web.governance.body import WholeBody, former_bodies, whole_body
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

COLUMNS = ("slug", "name", "kind", "organisations", "part_of", "place", "since", "until")
SEATS = ("seat", "title", "votes", "holder", "standing", "since", "until", "nominated_by", "vacant", "on")


@door.page
def bodies(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every body on the day, by kind; those that had ended, with the way on."""
    words = door.word(request, "q").casefold()
    kind = door.word(request, "kind")
    found = [view for view in _asked(asked) if kind in ("", view.kind) and _fits(view, words)]
    kinds = sorted({(view.kind, view.kind_name) for view in _asked(asked)}, key=lambda each: each[1])
    gone = [each for each in former_bodies(on=asked.on, known_at=asked.known_at) if words in each.name.casefold()]
    groups = [
        (name, list(views))
        for name, views in groupby(sorted(found, key=lambda v: (v.kind_name, v.name)), key=lambda v: v.kind_name)
    ]
    return door.show(
        request, "bodies", asked, groups=groups, count=len(found), kinds=kinds, kind=kind, q=door.word(request, "q"),
        former=paged(() if kind else gone, request.GET.get("page")),
    )  # fmt: skip


@door.page
def body(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """One body: what it is, who sits on it, what it may decide, when it meets; where it has ended, what came after."""
    found = door.named(request, slug)
    it = whole_body(found, asked, request.user)
    if it is None:
        return door.show(request, "body-unknown", asked, slug=slug)
    return door.show(request, "body", asked, it=it, view=it.view)


@door.copy
def as_json(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The body, its seats and who holds them."""
    it = _whole(request, asked, slug)
    return door.as_json({
        **shapes.body(it.view), "on": asked.on.isoformat(), "exists": it.view.exists,
        "seats_on": it.shown_on.isoformat(), "seats": [shapes.seat(seat) for seat in it.seats],
        "committees": [each.slug for each in it.committees],
    })  # fmt: skip


@door.copy
def as_csv(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The seats of a body on the day, one a row; `until` is half-open."""
    it = _whole(request, asked, slug)
    seats = seats_on(it.body, on=it.shown_on, known_at=asked.known_at)
    rows = (
        (s.seat, s.title, "yes" if s.votes else "no", s.holder.name if s.holder else "", s.standing, s.since, s.until,
         s.nominated_by, "yes" if s.vacant else "no", it.shown_on) for s in seats
    )  # fmt: skip
    return door.as_csv(f"seats-{slug}-{it.shown_on}", SEATS, rows)


@door.copy
def all_as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every body on the day."""
    return door.as_json({"on": asked.on.isoformat(), "bodies": [shapes.body(view) for view in _asked(asked)]})


@door.copy
def all_as_csv(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every body on the day, one a row; `until` is half-open."""
    rows = (
        (v.slug, v.name, v.kind, " ".join(o.code for o in v.organisations), v.part_of, v.place, v.since, v.until)
        for v in _asked(asked)
    )
    return door.as_csv(f"bodies-{asked.on}", COLUMNS, rows)


def _asked(asked: Asked) -> tuple[BodyView, ...]:
    return bodies_on(on=asked.on, known_at=asked.known_at)


def _fits(view: BodyView, words: str) -> bool:
    said = f"{view.name} {view.place} {' '.join(f'{o.name} {o.code}' for o in view.organisations)}".casefold()
    return all(word in said for word in words.split())


def _whole(request: HttpRequest, asked: Asked, slug: str) -> WholeBody:
    it = whole_body(door.named(request, slug), asked, request.user)
    if it is None:
        raise Http404("Nothing was known of this body then.")
    return it

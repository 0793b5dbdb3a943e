"""Bodies that decide: all of them on a day, and each with its seats, powers, meetings and decisions."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.api import governance_wholes as wholes
from ouzel.governance.bodies.queries import BodyView, bodies_on, body_shown
from ouzel.governance.seats.queries import seats_on
from ouzel.web.asked import Asked
from ouzel.web.governance.body import former_bodies, whole_body
from ouzel.web.paging import paged
from ouzel.web.views.governance import door

COLUMNS = ("slug", "name", "kind", "organisations", "part_of", "place", "since", "until")
UNKNOWN = "Nothing was known of this body then."
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
    whole = wholes.body(door.named(request, slug), on=asked.on, known_at=asked.known_at)
    return door.as_json(whole, missing=UNKNOWN)


@door.copy
def as_csv(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The seats of a body on the day, one a row; `until` is half-open."""
    view = body_shown(door.named(request, slug), on=asked.on, known_at=asked.known_at)
    if view is None:
        raise Http404(UNKNOWN)
    rows = (
        (s.seat, s.title, "yes" if s.votes else "no", s.holder.name if s.holder else "", s.standing, s.since, s.until,
         s.nominated_by, "yes" if s.vacant else "no", view.nearest)
        for s in seats_on(view.body, on=view.nearest, known_at=asked.known_at)
    )  # fmt: skip
    return door.as_csv(f"seats-{slug}-{view.nearest}", SEATS, rows)


@door.copy
def all_as_json(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every body on the day."""
    return door.as_json(wholes.bodies(_asked(asked), on=asked.on, known_at=asked.known_at))


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

"""Search in what bodies put in public: papers, decisions, minutes and agendas, across the bodies before them."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from ouzel.governance.bodies.queries import bodies_on
from ouzel.governance.search import KINDS, find
from ouzel.web.asked import Asked
from ouzel.web.governance.names import body_names
from ouzel.web.views.governance import door

SIZE = 20
LAST = 50  # page


@door.page
def records(request: HttpRequest, asked: Asked) -> HttpResponse:
    """What has these words: of one body and those it succeeded, of one kind, between two years."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())
    body, kind = door.filtered(request), door.word(request, "kind")
    kind = kind if kind in KINDS else ""
    since, until = door.year(request, "from"), door.year(request, "to")
    number = door.number(request, LAST)
    found = find(
        text, request.user, body=body, kinds=[kind] if kind else (), limit=SIZE, offset=(number - 1) * SIZE,
        since=date(since, 1, 1) if since else None, until=date(until + 1, 1, 1) if until else None,
    ) if text else None  # fmt: skip
    choices = {view.slug: view.name for view in bodies_on(on=asked.today)}
    if body and body.slug not in choices:
        choices = {**body_names([body.slug], on=asked.today), **choices}
    hits = found.hits if found else ()
    return door.show(
        request, "search", asked, text=text, found=found, body=body, kind=kind, kinds=KINDS, choices=choices,
        since=since or "", until=until or "", number=number, last=LAST,
        names=body_names({slug for hit in hits for slug in hit.bodies}, on=asked.today),
    )  # fmt: skip

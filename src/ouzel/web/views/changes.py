"""Changes: what is proposed, and the days on which bodies were succeeded by others."""

from dataclasses import replace
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.register import successions
from ouzel.register.answers import Succession
from ouzel.reorganisation.lifecycle import State
from ouzel.web.asked import Asked, NotADate, from_text
from ouzel.web.notable import waves_at_a_glance
from ouzel.web.pages import edition, fresh, page, show
from ouzel.web.paging import paged
from ouzel.web.pictures.wave import wave_picture
from ouzel.web.proposals import ENDED, OPEN, shorts

GROUPS = (
    ("Being worked on", frozenset({State.DRAFT})),
    ("Proposed and approved", OPEN),
    ("In force", frozenset({State.ENACTED, State.PROVED})),
    ("Turned down, taken back or undone", ENDED),
)

DRAWN = 60
"""A picture of more bodies than this would not be read."""


@page
def changes(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Proposals by where they stand; then the days of change, newest first, by year."""
    listed = paged(waves_at_a_glance(edition(request), asked.today), request.GET.get("page"), 100)
    years = [(year, list(waves)) for year, waves in groupby(listed.rows, key=lambda w: w.day.year)]
    known = shorts(fresh(request), viewer=request.user, asked=asked) if listed.number == 1 else ()
    groups = [(title, [s for s in known if s.standing in states]) for title, states in GROUPS]
    return show(
        request, "changes", asked, years=years, listed=listed, groups=[(t, rows) for t, rows in groups if rows]
    )  # fmt: skip


@page
def change(request: HttpRequest, asked: Asked, day: str) -> HttpResponse:
    """One day: who was succeeded by whom."""
    try:
        on = from_text(day)
    except NotADate as error:
        raise Http404(str(error)) from None
    moment = replace(asked.moment, on=asked.on if "on" in asked.given else on)  # names are those of the day
    steps = [s for s in successions.wave(on, moment=moment) if s.predecessor != s.successor]
    bodies = {s.predecessor for s in steps} | {s.successor for s in steps}
    drawn = wave_picture(steps) if steps and len(bodies) <= DRAWN else None
    listed = paged(by_successor(steps), request.GET.get("page"), 100)
    return show(request, "change", asked, on=on, steps=steps, listed=listed, picture=drawn, bodies=len(bodies))


def by_successor(steps: list[Succession]) -> list[list[Succession]]:
    """The successions of a day, together where they have one successor; those with most predecessors first."""
    groups: dict[str, list[Succession]] = {}
    for step in steps:
        groups.setdefault(step.successor, []).append(step)
    return sorted(groups.values(), key=lambda rows: (-len(rows), rows[0].successor))

"""Whole answers about who decides: what an address of the interface and the copy of a page with its name both give."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ouzel.api import governance_shapes as shapes
from ouzel.api import meeting_shapes, strategy_shapes
from ouzel.core.permissions import Viewer
from ouzel.governance.action_log.queries import action as action_named
from ouzel.governance.bodies.composition import breaches
from ouzel.governance.bodies.delegation import powers, scheme
from ouzel.governance.bodies.queries import BodyView, body_shown, committees_of
from ouzel.governance.decisions.queries import decision as decision_named
from ouzel.governance.decisions.queries import links_of_decision
from ouzel.governance.models import Body
from ouzel.governance.papers import queries as papers
from ouzel.governance.risks.queries import risk_on
from ouzel.governance.seats.queries import person_on, seats_on
from ouzel.governance.seats.who import Somebody
from ouzel.governance.sources import facts_about, facts_of
from ouzel.governance.strategies.queries import strategy_on
from ouzel.governance.whole_meeting import meeting_record

Shape = dict[str, Any]


def bodies(views: Iterable[BodyView], *, on: date, known_at: date | None) -> Shape:
    """Some of the bodies on a day."""
    rows = [shapes.body(view) for view in views]
    return {**shapes.asked(on=on, known_at=known_at), "count": len(rows), "bodies": rows}


def body(row: Body, *, on: date, known_at: date | None) -> Shape | None:
    """One body. Of one that does not exist on the day, seats, committees and powers are those of the nearest day that
    it does (`seats_on`); rules are not broken by what does not exist. None: nothing was known of it then.
    """
    view = body_shown(row, on=on, known_at=known_at)
    if view is None:
        return None
    then = view.nearest
    lines = {
        line.pk: line for line in (*scheme(row, on=then, known_at=known_at), *powers(row, on=then, known_at=known_at))
    }
    return {
        **shapes.asked(on=on, known_at=known_at), **shapes.body(view), "seats_on": then,
        "seats": [shapes.seat(each) for each in seats_on(row, on=then, known_at=known_at)],
        "committees": [shapes.body(each) for each in committees_of(row, on=then, known_at=known_at)],
        "scheme": [shapes.power(line) for line in lines.values()],
        "breaches": [shapes.breach(each) for each in breaches(row, on=on, known_at=known_at)] if view.exists else [],
        "facts": [shapes.fact(each) for each in facts_of(row, on=then, known_at=known_at)],
    }  # fmt: skip


def people(found: Iterable[Somebody], *, on: date, known_at: date | None) -> Shape:
    """Some of who's who on a day."""
    rows = [shapes.somebody(each) for each in found]
    return {**shapes.asked(on=on, known_at=known_at), "count": len(rows), "people": rows}


def person(slug: str, *, on: date, known_at: date | None) -> Shape | None:
    """Somebody with all that they hold on the day, held before and will hold; None: there is nobody of that name."""
    found = person_on(slug, on=on, known_at=known_at)
    if found is None:
        return None
    facts = [shapes.fact(each) for each in facts_about(found.person, known_at=known_at)]
    return {**shapes.asked(on=on, known_at=known_at), **shapes.office_holder(found), "facts": facts}


def meeting(slug: str, viewer: Viewer, *, on: date, known_at: date | None) -> Shape:
    """One meeting, its actions as they stood on the day, its quorum by what was known. NoSuchMeeting."""
    found = meeting_record(slug, viewer, on=on, known_at=known_at)
    gone = papers.taken_off(viewer, known_at=known_at, item__meeting=found.room.meeting)
    return {**shapes.asked(on=on, known_at=known_at), **meeting_shapes.whole(found, gone)}


def paper(slug: str, viewer: Viewer, *, known_at: date | None) -> Shape:
    """One paper, with its versions and the items that it is before, as known (None: now). NoSuchPaper."""
    found = papers.paper_named(slug, viewer, known_at=known_at)
    seen, before = papers.versions(found, viewer, known_at=known_at), papers.items_of(found, viewer, known_at=known_at)
    gone = papers.taken_off(viewer, known_at=known_at, paper=found)
    return {"known_at": known_at, **meeting_shapes.paper(found, seen, before, gone)}


def decision(ref: str, viewer: Viewer, *, known_at: date | None) -> Shape | None:
    """One decision with what it is linked to, as known (None: now); None: there is none that the viewer sees."""
    found = decision_named(ref, viewer, known_at=known_at)
    links = [shapes.link(each) for each in links_of_decision(ref, viewer, known_at=known_at)] if found else []
    return {"known_at": known_at, **shapes.decision(found), "links": links} if found else None


def action(ref: str, viewer: Viewer, *, on: date, known_at: date | None) -> Shape | None:
    """One action as it stood on the day; None: there was none yet, or none that the viewer sees."""
    found = action_named(ref, viewer, on=on, known_at=known_at)
    return {**shapes.asked(on=on, known_at=known_at), **shapes.action(found)} if found else None


def strategy(slug: str, viewer: Viewer, *, on: date, known_at: date | None) -> Shape | None:
    """One strategy on a day; None: there is none of that name."""
    found = strategy_on(slug, on=on, viewer=viewer, known_at=known_at)
    return {**shapes.asked(on=on, known_at=known_at), **strategy_shapes.whole_strategy(found)} if found else None


def risk(ref: str, viewer: Viewer, *, on: date, known_at: date | None) -> Shape | None:
    """One risk as it stood at the end of a day; None: nobody had seen it yet, or the viewer may not see it."""
    found = risk_on(ref, on=on, viewer=viewer, known_at=known_at)
    return {**shapes.asked(on=on, known_at=known_at), **strategy_shapes.risk(found)} if found else None

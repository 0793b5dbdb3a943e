"""The kinds of record of governance and of what stands below it, as links lead to them: title and address."""

from collections.abc import Callable
from urllib.parse import urlsplit

from ouzel.core.models import Edition
from ouzel.core.permissions import Permission, Viewer, today
from ouzel.governance import links, record_links
from ouzel.governance.bodies.names import Names
from ouzel.governance.links import Kind, Linked
from ouzel.governance.models import (
    Action,
    AgendaItem,
    Body,
    Decision,
    Meeting,
    Paper,
    Person,
    Priority,
    Risk,
    Strategy,
)
from ouzel.governance.record_links import Keeper
from ouzel.measures.kinds import MEASURES
from ouzel.register import queries as register
from ouzel.register.answers import Moment, NoSuchBody
from ouzel.reorganisation import queries as plans


def decision(ref: str, viewer: Viewer) -> Linked | None:
    """By its reference."""
    row = Decision.objects.visible_to(viewer).filter(ref=ref).first()
    return Linked(f"{row.ref}: {row.title}", f"/decisions/{row.ref}/") if row else None


def meeting(ref: str, viewer: Viewer) -> Linked | None:
    """By its slug."""
    row = Meeting.objects.visible_to(viewer).filter(slug=ref).first()
    return Linked(row.title, f"/meetings/{row.slug}/") if row else None


def item(ref: str, viewer: Viewer) -> Linked | None:
    """An item of an agenda, MEETING/NUMBER."""
    slug, _, number = ref.partition("/")
    row = AgendaItem.objects.visible_to(viewer).filter(meeting__slug=slug, number=number, removed="").first()
    return Linked(str(row), f"/meetings/{slug}/") if row else None


def paper(ref: str, viewer: Viewer) -> Linked | None:
    """By its slug."""
    row = Paper.objects.visible_to(viewer).filter(slug=ref).first()
    return Linked(row.title, f"/papers/{row.slug}/") if row else None


def action(ref: str, viewer: Viewer) -> Linked | None:
    """By its reference."""
    row = Action.objects.visible_to(viewer).filter(ref=ref).first()
    return Linked(f"{row.ref}: {row.text}", f"/actions/{row.ref}/") if row else None


def strategy(ref: str, viewer: Viewer) -> Linked | None:
    """By its slug."""
    row = Strategy.objects.visible_to(viewer).filter(slug=ref).first()
    return Linked(row.title, f"/strategies/{row.slug}/") if row else None


def priority(ref: str, viewer: Viewer) -> Linked | None:
    """A priority, STRATEGY/PRIORITY, as it was last put down."""
    slug, _, name = ref.partition("/")
    rows = Priority.objects.visible_to(viewer).known().filter(strategy__slug=slug, slug=name)
    row = rows.order_by("-valid").first()
    return Linked(row.title, f"/strategies/{slug}/#{name}") if row else None


def risk(ref: str, viewer: Viewer) -> Linked | None:
    """By its reference."""
    row = Risk.objects.visible_to(viewer).filter(ref=ref).first()
    return Linked(f"{row.ref}: {row.title}", f"/risks/{row.ref}/") if row else None


def body(ref: str, viewer: Viewer) -> Linked | None:
    """A body by its slug, with the newest name it had."""
    row = Body.objects.visible_to(viewer).filter(slug=ref).first()
    if row is None:
        return None
    return Linked(Names([row.pk]).last(row.slug), f"/bodies/{row.slug}/")


def person(ref: str, viewer: Viewer) -> Linked | None:
    """By their slug."""
    row = Person.objects.visible_to(viewer).filter(slug=ref).first()
    return Linked(row.name, f"/people/{row.slug}/") if row else None


def organisation(ref: str, viewer: Viewer) -> Linked | None:
    """An organisation or area of the register by its code."""
    try:
        found = register.body(ref, moment=Moment(on=today()))
    except NoSuchBody:
        return None
    return Linked(f"{found.name} ({found.code})", f"/organisations/{found.code}/")


def plan(ref: str, viewer: Viewer) -> Linked | None:
    """A plan of a reorganisation by the slug of its proposal, titled as the viewer may read it."""
    try:
        found = plans.shown_version(plans.proposal_named(ref, viewer=viewer), viewer=viewer)
    except plans.NoSuchProposal:
        return None
    return Linked(found.title, f"/changes/{ref}/")


def edition(ref: str, viewer: Viewer) -> Linked | None:
    """An edition of the register by its number."""
    if not ref.isascii() or not ref.isdecimal() or len(ref) > 18:
        return None
    row = Edition.objects.visible_to(viewer).filter(number=int(ref)).first()
    return Linked(f"Edition {row.number} of the register") if row else None


def measure(ref: str, viewer: Viewer) -> Linked | None:
    """A published figure that is kept, by its slug."""
    found = MEASURES.get(ref)
    return Linked(f"{found.name} ({found.unit})") if found else None


def document(ref: str, viewer: Viewer) -> Linked | None:
    """Something published elsewhere, by its address: only https, and nothing is fetched."""
    try:
        parts = urlsplit(ref)
    except ValueError:
        return None
    plain = ref.isprintable() and not any(each.isspace() or each in "\"'<>\\" for each in ref)
    return Linked(ref, ref) if parts.scheme == "https" and parts.hostname and plain and not parts.username else None


KINDS = (
    Kind("decision", "decision", decision),
    Kind("meeting", "meeting", meeting),
    Kind("item", "item of an agenda", item),
    Kind("paper", "paper", paper),
    Kind("action", "action", action),
    Kind("strategy", "strategy or needs assessment", strategy),
    Kind("priority", "priority", priority),
    Kind("risk", "risk", risk),
    Kind("body", "body", body),
    Kind("person", "person", person),
    Kind("organisation", "organisation", organisation),
    Kind("plan", "plan of a reorganisation", plan),
    Kind("edition", "edition of the register", edition),
    Kind("measure", "measure", measure),
    Kind("document", "document published elsewhere", document),
)


def _of_meeting(ref: str) -> tuple[Body, ...]:
    return tuple(Body.objects.filter(sittings__meeting__slug=ref.partition("/")[0]))


def _of_paper(ref: str) -> tuple[Body, ...]:
    return tuple(Body.objects.filter(sittings__meeting__items__papers__paper__slug=ref).distinct())


def _of(filter_by: str) -> Callable[[str], tuple[Body, ...]]:
    return lambda ref: tuple(Body.objects.filter(**{filter_by: ref}))


def _of_priority(ref: str) -> tuple[Body, ...]:
    return _of("strategies__slug")(ref.partition("/")[0])


P = Permission
KEEPERS = {
    "decision": Keeper(P.GOVERNANCE_RUN, _of("decisions__ref")),
    "meeting": Keeper(P.GOVERNANCE_RUN, _of_meeting),
    "item": Keeper(P.GOVERNANCE_RUN, _of_meeting),
    "paper": Keeper(P.GOVERNANCE_RUN, _of_paper),
    "action": Keeper(P.GOVERNANCE_RUN, _of("actions__ref")),
    "strategy": Keeper(P.STRATEGIES_KEEP, _of("strategies__slug")),
    "priority": Keeper(P.STRATEGIES_KEEP, _of_priority),
    "risk": Keeper(P.RISKS_KEEP, _of("risks__ref")),
    "body": Keeper(P.BODIES_KEEP, _of("slug")),
}


def register_all() -> None:
    """Make all of them known. Called when the application is ready."""
    for kind in KINDS:
        links.register(kind)
    for slug, keeper in KEEPERS.items():
        record_links.register(slug, keeper)

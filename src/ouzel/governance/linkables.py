"""The kinds of record of governance and of what stands below it, as links lead to them: title and address."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Model

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
from ouzel.register import asking
from ouzel.register.answers import Moment
from ouzel.reorganisation.queries import shown_versions


@dataclass(frozen=True)
class _Rows:
    """Records of one model, known by the text in one column."""

    model: type[Model]
    key: str
    shown: Callable[[Any], Linked]

    def many(self, refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
        rows = self.model._default_manager.visible_to(viewer).filter(**{f"{self.key}__in": list(refs)})  # type: ignore[attr-defined]
        return {getattr(row, self.key): self.shown(row) for row in rows}


def items(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Items of agendas, MEETING/NUMBER."""
    parts = {ref: ref.partition("/") for ref in refs}
    rows = AgendaItem.objects.visible_to(viewer).filter(
        meeting__slug__in={slug for slug, _, _ in parts.values()}, number__in={name for _, _, name in parts.values()},
        removed="",
    )  # fmt: skip
    found = {(row.meeting.slug, row.number): row for row in rows.select_related("meeting")}
    return {
        ref: Linked(str(found[slug, number]), f"/meetings/{slug}/")
        for ref, (slug, _, number) in parts.items() if (slug, number) in found
    }  # fmt: skip


def priorities(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Priorities, STRATEGY/PRIORITY, as they were last put down."""
    parts = {ref: ref.partition("/") for ref in refs}
    rows = (
        Priority.objects.visible_to(viewer)
        .known()
        .filter(
            strategy__slug__in={slug for slug, _, _ in parts.values()}, slug__in={name for _, _, name in parts.values()}
        )
    )
    last = {(row.strategy.slug, row.slug): row for row in rows.select_related("strategy").order_by("valid")}
    return {
        ref: Linked(last[slug, name].title, f"/strategies/{slug}/#{name}")
        for ref, (slug, _, name) in parts.items() if (slug, name) in last
    }  # fmt: skip


def bodies(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Bodies by their slugs, with the newest name each had."""
    rows = {row.slug: row.pk for row in Body.objects.visible_to(viewer).filter(slug__in=list(refs))}
    names = Names(rows.values()) if rows else None
    return {slug: Linked(names.last(slug), f"/bodies/{slug}/") for slug in rows} if names else {}


def organisations(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Organisations and areas of the register by their codes, as they are called now."""
    names = asking.names_by_code(refs, Moment(on=today()))
    return {code: Linked(f"{name} ({code})", f"/organisations/{code}/") for code, name in names.items()}


def plans(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Plans of reorganisations by the slugs of their proposals, titled as the viewer may read them."""
    shown = shown_versions(refs, viewer=viewer)
    return {slug: Linked(version.title, f"/changes/{slug}/") for slug, version in shown.items()}


def editions(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Editions of the register by their numbers."""
    numbers = {ref: int(ref) for ref in refs if ref.isascii() and ref.isdecimal() and len(ref) <= 18}
    rows = Edition.objects.visible_to(viewer).filter(number__in=numbers.values())
    held = set(rows.values_list("number", flat=True))
    return {ref: Linked(f"Edition {number} of the register") for ref, number in numbers.items() if number in held}


def measures(refs: Collection[str], viewer: Viewer) -> dict[str, Linked]:
    """Published figures that are kept, by their slugs."""
    return {ref: Linked(f"{MEASURES[ref].name} ({MEASURES[ref].unit})") for ref in refs if ref in MEASURES}


def document(ref: str, viewer: Viewer) -> Linked | None:
    """Something published elsewhere, by its address: only https, and nothing is fetched."""
    try:
        parts = urlsplit(ref)
    except ValueError:
        return None
    plain = ref.isprintable() and not any(each.isspace() or each in "\"'<>\\" for each in ref)
    return Linked(ref, ref) if parts.scheme == "https" and parts.hostname and plain and not parts.username else None


def _kind(slug: str, name: str, many: Callable[[Collection[str], Viewer], dict[str, Linked]]) -> Kind:
    return Kind(slug, name, lambda ref, viewer: many([ref], viewer).get(ref), many)


KINDS = (
    _kind("decision", "decision",
          _Rows(Decision, "ref", lambda row: Linked(f"{row.ref}: {row.title}", f"/decisions/{row.ref}/")).many),
    _kind("meeting", "meeting",
          _Rows(Meeting, "slug", lambda row: Linked(row.title, f"/meetings/{row.slug}/")).many),
    _kind("item", "item of an agenda", items),
    _kind("paper", "paper", _Rows(Paper, "slug", lambda row: Linked(row.title, f"/papers/{row.slug}/")).many),
    _kind("action", "action",
          _Rows(Action, "ref", lambda row: Linked(f"{row.ref}: {row.text}", f"/actions/{row.ref}/")).many),
    _kind("strategy", "strategy or needs assessment",
          _Rows(Strategy, "slug", lambda row: Linked(row.title, f"/strategies/{row.slug}/")).many),
    _kind("priority", "priority", priorities),
    _kind("risk", "risk",
          _Rows(Risk, "ref", lambda row: Linked(f"{row.ref}: {row.title}", f"/risks/{row.ref}/")).many),
    _kind("body", "body", bodies),
    _kind("person", "person", _Rows(Person, "slug", lambda row: Linked(row.name, f"/people/{row.slug}/")).many),
    _kind("organisation", "organisation", organisations),
    _kind("plan", "plan of a reorganisation", plans),
    _kind("edition", "edition of the register", editions),
    _kind("measure", "measure", measures),
    Kind("document", "document published elsewhere", document),
)  # fmt: skip


def _of_meeting(ref: str) -> tuple[Body, ...]:
    return tuple(Body.objects.filter(sittings__meeting__slug=ref.partition("/")[0]))


def _of_paper(ref: str) -> tuple[Body, ...]:
    return tuple(
        Body.objects.filter(
            sittings__meeting__items__papers__paper__slug=ref, sittings__meeting__items__papers__taken_off_at=None
        ).distinct()
    )


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

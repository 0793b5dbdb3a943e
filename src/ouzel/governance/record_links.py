"""Links between records: a decision to its plan, a priority to what it is measured by. Both ends must be there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, Viewer, require, today
from ouzel.governance import links
from ouzel.governance.auditing import Did
from ouzel.governance.knowing import by_then, end_of
from ouzel.governance.models import Body, Link
from ouzel.governance.reference.texts import close
from ouzel.governance.rules import require_for


@dataclass(frozen=True)
class Relation:
    """How one record stands to another, in words from either end: "decides", "decided by"."""

    slug: str
    forth: str
    back: str


RELATIONS: dict[str, Relation] = {
    relation.slug: relation
    for relation in (
        Relation("decides", "Decides on", "Decided by"),
        Relation("sets", "Sets", "Set by"),
        Relation("answers", "Answers", "Answered by"),
        Relation("informs", "Informs", "Informed by"),
        Relation("evidence", "Rests on", "Evidence for"),
        Relation("measures", "Measured by", "Measures"),
        Relation("funds", "Paid from", "Pays for"),
        Relation("delivers", "Delivered through", "Delivers"),
        Relation("concerns", "Concerns", "Concerned by"),
        Relation("controls", "Controlled by", "Controls"),
        Relation("follows", "Follows from", "Followed by"),
    )
}


@dataclass(frozen=True)
class Keeper:
    """Who links from records of a kind: which permission it takes, and which bodies a record belongs to."""

    needs: Permission
    bodies: Callable[[str], tuple[Body, ...]]  # of a reference; none: the permission for the whole system


@dataclass(frozen=True)
class LinkView:
    """A link as one of its ends shows it: `words` say how the other record stands to this one."""

    number: int
    relation: str
    words: str
    forth: bool  # from this record to the other
    kind: str
    kind_name: str
    ref: str
    title: str
    address: str  # empty: the other has no page
    note: str
    on: date


End = tuple[str, str]  # kind and reference of a record

_keepers: dict[str, Keeper] = {}


def register(kind: str, keeper: Keeper) -> None:
    """Make known who links from records of a kind. Registering twice is the same as once."""
    _keepers[kind] = keeper


def links_begin_from(kind: str) -> bool:
    """Whether somebody may keep links that begin from records of a kind."""
    return kind in _keepers


def require_may_link(kind: str, ref: str, *, by: Actor) -> None:
    """PermissionDenied unless somebody keeps the record that a link begins from; ContentError for a kind from which
    none does."""
    _known(kind)
    keeper = _keepers.get(kind)
    if keeper is None:
        right = f"Begin from one of {', '.join(sorted(_keepers))}"
        raise ContentError("no link begins from a record of this kind", field="from_kind", value=kind, right=right)
    bodies = keeper.bodies(ref)
    if bodies:
        require_for(by, keeper.needs, bodies, on=today())
    else:
        require(by, keeper.needs, on=today())


@transaction.atomic
def link(
    *, from_kind: str, from_ref: str, relation: str, to_kind: str, to_ref: str, note: str = "", by: Actor, on: date
) -> Link:
    """Link a record to another. The same link again changes nothing; the one that stands is given.

    ContentError for a kind, relation or record that is not there (or that the one who links may not see), and for a
    record linked to itself. PermissionDenied for who does not keep the record it starts from.
    """
    require_may_link(from_kind, from_ref, by=by)
    if relation not in RELATIONS:
        raise ContentError("there is no such relation", field="relation", value=relation,
                           right=close(relation, RELATIONS))  # fmt: skip
    for kind, ref in ((from_kind, from_ref), (to_kind, to_ref)):
        if _known(kind).find(ref, by) is None:
            raise ContentError(f"there is no {_known(kind).name} of that name, or it is not public yet", field=kind,
                               value=ref)  # fmt: skip
    if (from_kind, from_ref) == (to_kind, to_ref):
        raise ContentError("a record is not linked to itself", field=to_kind, value=to_ref)
    made, new = Link.objects.get_or_create(
        from_kind=from_kind, from_ref=from_ref, relation=relation, to_kind=to_kind, to_ref=to_ref, ended="",
        defaults={"note": note, "on": on, "by": str(by)},
    )  # fmt: skip
    if new:
        audit.record(by=by, action=Did.LINKED, subject=f"{from_kind} {from_ref}", detail=_detail(made, on))
    return made


@transaction.atomic
def unlink(*, link: Link, why: str, by: Actor, on: date) -> Link:
    """Take a link back: it stays on record with the reason. ContentError without one, or where it is over already."""
    require_may_link(link.from_kind, link.from_ref, by=by)
    held = Link.objects.select_for_update().get(pk=link.pk)
    if held.ended:
        raise ContentError("this link was taken back already", field="link", value=held.ended)
    if not why.strip():
        raise ContentError("say why the link is taken back", field="why")
    held.ended, held.ended_at = why.strip(), Now()
    held.save(update_fields=["ended", "ended_at"])
    detail = {**_detail(held, on), "why": held.ended}
    audit.record(by=by, action=Did.UNLINKED, subject=f"{held.from_kind} {held.from_ref}", detail=detail)
    return held


def links_of(
    kind: str, ref: str, viewer: Viewer, *, relation: str = "", known_at: date | None = None
) -> tuple[LinkView, ...]:
    """What a record is linked to, either way, by relation and title: only what the viewer may see at the other end.

    `relation`: that one only. `known_at`: the links that stood as known then (None: now).
    """
    found = links_of_all([(kind, ref)], viewer, known_at=known_at).get((kind, ref), ())
    return tuple(each for each in found if relation in ("", each.relation))


def links_of_many(
    kind: str, refs: Collection[str], viewer: Viewer, *, known_at: date | None = None
) -> dict[str, tuple[LinkView, ...]]:
    """The same for several records of a kind, by their references; those linked to nothing are left out."""
    found = links_of_all([(kind, ref) for ref in refs], viewer, known_at=known_at)
    return {ref: views for (_, ref), views in found.items()}


def links_of_all(
    ends: Collection[End], viewer: Viewer, *, known_at: date | None = None
) -> dict[End, tuple[LinkView, ...]]:
    """The same for records of any kinds, each by its kind and reference; those linked to nothing are left out.

    One query for the links, and one look-up for each kind of record at their other ends.
    """
    refs: dict[str, list[str]] = {}
    for kind, ref in ends:
        refs.setdefault(kind, []).append(ref)
    if not refs:
        return {}
    sides = [
        Q(**{f"{side}_kind": kind, f"{side}_ref__in": some}) for kind, some in refs.items() for side in ("from", "to")
    ]
    rows = list(Link.objects.visible_to(viewer).filter(reduce(or_, sides), standing(known_at)))
    wanted, touching = set(ends), []
    for row in rows:
        first, last = (row.from_kind, row.from_ref), (row.to_kind, row.to_ref)
        touching += [(row, here, there, here is first) for here, there in ((first, last), (last, first))
                     if here in wanted]  # fmt: skip
    others = _meant({there for _, _, there, _ in touching}, viewer)
    found: dict[End, list[LinkView | None]] = {}
    for row, here, there, forth in touching:
        found.setdefault(here, []).append(_view(row, *there, others.get(there), forth=forth))
    return {end: views for end, some in found.items() if (views := _ordered(some))}


def standing(known_at: date | None) -> Q:
    """Links that stood as known at the end of the day (None: that stand)."""
    if known_at is None:
        return Q(ended="")
    return by_then(known_at) & (Q(ended="") | Q(ended_at__gte=end_of(known_at)))


def _meant(ends: Iterable[End], viewer: Viewer) -> dict[End, links.Linked]:
    """What records are to a viewer, each kind asked once; those that they may not see are left out."""
    refs: dict[str, list[str]] = {}
    for kind, ref in sorted(ends):
        refs.setdefault(kind, []).append(ref)
    return {
        (kind, ref): linked
        for kind, some in refs.items()
        if (known := links.kind(kind)) is not None
        for ref, linked in known.found(some, viewer).items()
    }


def _ordered(found: Iterable[LinkView | None]) -> tuple[LinkView, ...]:
    order = list(RELATIONS)
    return tuple(
        sorted((one for one in found if one), key=lambda one: (order.index(one.relation), not one.forth, one.title))
    )


def _view(row: Link, kind: str, ref: str, other: links.Linked | None, *, forth: bool) -> LinkView | None:
    known = links.kind(kind)
    if known is None or other is None or row.relation not in RELATIONS:
        return None
    words = RELATIONS[row.relation].forth if forth else RELATIONS[row.relation].back
    return LinkView(row.pk, row.relation, words, forth, kind, known.name, ref, other.title, other.address, row.note,
                    row.on)  # fmt: skip


def _known(slug: str) -> links.Kind:
    kind = links.kind(slug)
    if kind is None:
        raise ContentError("there is no such kind of record", field="kind", value=slug,
                           right=close(slug, [each.slug for each in links.kinds()]))  # fmt: skip
    return kind


def _detail(row: Link, on: date) -> dict[str, object]:
    return {"relation": row.relation, "to_kind": row.to_kind, "to_ref": row.to_ref, "note": row.note, "on": on}

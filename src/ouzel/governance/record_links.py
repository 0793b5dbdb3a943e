"""Links between records: a decision to its plan, a priority to what it is measured by. Both ends must be there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, Viewer, require, today
from ouzel.governance import links
from ouzel.governance.auditing import Did
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


_keepers: dict[str, Keeper] = {}


def register(kind: str, keeper: Keeper) -> None:
    """Make known who links from records of a kind. Registering twice is the same as once."""
    _keepers[kind] = keeper


@transaction.atomic
def link(
    *, from_kind: str, from_ref: str, relation: str, to_kind: str, to_ref: str, note: str = "", by: Actor, on: date
) -> Link:
    """Link a record to another. The same link again changes nothing; the one that stands is given.

    ContentError for a kind, relation or record that is not there (or that the one who links may not see), and for a
    record linked to itself. PermissionDenied for who does not keep the record it starts from.
    """
    _may_link(from_kind, from_ref, by=by)
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
    _may_link(link.from_kind, link.from_ref, by=by)
    held = Link.objects.select_for_update().get(pk=link.pk)
    if held.ended:
        raise ContentError("this link was taken back already", field="link", value=held.ended)
    if not why.strip():
        raise ContentError("say why the link is taken back", field="why")
    held.ended = why.strip()
    held.save(update_fields=["ended"])
    detail = {**_detail(held, on), "why": held.ended}
    audit.record(by=by, action=Did.UNLINKED, subject=f"{held.from_kind} {held.from_ref}", detail=detail)
    return held


def links_of(kind: str, ref: str, viewer: Viewer, *, relation: str = "") -> tuple[LinkView, ...]:
    """What a record is linked to, either way, by relation and title: only what the viewer may see at the other end.

    `relation`: that one only.
    """
    rows = Link.objects.visible_to(viewer).filter(ended="")
    if relation:
        rows = rows.filter(relation=relation)
    found = [
        *(_shown(row, row.to_kind, row.to_ref, viewer, forth=True)
          for row in rows.filter(from_kind=kind, from_ref=ref)),
        *(_shown(row, row.from_kind, row.from_ref, viewer, forth=False)
          for row in rows.filter(to_kind=kind, to_ref=ref)),
    ]  # fmt: skip
    return _ordered(found)


def links_of_many(kind: str, refs: Collection[str], viewer: Viewer) -> dict[str, tuple[LinkView, ...]]:
    """The same for several records of a kind, by their references; those linked to nothing are left out.

    What several are linked to is looked up once.
    """
    ends = Q(from_kind=kind, from_ref__in=refs) | Q(to_kind=kind, to_ref__in=refs)
    found: dict[str, list[LinkView]] = {}
    known: dict[tuple[str, str], links.Linked | None] = {}
    for row in Link.objects.visible_to(viewer).filter(ends, ended=""):
        for ref, other, forth in (
            (row.from_ref, (row.to_kind, row.to_ref), True), (row.to_ref, (row.from_kind, row.from_ref), False)
        ):  # fmt: skip
            if ref not in refs or (row.from_kind if forth else row.to_kind) != kind:
                continue
            if other not in known:
                sort = links.kind(other[0])
                known[other] = sort.find(other[1], viewer) if sort else None
            if view := _view(row, *other, known[other], forth=forth):
                found.setdefault(ref, []).append(view)
    return {ref: _ordered(views) for ref, views in found.items()}


def _ordered(found: Iterable[LinkView | None]) -> tuple[LinkView, ...]:
    order = list(RELATIONS)
    return tuple(
        sorted((one for one in found if one), key=lambda one: (order.index(one.relation), not one.forth, one.title))
    )


def _shown(row: Link, kind: str, ref: str, viewer: Viewer, *, forth: bool) -> LinkView | None:
    known = links.kind(kind)
    return _view(row, kind, ref, known.find(ref, viewer) if known else None, forth=forth)


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


def _may_link(kind: str, ref: str, *, by: Actor) -> None:
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


def _detail(row: Link, on: date) -> dict[str, object]:
    return {"relation": row.relation, "to_kind": row.to_kind, "to_ref": row.to_ref, "note": row.note, "on": on}

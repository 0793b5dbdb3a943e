"""Who is kept from what is private of an item: who took no part in it over an interest, and whom the secretary keeps
from it, from the day on which the item exists.

Nothing private of the item is read or written by them, role or not. Their account must be joined to their person.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from ouzel.confidential.models import KeptFrom, LetBack
from ouzel.confidential.rights import record, refuse_public, require
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.models import AgendaItem, Meeting, Person, Recusal

KEPT_OUT = ("left", "silent")  # effects of a recusal after which somebody takes no part


@transaction.atomic
def keep_from(*, item: AgendaItem, person: Person, reason: str, on: date, by: Actor) -> KeptFrom:
    """Keep somebody from a private item and its papers, whatever their role, until `let_back`. `reason` stays private.

    What they read before stays read: the audit trail says what. At the meeting they are offered for a recusal, which
    alone counts there. ContentError for an item in public, without a reason, and where they are kept from it already.
    """
    require_item(item, by)
    AgendaItem.objects.select_for_update().get(pk=item.pk)
    _need(reason, "say why they are kept from it")
    if KeptFrom.objects.still().filter(item=item, person=person).exists():
        raise ContentError("they are kept from this item already", field="person", value=person.name)
    row = KeptFrom.objects.create(item=item, person=person, reason=reason.strip(), on=on, by=str(by))
    # Not who: with the public register, the trail would tell whom the item concerns.
    record(by, item.meeting, {"what": "kept-from", "item": item.number, "kept": row.pk, "on": on})
    return row


@transaction.atomic
def let_back(*, kept: KeptFrom, reason: str, on: date, by: Actor) -> LetBack:
    """Keep somebody from an item no longer; both are on record. Nobody does it for themself."""
    require_item(kept.item, by)
    AgendaItem.objects.select_for_update().get(pk=kept.item_id)
    _need(reason, "say why they are no longer kept from it")
    if LetBack.objects.filter(kept=kept).exists():
        raise ContentError("they are not kept from this item any more", field="person", value=kept.person.name)
    row = LetBack.objects.create(kept=kept, reason=reason.strip(), on=on, by=str(by))
    record(by, kept.item.meeting, {"what": "let-back", "item": kept.item.number, "kept": kept.pk, "on": on})
    return row


def kept_out(item: AgendaItem | None, by: Actor) -> bool:
    """Whether the reader took no part in the item over an interest in it, or is kept from it."""
    if item is None or by.user_id is None:
        return False
    if KeptFrom.objects.still().filter(item=item, person__user_id=by.user_id).exists():
        return True
    return Recusal.objects.standing().filter(item=item, effect__in=KEPT_OUT, person__user_id=by.user_id).exists()


def kept_out_of_any(meeting: Meeting, by: Actor) -> bool:
    """Whether the reader is kept out of one of the private items of a meeting, and so of what is of them all."""
    return any(kept_out(item, by) for item in meeting.items.filter(private=True))


def kept(meeting: Meeting, *, by: Actor) -> "QuerySet[KeptFrom]":
    """Who is kept from which item of a meeting, for who may read the private part and is not kept from it themself."""
    rows = KeptFrom.objects.visible_to(by).still().filter(item__meeting=meeting).select_related("item", "person")
    own = [item.pk for item in meeting.items.filter(private=True) if kept_out(item, by)]
    return rows.exclude(item__in=own).order_by("item__order", "person__name", "pk")


def require_item(item: AgendaItem, by: Actor) -> None:
    """For who runs the meeting, may read its private part, and is not kept out of this item of it: PermissionDenied.

    ContentError for an item that is taken in public.
    """
    require(item.meeting, by)
    refuse_public(item)
    refuse_kept_out(item, by)


def refuse_kept_out(item: AgendaItem, by: Actor) -> None:
    """PermissionDenied for who is kept out of the item."""
    if kept_out(item, by):
        raise PermissionDenied("You are kept from this item over an interest in it: somebody else must do this.")


def require_whole(meeting: Meeting, by: Actor) -> None:
    """The same for what is of all private items of a meeting, such as its private minutes."""
    require(meeting, by)
    if kept_out_of_any(meeting, by):
        raise PermissionDenied("You are kept from an item of this private part: somebody else must do this.")


def _need(reason: str, problem: str) -> None:
    if not reason.strip():
        raise ContentError(problem, field="reason", right="It is read by who runs the meeting, and stays private")

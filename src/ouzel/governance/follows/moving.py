"""A follow goes on with the body that takes over, and its person is told why."""

import secrets
from datetime import date

from django.db.models import Model
from django.db.models.functions import Now

from ouzel.governance.follows import writing
from ouzel.governance.follows.naming import name_of_body
from ouzel.governance.models import Body, Follow, Notice


def waiting_at(body: Body) -> list[Follow]:
    """Who follows a body now: confirmed, and not ended."""
    found = Follow.objects.filter(kind="body", ref=body.slug, ended=None, confirmed__isnull=False)
    return list(found.order_by("pk"))


def move(
    follow: Follow, *, body: Body, name: str, heir: Body, heir_name: str, why: str, plan: str, on: date
) -> list[Model]:  # fmt: skip
    """End a follow and continue it with the heir: by a new follow, or by the one its person has already.

    What was made, the notice that tells them among it. A request for the heir that was never confirmed is confirmed by
    nobody here: it gives way to the follow that was.
    """
    made: list[Model] = []
    theirs = Follow.objects.filter(email=follow.email, kind="body", ref=heir.slug, ended=None)
    theirs.filter(confirmed=None).update(ended=Now())
    target = theirs.first()
    twice = target is not None
    if target is None:
        target = Follow.objects.create(
            email=follow.email, keyed=follow.keyed, kind="body", ref=heir.slug, token=secrets.token_urlsafe(32),
            confirmed=follow.confirmed, came_from=follow, why=f"{heir_name} takes over from {name}: {why}.", plan=plan,
        )  # fmt: skip
        made.append(target)
    follow.ended, follow.went_to = Now(), target
    follow.save(update_fields=["ended", "went_to"])
    follow.refresh_from_db()
    subject, text = writing.moved(name=name, heir=heir_name, heir_slug=heir.slug, why=why, on=on, twice=twice)
    told, fresh = Notice.objects.get_or_create(
        follow=target, key=f"plan:{plan}:{body.slug}", defaults={"subject": subject, "text": text}
    )
    if fresh:
        made.append(told)
    hand_waiting(follow, target)
    return made


def hand_waiting(follow: Follow, to: Follow) -> None:
    """What waits to be told by one follow is told by another, unless it tells it already."""
    there = to.notices.values_list("key", flat=True)
    follow.notices.filter(sent=None, failed="").exclude(key__in=list(there)).update(follow=to)


def tell_of_reversal(follow: Follow, *, plan: str, why: str) -> Notice:
    """Somebody who was told of a succession is told that it was taken back."""
    subject, text = writing.reversed_(name=name_of_body(follow.ref), slug=follow.ref, why=why)
    told, _ = Notice.objects.get_or_create(
        follow=follow, key=f"reversed:{plan}", defaults={"subject": subject, "text": text}
    )
    return told

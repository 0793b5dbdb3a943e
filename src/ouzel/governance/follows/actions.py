"""Following: asked for, confirmed by whoever reads the post of that address, and ended by them in one step."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import keyed, post
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.places import named
from ouzel.governance.follows import writing
from ouzel.governance.follows.erasing import forget
from ouzel.governance.follows.naming import name_of
from ouzel.governance.follows.tokens import Purpose, follow_of, last_of
from ouzel.governance.limits import often
from ouzel.governance.models import Body, Follow, Letter

KINDS = ("body", "place", "topic", "all")
ASK_AGAIN = timedelta(minutes=10)
A_DAY, ONCE = 12, 1  # e-mails to one address that only ask, and to one that left
DAY = timedelta(days=1)
PUBLIC = Actor.system("follows")


def ask_to_follow(*, email: str, kind: str, ref: str = "", site: str) -> None:
    """Send an e-mail to the address that asks whether it was they who asked. Nothing else is sent until they confirm.

    `kind`: body, place, topic (with `ref`, its slug) or all. `site`: where this site is reached, "https://...". The
    answer is the same whether the address is known already or not, and whether the e-mail could be handed over: what
    could not is kept, and tried again. ContentError for what is no address, or nothing to follow.
    """
    address = plain(email)
    _check_known(kind, ref)
    with transaction.atomic():
        letter = _asking(address, kind, ref, site)
    if letter is not None:
        post.deliver([letter.pk])


def _asking(address: str, kind: str, ref: str, site: str) -> Letter | None:
    """What is to be sent to who asked; None where it was sent just now, or too much was."""
    follow = Follow.objects.select_for_update().filter(email=address, kind=kind, ref=ref, ended=None).first()
    if follow is None:
        try:
            with transaction.atomic():
                follow = Follow.objects.create(
                    email=address, keyed=keyed.address(address), kind=kind, ref=ref, token=secrets.token_urlsafe(32)
                )
        except IntegrityError:  # asked for twice at once: the other one writes
            return None
        audit.record(by=PUBLIC, action=Did.FOLLOWED, subject=f"follow {follow.pk}", detail={"kind": kind, "ref": ref})
    key = f"follow {follow.pk}: {'asked' if follow.confirmed is None else 'followed already'}"
    last = Letter.objects.filter(to=address, key=key).first()
    if last is not None and not last.failed and last.made > timezone.now() - ASK_AGAIN:
        return None  # a form sent many times must not fill somebody's post
    if follow.confirmed is None and last is not None:
        follow.asked = Now()
        follow.save(update_fields=["asked"])
    if _too_many(address):
        return None  # nor must many forms, each for something else
    name = name_of(kind, ref)
    told = writing.please_confirm(follow, name) if follow.confirmed is None else writing.follows_already(follow, name)
    subject, text = told
    return post.put(to=address, key=key, subject=subject, text=text.replace(writing.SITE, site))


def _too_many(address: str) -> bool:
    """Whether enough was sent to an address that only asks: to who left, or had their address erased, once a day."""
    hash_ = keyed.address(address)
    if Follow.objects.filter(keyed=hash_, email="").exists() and often("follow anew", hash_, most=ONCE, within=DAY):
        return True
    return often("follow", address, most=A_DAY, within=DAY)


@transaction.atomic
def confirm(*, token: str) -> Follow:
    """The address belongs to who asked: they are told from now on. Again, it changes nothing."""
    found = follow_of(token, Purpose.CONFIRM)
    follow = Follow.objects.select_for_update().get(pk=found.pk)
    if follow.ended is not None:
        raise ContentError("this follow was ended", right="Ask to follow again")
    if follow.confirmed is None:
        follow.confirmed = Now()
        follow.save(update_fields=["confirmed"])
        follow.refresh_from_db()
        audit.record(
            by=PUBLIC, action=Did.FOLLOW_CONFIRMED, subject=f"follow {follow.pk}",
            detail={"kind": follow.kind, "ref": follow.ref},
        )  # fmt: skip
    return follow


@transaction.atomic
def leave(*, token: str) -> Follow:
    """Nothing more is sent for the follow, nor for any that continues it since, and their address is kept no more.

    Again, it changes nothing.
    """
    found = last_of(follow_of(token, Purpose.LEAVE))
    follow = Follow.objects.select_for_update().get(pk=found.pk)
    if follow.ended is None:
        follow.ended = Now()
        follow.save(update_fields=["ended"])
        forget(follow)
        follow.refresh_from_db()
        audit.record(
            by=PUBLIC, action=Did.UNFOLLOWED, subject=f"follow {follow.pk}",
            detail={"kind": follow.kind, "ref": follow.ref},
        )  # fmt: skip
    return follow


def plain(email: str) -> str:
    """The address as it is compared: its domain in small letters."""
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ContentError("this is not an e-mail address", field="email", right="Such as name@example.org") from None
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _check_known(kind: str, ref: str) -> None:
    match kind:
        case "all":
            known = not ref
        case "body":
            known = Body.objects.filter(slug=ref).exists()
        case "place" | "topic":
            known = named(kind, ref) is not None
        case _:
            raise ContentError("nobody can follow this", field="kind", value=kind, right=f"One of {', '.join(KINDS)}")
    if not known:
        raise ContentError(f"there is no {kind} of this name", field="ref", value=ref, right="Choose it from its page")

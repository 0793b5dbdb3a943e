"""Following: asked for, confirmed by whoever reads the post of that address, and ended by them in one step."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.text import slugify

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.auditing import Did
from ouzel.governance.follows import writing
from ouzel.governance.follows.naming import name_of
from ouzel.governance.follows.tokens import Purpose, follow_of, last_of
from ouzel.governance.limits import often
from ouzel.governance.models import Body, BodyFact, Follow
from ouzel.governance.models.bodies import BodyAttribute

KINDS = {"body": None, "place": BodyAttribute.PLACE, "topic": BodyAttribute.TOPIC, "all": None}
ASK_AGAIN = timedelta(minutes=10)
A_DAY = 12  # e-mails to one address that only ask
PUBLIC = Actor.system("follows")


def ask_to_follow(*, email: str, kind: str, ref: str = "", site: str) -> None:
    """Send an e-mail to the address that asks whether it was they who asked. Nothing else is sent until they confirm.

    `kind`: body, place, topic (with `ref`, its slug) or all. `site`: where this site is reached, "https://...". The
    answer is the same whether the address is known already or not. ContentError for what is no address, or nothing to
    follow.
    """
    address = _address(email)
    _check_known(kind, ref)
    with transaction.atomic():
        follow = Follow.objects.select_for_update().filter(email=address, kind=kind, ref=ref, ended=None).first()
        asked_just_now = follow is not None and follow.asked > timezone.now() - ASK_AGAIN
        if follow is None:
            try:
                with transaction.atomic():
                    follow = Follow.objects.create(email=address, kind=kind, ref=ref, token=secrets.token_urlsafe(32))
            except IntegrityError:  # asked for twice at once: the other one writes
                return
            audit.record(
                by=PUBLIC, action=Did.FOLLOWED, subject=f"follow {follow.pk}", detail={"kind": kind, "ref": ref}
            )
        elif asked_just_now:
            return  # a form sent many times must not fill somebody's post
        elif follow.confirmed is None:
            follow.asked = Now()
            follow.save(update_fields=["asked"])
    if often("follow", address, most=A_DAY, within=timedelta(days=1)):
        return  # nor must many forms, each for something else
    name = name_of(kind, ref)
    told = writing.please_confirm(follow, name) if follow.confirmed is None else writing.follows_already(follow, name)
    subject, text = told
    subject = " ".join(subject.split())  # a name may have a line break in it, a header may not
    EmailMessage(subject, text.replace(writing.SITE, site), settings.DEFAULT_FROM_EMAIL, [address]).send()


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
    """Nothing more is sent for the follow, nor for any that continues it since. Again, it changes nothing."""
    found = last_of(follow_of(token, Purpose.LEAVE))
    follow = Follow.objects.select_for_update().get(pk=found.pk)
    if follow.ended is None:
        follow.ended = Now()
        follow.save(update_fields=["ended"])
        follow.refresh_from_db()
        follow.notices.filter(sent=None, failed="").update(failed="not sent: the person left")
        audit.record(
            by=PUBLIC, action=Did.UNFOLLOWED, subject=f"follow {follow.pk}",
            detail={"kind": follow.kind, "ref": follow.ref},
        )  # fmt: skip
    return follow


def _address(email: str) -> str:
    """The address as it is compared: its domain in small letters."""
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ContentError("this is not an e-mail address", field="email", right="Such as name@example.org") from None
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _check_known(kind: str, ref: str) -> None:
    if kind not in KINDS:
        raise ContentError("nobody can follow this", field="kind", value=kind, right=f"One of {', '.join(KINDS)}")
    attribute = KINDS[kind]
    if kind == "all":
        known = not ref
    elif attribute is None:
        known = Body.objects.filter(slug=ref).exists()
    else:
        rows = BodyFact.objects.known().filter(attribute=attribute).values_list("value", flat=True)
        known = ref in {slugify(value) for value in rows}
    if not known:
        raise ContentError(f"there is no {kind} of this name", field="ref", value=ref, right="Choose it from its page")

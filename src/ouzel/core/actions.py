"""State changes of the core. Each takes its actor in `by`, runs in one transaction and writes its audit row in it."""

from collections.abc import Iterable
from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition, RoleAssignment, User
from ouzel.core.people import can_manage_people
from ouzel.core.permissions import Permission, require, today
from ouzel.core.queries import current_edition
from ouzel.core.roles import role as role_called


def new_edition(*, kind: str, by: Actor, note: str) -> Edition:
    """The next numbered edition, for a change of the register that the same transaction makes.

    `kind` is load, withdraw, release, settle or enact. Whoever else changes the register waits until this transaction
    ends. RuntimeError outside a transaction.
    """
    locks.take(locks.Lock.REGISTER)
    edition = Edition(number=current_edition() + 1, kind=kind, by=str(by), note=note)
    edition.save(force_insert=True)
    edition.refresh_from_db(fields=["at"])
    audit.record(
        by=by,
        action=audit.Action.EDITION_MADE,
        subject=f"edition {edition.number}",
        detail={"kind": kind, "note": note},
    )
    return edition


@transaction.atomic
def create_user(*, email: str, by: Actor, roles: Iterable[str] = (), name: str = "") -> User:
    """Add a person, who may sign in once they have set a password (`set_password_link`).

    The roles hold from today, for all bodies.
    ContentError when the address is none or is taken; PermissionDenied when `by` may not manage people.
    """
    require(by, Permission.USERS_MANAGE, on=today())
    address = User.objects.normalize_email(email)
    try:
        validate_email(address)
    except ValidationError:
        raise ContentError(
            "this is not an e-mail address", field="email", value=email, right="Use NAME@DOMAIN"
        ) from None
    if User.objects.filter(email=address).exists():
        raise ContentError("there is an account with this address already", field="email", value=address)
    user = User.objects.create_user(address, name=name)
    # Who adds a person vouches for the address, so it need not be confirmed by post before the first sign-in.
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    audit.record(by=by, action=audit.Action.USER_CREATED, subject=str(user), detail={"user": user.pk, "name": name})
    for slug in roles:
        grant_role(user=user, role=slug, by=by, since=today())
    return user


@transaction.atomic
def set_password_link(*, user: User, by: Actor) -> str:
    """The path of a page where the person sets a password: good once, for three days. To be handed over privately."""
    require(by, Permission.USERS_MANAGE, on=today())
    if not user.is_active:
        raise ContentError("this account is closed", field="email", value=user.email, right="Open it again first")
    audit.record(by=by, action=audit.Action.USER_LINK_MADE, subject=str(user), detail={"user": user.pk})
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


@transaction.atomic
def grant_role(
    *, user: User, role: str, by: Actor, since: date, until: date | None = None, body_code: str = ""
) -> RoleAssignment:
    """Give a role from `since` until `until` (half-open; None: until ended), for one body or, without a code, for all.

    ContentError when there is no such role, the dates are the wrong way round, or the person holds it then already.
    """
    require(by, Permission.USERS_MANAGE, on=today())
    try:
        slug = role_called(role).slug
    except ValueError as error:
        raise ContentError(str(error), field="role", value=role) from None
    if until is not None and until <= since:
        raise ContentError("the role would end before it begins", field="until", value=str(until))
    try:
        with transaction.atomic():
            held = RoleAssignment.objects.create(user=user, role=slug, body_code=body_code, since=since, until=until)
    except IntegrityError:
        raise ContentError(
            f"{user} holds this role on some of these days already", field="role", value=slug, right="End it first"
        ) from None
    audit.record(by=by, action=audit.Action.ROLE_GRANTED, subject=str(user), detail=_described(held))
    return held


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Actor, on: date) -> RoleAssignment:
    """End a role: `on` is the first day it no longer holds. ContentError for the last person who can manage people."""
    require(by, Permission.USERS_MANAGE, on=today())
    held = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    if held.cancelled or (held.until is not None and held.until <= on):
        raise ContentError("this role has ended by then already", field="on", value=str(on))
    if on <= held.since:
        held.cancelled = True
    else:
        held.until = on
    held.save()
    _keep_an_administrator(on=max(on, today()))
    audit.record(by=by, action=audit.Action.ROLE_ENDED, subject=str(held.user), detail=_described(held))
    return held


@transaction.atomic
def deactivate_user(*, user: User, by: Actor, why: str) -> User:
    """Close an account: the person can no longer sign in and holds no permission.

    ContentError for the last administrator.
    """
    return _set_active(user, False, by, audit.Action.USER_DEACTIVATED, why)


@transaction.atomic
def reactivate_user(*, user: User, by: Actor, why: str) -> User:
    """Open a closed account again, with the roles it still holds."""
    return _set_active(user, True, by, audit.Action.USER_REACTIVATED, why)


def _set_active(user: User, active: bool, by: Actor, action: audit.Action, why: str) -> User:
    require(by, Permission.USERS_MANAGE, on=today())
    kept = User.objects.select_for_update().get(pk=user.pk)
    kept.is_active = active
    kept.save(update_fields=["is_active"])
    if not active:
        _keep_an_administrator(on=today())
    audit.record(by=by, action=action, subject=str(kept), detail={"user": kept.pk, "why": why})
    return kept


def _keep_an_administrator(*, on: date) -> None:
    if not can_manage_people(on=on).exists():
        raise ContentError(
            "nobody would be left who can manage people", right="Give somebody else the role of administrator first"
        )


def _described(held: RoleAssignment) -> dict[str, object]:
    return {
        "user": held.user_id,
        "role": held.role,
        "body": held.body_code,
        "since": held.since,
        "until": held.until,
        "cancelled": held.cancelled,
    }

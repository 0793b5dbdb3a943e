"""`ouzel users ...`: people who may sign in."""

from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `users`."""
    app.command("add")(guarded(add))
    app.command("list")(guarded(list_people))


def add(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address they sign in with.")],
    role: Annotated[
        list[str] | None, typer.Option("--role", metavar="ROLE", help="A role; may be given again.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="How they are called.")] = "",
    address: Annotated[
        str, typer.Option("--site", metavar="ADDRESS", envvar="OUZEL_SITE", help="Where the site is, for the link.")
    ] = "http://127.0.0.1:8000",
    json: Json = False,
) -> None:
    """Add a person, and print the link with which they set a password: good once, for three days."""
    ready()
    from django.db import transaction

    from ouzel.core import actions

    with transaction.atomic():
        user = actions.create_user(email=email, by=actor(), roles=role or (), name=name)
        link = address.rstrip("/") + actions.set_password_link(user=user, by=actor())
    if json:
        showing.document({"email": user.email, "roles": role or [], "link": link})
        return
    showing.say(f"{user.email} may sign in once they have set a password here (good once, for three days):")
    showing.say(link)


def list_people(json: Json = False) -> None:
    """The people who have an account, and the roles they hold today."""
    ready()
    from ouzel.core.models import RoleAssignment, User
    from ouzel.core.permissions import today

    held: dict[int, list[str]] = {}
    for one in RoleAssignment.objects.holding(today()):
        held.setdefault(one.user_id, []).append(f"{one.role}{' for ' + one.body_code if one.body_code else ''}")
    people = list(User.objects.order_by("email"))
    if json:
        showing.document(
            [{"email": p.email, "name": p.name, "active": p.is_active, "roles": held.get(p.pk, [])} for p in people]
        )
        return
    showing.table(
        ("e-mail", "name", "roles", ""),
        [(p.email, p.name, ", ".join(held.get(p.pk, [])), "" if p.is_active else "closed") for p in people],
    )

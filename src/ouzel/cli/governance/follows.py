"""`ouzel follows ...`: what is waiting is sent; for a job that runs every few minutes."""

from datetime import timedelta
from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.governance import given
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready

Site = Annotated[str, typer.Option("--site", metavar="ADDRESS", help="Where the site is, for links and the way out.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `follows`."""
    app.command("list")(guarded(list_follows))
    for command in (send, again):
        app.command()(guarded(command))


def send(
    site: Site = "http://127.0.0.1:8000",
    days: Annotated[
        int, typer.Option("--days", min=1, max=400, metavar="N", help="How far back to look for what is to be told.")
    ] = 14,
    json: Json = False,
) -> None:
    """Write what has to be told of the last days, and send all that waits: one e-mail to each follow, nothing twice."""
    ready()
    from django.utils import timezone

    from ouzel.governance.follows.noticing import write_notices
    from ouzel.governance.follows.sending import send_waiting

    write_notices(since=timezone.now() - timedelta(days=days))
    with showing.working("Sending"), given.post_beside_the_answer():
        done = send_waiting(by=actor(), site=site.rstrip("/"))
    if json:
        showing.document({"mails": done.mails, "notices": done.notices, "failed": done.failed})
        return
    showing.say(f"{showing.count(done.mails, 'e-mail')} sent, with {showing.count(done.notices, 'notice')}.")
    if done.failed:
        showing.say(f"{showing.count(done.failed, 'notice')} could not be handed over (ouzel follows again).")


def again(json: Json = False) -> None:
    """What could not be handed over waits again."""
    ready()
    from ouzel.governance.follows.sending import try_again

    number = try_again(by=actor())
    if json:
        showing.document({"waiting": number})
        return
    showing.say(f"{showing.count(number, 'notice')} {'waits' if number == 1 else 'wait'} again.")


def list_follows(json: Json = False) -> None:
    """How many follow what, and how much waits. Addresses are shown to nobody here."""
    ready()
    from ouzel.governance.follows.queries import counts, waiting

    viewer = actor()
    found, left = counts(viewer), waiting(viewer)
    if json:
        rows = [{"kind": kind, "ref": ref, "follows": number} for (kind, ref), number in sorted(found.items())]
        showing.document({"waiting": left, "count": sum(found.values()), "follows": rows})
        return
    if found:
        lines = [(kind, ref, f"{number:,}") for (kind, ref), number in sorted(found.items())]
        showing.table(("kind", "what", "follows"), lines, right=["follows"])
    showing.say(f"{showing.count(sum(found.values()), 'follow')}, {showing.count(left, 'notice')} to send.")

"""`ouzel follows ...`: what is waiting is sent, for a job that runs every few minutes; an address is erased."""

from datetime import timedelta
from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.governance import given
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready

Site = Annotated[
    str,
    typer.Option(
        "--site", metavar="ADDRESS", envvar="OUZEL_SITE", help="Where the site is, for links and the way out."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `follows`."""
    app.command("list")(guarded(list_follows))
    for command in (send, again, erase):
        app.command()(guarded(command))


def send(
    site: Site = "",
    days: Annotated[
        int, typer.Option("--days", min=1, max=400, metavar="N", help="How far back to look for what is to be told.")
    ] = 14,
    json: Json = False,
) -> None:
    """Write what has to be told of the last days, and send all that waits: one e-mail to each follow, nothing twice.

    Addresses that are kept no longer are erased first.
    """
    ready()
    from django.utils import timezone

    from ouzel.core.site import needed
    from ouzel.governance.follows.erasing import sweep
    from ouzel.governance.follows.noticing import write_notices
    from ouzel.governance.follows.sending import send_waiting

    place = needed(site)
    sweep()
    write_notices(since=timezone.now() - timedelta(days=days))
    with showing.working("Sending"), given.post_beside_the_answer():
        done = send_waiting(by=actor(), site=place)
    if json:
        showing.document(
            {"mails": done.mails, "notices": done.notices, "letters": done.letters, "failed": done.failed}
        )  # fmt: skip
        return
    showing.say(f"{showing.count(done.mails, 'e-mail')} sent, with {showing.count(done.notices, 'notice')}.")
    if done.failed:
        showing.say(f"{done.failed:,} could not be handed over (ouzel follows list says why, ouzel follows again).")


def again(json: Json = False) -> None:
    """What could not be handed over waits again."""
    ready()
    from ouzel.governance.follows.sending import try_again

    number = try_again(by=actor())
    if json:
        showing.document({"waiting": number})
        return
    showing.say(f"{number:,} {'waits' if number == 1 else 'wait'} again.")


def erase(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address, as somebody gave it.")],
    json: Json = False,
) -> None:
    """Erase an address wherever somebody gave it to follow or to ask; the trail keeps a hash of it alone."""
    ready()
    from dataclasses import asdict

    from ouzel.governance.follows.erasing import erase as erased

    done = erased(email=email, by=actor())
    if json:
        showing.document(asdict(done))
        return
    if not done:
        showing.say("Nobody gave this address, or it was erased before. Accounts are no part of this.")
        return
    showing.say(
        f"Erased: {showing.count(done.follows + done.unconfirmed, 'follow')}, "
        f"{showing.count(done.questions, 'question')}, {showing.count(done.letters, 'letter')}."
    )


def list_follows(json: Json = False) -> None:
    """How many follow what, how much waits, and what could not be handed over. Addresses are shown to nobody here."""
    ready()
    from ouzel.governance.follows.queries import counts, failed, waiting

    viewer = actor()
    found, left, lost = counts(viewer), waiting(viewer), failed(viewer)
    if json:
        rows = [{"kind": kind, "ref": ref, "follows": number} for (kind, ref), number in sorted(found.items())]
        showing.document({"waiting": left, "failed": dict(lost), "count": sum(found.values()), "follows": rows})
        return
    if found:
        lines = [(kind, ref, f"{number:,}") for (kind, ref), number in sorted(found.items())]
        showing.table(("kind", "what", "follows"), lines, right=["follows"])
    showing.say(f"{showing.count(sum(found.values()), 'follow')}, {showing.count(left, 'e-mail')} to send.")
    for reason, number in sorted(lost.items()):
        showing.say(f"{number:,} {reason}")

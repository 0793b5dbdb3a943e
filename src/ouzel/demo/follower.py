"""Somebody follows the governing body of Luton from before the merger, and goes on being told. Nothing is posted."""

from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

from ouzel.demo.boards import GROUPS
from ouzel.governance.follows import actions
from ouzel.governance.follows.noticing import write_notices
from ouzel.governance.follows.tokens import Purpose, token_for
from ouzel.governance.models import Follow, Notice

READER = "reader@example.org"
FOLLOWED = GROUPS[1]


@dataclass(frozen=True)
class Step:
    """A body that the reader followed: why they came to it, by which plan (empty: they chose it), and what waits."""

    body: str
    why: str
    plan: str
    told: tuple[str, ...]  # subjects


def follow(*, site: str) -> None:
    """Ask, and confirm by the link of the e-mail, which goes nowhere."""
    if Follow.objects.filter(email=READER).exists():
        return
    with redirect_stdout(StringIO()):  # where e-mails go when no server for post is set: see `house.move_in`
        actions.ask_to_follow(email=READER, kind="body", ref=FOLLOWED, site=site.rstrip("/"))
    actions.confirm(token=token_for(Follow.objects.get(email=READER), Purpose.CONFIRM))


def tell() -> None:
    """Write what has to be told of all that happened since they followed: it waits, and is not sent."""
    first = Follow.objects.filter(email=READER).order_by("pk").first()
    if first is not None:
        write_notices(since=first.asked)


def road() -> tuple[Step, ...]:
    """The bodies followed, the first first."""
    at = Follow.objects.filter(email=READER, came_from=None).order_by("pk").first()
    found = []
    while at is not None:
        told = Notice.objects.filter(follow=at).order_by("pk").values_list("subject", flat=True)
        found.append(Step(at.ref, at.why, at.plan, tuple(told)))
        at = at.went_to
    return tuple(found)

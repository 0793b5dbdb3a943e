"""What waits is sent: one e-mail to a follow with all that is new, never twice, with the way out in one step."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.governance import post
from ouzel.governance.auditing import Did
from ouzel.governance.follows import writing
from ouzel.governance.follows.naming import name_of
from ouzel.governance.follows.tokens import Purpose
from ouzel.governance.models import Follow, Notice


@dataclass(frozen=True)
class Sent:
    """How many e-mails left, with how many notices, and how many could not be handed over; `letters` are those to one
    address each, which are e-mails for themselves."""

    mails: int
    notices: int
    failed: int
    letters: int = 0


def send_waiting(*, by: Actor, site: str) -> Sent:
    """Send everything that waits. A notice counts as sent before it is handed over, so that none is sent twice.

    One that could not be handed over keeps the reason and is not tried again by itself: `try_again` does. Letters of
    the last day are, unless their address was refused. `site`: where the site is reached, for links.
    PermissionDenied for who does not keep the lists.
    """
    require(by, Permission.FOLLOWS_KEEP, on=today())
    post.wait_again(every=False)
    letters = post.deliver()
    waiting = Notice.objects.filter(sent=None, failed="", follow__ended=None, follow__confirmed__isnull=False)
    follows = list(waiting.order_by("follow").values_list("follow", flat=True).distinct())
    mails, notices, failed = letters.sent, 0, letters.failed
    postman = post.Postman()
    for pk in follows:
        follow, taken = _take(pk)
        if not taken:
            continue
        reason = postman.hand_over(_mail(follow, taken, site))
        if reason:
            Notice.objects.filter(pk__in=[each.pk for each in taken]).update(sent=None, failed=reason)
            failed += len(taken)
        else:
            mails, notices = mails + 1, notices + len(taken)
    with transaction.atomic():
        audit.record(
            by=by, action=Did.NOTICES_SENT, subject="follows",
            detail={"mails": mails, "notices": notices, "failed": failed, "letters": letters.sent},
        )  # fmt: skip
    return Sent(mails, notices, failed, letters.sent)


def try_again(*, by: Actor) -> int:
    """What could not be handed over waits again; how many notices and letters."""
    require(by, Permission.FOLLOWS_KEEP, on=today())
    notices = Notice.objects.filter(sent=None, failed__startswith=post.NOT_HANDED_OVER, follow__ended=None)
    return notices.update(failed="") + post.wait_again(every=True)


@transaction.atomic
def _take(pk: int) -> tuple[Follow, list[Notice]]:
    """What waits for a follow, marked as sent. Two that send at once never take the same."""
    follow = Follow.objects.select_for_update().get(pk=pk)
    rows = Notice.objects.filter(follow=follow, sent=None, failed="").select_for_update(skip_locked=True)
    taken = list(rows.order_by("pk")) if follow.ended is None else []
    Notice.objects.filter(pk__in=[each.pk for each in taken]).update(sent=Now())
    return follow, taken


def _mail(follow: Follow, notices: list[Notice], site: str) -> EmailMessage:
    what = name_of(follow.kind, follow.ref)
    subject = notices[0].subject if len(notices) == 1 else f"{len(notices)} things new: {what}"
    parts = [notices[0].text] if len(notices) == 1 else [f"{each.subject}\n\n{each.text}" for each in notices]
    text = f"\n{'-' * 40}\n\n".join(parts) + writing.footer(follow, what)
    way_out = site + writing.link(follow, Purpose.LEAVE)
    return EmailMessage(
        subject, text.replace(writing.SITE, site), settings.DEFAULT_FROM_EMAIL, [follow.email],
        headers={"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )  # fmt: skip

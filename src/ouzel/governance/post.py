"""The post: e-mails wait until they are handed over; what could not be handed over keeps the reason.

`Letter`s are handed over here, notices of what people follow in `ouzel.governance.follows.sending`; both by a
`Postman`. None of an address that is refused, of a server that is not there, or of a head that cannot be is ever an
error of who asked for the e-mail, and none keeps the others from leaving.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from ouzel.governance.models import Letter

NOT_HANDED_OVER = "not handed over"
REFUSED = f"{NOT_HANDED_OVER}: the address was refused"
BY_ITSELF = timedelta(days=1)
"""For so long a letter that could not be handed over is tried again by itself, unless its address was refused."""


@dataclass(frozen=True)
class Handed:
    """How many letters left, and how many could not be handed over."""

    sent: int = 0
    failed: int = 0


class Postman:
    """Hands e-mails over, one by one. Where the server is not there, the rest are not tried: each would wait for it."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.gone = ""

    def hand_over(self, message: EmailMessage) -> str:
        """Empty, or why the e-mail could not be handed over."""
        if self.gone:
            return self.gone
        message.connection = self.connection
        message.subject = " ".join(str(message.subject).split())  # a name may have a line break in it, a head may not
        try:
            message.send()
        except (OSError, ValueError) as problem:  # of smtplib, and of heads that cannot be
            reason = _reason(problem)
            if isinstance(problem, SMTPConnectError | SMTPAuthenticationError) or not _spoken(problem):
                self.gone = reason
            return reason
        return ""


def put(*, to: str, key: str, subject: str, text: str) -> Letter:
    """Put a letter down, once for each address and key; one that is there already waits again with the new words.

    Somebody has to `deliver` it after the transaction, or the next sending does.
    """
    letter, _ = Letter.objects.update_or_create(
        to=to, key=key, defaults={"subject": subject, "text": text, "made": Now(), "sent": None, "failed": ""}
    )
    return letter


def deliver_soon(letters: Collection[Letter]) -> None:
    """Hand letters over once the transaction has ended; whatever happens then is no error of this one."""
    keys = [letter.pk for letter in letters]
    transaction.on_commit(lambda: deliver(keys), robust=True)


def deliver(letters: Collection[int] | None = None) -> Handed:
    """Hand over the letters of these numbers that wait, or all; not those that somebody else is at.

    A letter counts as sent before it is handed over, so that none is sent twice.
    """
    waiting = Letter.objects.filter(sent=None, failed="")
    if letters is not None:
        waiting = waiting.filter(pk__in=letters)
    postman, sent, failed = Postman(), 0, 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        letter = _take(pk)
        if letter is None:
            continue
        reason = postman.hand_over(
            EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to])
        )  # fmt: skip
        if reason:
            Letter.objects.filter(pk=pk).update(sent=None, failed=reason)
            failed += 1
        else:
            sent += 1
    return Handed(sent, failed)


def wait_again(*, every: bool) -> int:
    """What could not be handed over waits again; how many letters. `every`: also the old, and where an address was
    refused; otherwise those of the last day that may well leave now."""
    found = Letter.objects.filter(sent=None, failed__startswith=NOT_HANDED_OVER)
    if not every:
        found = found.filter(~Q(failed__startswith=REFUSED), made__gte=timezone.now() - BY_ITSELF)
    return found.update(failed="")


@transaction.atomic
def _take(pk: int) -> Letter | None:
    letter = Letter.objects.select_for_update(skip_locked=True).filter(pk=pk, sent=None, failed="").first()
    if letter is not None:
        Letter.objects.filter(pk=pk).update(sent=Now())
    return letter


def _spoken(problem: OSError | ValueError) -> bool:
    """Whether a server was there, and spoke: what went wrong may be with the one e-mail."""
    return isinstance(problem, SMTPException | ValueError)


def _reason(problem: OSError | ValueError) -> str:
    """Why, without the address, and without the words of a server, which may repeat it."""
    if isinstance(problem, SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        if codes and all(500 <= code < 600 for code in codes):
            return f"{REFUSED} ({codes[0]})"
        return f"{NOT_HANDED_OVER}: the address was put off ({codes[0] if codes else 'no reason given'})"
    if isinstance(problem, ValueError):
        return f"{REFUSED} (it cannot be written to)"
    code = f" {problem.smtp_code}" if isinstance(problem, SMTPResponseException) else ""
    return f"{NOT_HANDED_OVER}: {type(problem).__name__}{code}"

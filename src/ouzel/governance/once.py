"""What a form says is done once: sent again, by a second click or by going back, it is answered as it was at first.

The key of a form is written in the transaction that does what it says. Whoever sends it at the same moment waits for
that transaction, and then finds it done; where it was refused nothing is kept, and the form can be sent again.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from ouzel.governance.models import SentForm

KEPT = timedelta(days=3)  # after which nobody sends the same form again
AT_ONCE = 200  # old ones that are cleared with each new one


class Answer(NamedTuple):
    """Where who sent a form goes on, and what they are told."""

    to: str
    said: str = ""


@transaction.atomic
def once(key: str, do: Callable[[], Answer]) -> Answer:
    """The answer of `do`, or of the first time that it was done under this key (64 characters at most; empty: without
    one, so it is done).
    """
    if not key:
        return do()
    row, new = SentForm.objects.get_or_create(key=key)
    if not new:
        return Answer(row.to, row.said)
    answer = do()
    SentForm.objects.filter(key=key).update(to=answer.to, said=answer.said)
    old = SentForm.objects.select_for_update(skip_locked=True).filter(at__lt=timezone.now() - KEPT)
    SentForm.objects.filter(key__in=list(old.values_list("key", flat=True)[:AT_ONCE])).delete()
    return answer

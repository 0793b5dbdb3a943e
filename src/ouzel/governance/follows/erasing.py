"""How long addresses are kept: until they are not needed, and no longer than somebody wants.

Who never confirmed is gone after the days there were to confirm. Of who left a hash stays, so that they are not
written to as if they never had. Who asked a question of a meeting is known for some weeks after it
(`QUESTIONERS_KEPT`), and letters for some weeks after they left. `erase` does all of it for one address at once.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.governance import keyed
from ouzel.governance.auditing import Did
from ouzel.governance.follows.tokens import CONFIRM_WITHIN
from ouzel.governance.models import Follow, Letter, Notice, Question

LETTERS_KEPT = timedelta(days=28)
GONE = "not sent: the person left"
BY_ITSELF = Actor.system("follows")


@dataclass(frozen=True)
class Erased:
    """How much was erased: requests never confirmed, addresses of follows, of questions, and letters."""

    unconfirmed: int = 0
    follows: int = 0
    questions: int = 0
    letters: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())


@transaction.atomic
def sweep() -> Erased:
    """Erase what is kept no longer; for a job, again and again. An audit row tells how much, where there was any."""
    now = timezone.now()
    never = Follow.objects.filter(confirmed=None, asked__lt=now - CONFIRM_WITHIN)
    asked = Question.objects.filter(meeting__starts__lt=now - settings.QUESTIONERS_KEPT)
    letters = Letter.objects.filter(~Q(sent=None, failed=""), made__lt=now - LETTERS_KEPT)
    done = Erased(_delete(never), _hash_left(), _unask(asked), letters.delete()[0])
    if done:
        audit.record(by=BY_ITSELF, action=Did.ADDRESSES_FORGOTTEN, subject="addresses", detail=asdict(done))
    return done


@transaction.atomic
def erase(*, email: str, by: Actor) -> Erased:
    """Erase an address wherever somebody gave it: what they follow ends, what waits for them is not sent.

    The trail keeps a hash of it, by which who types the address again finds the row. Accounts are no part of it.
    PermissionDenied for who does not keep the lists.
    """
    require(by, Permission.FOLLOWS_KEEP, on=today())
    address = email.strip()
    theirs = Follow.objects.filter(email__iexact=address)
    gone = _delete(theirs.filter(confirmed=None))
    theirs.filter(ended=None).update(ended=Now())
    left = _forget_rows(theirs)
    asked = Question.objects.filter(email__iexact=address)
    done = Erased(gone, left, _unask(asked), Letter.objects.filter(to__iexact=address).delete()[0])
    audit.record(by=by, action=Did.ADDRESS_ERASED, subject=f"address {keyed.address(address)}", detail=asdict(done))
    return done


def forget(follow: Follow) -> None:
    """Keep the address of a follow that was left no more, nor of those that it continues, nor what waits for it."""
    every = {follow.pk}
    more = every
    while more:
        more = set(Follow.objects.filter(went_to__in=more).values_list("pk", flat=True)) - every
        every |= more
    _forget_rows(Follow.objects.filter(pk__in=every))


def _forget_rows(follows: QuerySet[Follow]) -> int:
    found = list(follows.exclude(email="").select_for_update())
    keys = [follow.pk for follow in found]
    Notice.objects.filter(follow__in=keys, sent=None, failed="").update(failed=GONE)
    for follow in found:
        Letter.objects.filter(to=follow.email, key__startswith=f"follow {follow.pk}:").delete()
        follow.keyed, follow.email = keyed.address(follow.email), ""
        follow.save(update_fields=["keyed", "email"])
    return len(found)


def _hash_left() -> int:
    """Follows that ended without going on elsewhere, and those that went on to one of these."""
    number = 0
    while found := list(
        Follow.objects.filter(Q(went_to=None) | Q(went_to__email=""), ended__isnull=False).exclude(email="")[:500]
    ):
        number += _forget_rows(Follow.objects.filter(pk__in=[follow.pk for follow in found]))
    return number


def _delete(follows: QuerySet[Follow]) -> int:
    """Requests that were never confirmed: nothing hangs on one."""
    number = 0
    for follow in follows.filter(continues=None, notices=None):
        Letter.objects.filter(to=follow.email, key__startswith=f"follow {follow.pk}:").delete()
        follow.delete()
        number += 1
    return number


def _unask(questions: QuerySet[Question]) -> int:
    """Who asked: their address, and their name where it is not to be shown."""
    found = questions.filter(~Q(email="") | (~Q(name="") & Q(name_public=False)))
    keys = list(found.values_list("pk", flat=True))
    for key in keys:
        Letter.objects.filter(key__startswith=f"question {key}:").delete()
    Question.objects.filter(pk__in=keys, name_public=False).update(name="")
    return Question.objects.filter(pk__in=keys).update(email="")

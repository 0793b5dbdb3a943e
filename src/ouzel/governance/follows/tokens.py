"""Tokens in e-mails: each opens one follow, for one purpose, and tells nobody the address."""

from datetime import timedelta
from enum import StrEnum

from django.core import signing

from ouzel.core.errors import ContentError
from ouzel.governance.models import Follow

CONFIRM_WITHIN = timedelta(days=7)


class Purpose(StrEnum):
    """What a token is good for, and nothing else."""

    CONFIRM = "governance.follow.confirm"
    LEAVE = "governance.follow.leave"


def token_for(follow: Follow, purpose: Purpose) -> str:
    """The token of a follow for a purpose: text that can stand in an address."""
    return signing.dumps(follow.token, salt=str(purpose))


def follow_of(token: str, purpose: Purpose) -> Follow:
    """The follow that a token opens. ContentError for one that is not ours, is for something else, or is too old."""
    age = CONFIRM_WITHIN if purpose is Purpose.CONFIRM else None
    try:
        own = signing.loads(token, salt=str(purpose), max_age=age)
    except signing.SignatureExpired:
        raise ContentError(
            "this link is too old", right="Ask to follow again, and use the link in the new e-mail"
        ) from None
    except signing.BadSignature:
        raise ContentError("this link is not whole", right="Use the whole link from the e-mail") from None
    found = Follow.objects.filter(token=own).first()
    if found is None:
        raise ContentError("nobody follows by this link any more")
    return found


def last_of(follow: Follow) -> Follow:
    """The follow that continues one through all reorganisations; itself, where none moved it."""
    while follow.went_to is not None:
        follow = follow.went_to
    return follow

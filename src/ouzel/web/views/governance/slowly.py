"""Forms that anybody may send are taken a number of times an hour from one address of the network, and no more.

The number is high: many people may come from one address, as in a library. The address is kept for an hour as a
keyed hash, in memory only.
"""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ouzel.core.errors import ContentError
from ouzel.core.signin import client_address

MOST = 60
WITHIN = timedelta(hours=1)


def check(request: HttpRequest, what: str) -> None:
    """Count one more; ContentError where there were too many within the hour."""
    given = f"{what} {client_address(request)}".encode()
    key = f"ouzel.web.slowly:{hmac.new(settings.SECRET_KEY.encode(), given, hashlib.sha256).hexdigest()}"
    cache.add(key, 0, timeout=int(WITHIN.total_seconds()))
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out just now
        return
    if count > MOST:
        raise ContentError("too many forms were sent from where you are", right="Try again in an hour")

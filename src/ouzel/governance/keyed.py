"""Words that tell who somebody is, kept as a hash that only this site can make: nobody reads them back from it."""

import hashlib
import hmac

from django.conf import settings


def keyed(*parts: object) -> str:
    """The hash of some words under the key of the site, in 64 signs; capitals make no difference."""
    said = "\n".join(map(str, parts)).casefold().encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def address(email: str) -> str:
    """What stands for an e-mail address once it is kept no more."""
    return keyed("e-mail address", email.strip())

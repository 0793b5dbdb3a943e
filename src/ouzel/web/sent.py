"""The one-time key that a form carries, and what tells two sendings of it apart."""

import json
import re
from hashlib import sha256
from uuid import uuid4

from django.http import HttpRequest

KEY = "form_key"  # the name of the hidden field
SHAPE = re.compile(r"[0-9a-f]{32}")
NOT_SAID = ("csrfmiddlewaretoken",)


def new_key() -> str:
    """A key for a form that is shown."""
    return uuid4().hex


def key_of(request: HttpRequest) -> str:
    """What a form that was sent is known by: its key, who sent it and where, and all that stands in it. Another text in
    the same form, after going back, is another sending. Empty for one without a key.
    """
    if not SHAPE.fullmatch(request.POST.get(KEY, "")):
        return ""
    said = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_SAID)
    files = []
    for name, several in sorted(request.FILES.lists()):
        for each in several:
            digest = sha256()
            for chunk in each.chunks():
                digest.update(chunk)
            each.seek(0)
            files.append((name, each.name, digest.hexdigest()))
    whole = [str(getattr(request.user, "pk", None)), request.path, said, files]
    return sha256(json.dumps(whole).encode()).hexdigest()

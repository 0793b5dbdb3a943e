"""Where the site is reached: its address in links of e-mails, feeds, calendars and documents."""

import re

from django.conf import settings
from django.http import HttpRequest

from ouzel.core.errors import ContentError

_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
EXAMPLE = "https://ouzel.example.org"


def address() -> str:
    """The address of OUZEL_SITE, without a slash at its end; empty where none is set. ContentError for what is none."""
    given = str(settings.OUZEL_SITE).rstrip("/")
    if given and not _ADDRESS.fullmatch(given):
        raise ContentError("this is no address of a site", field="OUZEL_SITE", value=given, right=f"Like {EXAMPLE}")
    return given


def needed(given: str = "") -> str:
    """The address that was given, or that of OUZEL_SITE; ContentError where there is neither."""
    found = given.rstrip("/") or address()
    if not found:
        raise ContentError(
            "nobody said where the site is reached, so the links in e-mails would lead nowhere", field="OUZEL_SITE",
            right=f"Set OUZEL_SITE to its address, such as {EXAMPLE}, or give --site",
        )  # fmt: skip
    if not _ADDRESS.fullmatch(found):
        raise ContentError("this is no address of a site", field="site", value=found, right=f"Like {EXAMPLE}")
    return found


def asked_at(request: HttpRequest) -> str:
    """The address of OUZEL_SITE; where none is set, the one by which this page was asked for (among OUZEL_HOSTS)."""
    return address() or request.build_absolute_uri("/").rstrip("/")

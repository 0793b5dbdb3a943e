"""Names in addresses: small letters, digits and hyphens, nobody else's, and for good."""

import re

from django.db.models import Model
from django.utils.text import slugify

from ouzel.core import locks
from ouzel.core.errors import ContentError
from ouzel.governance.models.dated import SLUG_SHAPE

LONGEST = 100  # of one that is made here: a number may come behind it


def slug_of(words: str) -> str:
    """Words as they stand in an address; empty where none of their signs can."""
    return re.sub("-{2,}", "-", slugify(words).replace("_", "-"))[:LONGEST].strip("-")


def free_slug(words: str, *, of: type[Model]) -> str:
    """A slug made of the words that no row of a model has: ada-example, else ada-example-2 ... Others who ask for one
    wait until this transaction ends.
    """
    locks.take(locks.Lock.GOVERNANCE)
    start = slug_of(words) or of._meta.model_name or ""
    taken = set(of._default_manager.filter(slug__startswith=start).values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug


def shaped(slug: str) -> str:
    """The slug, if it can stand in an address; else ContentError."""
    if not re.fullmatch(SLUG_SHAPE, slug):
        raise ContentError("this cannot stand in an address", field="slug", value=slug,
                           right="Small letters, digits and hyphens, such as luton-governing-body")  # fmt: skip
    return slug


def check_slug(slug: str, *, of: type[Model]) -> str:
    """The slug, if it can stand in an address and is nobody's; else ContentError."""
    if of._default_manager.filter(slug=shaped(slug)).exists():
        raise ContentError("this address is taken already", field="slug", value=slug,
                           right="An address is for good: choose another")  # fmt: skip
    return slug

"""Names of papers in addresses: made of the day and the title, and nobody else's."""

import re

from django.utils.text import slugify

from ouzel.core.errors import ContentError
from ouzel.governance.models import Paper
from ouzel.governance.models.dated import SLUG_SHAPE

LONGEST = 100


def free_slug(title: str, *, day: str) -> str:
    """A slug for a new paper that no paper has: the day of its first meeting and the words of its title."""
    start = f"{day}-{slugify(title) or 'paper'}"[:LONGEST].strip("-")
    taken = set(Paper.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    number = 1
    slug = start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug


def check_slug(slug: str) -> str:
    """The slug, if it is one and nobody's; else ContentError."""
    if not re.fullmatch(SLUG_SHAPE, slug):
        raise ContentError("an address is made of small letters, digits and hyphens", field="slug", value=slug)
    if Paper.objects.filter(slug=slug).exists():
        raise ContentError("another paper has this address", field="slug", value=slug, right="Choose another")
    return slug

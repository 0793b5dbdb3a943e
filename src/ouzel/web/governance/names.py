"""What bodies are called on a day, many at once."""

from collections.abc import Iterable
from datetime import date

from ouzel.governance.models import BodyFact
from ouzel.governance.models.bodies import BodyAttribute


def body_names(slugs: Iterable[str], *, on: date, known_at: date | None = None) -> dict[str, str]:
    """The name of each body on the day; before it began its first, after it ended its last, else its slug."""
    wanted = set(slugs)
    if not wanted:
        return {}
    found = {slug: slug for slug in wanted}
    rows = BodyFact.objects.visible_to(None).known(known_at).filter(body__slug__in=wanted, attribute=BodyAttribute.NAME)
    for slug, name, valid in rows.order_by("valid").values_list("body__slug", "value", "valid"):
        if valid.lower <= on or found[slug] == slug:
            found[slug] = name
    return found

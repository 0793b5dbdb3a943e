"""What bodies are called on a day, many at once."""

from collections.abc import Iterable
from datetime import date

from ouzel.governance.bodies.names import Names
from ouzel.governance.models import Body


def body_names(slugs: Iterable[str], *, on: date, known_at: date | None = None) -> dict[str, str]:
    """The name of each body on the day; before it began its first, after it ended its last, else its slug."""
    wanted = set(slugs)
    if not wanted:
        return {}
    bodies = Body.objects.visible_to(None).filter(slug__in=wanted)
    names = Names(bodies.values_list("pk", flat=True), known_at=known_at)
    return {slug: names.on(slug, on) for slug in wanted}

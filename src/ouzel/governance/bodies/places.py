"""Places and topics, which bodies are for: by the name in addresses that is made of their words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.text import slugify

from ouzel.governance.models import Body, BodyFact, Decision
from ouzel.governance.models.bodies import BodyAttribute

Kind = Literal["place", "topic"]
ATTRIBUTES = {"place": BodyAttribute.PLACE, "topic": BodyAttribute.TOPIC}


@dataclass(frozen=True)
class Named:
    """A place or a topic as it was said last; `bodies` are all that are or ever were for it."""

    kind: Kind
    slug: str
    name: str
    bodies: tuple[Body, ...]


def named(kind: Kind, slug: str, *, known_at: date | None = None) -> Named | None:
    """The place or topic of that name in addresses; None where no body ever was for one, and nothing was decided
    on a topic of it."""
    rows = BodyFact.objects.known(known_at).filter(attribute=ATTRIBUTES[kind]).select_related("body")
    found = [row for row in rows.order_by("valid", "pk") if slugify(row.value) == slug]
    if not found:
        decided = kind == "topic" and Decision.objects.visible_to(None).filter(topics__contains=[slug]).exists()
        return Named(kind, slug, slug.replace("-", " "), ()) if decided else None
    bodies = {row.body_id: row.body for row in found}
    words = found[-1].value
    return Named(kind, slug, words.replace("-", " ") if words == slug else words, tuple(bodies.values()))

"""What people follow, in words: a body, a place, a topic, or everything."""

from ouzel.governance.models import BodyFact
from ouzel.governance.models.bodies import BodyAttribute


def name_of_body(slug: str) -> str:
    """What a body is called: its last name that is believed; its slug where it has none."""
    rows = BodyFact.objects.known().filter(body__slug=slug, attribute=BodyAttribute.NAME)
    return max(((row.valid.lower, row.value) for row in rows), default=(None, slug))[1]


def name_of(kind: str, ref: str) -> str:
    """What is followed, as an e-mail says it."""
    match kind:
        case "body":
            return name_of_body(ref)
        case "all":
            return "all meetings and decisions"
        case _:
            return ref.replace("-", " ")

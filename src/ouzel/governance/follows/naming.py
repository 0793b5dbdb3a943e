"""What people follow, in words: a body, a place, a topic, or everything."""

from ouzel.governance.bodies.names import Names
from ouzel.governance.bodies.places import named
from ouzel.governance.models import Body


def name_of_body(slug: str) -> str:
    """What a body is called: its last name that is believed; its slug where it has none."""
    return Names(Body.objects.filter(slug=slug).values_list("pk", flat=True)).last(slug)


def name_of(kind: str, ref: str) -> str:
    """What is followed, as an e-mail says it."""
    match kind:
        case "body":
            return name_of_body(ref)
        case "all":
            return "all meetings and decisions"
        case "place" | "topic":
            found = named(kind, ref)
            return found.name if found else ref.replace("-", " ")
        case _:
            return ref.replace("-", " ")

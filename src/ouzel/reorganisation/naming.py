"""Which bodies and units a plan names, and in what part each stands. Pure."""

from collections.abc import Iterator

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.plan import (
    ChangeRole,
    Close,
    HandOver,
    Merger,
    Move,
    Open,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)


def bodies_named(plan: Plan) -> Iterator[tuple[str, str]]:
    """Each body whose own life or members the plan is about, with the path where it is named."""
    for change in plan.changes:
        at = change.path
        match change:
            case Open() | Close() | ChangeRole() | Rename():
                yield change.code, f"{at}.code"
            case Merger():
                yield from _listed(change.bodies, f"{at}.bodies")
                yield change.into, f"{at}.into"
            case Split():
                yield change.body, f"{at}.body"
                for part in change.parts:
                    yield part.into, f"{part.path}.into"
            case Move():
                yield change.to, f"{at}.to"
                if change.origin:
                    yield change.origin, f"{at}.from"
            case HandOver():
                yield from _listed(change.bodies, f"{at}.from")
                yield change.to, f"{at}.to"
            case Place():
                yield change.heir, f"{at}.heir"
            case WorkTogether():
                yield change.code, f"{at}.code"
                yield from _listed(change.bodies, f"{at}.bodies")


def units_named(plan: Plan) -> Iterator[tuple[str, str]]:
    """Each unit that a list of the plan moves or places, with the path of the line it stands on."""
    for change in plan.changes:
        match change:
            case Move() | Place():
                yield from _listed(change.units, f"{change.path}.units")
            case Split():
                for part in change.parts:
                    yield from _listed(part.units, f"{part.path}.units")


def codes_given(plan: Plan) -> Iterator[str]:
    """Every code there is in the plan, parents and chosen relations of new bodies among them.

    An answer to a question of another package (its key names no relation) is none.
    """
    for code, _ in (*bodies_named(plan), *units_named(plan)):
        yield code
    for change in plan.changes:
        openings = [change.opening] if isinstance(change, Open | Merger) else []
        openings += [part.opening for part in change.parts] if isinstance(change, Split) else []
        for opening in openings:
            yield from opening.parents.values()
    for key, answer in plan.choices.items():
        if key.rpartition(".")[2].upper() in Attribute.__members__:
            yield answer


def _listed(codes: tuple[str, ...], path: str) -> Iterator[tuple[str, str]]:
    for number, code in enumerate(codes):
        yield code, f"{path}[{number}]"

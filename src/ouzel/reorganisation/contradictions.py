"""What a plan may not say of a body, whatever the register has of it: of itself, of one that closes, or twice. Pure.

Who ends and begins twice, and who both closes and receives, is told with the lives (`lives`).
"""

from collections.abc import Iterator
from decimal import Decimal

from ouzel.core.errors import ContentError
from ouzel.reorganisation.lives import Lives, wrong
from ouzel.reorganisation.plan import (
    ChangeRole,
    HandOver,
    Merger,
    Move,
    Opening,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)

ONE = Decimal(1)


def contradictions(plan: Plan, lives: Lives) -> Iterator[ContentError]:
    """Every such problem, with its line."""
    yield from _of_itself(plan)
    yield from _of_the_closed(plan, lives)
    yield from _of_the_new(plan, lives)
    yield from _twice(plan, lives)
    for change in plan.changes:
        if isinstance(change, Split):
            yield from _parts(plan, change)


def _of_itself(plan: Plan) -> Iterator[ContentError]:
    for change in plan.changes:
        match change:
            case Merger() if set(change.bodies) <= {change.into}:
                yield wrong(plan, f"{change.path}.bodies", f"{change.into} would merge with nobody but itself",
                            value=change.into, right="Name the bodies that end, or take the change out")  # fmt: skip
            case Split() if {part.into for part in change.parts} <= {change.body}:
                yield wrong(plan, change.path, f"{change.body} would be divided into itself alone", value=change.body,
                            right="Name who else carries on, or take the change out")  # fmt: skip
            case Split(parts=(only,)) if (only.rest or only.share == 1) and only.into != change.body:
                yield wrong(plan, only.path, f"{change.body} would go to {only.into} alone, which is no division",
                            value=only.into, right="Name who else carries on, or make it a merger")  # fmt: skip
            case Move() if change.origin == change.to:
                yield wrong(plan, f"{change.path}.to", f"units would move from {change.to} to itself", value=change.to,
                            right="Name the body that they go to")  # fmt: skip
            case HandOver() if change.to in change.bodies:
                yield wrong(plan, f"{change.path}.to", f"{change.to} would hand its functions to itself",
                            value=change.to, right="Name the body that takes them over")  # fmt: skip
            case _:
                pass
    for path, code, opening in _openings(plan):
        for relation, parent in opening.parents.items():
            if parent == code:
                yield wrong(plan, f"{path}.parents.{relation.name.lower()}", f"{code} cannot belong to itself",
                            value=code, right="Name the body that it belongs to")  # fmt: skip


def _openings(plan: Plan) -> Iterator[tuple[str, str, Opening]]:
    for change in plan.changes:
        match change:
            case Split():
                yield from ((part.path, part.into, part.opening) for part in change.parts)
            case Merger():
                yield change.path, change.into, change.opening
            case _:
                if opening := getattr(change, "opening", None):
                    yield change.path, getattr(change, "code", ""), opening


def _of_the_closed(plan: Plan, lives: Lives) -> Iterator[ContentError]:
    """Nothing begins for a body on the day on which it ends."""
    for path, code, what in _beginnings(plan):
        if code in lives.ends:
            line = plan.line(lives.ends[code].path)
            where = f" (line {line})" if line else ""
            yield wrong(plan, path, f"{code} closes on that day{where}, so it cannot {what}", value=code,
                        right="Take one of the two out, or name the body that carries on")  # fmt: skip


def _of_the_new(plan: Plan, lives: Lives) -> Iterator[ContentError]:
    """A body that begins is described where it begins, and does not change on its first day."""
    for change in plan.changes:
        if isinstance(change, Rename | ChangeRole) and change.code in lives.begins:
            line = plan.line(lives.begins[change.code][0])
            where = f" on line {line}" if line else ""
            what = "name" if isinstance(change, Rename) else "kind or roles"
            yield wrong(plan, f"{change.path}.code", f"{change.code} begins with this plan{where}", value=change.code,
                        right=f"Give its {what} there")  # fmt: skip


def _beginnings(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for change in plan.changes:
        at = change.path
        match change:
            case Rename():
                yield f"{at}.code", change.code, "take another name"
            case ChangeRole():
                yield f"{at}.code", change.code, "take another role"
            case Place():
                yield f"{at}.heir", change.heir, "be an heir"
                yield from ((f"{at}.units[{n}]", unit, "be placed") for n, unit in enumerate(change.units))
            case WorkTogether() if not change.ends:
                yield f"{at}.code", change.code, "bring bodies together"
                yield from ((f"{at}.bodies[{n}]", b, "begin to work together") for n, b in enumerate(change.bodies))
            case _:
                pass


def _twice(plan: Plan, lives: Lives) -> Iterator[ContentError]:
    """What is said more than once of one body: its name, its role, where all of its units go."""
    seen: dict[tuple[str, str], str] = {}
    for path, code, what, right in _once(plan, lives):
        if (code, what) in seen:
            line = plan.line(seen[code, what])
            also = f", also on line {line}" if line else ""
            yield wrong(plan, path, f"{code} {what} twice{also}", value=code, right=right)
        seen.setdefault((code, what), path)


def _once(plan: Plan, lives: Lives) -> Iterator[tuple[str, str, str, str]]:
    for path, code, _ in lives.renames:
        yield f"{path}.name", code, "takes a name", "Say its new name once"
    for change in plan.changes:
        at = change.path
        match change:
            case Rename():
                yield f"{at}.name", change.code, "takes a name", "Say its new name once"
            case ChangeRole():
                yield f"{at}.code", change.code, "changes its role", "Give all the roles it takes in one change"
                if change.name:
                    yield f"{at}.name", change.code, "takes a name", "Say its new name once"
            case Move() if change.origin and not change.units:
                relation = f" by {change.relation.name.lower()}" if change.relation else ""
                what = f"gives all its units away{relation}"
                yield f"{at}.from", change.origin, what, "List the units of one of the two moves"
            case _:
                pass


def _parts(plan: Plan, split: Split) -> Iterator[ContentError]:
    rests = [part for part in split.parts if part.rest]
    for part in rests[1:]:
        line = plan.line(f"{rests[0].path}.rest")
        also = f", also on line {line}" if line else ""
        yield wrong(plan, f"{part.path}.rest", f"two parts of {split.body} take the rest{also}", value=part.into,
                    right="Let one part take what no list names")  # fmt: skip
    if not shares_hold(split):
        given = [part.share for part in split.parts if part.share is not None]
        some = f"not every part of {split.body} has a share"
        whole = f"the shares of {split.body} come to {sum(given, Decimal(0)).normalize():f}, not to 1"
        yield wrong(plan, f"{split.path}.part", some if len(given) < len(split.parts) else whole,
                    value=", ".join(map(str, given)),
                    right="Give every part its share, one in all; or none")  # fmt: skip


def shares_hold(split: Split) -> bool:
    """Whether shares are given for no part, or for all and come to one."""
    given = [part.share for part in split.parts if part.share is not None]
    return not given or (len(given) == len(split.parts) and sum(given) == ONE)

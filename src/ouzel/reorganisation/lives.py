"""What the bodies of a plan do on its day: which end, which begin, which go on; and what is wrong with that. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.expansion import Held, State
from ouzel.reorganisation.naming import bodies_named, units_named
from ouzel.reorganisation.plan import Close, HandOver, Merger, Move, Open, Opening, Place, Plan, Split, WorkTogether

A = Attribute
COLLABORATION = KINDS["collaboration"].roles


@dataclass(frozen=True)
class Ending:
    """A body ends: by which change, and who carries on for it."""

    path: str
    heirs: tuple[str, ...]


@dataclass
class Lives:
    """`ends` and `begins` by code; a body that is in neither goes on. `problems` say what cannot be so."""

    ends: dict[str, Ending] = field(default_factory=dict)
    begins: dict[str, tuple[str, Opening]] = field(default_factory=dict)  # path, and what is said of it
    predecessors: dict[str, list[str]] = field(default_factory=dict)
    renames: list[tuple[str, str, str]] = field(default_factory=list)  # path, code, name: an open body takes over
    refused: set[str] = field(default_factory=set)  # codes that cannot begin
    problems: list[ContentError] = field(default_factory=list)


def wrong(plan: Plan, path: str, problem: str, *, value: str = "", right: str = "") -> ContentError:
    """Something wrong with a part of the plan, told with its line."""
    label = path.rpartition(".")[2].partition("[")[0]
    return ContentError(problem, plan.file, plan.line(path), label, value, right)


def open_on(facts: Iterable[Held], day: date) -> bool:
    """Whether a body was open on the day: by its lifespan, or where none is known because anything held of it."""
    lives = [h for h in facts if h.attribute is A.LIFESPAN]
    return any(h.on(day) for h in lives or facts)


def lives_of(plan: Plan, state: State) -> Lives:
    """Who ends, begins and goes on, with every problem of codes and days that the plan has."""
    lives = Lives()
    for change in plan.changes:
        match change:
            case Open():
                _begin(plan, state, lives, change.path, change.code, change.opening)
            case Close():
                _end(plan, lives, change.path, f"{change.path}.code", change.code, ())
            case Merger():
                _carry_on(plan, state, lives, change.path, change.into, change.opening, change.bodies)
                for number, code in enumerate(change.bodies):
                    if code != change.into:
                        _end(plan, lives, change.path, f"{change.path}.bodies[{number}]", code, (change.into,))
            case Split():
                for part in change.parts:
                    _carry_on(plan, state, lives, part.path, part.into, part.opening, (change.body,))
                if change.body not in {part.into for part in change.parts}:
                    heirs = tuple(part.into for part in change.parts)
                    _end(plan, lives, change.path, f"{change.path}.body", change.body, heirs)
            case WorkTogether() if change.name and not change.ends:
                if not open_on(state.facts.get(change.code, ()), state.day - timedelta(days=1)):
                    opening = Opening(change.name, tuple(COLLABORATION))
                    _begin(plan, state, lives, change.path, change.code, opening)
            case _:
                pass
    _check_known(plan, state, lives)
    _check_together(plan, state, lives)
    return lives


def _carry_on(
    plan: Plan, state: State, lives: Lives, path: str, code: str, opening: Opening, bodies: Iterable[str]
) -> None:
    """A body takes over from others: one that is open already, or one that begins."""
    eve = state.day - timedelta(days=1)
    lives.predecessors.setdefault(code, []).extend(b for b in bodies if b != code)
    if code not in lives.begins and open_on(state.facts.get(code, ()), eve):
        if opening.name and opening.name != state.names.get(code):
            lives.renames.append((path, code, opening.name))
    else:
        _begin(plan, state, lives, path, code, opening)


def _begin(plan: Plan, state: State, lives: Lives, path: str, code: str, opening: Opening) -> None:
    facts = state.facts.get(code, ())
    spells = [h for h in facts if h.attribute is A.LIFESPAN]
    if spells and not (code in lives.begins and lives.begins[code][0] == path):
        first = min((h.since for h in spells if h.since), default=None)
        name = state.names.get(code, code)
        if first == plan.effective:
            problem = f"the register has {name} open from that day already"
            eve = state.day - timedelta(days=1)
            right = f"To see the plan as it was before, ask for what was known on {eve} or earlier"
        else:
            problem = f"this code is taken: it is {name}, opened {first or 'on a day nobody knows'}"
            right = "Codes are never used again: give the new body a code of its own"
        lives.problems.append(wrong(plan, f"{path}.{_key(path)}", problem, value=code, right=right))
        lives.refused.add(code)
        return
    if code not in lives.begins:
        lives.begins[code] = (path, opening)
        return
    first_path, before = lives.begins[code]
    both = {"name": (before.name, opening.name), "roles": (before.roles, opening.roles)}
    for key, (one, other) in both.items():
        if one and other and one != other:
            line = plan.line(first_path)
            where = f" on line {line}" if line else ""
            lives.problems.append(
                wrong(plan, f"{path}.{key}", f"{code} has another {key}{where}", value=str(other),
                      right="Say it once, or the same each time")
            )  # fmt: skip
    merged: Mapping[Attribute, str] = {**opening.parents, **before.parents}
    lives.begins[code] = (first_path, Opening(before.name or opening.name, before.roles or opening.roles, merged))


def _key(path: str) -> str:
    """The key under which a change names the body that begins."""
    return "code" if path.startswith(("open", "together")) else "to" if path.startswith("recode") else "into"


def _end(plan: Plan, lives: Lives, path: str, place: str, code: str, heirs: tuple[str, ...]) -> None:
    if code in lives.ends:
        line = plan.line(lives.ends[code].path)
        where = f" (line {line})" if line else ""
        lives.problems.append(
            wrong(plan, place, f"{code} ends twice: another change closes it too{where}", value=code,
                  right="Let one change say what becomes of a body")
        )  # fmt: skip
        return
    lives.ends[code] = Ending(path, heirs)


def _check_known(plan: Plan, state: State, lives: Lives) -> None:
    """Every body the plan names was open on the eve or begins with it; none both ends and receives."""
    eve = state.day - timedelta(days=1)
    seen: set[str] = set()
    receivers, leaving, arriving = _receivers(plan), _leaving(plan), _arriving(plan)
    there_already = any(_opens_on(code, state) for code in lives.refused)  # the whole plan is: that is told once
    for code, path in (*bodies_named(plan), *units_named(plan)):
        if code in lives.ends and path in receivers:
            lives.problems.append(
                wrong(plan, path, f"{code} both closes and receives", value=code,
                      right="Name the body that carries on, or take out the change that closes this one")
            )  # fmt: skip
        if code in seen or code in lives.begins or code in lives.refused:
            continue
        facts = state.facts.get(code)
        if path in arriving and facts and open_on(facts, plan.effective):
            continue
        if path not in leaving:
            seen.add(code)
        name = state.names.get(code, code)
        if facts is None or (not facts and not _belongs(code, state)):
            lives.problems.append(
                wrong(plan, path, "no body has this code", value=code,
                      right="Search for it by name, load the file that lists it, or open it in the plan")
            )  # fmt: skip
        elif facts and not open_on(facts, eve):
            lives.problems.append(_not_open(plan, path, code, name, facts, eve))
        elif facts and not (path in leaving or there_already or open_on(facts, plan.effective)):
            lives.problems.append(
                wrong(plan, path, f"the register closes {name} ({code}) on that day already", value=code,
                      right="Name the body that carries on for it; or, to see the plan as it was before, ask for what "
                      f"was known on {eve} or earlier")
            )  # fmt: skip
        elif facts and (code in lives.ends or path in receivers) and (end := _known_end(facts, plan.effective)):
            lives.problems.append(
                wrong(plan, path, f"the register closes {name} ({code}) on {end}, after the plan's day", value=code,
                      right="Amend or reverse what closes it then, or settle it first: else its members would be "
                      "moved twice")
            )  # fmt: skip


def _known_end(facts: tuple[Held, ...], day: date) -> date | None:
    """The day on which a body that is open on the plan's day is known to close later."""
    return next((h.until for h in facts if h.attribute is A.LIFESPAN and h.on(day) and h.until), None)


def _check_together(plan: Plan, state: State, lives: Lives) -> None:
    """Bodies work together in a collaboration, and in nothing else."""
    known = {m.body for m in state.members if m.attribute is A.COLLABORATION} | lives.begins.keys() | lives.refused
    for change in plan.changes:
        if not isinstance(change, WorkTogether) or change.code in known:
            continue
        facts = state.facts.get(change.code, ())
        if facts and not any(h.attribute is A.ROLE and h.value in COLLABORATION for h in facts):
            name = state.names.get(change.code, change.code)
            lives.problems.append(
                wrong(plan, f"{change.path}.code", f"{name} ({change.code}) is no collaboration", value=change.code,
                      right="Give the collaboration a code of its own, and its name")
            )  # fmt: skip


def _belongs(code: str, state: State) -> bool:
    """Whether anything is known of a body by its relations alone: hubs are in some files as parents only."""
    return any(code in (m.unit, m.body) for m in state.members)


def _not_open(plan: Plan, path: str, code: str, name: str, facts: tuple[Held, ...], eve: date) -> ContentError:
    spells = [h for h in facts if h.attribute is A.LIFESPAN]
    later = [h.since for h in spells if h.since and h.since > eve]
    ended = max((h.until for h in spells if h.until and h.until <= eve), default=None)
    if later and ended is None:
        return wrong(plan, path, f"{name} ({code}) opens only on {min(later)}", value=code,
                     right=f"The plan takes effect on {plan.effective}: choose a later day")  # fmt: skip
    return wrong(plan, path, f"{name} ({code}) was closed on {ended}, before the plan's day", value=code,
                 right="Name the body that carries on for it")  # fmt: skip


def _leaving(plan: Plan) -> set[str]:
    """Where the plan names bodies that may have closed on its day by another: they hand over, or cease to take part."""
    paths: set[str] = set()
    for change in plan.changes:
        if isinstance(change, HandOver):
            paths |= {f"{change.path}.from[{n}]" for n in range(len(change.bodies))}
        elif isinstance(change, WorkTogether) and change.ends:
            paths |= {f"{change.path}.code", *(f"{change.path}.bodies[{n}]" for n in range(len(change.bodies)))}
    return paths


def _arriving(plan: Plan) -> set[str]:
    """Where the plan names bodies that may have opened on its day by another: units and functions come to them."""
    paths = {f"{change.path}.to" for change in plan.changes if isinstance(change, Move | HandOver)}
    return paths | {f"{change.path}.heir" for change in plan.changes if isinstance(change, Place)}


def _opens_on(code: str, state: State) -> bool:
    return any(h.attribute is A.LIFESPAN and h.since == state.day for h in state.facts.get(code, ()))


def _receivers(plan: Plan) -> set[str]:
    """Where the plan names a body that receives."""
    paths: set[str] = set()
    for change in plan.changes:
        if isinstance(change, Merger):
            paths.add(f"{change.path}.into")
        elif isinstance(change, Split):
            paths |= {f"{part.path}.into" for part in change.parts}
        else:
            paths.add(f"{change.path}.to")
    return paths

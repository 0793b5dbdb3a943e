"""Which organisations of a plan can no longer have the bodies they had, and who carries on for each. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.expansion import Expansion

A = Attribute


@dataclass(frozen=True)
class Leaving:
    """An organisation that ends, or that has other roles from the plan's day on.

    `heirs` carry on for it: its successors or, where it goes on, whoever has its functions; itself, if it keeps them.
    """

    code: str
    name: str
    ends: bool
    hands_over: bool
    heirs: tuple[str, ...]
    path: str


def leaving(expansion: Expansion) -> dict[str, Leaving]:
    """The organisations that end or change their roles on the plan's day, by code."""
    day = expansion.state.day
    ended: dict[str, str] = {}
    changed: dict[str, str] = {}
    heirs: dict[str, set[str]] = defaultdict(set)
    functions: dict[str, set[str]] = defaultdict(set)
    for said, path in zip(expansion.assertions, expansion.paths, strict=True):
        if said.attribute is A.LIFESPAN and said.until == day:
            ended[said.subject] = path
        elif said.attribute is A.ROLE and said.until == day:
            changed.setdefault(said.subject, path)
        elif said.attribute is A.SUCCESSOR and said.start == day:
            heirs[said.subject].add(said.value)
        elif said.attribute is A.FUNCTIONS and said.start == day:
            functions[said.subject].add(said.value)
    found = {}
    for code, path in sorted({**changed, **ended}.items()):
        to = heirs[code] or functions[code] or (set() if code in ended else {code})
        found[code] = Leaving(
            code, expansion.state.names.get(code, code), code in ended, bool(functions[code]), tuple(sorted(to)), path
        )
    return found


def roles_after(expansion: Expansion, code: str) -> frozenset[str]:
    """The roles an organisation has from the plan's day on."""
    day = expansion.state.day
    roles = {held.value for held in expansion.state.facts.get(code, ()) if held.attribute is A.ROLE and held.on(day)}
    for said in expansion.assertions:
        if said.subject == code and said.attribute is A.ROLE:
            if said.until == day:
                roles.discard(said.value)
            elif said.start <= day and (said.until is None or day < said.until):
                roles.add(said.value)
    return frozenset(roles)


def may_have(kinds: tuple[str, ...], roles: frozenset[str]) -> bool:
    """Whether a body that only organisations of these kinds have (none: any has) may be of one with these roles."""
    return not kinds or any(KINDS[kind].roles & roles for kind in kinds)


def name_after(expansion: Expansion, code: str) -> str:
    """What an organisation is called from the plan's day on."""
    said = (a.value for a in expansion.assertions if a.attribute is A.NAME and a.subject == code)
    return next(said, expansion.state.names.get(code, code))

"""Quorum: whether enough of the right people take part, worked out anew for each item and each body.

A person counts once, however many seats they hold. Who declared an interest in an item counts no more where the
orders say so; a deputy counts where the orders let deputies count, in place of whom they stand in for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from ouzel.governance.reference.rules_of_meeting import Need, Orders, QuorumRule


@dataclass(frozen=True)
class Present:
    """Somebody who is there with a seat, or as deputy for one. `person`: slug. `recused`: the effect, empty: none."""

    person: str
    seat: str
    tags: frozenset[str] = frozenset()
    profession: str = ""
    votes: bool = True
    online: bool = False
    deputy: bool = False
    recused: str = ""


@dataclass(frozen=True)
class Seats:
    """How many seats of a body have a vote, and how many of these somebody holds."""

    voting: int
    filled: int


@dataclass(frozen=True)
class Quorum:
    """Whether a quorum is there. `needed`: people, `have`: those who count; `missing`: what is lacking, in words."""

    met: bool
    needed: int
    have: int
    missing: tuple[str, ...]
    counted: tuple[str, ...]  # slugs of those who count

    def record(self) -> dict[str, Any]:
        """As a decision keeps it."""
        return {"met": self.met, "needed": self.needed, "have": self.have, "missing": list(self.missing),
                "counted": list(self.counted)}  # fmt: skip

    @property
    def words(self) -> str:
        """In a sentence."""
        if self.met:
            return f"Quorate: {self.have} of the {self.needed} needed."
        return f"Not quorate: {self.have} of the {self.needed} needed. Missing: {'; '.join(self.missing)}."


def quorum(orders: Orders, present: Iterable[Present], seats: Seats) -> Quorum:
    """Whether those present are a quorum by the orders, of a body with so many seats."""
    rule = orders.quorum
    counting = [each for each in present if counts(rule, each)]
    people = tuple(dict.fromkeys(each.person for each in counting))
    needed = needs_people(rule, seats)
    missing = [each.words for each in unmet(rule, counting)]
    if len(people) < needed:
        short = needed - len(people)
        missing.insert(0, f"{short} more voting member{'' if short == 1 else 's'}")
    return Quorum(not missing, needed, len(people), tuple(missing), people)


def counts(rule: QuorumRule, each: Present) -> bool:
    """Whether somebody counts towards the quorum."""
    return (
        each.votes
        and each.recused not in rule.recused
        and (rule.deputies or not each.deputy)
        and (rule.online or not each.online)
    )


def needs_people(rule: QuorumRule, seats: Seats) -> int:
    """How many people must be there: the most that any part of the rule asks for, and one at least."""
    of = seats.filled if rule.filled_only else seats.voting
    least = ceil(of * rule.at_least) if rule.at_least is not None else 0
    more = floor(of * rule.more_than) + 1 if rule.more_than is not None else 0
    return max(rule.members, least, more, 1)


def unmet(rule: QuorumRule, counting: Sequence[Present]) -> list[Need]:
    """The needs that those who count do not meet, in the order of the rule.

    Where a person counts in one capacity only, people are shared out so that as many places as possible are filled,
    and those named first before those named later.
    """
    fits = [{each.person for each in counting if meets(need, each)} for need in rule.needs]
    if not rule.one_capacity:
        return [need for need, people in zip(rule.needs, fits, strict=True) if len(people) < need.at_least]
    holds: dict[str, int] = {}  # person: index of the need whose place they fill
    short = []
    for index, need in enumerate(rule.needs):
        filled = sum(_fill(index, fits, holds, set()) for _ in range(need.at_least))
        if filled < need.at_least:
            short.append(need)
    return short


def meets(need: Need, each: Present) -> bool:
    """Whether somebody is of those whom a need names: by a tag of the seat, or by profession."""
    return each.profession in need.any or not each.tags.isdisjoint(need.any)


def _fill(index: int, fits: Sequence[set[str]], holds: dict[str, int], tried: set[str]) -> bool:
    """Find somebody for one more place of a need, moving others where they fit elsewhere (augmenting path)."""
    for person in sorted(fits[index] - tried):
        tried.add(person)
        if person not in holds or _fill(holds[person], fits, holds, tried):
            holds[person] = index
            return True
    return False

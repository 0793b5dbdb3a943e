"""What a plan comes to, worked out against a state of the register: values that every later step reads.

The same assertions are what the preview shows, what an enactment writes and what an as-if basis lays over the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion
from ouzel.reorganisation.plan import Plan


@dataclass(frozen=True)
class Held:
    """One fact of a body as the register has it: a value over half-open days (None: open)."""

    attribute: Attribute
    value: str  # text, or the code of the other body
    since: date | None
    until: date | None
    share: Decimal | None = None

    def on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Member:
    """One unit that belongs to a body, over half-open days."""

    unit: str
    attribute: Attribute
    body: str
    since: date | None
    until: date | None
    share: Decimal | None = None


@dataclass(frozen=True)
class State:
    """What the register knows of the bodies of a plan, at one moment, about the plan's day and after.

    `facts` by code: every fact of each body named (a code the register has never heard of is missing);
    `members`: who belongs to the bodies named, on the day or later, and was open then;
    `names` of everybody in it, `kinds` of the members; `edition` that answered.
    """

    day: date
    known_at: date | None
    edition: int
    facts: Mapping[str, tuple[Held, ...]]
    members: tuple[Member, ...]
    names: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)  # unit to what it is counted as: "GP practices"


@dataclass(frozen=True)
class Consequence:
    """One thing that follows from a plan for one record: shown before, applied on the day."""

    package: str  # "register", "people" ...
    record: str  # a code, a reference
    name: str
    what: str  # "GP practice's commissioner", "name"
    before: str  # "" : nothing was
    after: str  # "" : nothing is
    why: str
    path: str = ""  # the change in the plan that it follows from


@dataclass(frozen=True)
class Choice:
    """What only a person can decide. `made` is their answer, from the plan; empty while nobody has."""

    key: str  # as in the plan's choices: "M1J4Y.system"
    question: str
    options: tuple[tuple[str, str], ...]  # (value, words)
    made: str
    path: str


@dataclass(frozen=True)
class Unresolved:
    """A unit that the plan leaves without a home, acknowledged with its reason."""

    code: str
    name: str
    attribute: Attribute
    was: str  # code of the body it belonged to
    why: str
    since: date  # from then on: the plan's day, or the day on which it was to join a body that ends


@dataclass(frozen=True)
class Expansion:
    """What a plan comes to in a state. With a problem it cannot be approved; each names the line and what is right."""

    plan: Plan
    state: State
    assertions: tuple[Assertion, ...] = ()  # `row` is the line of the plan
    paths: tuple[str, ...] = ()  # for each assertion, the change it follows from
    consequences: tuple[Consequence, ...] = ()
    choices: tuple[Choice, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    problems: tuple[ContentError, ...] = field(default=(), compare=False)

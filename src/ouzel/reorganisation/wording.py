"""A plan in words: what a change does, and what its relations are called. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.plan import (
    Change,
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

RELATION_WORDS = {
    Attribute.COMMISSIONER: "commissioner",
    Attribute.NETWORK: "primary care network",
    Attribute.SYSTEM: "health and care system",
    Attribute.REGION: "region",
    Attribute.GEOGRAPHY: "geography",
    Attribute.OPERATOR: "operator",
    Attribute.AREA_COMMISSIONER: "commissioner of the area",
    Attribute.LOCAL_AUTHORITY: "local authority",
    Attribute.WARD: "ward",
    Attribute.COLLABORATION: "collaboration",
    Attribute.SUCCESSOR: "successor",
    Attribute.FUNCTIONS: "functions",
    Attribute.PLACEMENT: "heir of the body that ran it",
}
MERGERS = {
    "merger": ("merges into", "merge into"),
    "acquisition": ("is taken over by", "are taken over by"),
    "recode": ("goes on under the code of", "go on under the code of"),
}
"""What becomes of one body, and of several, by the kind of merger."""


def relation_words(attribute: Attribute) -> str:
    """What a relation is called in a sentence."""
    return RELATION_WORDS.get(attribute, attribute.name.lower().replace("_", " "))


def why_of(plan: Plan, path: str, names: Mapping[str, str]) -> str:
    """The change behind a part of the plan, as a sentence."""
    head = path.partition(".")[0]
    change = next((c for c in plan.changes if c.path == head), None)
    return describe(change, names) if change else plan.title


def describe(change: Change, names: Mapping[str, str]) -> str:
    """One change as a sentence."""

    def called(code: str) -> str:
        return names.get(code, code)

    match change:
        case Open():
            return f"{change.opening.name or change.code} begins"
        case Close():
            return f"{called(change.code)} closes without a successor"
        case Merger():
            old = [called(code) for code in change.bodies if code != change.into]
            one, several = MERGERS[change.kind]
            return f"{listed(old)} {one if len(old) == 1 else several} {called(change.into)}"
        case Split():
            return f"{called(change.body)} is divided between {listed([called(p.into) for p in change.parts])}"
        case Move():
            origin = f" from {called(change.origin)}" if change.origin else ""
            if change.share is not None and change.share != 1:
                which = "each unit listed" if change.units else "every unit"
                return f"a share of {change.share.normalize():f} of {which} moves{origin} to {called(change.to)}"
            what = "units" if change.units else "all units"
            return f"{what} move{origin} to {called(change.to)}"
        case ChangeRole():
            return f"{called(change.code)} changes its role and keeps its code"
        case HandOver():
            hand = "hands its functions" if len(change.bodies) == 1 else "hand their functions"
            return f"{listed([called(c) for c in change.bodies])} {hand} to {called(change.to)}"
        case Rename():
            return f"{called(change.code)} takes the name {change.name}"
        case Place():
            return f"units of a body that was divided belong with {called(change.heir)}"
        case WorkTogether():
            ends = "cease to work" if change.ends else "work"
            who = listed([called(c) for c in change.bodies]) or "the bodies"
            told = f"{who} {ends} together ({change.form})"
            return told if change.ends else f"{told}; this is not a merger"


def in_words(day: date) -> str:
    """A day as people write it: 1 April 2021."""
    return f"{day.day} {day:%B %Y}"


def listed(words: Sequence[str]) -> str:
    """Words with commas and a last "and"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))

"""What a plan does, in sentences for somebody who was not there: one for each change, and one for what it comes to."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ouzel.reorganisation.plan import Merger, Open, Plan, Split, WorkTogether
from ouzel.reorganisation.wording import describe
from ouzel.reorganisation.wording import in_words as day

if TYPE_CHECKING:
    from ouzel.reorganisation.preview import Preview


def count(number: int, one: str, many: str = "") -> str:
    """`no choices`, `1 choice`, `1,234 choices`."""
    many = many or f"{one}s"
    return f"no {many}" if number == 0 else f"1 {one}" if number == 1 else f"{number:,} {many}"


def outcome(seen: "Preview") -> str:
    """What a preview comes to, in one or two sentences."""
    records = len({(c.package, c.record) for c in seen.consequences})
    changes = count(len(seen.consequences), "change").capitalize()
    said = [f"{changes} would follow on {day(seen.plan.effective)}, to {count(records, 'record')}."]
    open_choices = sum(not each.made for each in seen.choices)
    if open_choices:
        said.append(f"{count(open_choices, 'choice').capitalize()} must still be made.")
    if seen.unresolved:
        said.append(f"{count(len(seen.unresolved), 'unit').capitalize()} would be left without a home.")
    wrong = len(seen.problems)
    said.append(
        "It cannot be approved: " + ("1 thing is wrong." if wrong == 1 else f"{wrong:,} things are wrong.")
        if wrong
        else "Nothing stands in the way of its approval."
    )
    return " ".join(said)


def sentences(plan: Plan, names: Mapping[str, str]) -> list[str]:
    """One sentence for each change of the plan, every body with its code. `names` as the register has them."""
    known = {**names, **dict(_named_in(plan))}
    called = {code: code if name == code else f"{name} ({code})" for code, name in known.items()}
    told = [describe(change, called) for change in plan.changes]
    return [f"{words[:1].upper()}{words[1:]}." for words in told]


def _named_in(plan: Plan) -> Iterator[tuple[str, str]]:
    """The names that the plan gives to bodies that begin."""
    for change in plan.changes:
        match change:
            case Open():
                yield change.code, change.opening.name or change.code
            case Merger() if change.opening.name:
                yield change.into, change.opening.name
            case Split():
                yield from ((part.into, part.opening.name) for part in change.parts if part.opening.name)
            case WorkTogether() if change.name:
                yield change.code, change.name
            case _:
                pass

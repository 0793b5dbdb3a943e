"""What each change of a plan is, told to somebody who has never heard of the NHS; names stay apart to be links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ouzel.register.kinds import KINDS
from ouzel.register.readers.codes import shipped_codes
from ouzel.reorganisation.plan import (
    Change,
    ChangeRole,
    Close,
    HandOver,
    Merger,
    Move,
    Open,
    Opening,
    Part,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)
from ouzel.web import words

FEW = 12
"""So many bodies are named one by one; of more it is told how many there are."""

Names = Mapping[str, str]


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: words, or the name of the body with that code."""

    text: str
    code: str = ""


Sentence = tuple[Piece, ...]


def plain(sentence: Sentence) -> str:
    """The sentence as text."""
    return "".join(piece.text for piece in sentence)


def names_given(plan: Plan) -> dict[str, str]:
    """The names that the plan gives to bodies: those that begin, and those that carry on under another name."""
    given = [(code, opening.name) for code, opening in _openings(plan)]
    given += [(change.code, change.name) for change in plan.changes if isinstance(change, WorkTogether)]
    return {code: name for code, name in given if name}


def roles_given(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The roles that the plan gives to bodies that begin, by code."""
    return {code: opening.roles for code, opening in _openings(plan) if opening.roles}


def _openings(plan: Plan) -> Iterator[tuple[str, Opening]]:
    """What is said of each body that may begin; of one that several changes make it is said once."""
    for change in plan.changes:
        match change:
            case Open():
                yield change.code, change.opening
            case Merger():
                yield change.into, change.opening
            case Split():
                yield from ((part.into, part.opening) for part in change.parts)
            case _:
                pass


def role(code: str) -> str:
    """What a body with the role is: `a clinical commissioning group`."""
    kinds = [kind for kind in KINDS.values() if code in kind.roles]
    name = min(kinds, key=lambda k: len(k.roles)).one if kinds else shipped_codes().get(code, ("", code))[1]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def percent(share: Decimal) -> str:
    """`60%`, `12.5%`."""
    text = f"{share * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def sentences(plan: Plan, names: Names) -> tuple[Sentence, ...]:
    """One for each change of the plan. `names` by code, as they are on the day before."""
    said = {**names_given(plan), **{code: name for code, name in names.items() if name != code}}
    return tuple(tuple(_sentence(change, said)) for change in plan.changes)


def bodies(codes: Sequence[str], names: Names, many: str = "bodies") -> Iterator[Piece]:
    """`A, B and C`, each a name of its own; of very many only how many there are."""
    if len(codes) > FEW:
        yield Piece(f"{len(codes):,} {many}")
        return
    for at, code in enumerate(codes):
        if at:
            yield Piece(" and " if at == len(codes) - 1 else ", ")
        yield Piece(names.get(code, code), code)


def _sentence(change: Change, names: Names) -> Iterator[Piece]:
    def all_of(codes: Sequence[str], many: str = "bodies") -> Iterator[Piece]:
        return bodies(codes, names, many)

    def one(code: str) -> Piece:
        return Piece(names.get(code, code), code)

    match change:
        case Open():
            yield from (one(change.code), Piece(" begins."))
        case Close():
            yield from (one(change.code), Piece(" closes. No other body takes its place."))
        case Merger(kind="recode"):
            yield from all_of(change.bodies)
            yield from (Piece(" carries on under a new code: "), one(change.into), Piece("."))
        case Merger():
            others = [code for code in change.bodies if code != change.into]
            if change.kind == "acquisition" or change.into in change.bodies:
                yield from (one(change.into), Piece(" takes over "), *all_of(others), Piece(", which "))
                yield Piece("closes." if len(others) == 1 else "close.")
                if change.opening.name not in ("", names.get(change.into, "")):
                    yield Piece(f" It is then called {change.opening.name}.")
            else:
                yield from (
                    *all_of(others),
                    Piece(" closes. " if len(others) == 1 else " close. Together they become "),
                )
                yield from (one(change.into), Piece(" carries on for it." if len(others) == 1 else "."))
        case Split():
            stays = change.body in {part.into for part in change.parts}
            yield from (one(change.body), Piece(" is divided between " if stays else " closes. It is divided between "))
            for at, part in enumerate(change.parts):
                yield from (Piece("" if not at else " and " if at == len(change.parts) - 1 else ", "), one(part.into))
                yield Piece(_portion(part))
            yield Piece(".")
        case Move():
            share = f"{percent(change.share)} of " if change.share is not None else ""
            if change.units:
                yield from (Piece(share), *all_of(change.units, "units"))
            else:
                yield Piece(f"{share or 'All of '}what belongs to ")
                yield from (one(change.origin), Piece(" moves to "), one(change.to), Piece(". Both carry on."))
                return
            yield Piece(" moves" if len(change.units) == 1 else " move")
            if change.origin:
                yield from (Piece(" from "), one(change.origin))
            yield from (Piece(" to "), one(change.to), Piece("."))
        case ChangeRole():
            yield from (one(change.code), Piece(" keeps its code and becomes "))
            yield Piece(words.listed([role(r) for r in change.takes]))
            yield Piece(f". It is then called {change.name}." if change.name else ".")
        case HandOver():
            yield from (*all_of(change.bodies), Piece(" hands over " if len(change.bodies) == 1 else " hand over "))
            own = "its" if len(change.bodies) == 1 else "their"
            yield Piece(f"{words.listed(change.duties) if change.duties else f'{own} work and duties'} to ")
            yield from (one(change.to), Piece("."))
        case Rename():
            yield from (one(change.code), Piece(f" changes its name to {change.name}."))
        case Place():
            yield from (*all_of(change.units, "units"), Piece(" belongs" if len(change.units) == 1 else " belong"))
            yield from (Piece(" to "), one(change.heir), Piece("."))
        case WorkTogether():
            yield from all_of(change.bodies)
            yield Piece(" stop working together in " if change.ends else " begin to work together in ")
            yield from (one(change.code), Piece(f" ({change.form})."))
            if not change.ends:
                yield Piece(" This is not a merger: each of them stays, with its own duties and its own money.")


def _portion(part: Part) -> str:
    """What of a divided body one part gets, in brackets."""
    if part.units:
        return f" ({words.count(len(part.units), 'listed unit')}{' and all that is in no list' if part.rest else ''})"
    if part.rest:
        return " (all that is in no list)"
    return f" ({percent(part.share)})" if part.share is not None else ""

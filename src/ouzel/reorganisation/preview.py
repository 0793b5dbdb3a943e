"""Everything that would follow from a plan, from every package, before anybody decides. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ouzel.core.errors import ContentError
from ouzel.register.answers import Moment
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion, Unresolved
from ouzel.reorganisation.following import Total, followers
from ouzel.reorganisation.lives import wrong
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.reading import state_of
from ouzel.reorganisation.refusals import PlanRefused


@dataclass(frozen=True)
class Compared:
    """How much of one kind of thing one body has before and after (None: the body has nothing of the kind then)."""

    what: str
    body: str
    name: str
    before: Decimal | None
    after: Decimal | None
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Preview:
    """What a plan would do. With a problem it cannot be proposed or approved."""

    plan: Plan
    moment: Moment
    edition: int
    expansion: Expansion
    consequences: tuple[Consequence, ...]
    choices: tuple[Choice, ...]
    totals: tuple[Compared, ...]
    unresolved: tuple[Unresolved, ...]
    problems: tuple[ContentError, ...]


def preview(plan: Plan, *, moment: Moment) -> Preview:
    """What follows from the plan in the register as it was known at `moment.known_at`, at its edition."""
    expansion = expand(plan, state_of(plan, moment=moment))
    consequences: list[Consequence] = []
    choices: list[Choice] = []
    before: list[Total] = []
    after: list[Total] = []
    for follower in followers():
        consequences += follower.consequences(expansion)
        choices += follower.choices(expansion)
        before += follower.totals(expansion, enacted=False)
        after += follower.totals(expansion, enacted=True)
    return Preview(
        plan=plan,
        moment=moment,
        edition=expansion.state.edition,
        expansion=expansion,
        consequences=tuple(consequences),
        choices=tuple(choices),
        totals=compared(before, after),
        unresolved=expansion.unresolved,
        problems=(*expansion.problems, *_choice_problems(expansion, choices)),
    )


def compared(before: Iterable[Total], after: Iterable[Total]) -> tuple[Compared, ...]:
    """Totals side by side, by what is counted and, within it, the bodies that had it first."""
    first = {(t.what, t.body): t for t in before}
    then = {(t.what, t.body): t for t in after}
    whats = dict.fromkeys(what for what, _ in (*first, *then))
    rows = []
    for what in whats:
        for key in dict.fromkeys(k for k in (*first, *then) if k[0] == what):
            b, a = first.get(key), then.get(key)
            shown = b or a
            assert shown is not None
            was, is_ = b.value if b else None, a.value if a else None
            rows.append(Compared(what, key[1], shown.name, was, is_, shown.unit, shown.source))
    return tuple(rows)


def sources_of(rows: Iterable[Compared]) -> str:
    """Where amounts are from, each release once, with what it lacks for which body."""
    told: dict[str, list[str]] = {}
    for row in rows:
        release, _, lacks = row.source.partition("; ")
        if release:
            told.setdefault(release, []).extend([f"{row.body} {lacks}"] if lacks else [])
    return "; ".join("; ".join((release, *dict.fromkeys(lacks))) for release, lacks in told.items())


def refuse(shown: Preview) -> None:
    """Raise PlanRefused with everything that is wrong, if anything is."""
    if shown.problems:
        raise PlanRefused(shown.problems)


def _within(question: str) -> str:
    """A question as part of a sentence."""
    return question[:1].lower() + question[1:].rstrip("?")


def _choice_problems(expansion: Expansion, choices: list[Choice]) -> list[ContentError]:
    """Every choice is made; no answer stands in the plan to which nobody asked the question."""
    plan = expansion.plan
    problems = []
    for choice in choices:
        codes = ", ".join(value for value, _ in choice.options)
        if not choice.made:
            answer = f"one of: {codes}" if codes else "the code of a body"
            problems.append(
                wrong(plan, choice.path, f"a choice is not made: {_within(choice.question)}",
                      right=f'Under [choices] write "{choice.key}" = {answer}')
            )  # fmt: skip
        elif codes and choice.made not in {value for value, _ in choice.options}:
            problems.append(
                wrong(plan, f"choices.{choice.key}", "this is none of the choices", value=choice.made,
                      right=f"One of: {codes}")
            )  # fmt: skip
    asked = {choice.key for choice in choices}
    for key, answer in plan.choices.items():
        if key not in asked:
            problems.append(
                wrong(plan, f"choices.{key}", "nobody asks for this choice", value=answer,
                      right=f"The choices are: {', '.join(sorted(asked))}" if asked else "Take it out: there are none")
            )  # fmt: skip
    return problems

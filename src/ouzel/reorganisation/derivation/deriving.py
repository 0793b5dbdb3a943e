"""What a reorganisation was: from two states the smallest plan that explains the difference, and what it does not.

A body that closed merged into its heir, was split between several, or closed without one; heirs are those recorded,
else those to which its members went. What moves with its body is not listed unit by unit.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ouzel.reorganisation.derivation.changes import Deriver
from ouzel.reorganisation.derivation.flows import between
from ouzel.reorganisation.derivation.leftovers import Leftover, compared
from ouzel.reorganisation.derivation.pictured import Picture
from ouzel.reorganisation.derivation.pictures import learned_later, picture_of_file, picture_of_register
from ouzel.reorganisation.derivation.words import summary_of
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.plan_file.tables import arranged

__all__ = ["STATUTORY", "Derived", "Leftover", "Picture", "derive", "derive_day", "picture_of_file",
           "picture_of_register"]  # fmt: skip

STATUTORY = ("commissioner", "system", "region", "trust", "hub", "collaboration")
"""The kinds of body that reorganisations are about, unless others are asked for."""

AUTHOR = "Derived by Ouzel"


@dataclass(frozen=True)
class Derived:
    """A plan, what it does not explain, and how many differences it does."""

    plan: Plan
    unexplained: tuple[Leftover, ...]
    explained: int


def derive(
    before: Picture, after: Picture, *, effective: date, slug: str, title: str, author: str,
    kinds: Collection[str] = STATUTORY, sources: Iterable[str] = (), choices: Mapping[str, str] | None = None,
) -> Derived:  # fmt: skip
    """The plan that takes the one picture to the other, about bodies of these kinds (slugs; none: of all).

    Differences of bodies and units that it does not give are listed: a practice that changed its commissioner by
    itself, one that a source is silent about. `choices` are answers from elsewhere, kept for the bodies that open.
    """
    b = between(before, after, kinds)
    changes = arranged(Deriver(b).changes())
    made = {key: answer for key, answer in (choices or {}).items() if key.partition(".")[0] in b.opened}
    plan = Plan(
        slug=slug, title=title, effective=effective, author=author, changes=changes, sources=tuple(sources),
        summary=summary_of(changes), choices=made,
    )  # fmt: skip
    found = compared(plan, b)
    return Derived(plan, found.leftovers, found.explained)


def derive_day(
    day: date, *, slug: str = "", title: str = "", author: str = AUTHOR, kinds: Collection[str] = STATUTORY,
    known_at: date | None = None, edition: int | None = None,
) -> Derived:  # fmt: skip
    """The plan of what took effect on a day, from the register on the eve and on the day.

    Where the register learned only later to whom a body belongs that opened then, the plan has that as a choice made.
    """
    eve = day - timedelta(days=1)
    before, after = (picture_of_register(day=on, known_at=known_at, edition=edition) for on in (eve, day))
    known = f", as known on {known_at}" if known_at else ""
    return derive(
        before, after, effective=day, slug=slug or f"as-on-{day}", author=author, kinds=kinds,
        title=title or f"What was reorganised on {day.day} {day:%B %Y}",
        sources=(f"The register of organisations on {eve} and on {day}{known}",),
        choices=learned_later(set(after.open) - set(before.open), after, known_at=known_at, edition=edition),
    )  # fmt: skip

"""Sections of the case for change on people: how many each body would serve, and in what conditions they live."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ouzel.measures.case.figures import (
    PEOPLE,
    Release,
    left_out,
    nothing,
    release,
    rounded,
    sources,
    total,
    units_with,
    whole,
)
from ouzel.measures.kinds import measure_named
from ouzel.measures.totals import total_by
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.case.values import NOT_KNOWN, Cell, Option, Section, Served, Table
from ouzel.reorganisation.case.words import day, shown

A = Attribute
DEPRIVATION = "imd2019-score"
FIFTH = 5


def has_practices(options: Sequence[Option]) -> bool:
    """Whether anybody is registered with what these bodies have: else figures of people say nothing of them."""
    return any(body.practices for option in options for body in option.answering)


class People:
    """How many people each body would serve."""

    slug, title, order = "people", "How many people each body would serve", 40

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """People registered with the practices of each body under each option: the sum over its practices."""
        if not has_practices(options):
            return None
        figures = release(PEOPLE, moment=moment)
        if not figures.values:
            return Section(self.slug, self.title, gaps=(nothing("people registered with GP practices", moment=moment),))
        rows: list[tuple[Cell, ...]] = []
        said: list[str] = []
        for option in options:
            sums = [(body, total(body, figures)) for body in option.answering]
            rows += [
                (option.title, body.name, whole(s.value) if s else NOT_KNOWN, s.counted if s else 0)
                for body, s in sums
            ]  # fmt: skip
            known = [s.value for _, s in sums if s]
            if len(known) == len(sums) and known:
                said.append(_served(option, known))
        table = Table(
            caption="People registered with the GP practices of each body",
            columns=("Option", "Body", "People", "GP practices counted"),
            rows=tuple(rows),
            note="A practice divided between bodies counts by its share. Figures are rounded to whole people.",
            source=figures.source,
        )
        missing = tuple(sorted({u for b in options[0].answering if (s := total(b, figures)) for u in s.without}))
        gaps = (*((left_out(missing, "people"),) if missing else ()), *_since(options[0], figures, moment))
        return Section(self.slug, self.title, tuple(said), (table,), gaps)


def _served(option: Option, known: Sequence[Decimal]) -> str:
    under = "With no change," if option.plan is None else f"Under “{option.title}”,"
    all_ = shown(whole(sum(known, Decimal(0))))
    if len(known) == 1:
        return f"{under} one body would serve {all_} people."
    smallest, largest = shown(whole(min(known))), shown(whole(max(known)))
    return f"{under} the smallest body would serve {smallest} people, the largest {largest}, and all together {all_}."


def _since(now: Option, figures: Release, moment: Moment) -> list[str]:
    """How many people left the sums, or came into them, as practices closed or moved since the day of the figures.

    Figures may be years older than the plan. What each body had on the day of the figures is asked of the register.
    """
    assert figures.on is not None
    said = []
    for relations in ((A.COMMISSIONER,), (A.COMMISSIONER, A.SYSTEM)):
        then = total_by(measure_named(PEOPLE), by=relations, moment=replace(moment, on=figures.on))
        had = {row.code: whole(row.value) for row in then.rows}
        for body in now.answering:
            found = total(body, figures)
            if found is None or body.code not in had or ("commissioner" in body.kinds) != (len(relations) == 1):
                continue
            gone = had[body.code] - whole(found.value)
            opening = f"On {day(figures.on)}, the day of the figures, {body.name} had {shown(had[body.code])} people."
            if gone > 0:
                said.append(
                    f"{opening} {shown(gone)} of them were with practices that closed or left since: in no sum."
                )
            elif gone < 0:
                said.append(f"{opening} {shown(-gone)} more are in the sums here, with practices that came since.")
    return said


class Deprivation:
    """In what conditions the people of each body live, and how much a mean of a larger body hides."""

    slug, title, order = "deprivation", "How deprived the people of each body are", 45

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """Mean score of each body's practices, weighted by people: sum of people x score / sum of people.

        A practice's score is published as the mean over where its patients live; a practice counts where it has both
        figures. Beside the mean stand the lowest and highest score, and the people of practices among the fifth with
        the highest scores of all practices with both figures, whichever those are.
        """
        if not has_practices(options):
            return None
        people, scores = release(PEOPLE, moment=moment), release(DEPRIVATION, moment=moment)
        both = {unit: people.values[unit] for unit in scores.values if people.values.get(unit)}
        if not both:
            return Section(self.slug, self.title, gaps=(nothing("deprivation by GP practice", moment=moment),))
        ranked = sorted((scores.values[unit] for unit in both), reverse=True)
        line = ranked[max(0, len(ranked) // FIFTH - 1)]
        rows = [(o.title, b.name, *_scores(b, both, scores, line)) for o in options for b in o.answering]
        everywhere = sum((both[u] * scores.values[u] for u in both), Decimal(0)) / sum(both.values())
        table = Table(
            caption="Deprivation score of each body's practices, by where their patients live",
            columns=("Option", "Body", "Mean score", "Lowest practice", "Highest practice",
                     "People of practices in the most deprived fifth", "People counted"),
            rows=tuple(rows),
            note=f"The mean is weighted by people. Over all {len(both):,} practices with both figures it is"
            f" {rounded(everywhere, '0.1')}. The most deprived fifth are those that score {rounded(line, '0.1')} or"
            " more. Scores are rounded to one decimal.",
            source=sources(scores, people),
        )  # fmt: skip
        said = ["A higher score means poorer living conditions.", *_hidden(options, both, scores)]
        missing = tuple(sorted({u for b in options[0].answering for u in b.practices if u not in both}))
        gaps = (left_out(missing, "both people and deprivation"),) if missing else ()
        return Section(self.slug, self.title, tuple(said), (table,), gaps)


def mean_score(body: Served, people: dict[str, Decimal], scores: Release) -> Decimal | None:
    """The mean score of a body's practices, weighted by people; None where no practice has both figures."""
    weights = {unit: people[unit] * share for unit, share in units_with(body, people).items()}
    if not weights:
        return None
    return sum((weight * scores.values[unit] for unit, weight in weights.items()), Decimal(0)) / sum(weights.values())


def _scores(body: Served, people: dict[str, Decimal], scores: Release, line: Decimal) -> tuple[Cell, ...]:
    mean = mean_score(body, people, scores)
    if mean is None:
        return (NOT_KNOWN,) * 5
    there = units_with(body, people)
    values = [scores.values[unit] for unit in there]
    deprived = sum((people[u] * s for u, s in there.items() if scores.values[u] >= line), Decimal(0))
    counted = sum((people[u] * s for u, s in there.items()), Decimal(0))
    return (*(rounded(v, "0.1") for v in (mean, min(values), max(values))), whole(deprived), whole(counted))


def _hidden(options: Sequence[Option], people: dict[str, Decimal], scores: Release) -> list[str]:
    """How far the bodies of each option are apart."""
    said = []
    for option in options:
        means = {b.name: m for b in option.answering if (m := mean_score(b, people, scores)) is not None}
        if len(means) < 2:
            said += [f"Under “{option.title}”, one mean of {shown(rounded(m, '0.1'))} stands for everybody."
                     for m in means.values() if option.plan]  # fmt: skip
            continue
        low, high = min(means, key=lambda n: (means[n], n)), max(means, key=lambda n: (means[n], n))
        under = "With no change," if option.plan is None else f"Under “{option.title}”,"
        said.append(
            f"{under} the means reach from {shown(rounded(means[low], '0.1'))} ({low}) to"
            f" {shown(rounded(means[high], '0.1'))} ({high})."
        )
    return said

"""The case for change: a plan and its alternatives side by side, always with "no change" as one of the options.

Other packages put their sections in through `register_section`; the register's own are in `sections`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ouzel.core.types.basis import Basis
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of
from ouzel.reorganisation.case.benefits import promises_of
from ouzel.reorganisation.case.bodies import bodies_of_options
from ouzel.reorganisation.case.registry import register_section, section_makers
from ouzel.reorganisation.case.summary import summary_of
from ouzel.reorganisation.case.values import (
    NO_CHANGE,
    NOT_KNOWN,
    Case,
    Cell,
    Option,
    Outcome,
    Promise,
    Section,
    SectionMaker,
    Served,
    Table,
)
from ouzel.reorganisation.case.words import explained
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.models import BenefitResult
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.reading import state_of

__all__ = [
    "NOT_KNOWN", "NO_CHANGE", "Case", "Cell", "Option", "Outcome", "Promise", "Section", "SectionMaker", "Served",
    "Table", "case_for", "options_of", "register_section", "section_makers", "texts_of",
]  # fmt: skip


def options_of(plan: Plan, *, options: Sequence[Plan] = (), moment: Moment) -> tuple[Option, ...]:
    """ "No change", the plan and the other plans as options, each with the bodies it would leave, on the plan's day.

    A plan given twice, by its slug, is one option. Only `known_at` and `edition` of the moment are used.
    """
    plans = {p.slug: p for p in (plan, *options)}
    expansions = [None, *(expand(p, state_of(p, moment=moment)) for p in plans.values())]
    bodies = bodies_of_options(expansions, moment=replace(moment, on=plan.effective))
    made = [
        Option(e.plan.slug if e else NO_CHANGE, e.plan.title if e else "No change", e.plan if e else None, e, served)
        for e, served in zip(expansions, bodies, strict=True)
    ]
    return tuple(made)


def case_for(
    plan: Plan, *, options: Sequence[Plan] = (), moment: Moment, on: date, results: Iterable[BenefitResult] = ()
) -> Case:
    """The case for a plan against "no change" and the other plans given, made on the day `on`.

    Only `known_at` and `edition` of the moment are used: bodies are compared on the plan's own day. For a plan that
    is in the register already, ask as it was known on the day before; else "no change" has nobody in it, and the
    case says so. `results` is what was measured of its benefits since, as its proposal has it.
    The same plan, options, edition, `known_at` and day give the same case.
    """
    moment = replace(moment, on=plan.effective, edition=edition_of(moment))
    made = options_of(plan, options=options, moment=moment)
    sections = [s for maker in section_makers() if (s := maker.make(made, moment=moment)) is not None]
    case = Case(
        slug=plan.slug,
        title=plan.title,
        summary=summary_of(made),
        words=(),
        reasons=plan.reasons,
        challenges=plan.challenges,
        options=made,
        sections=tuple(sections),
        benefits=promises_of(plan.benefits, results, on=on),
        effective=plan.effective,
        statutory_basis=plan.statutory_basis,
        made_on=on,
        known_at=moment.known_at,
        edition=moment.edition or 0,
        basis=f"{Basis('as-at', day=plan.effective).describe()}, as each option would have them",
        sources=_sources(made, sections),
    )
    return replace(case, words=explained(texts_of(case)))


def texts_of(case: Case) -> list[str]:
    """Every piece of text that a reader of the case meets, but for the words explained."""
    texts = [
        case.title,
        case.statutory_basis,
        case.basis,
        *case.summary,
        *case.reasons,
        *case.challenges,
        *case.sources,
    ]
    for option in case.options:
        texts += [option.title, option.plan.summary if option.plan else ""]
    for section in case.sections:
        texts += [section.title, *section.sentences, *section.gaps]
        for table in section.tables:
            texts += [table.caption, *table.columns, table.note, table.source]
            texts += [cell for row in table.rows for cell in row if isinstance(cell, str)]
    for benefit in case.benefits:
        texts += [benefit.title, benefit.owner, benefit.unit, benefit.source, benefit.standing]
        texts += [t for outcome in benefit.outcomes for t in (outcome.source, outcome.note)]
    return texts


def _sources(options: Sequence[Option], sections: Sequence[Section]) -> tuple[str, ...]:
    """What the plans and the tables name as their sources, each once, in the order in which it comes."""
    said = [source for option in options if option.plan for source in option.plan.sources]
    said += [source for s in sections for table in s.tables for source in table.source.split("; ") if source]
    return tuple(dict.fromkeys(said))

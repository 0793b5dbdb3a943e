"""What `ouzel change` prints of a preview: sentences first, then tables side by side, then what is still to be done."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ouzel.api.change_words import count, day, outcome, sentences
from ouzel.cli import showing

if TYPE_CHECKING:
    from ouzel.core.errors import ContentError
    from ouzel.reorganisation.expansion import Consequence
    from ouzel.reorganisation.preview import Preview

FEW = 3
SENTENCES = 12
NOTHING = "none"


def preview(seen: "Preview", *, most: int | None) -> None:
    """All of a preview; `most` of each kind of consequence (None: every one)."""
    known = f", as known on {day(seen.moment.known_at)}" if seen.moment.known_at else ""
    showing.say(seen.plan.title)
    showing.say(f"{seen.plan.slug}: takes effect on {day(seen.plan.effective)}{known} (edition {seen.edition})")
    showing.say()
    told = sentences(seen.plan, seen.expansion.state.names)
    for line in told[: SENTENCES if most else None]:
        showing.say(line)
    if most and len(told) > SENTENCES:
        showing.say(f"And {len(told) - SENTENCES:,} more changes (all of them: --all).")
    showing.say(outcome(seen))
    _totals(seen)
    _consequences(seen, most)
    _choices(seen)
    _unresolved(seen, most)


def _totals(seen: "Preview") -> None:
    if not seen.totals:
        return
    from ouzel.reorganisation.preview import sources_of

    heading("What each body has, without the plan and with it")
    kinds = dict.fromkeys((each.what, each.unit) for each in seen.totals)
    for what, unit in kinds:
        mine = [each for each in seen.totals if (each.what, each.unit) == (what, unit)]
        showing.table(
            (f"{what[:1].upper()}{what[1:]}", "without", "with"),
            [(f"{each.name} ({each.body})", amount(each.before, unit), amount(each.after, unit)) for each in mine],
            right=("without", "with"),
        )
        if sources := sources_of(mine):
            showing.say(f"Source: {sources}")
        showing.say()


def amount(value: Decimal | None, unit: str = "") -> str:
    """A figure with its unit; a word where the body has nothing of the kind."""
    if value is None:
        return NOTHING
    whole = value == value.to_integral_value()
    digits = f"{int(value):,}" if whole else f"{value.normalize():,f}"
    return f"£{digits}" if unit == "£" else digits


def _consequences(seen: "Preview", most: int | None) -> None:
    if not seen.consequences:
        return
    heading("What follows")
    for (_, what), mine in grouped(seen.consequences).items():
        showing.say(f"{what[:1].upper()}{what[1:]}: {count(len(mine), 'record')}")
        reasons = list(dict.fromkeys(each.why for each in mine))
        several = len(seen.plan.changes) > 1  # of one change it is told above what it is
        if several and len(reasons) == 1 and reasons[0]:
            showing.say(f"  {reasons[0]}")
        alone = several and len(reasons) > 1
        headings = ("record", "name", "before", "after", *(("why",) if alone else ()))
        showing.table(
            headings,
            [
                (each.record, each.name, each.before or "-", each.after or "-", *((each.why,) if alone else ()))
                for each in mine[:most]
            ],
        )
        if most and len(mine) > most:
            showing.say(f"  and {len(mine) - most:,} more (all of them: --all)")
        showing.say()


def grouped(found: Iterable["Consequence"]) -> Mapping[tuple[str, str], list["Consequence"]]:
    """Consequences by package and kind, in the order in which they came."""
    groups: dict[tuple[str, str], list[Consequence]] = {}
    for each in found:
        groups.setdefault((each.package, each.what), []).append(each)
    return groups


def _choices(seen: "Preview") -> None:
    if not seen.choices:
        return
    heading("Choices for a person to make")
    for each in seen.choices:
        words = dict(each.options)
        if each.made:
            showing.say(f"{each.question} Chosen: {words.get(each.made, each.made)}")
            continue
        one_of = ", one of" if each.options else ""
        showing.say(f"{each.question} Not chosen yet. In the plan, under [choices]{one_of}:")
        for value, said in each.options or (("CODE", "the code of a body"),):
            showing.say(f'  "{each.key}" = "{value}"  # {said}')


def _unresolved(seen: "Preview", most: int | None) -> None:
    if not seen.unresolved:
        return
    heading(f"Left without a home: {count(len(seen.unresolved), 'unit')}")
    shown = seen.unresolved if most is None else seen.unresolved[: most * 3]
    showing.table(("code", "name", "was", "why"), [(each.code, each.name, each.was, each.why) for each in shown])
    if len(shown) < len(seen.unresolved):
        showing.say(f"  and {len(seen.unresolved) - len(shown):,} more (all of them: --all)")


def problems(found: Iterable["ContentError"]) -> None:
    """What is wrong, one to a line, on standard error."""
    for each in found:
        showing.note(f"Error: {each}")


def heading(words: str) -> None:
    """The heading of a part."""
    showing.say()
    showing.say(words)
    showing.say("-" * len(words))

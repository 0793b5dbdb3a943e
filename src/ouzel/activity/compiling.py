"""Everything that lines are looked up in: facts of the register, rules, prices, agreements, cut into periods."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from ouzel.activity.asked import Asked
from ouzel.activity.episodes import episodes_as_known
from ouzel.activity.holding import held
from ouzel.activity.homes import Homes, homes
from ouzel.activity.postcodes.finding import Postcodes, newest
from ouzel.activity.prices import deliveries as delivery_rules
from ouzel.activity.prices.agreements import agreements
from ouzel.activity.prices.books import books
from ouzel.activity.references import practices, profiles, residences, supplies
from ouzel.activity.references.years import known_flows
from ouzel.activity.store import Dictionaries, Store
from ouzel.core.permissions import today
from ouzel.engine.attribution.deciding import Decision
from ouzel.engine.attribution.flow import Flow
from ouzel.engine.days import MAXDAY, MINDAY, day_number
from ouzel.engine.paying.bodies import Bodies
from ouzel.engine.paying.period import Inputs, Period, compiled
from ouzel.engine.paying.responsibility import Responsible
from ouzel.engine.pricing.book import PriceBook
from ouzel.engine.pricing.compiling import Pods
from ouzel.engine.pricing.delivery import Deliveries
from ouzel.register.answers import Moment
from ouzel.structures import structure

Key = tuple[str, ...]

NO_RULES = Flow("", date.min, date.max, date.min, "", {}, {}, {})
NO_DELIVERIES = Deliveries("", date.min, date.max, "", ())


@dataclass(frozen=True, eq=False)
class Compiled:
    """What a run works with. `periods` follow one another over all days; numbers in them are those of these lists.

    `decisions[n]` is what `decision` n says: the rules and how they ended. Decision 0 is an episode of responsibility.
    """

    inputs: Inputs
    periods: tuple[Period, ...]
    bodies: Bodies
    pods: Pods
    decisions: tuple[tuple[str, Decision | None], ...]
    episodes: tuple[Responsible, ...]
    flows: tuple[str, ...]
    books: tuple[str, ...]
    dictionaries: Dictionaries = field(repr=False)
    homes: Homes = field(repr=False)


def gathered(
    store: Store, asked: Asked, *, between: tuple[date, date], dictionaries: Dictionaries | None = None,
    places: Postcodes | None = None, profile_keys: Sequence[tuple[str, ...]] | None = None,
) -> Compiled:  # fmt: skip
    """Compile for lines assigned within `between` (half-open); lines outside it are of no known day.

    `profile_keys`: the profiles that lines have, where these are more than those of the store.

    ValueError for rules that cannot be followed.
    """
    words = dictionaries or store.dictionaries()
    rules = known_flows(known_at=asked.known_at, store=store)
    bodies = Bodies(key[0] for key in words.keys("commissioner"))
    episodes = _responsible(asked, bodies, between, store)
    inputs = facts_of(
        words.keys("profile") if profile_keys is None else profile_keys,
        {name: words.keys(name) for name in ("supply", "practice", "residence", "currency")},
        asked,
        between=_with_rules(between, rules),
        places=places if places is not None else newest(known_at=asked.known_at, store=store),
        store=store,
    )
    pods = Pods()
    periods: list[Period] = []
    decisions: list[tuple[str, Decision | None]] = [("", None)]
    for since, until, flow, points, book in _periods(asked, between, rules):
        period = compiled(
            inputs, flow=flow, deliveries=points, book=book, since=since, until=until, bodies=bodies, pods=pods,
            first_decision=len(decisions),
        )  # fmt: skip
        decisions += [(flow.name, decision) for decision in period.attribution.decisions.all]
        periods.append(period)
    return Compiled(
        inputs, tuple(periods), bodies, pods, tuple(decisions), episodes,
        tuple(dict.fromkeys(p.attribution.flow.name for p in periods if p.attribution.flow.name)),
        tuple(dict.fromkeys(p.pricing.book.name for p in periods if p.pricing.book)), words,
        homes(structure(moment=_moment(asked)), [key[0] for key in words.keys("residence")]),
    )  # fmt: skip


def facts_of(
    profile_keys: Sequence[Key],
    keys: Mapping[str, Sequence[Key]],
    asked: Asked,
    *,
    between: tuple[date, date],
    places: Postcodes | None = None,
    store: Store | None = None,
) -> Inputs:
    """The facts of entries of dictionaries, as the register had them. Entry i is the i-th key of its dictionary.

    `store` is where tables of rules that were loaded lie.
    """
    moment = _moment(asked)
    codes = {name: [key[0] for key in keys[name]] for name in ("practice", "currency")}
    fixed = asked.map_on
    return Inputs(
        facts={
            "profile": profiles(profile_keys),
            "supply": supplies(
                keys["supply"], moment=moment, between=between, fixed=fixed, postcodes=places, store=store
            ),
            "practice": practices(codes["practice"], moment=moment, between=between, fixed=fixed, store=store),
            "residence": residences(keys["residence"], moment=moment, between=between, fixed=fixed, store=store),
        },
        currencies=codes["currency"],
        agreements=agreements(known_at=asked.known_at),
    )


def _moment(asked: Asked) -> Moment:
    return Moment(asked.known_at or today(), asked.known_at, asked.edition)


def _responsible(
    asked: Asked, bodies: Bodies, between: tuple[date, date], store: Store
) -> tuple[Responsible, ...]:  # fmt: skip
    """The episodes that are believed, for the engine: in stretches of one payer and one scope."""
    return tuple(
        Responsible(each.episode.person, bodies.number(each.payer), each.start, each.until, each.specialties)
        for each in held(episodes_as_known(asked.known_at), asked, between=between, store=store)
    )


def _with_rules(between: tuple[date, date], rules: Sequence[Flow]) -> tuple[date, date]:
    """The days for which some rule asks facts: a stray line of 1900 need not be looked up through a century."""
    first = max(between[0], min(flow.since for flow in rules))
    last = min(between[1], max(flow.until for flow in rules))
    return (first, last) if first < last else (between[0], between[0] + timedelta(days=1))


def _periods(
    asked: Asked, between: tuple[date, date], rules: Sequence[Flow]
) -> Iterator[tuple[int, int, Flow, Deliveries, PriceBook | None]]:
    """The days cut wherever rules or prices change; before and after `between`, and between rules, there are none."""
    points: Sequence[Deliveries] = delivery_rules.shipped()
    lists: Sequence[PriceBook] = books(known_at=asked.known_at)
    first, last = between
    cuts = {first, last}
    spans = [(each.since, each.until) for each in rules]
    spans += [(each.since, each.until) for each in points]
    spans += [(each.since, each.until) for each in lists]
    cuts |= {day for span in spans for day in span if first < day < last}
    days = sorted(cuts)
    yield MINDAY - 1, first.toordinal(), NO_RULES, NO_DELIVERIES, None
    for since, until in pairwise(days):
        yield (
            since.toordinal(),
            until.toordinal(),
            next((flow for flow in rules if flow.since <= since < flow.until), NO_RULES),
            next((each for each in points if each.since <= since < each.until), NO_DELIVERIES),
            next((book for book in lists if book.since <= since < book.until), None),
        )
    yield day_number(last, MAXDAY), MAXDAY + 1, NO_RULES, NO_DELIVERIES, None


def within(lines_from: int, lines_until: int) -> tuple[date, date]:
    """Days from the least and the largest ordinal of lines, as `between`; a day where there are none."""
    first = date.fromordinal(max(lines_from, MINDAY))
    return first, max(date.fromordinal(max(lines_until, MINDAY)), first) + timedelta(days=1)

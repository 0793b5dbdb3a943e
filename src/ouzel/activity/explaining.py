"""One line explained: who pays, how much and why, worked out by hand from everything that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ouzel.activity.answers.words import special_payers
from ouzel.activity.asked import USUAL, Asked
from ouzel.activity.basis import why_left_out
from ouzel.activity.compiling import facts_of
from ouzel.activity.episodes import episodes_as_known
from ouzel.activity.explained import Explained
from ouzel.activity.holding import Held, held
from ouzel.activity.looked_up import bodies_of, disagreement, looked_up, mapping_words, of_price
from ouzel.activity.missing import missing
from ouzel.activity.pod_mapping import Mapped, mapping_for
from ouzel.activity.postcodes.finding import newest
from ouzel.activity.prices import deliveries
from ouzel.activity.prices.agreements import agreements
from ouzel.activity.prices.books import books, withdrawal_of
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.reading_lines import read_lines
from ouzel.activity.references.years import known_flows
from ouzel.activity.rules.reading import flow_for, years_there
from ouzel.activity.store import Store
from ouzel.activity.store.schema import COUNTED_WITH
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.engine.activity_lines import PROFILE, LineRef, known
from ouzel.engine.attribution.by_hand import assign
from ouzel.engine.attribution.flow import TABLES, Flow
from ouzel.engine.pricing.by_hand import ByHand
from ouzel.register.answers import Moment
from ouzel.register.columns import names_on

POD = PROFILE.index("pod")


def explain(
    ref: LineRef,
    *,
    by: Actor,
    why: str,
    asked: Asked = USUAL,
    store: Store | None = None,
) -> Explained:
    """Who pays for a line, how much and why, worked out by hand from the register, rules and prices as they are known.

    PermissionDenied for who may not read lines; ContentError without a reason, and for a line that does not count.
    """
    place = store or Store.at()
    found = read_lines(by=by, why=why, lines=[ref], store=place).to_pylist()
    if not found:
        raise ContentError(
            "there is no such line among those that count", field="line", value=str(ref),
            right="It may have been withdrawn, replaced by a later record, or never loaded: ouzel activity loads",
        )  # fmt: skip
    made = explained(found[0], ref, asked=asked, store=place)
    return replace(made, left_out=why_left_out(found[0], store=place, known_at=asked.known_at))


def explained(line: Mapping[str, Any], ref: LineRef, *, asked: Asked, store: Store) -> Explained:
    """The same for a line in hand, in the columns of `LINE`."""
    words = store.dictionaries()
    if asked.patient == "end":
        line = {**line, "practice": line["practice_after"], "residence": line["residence_after"]}
    key = {name: words.keys(name)[line[name]] for name in ("profile", "supply", "practice", "residence", "currency")}
    kind = key["profile"][PROFILE.index("kind")]
    there = known_flows(known_at=asked.known_at, store=store)
    day = _assigned_on(line, kind, there)
    flow = _flow(day, there)
    profile = _mapped(key["profile"], words.keys("local_pod")[line["local_pod"]][0], key["supply"][0], day, asked)
    facts = _facts(key | {"profile": profile}, asked, day, store)
    submitted_to = words.keys("commissioner")[line["commissioner"]][0]
    found = assign(flow, facts | {"line": {"commissioner": submitted_to}}, kind) if flow else None
    episode = None
    if not (found and found.outside):  # whoever pays for themselves does so whatever a commissioner is responsible for
        episode = _episode(line["person"], day, facts["profile"]["specialty"], asked, store)
    payer = episode.payer if episode else found.payer if found else ""
    cost = ByHand(
        books=books(known_at=asked.known_at), deliveries=deliveries.shipped(),
        agreements=agreements(known_at=asked.known_at),
    ).price(
        profile=facts["profile"], currency=key["currency"][0], stay=known(line["stay"]),
        exempt_days=known(line["exempt_days"]), age=known(line["age"]), activity=line["activity"],
        submitted=line["submitted"], provider=key["supply"][0], service=key["supply"][2], commissioner=payer,
        end=day if line["end"] else None, dated=day is not None,
        counted_with=str(LineRef.of(line[COUNTED_WITH])) if line.get(COUNTED_WITH) else "",
        payable=bool(episode) or not found or found.payable, outside=bool(found and found.outside),
    )  # fmt: skip
    named = {"practice": key["practice"][0], "residence": key["residence"][0], "supply": key["supply"][0]}
    recorded = episode.episode.commissioner if episode else ""
    codes = [code for code in (payer, submitted_to, *named.values(), recorded, *bodies_of(facts)) if code]
    names = _names(list(dict.fromkeys(codes)), day, asked)
    local_pod = "" if profile == key["profile"] else words.keys("local_pod")[line["local_pod"]][0]
    return Explained(
        ref=ref, line=line, kind=kind, assigned_on=day, rules=flow.name if flow else "", assigned=found,
        years=years_there(there), evidence=flow.evidence if flow else "found",
        episode=episode,
        priced=cost, facts=facts, submitted_to=submitted_to, currency=key["currency"][0],
        names=names, asked=asked,
        missing=missing(found, facts, codes=named, day=day) if found and day and not episode else (),
        local_pod=local_pod, mapping=_mapping(local_pod, key["supply"][0], day, asked),
        withdrawal=withdrawal_of(cost.book.release) if cost.book else "",
        looked_up=looked_up(
            facts, named, names=names, on=day, mapped_on=asked.map_on, known_at=asked.known_at, edition=asked.edition,
            flow=flow, store=store,
        ),
        of_price=of_price(cost, provider=key["supply"][0], service=key["supply"][2], names=names),
        disagreement=disagreement(facts, cost),
    )  # fmt: skip


def _assigned_on(line: Mapping[str, Any], kind: str, there: Sequence[Flow]) -> date | None:
    """The day that rules, maps and prices are read on, as in `running`."""
    starts = all(flow.dates.get(kind) == "start" for flow in there)
    return _day((starts and line["start"]) or line["end"] or line["start"])


def _flow(day: date | None, there: Sequence[Flow]) -> Flow | None:
    if day is None:
        return None
    try:
        return flow_for(day, there)
    except ContentError:
        return None


def _mapped(profile: tuple[str, ...], local_pod: str, provider: str, day: date | None, asked: Asked) -> tuple[str, ...]:
    """The profile with the national point of delivery that its local one stands for."""
    if not local_pod or day is None or profile[POD] in POINTS:
        return profile
    pod = Mapped.known(asked.known_at).pod(provider=provider, local_code=local_pod, on=day)
    return (*profile[:POD], pod, *profile[POD + 1 :]) if pod else profile


def _mapping(local_pod: str, provider: str, day: date | None, asked: Asked) -> str:
    """How a local point of delivery came to its national one, in words; "" where no mapping was used."""
    if not local_pod or day is None:
        return ""
    row = mapping_for(provider=provider, local_code=local_pod, on=day, known_at=asked.known_at)
    return mapping_words(row) if row else ""


def _facts(
    key: Mapping[str, tuple[str, ...]], asked: Asked, day: date | None, store: Store
) -> dict[str, Mapping[str, str]]:
    """What was known of the four tables on the day."""
    on = day or date.min + timedelta(days=1)
    keys: dict[str, Sequence[tuple[str, ...]]] = {
        name: [("",) * len(value), value] for name, value in key.items() if name != "profile"
    }
    inputs = facts_of(
        [("",) * len(PROFILE), key["profile"]], keys, asked, between=(on, on + timedelta(days=1)),
        places=newest(known_at=asked.known_at, store=store), store=store,
    )  # fmt: skip
    return {table: inputs.facts[table].on(1, on.toordinal()) for table in TABLES}


def _episode(person: int, day: date | None, specialty: str, asked: Asked, store: Store) -> Held | None:
    """The episode of responsibility that holds for the line."""
    if not person or day is None:
        return None
    theirs = [each for each in episodes_as_known(asked.known_at) if each.person == person]
    for each in held(theirs, asked, between=(day, day + timedelta(days=1)), store=store):
        if each.covers(specialty) and each.start <= day.toordinal() < each.until:
            return each
    return None


def _names(codes: Sequence[str], day: date | None, asked: Asked) -> dict[str, str]:
    on = day or asked.known_at or today()
    moment = Moment(asked.known_at or today(), asked.known_at, asked.edition)
    return {**special_payers(), **{code: name for (code, _), name in names_on(codes, days=[on], moment=moment).items()}}


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal > 0 else None

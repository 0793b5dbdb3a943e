"""What is known of who provides which service where, day by day: colour, contract, place, hubs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from ouzel.activity.providers import canonical
from ouzel.activity.references.commissioners import by_table, delegated, ends, starts, union
from ouzel.activity.references.hosts import hosts
from ouzel.activity.references.tables import rows
from ouzel.activity.references.timelines import Timeline, facts, texts_of
from ouzel.activity.rules.tables import Row
from ouzel.activity.store.place import Store
from ouzel.engine.attribution.facts import Facts
from ouzel.register.answers import Moment
from ouzel.structures import structure as structure_of


class Areas(Protocol):
    """What finds the small area of a postcode: `postcodes.Postcodes`."""

    def areas(self, values: Sequence[str]) -> list[str]:
        """A small area for each postcode, "" where it has none."""


def supplies(
    keys: Sequence[Sequence[str]],
    *,
    moment: Moment,
    between: tuple[date, date],
    fixed: date | None = None,
    postcodes: Areas | None = None,
    store: Store | None = None,
) -> Facts:
    """`flow.SUPPLY_FACTS` of (provider, site, service): entry i is `keys[i]`. Days and map as in `practices`.

    The host is found by the postcode of the provider's main site, if a directory of postcodes is given, else by its
    board where that board has one local commissioner only, which the register says for the day; else it is not known.
    """
    structure = structure_of(moment=moment)
    days = (fixed, fixed + timedelta(days=1)) if fixed else between
    known = moment.known_at
    main = _main_codes([provider for provider, _, _ in keys], structure.index)
    distinct = tuple(dict.fromkeys(main))
    places = hosts(structure, distinct, moment=moment, between=days, fixed=fixed, postcodes=postcodes)
    index = {code: at for at, code in enumerate(distinct)}
    provider = Timeline.lasting(main)
    services = Timeline.lasting([service for _, _, service in keys])
    host = provider.through(places.host, index)
    region = provider.through(places.region, index)
    system = provider.through(places.system, index)
    table = rows("hubs", known_at=known, store=store)
    hubs, regions = by_table(table, "region", "specialised")
    justice, _ = by_table(table, "region", "justice")
    colours = rows("service-colours", known_at=known, store=store)
    colour, coloured = by_table([row for row in colours if row["colour"] != "NA"], "service", "colour")
    highly, _ = by_table(colours, "service", "highly")
    programme, listed = by_table(colours, "service", "programme")
    return facts(
        len(keys),
        {
            "provider": Timeline.lasting([provider for provider, _, _ in keys]),
            "site": Timeline.lasting([site for _, site, _ in keys]),
            "service": services,
            "colour": services.through(colour, coloured),
            "highly": services.through(highly, listed),
            "programme": services.through(programme, listed),
            "contracted": _contracted(keys, main, rows("provider-contracts", known_at=known, store=store)),
            "host": host,
            "hub": region.through(hubs, regions),
            "justice_hub": region.through(justice, regions),
            "region": region,
            "delegated": delegated(rows("delegation", known_at=known, store=store), system=system, region=region),
        },
        between=between,
    )


def _main_codes(providers: Sequence[str], known: object) -> list[str]:
    """The organisation of each provider code: of a site (RC971) that the register has not, the trust before it."""
    return [code if code in known or len(code) <= 3 else code[:3] for code in providers]  # type: ignore[operator]


def _contracted(keys: Sequence[Sequence[str]], main: Sequence[str], contracts: Sequence[Row]) -> Timeline:
    """yes where a contract is on the list, no where there is a list for the day without it, "" where there is none."""
    if not contracts:
        return Timeline.of([], [], [], [])
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in contracts:
        pairs.setdefault((canonical(row["provider"]), row["service"]), []).append(row)
    entry: list[int] = []
    held: list[Row] = []
    for at, (provider, _, service) in enumerate(keys):
        for code in dict.fromkeys((provider, main[at])):
            for row in pairs.get((code, service), ()):
                entry.append(at)
                held.append(row)
    yes = union([Timeline.of(entry, starts(held), ends(held), ["yes"] * len(held))], "yes")
    spans = Timeline.of([0] * len(contracts), starts(contracts), ends(contracts), ["no"] * len(contracts))
    listed = union([spans], "no")
    every = Timeline.lasting(["list"] * len(keys))
    no = every.through(listed, {"list": 0})
    merged = facts(len(keys), {"yes": yes, "no": no})
    said = [yes or no for yes, no in zip(merged.columns["yes"], merged.columns["no"], strict=True)]
    return Timeline(merged.entry.astype("int64"), merged.start, merged.until, texts_of(said))

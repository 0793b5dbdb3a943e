"""The synthetic country's price list: what its submitted prices were worked out from."""

from datetime import date

from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.currencies import ATTENDANCES
from ouzel.activity.synthetic.world import World
from ouzel.engine.days import Ints
from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.rounding import USUAL

NAME = "Made-up prices"


def price_book(world: World, *, year: int | None = None, published: date | None = None) -> PriceBook:
    """The list for care that ends in a financial year, known from its first day unless `published` says otherwise.

    Some groups have no price, and no list has the codes UZ01Z and ZZ99Z: lines with them cannot be priced.
    """
    since = date(_year(world.country, year), 4, 1)
    money = world.currencies
    prices: list[Price] = []
    for number, code in enumerate(money.codes):
        short, per_day = _price(money.short_stay, number), int(money.per_day[number])
        elective, other = int(money.trim_elective[number]), int(money.trim_non_elective[number])
        rows = (
            ("day-case", money.day_case, elective, None), ("elective", money.ordinary, elective, None),
            ("regular", money.day_case, None, None), ("non-elective", money.non_elective, other, short),
            ("outpatient-procedure", money.outpatient_procedure, None, None),
        )  # fmt: skip
        for setting, amount, trim, brief in rows:
            pence = _price(amount, number)
            if pence is not None:
                prices.append(
                    Price(
                        code, setting, pence, trim_days=trim, per_day=None if trim is None else per_day,
                        short_stay=brief, line=len(prices) + 2,
                    )
                )  # fmt: skip
        single = _price(money.other, number)
        if single is not None:
            settings = ("emergency-care",) if code in ATTENDANCES else ("outpatient-attendance", "other")
            prices += [Price(code, setting, single, line=len(prices) + 2 + n) for n, setting in enumerate(settings)]
    factors = {
        row[0]: int(factor)
        for row, factor, owner in zip(world.supplies.rows, world.supplies.factor, world.supplies.provider, strict=True)
        if owner >= 0
    }
    return PriceBook(
        name=f"{NAME} {since.year}/{(since.year + 1) % 100:02}", since=since, until=date(since.year + 1, 4, 1),
        published=published or since, rounding=USUAL, prices=tuple(prices), factors=factors,
        source=f"{NAME}: no price of these was ever published",
    )  # fmt: skip


def _year(country: Country, year: int | None) -> int:
    return country.since.year if year is None else year


def _price(amounts: Ints, number: int) -> int | None:
    pence = int(amounts[number])
    return pence if pence >= 0 else None

"""Our own layouts of price files: prices, market forces factors, top-ups. Each file is recognised by its headings.

Which columns there are, which may be left out, and what is refused: docs/reference/prices.md.
"""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ouzel.activity.gate.file_names import refuse_file_name
from ouzel.activity.prices.amounts import Row
from ouzel.activity.small_files import distinct, look_through, sayable
from ouzel.core.errors import ContentError
from ouzel.engine.pricing.book import SETTINGS, Price, TopUp

PRICES = ("currency", "setting", "price")
MAY = (
    "name", "specialty", "department", "best_practice", "addition", "trim_days", "per_day", "short_stay", "indicative",
    "local", "year", "source",
)  # fmt: skip
FACTORS = (("provider", "factor"), ("provider_code", "mff_factor"))
TOP_UPS = ("provider", "service", "percent")
KNOWN = f"prices ({', '.join(PRICES)} ...), factors ({', '.join(FACTORS[0])}) or top-ups ({', '.join(TOP_UPS)})"

MOST = 1_000_000_000  # pence of one unit: ten million pounds
MOST_PER_DAY = 10_000_000
BY_DEPARTMENT = "emergency-care"
LOWEST_FACTOR, HIGHEST_FACTOR = 900_000, 1_500_000


@dataclass(frozen=True)
class Content:
    """What files of prices say together."""

    prices: tuple[Price, ...] = ()
    factors: tuple[tuple[str, int], ...] = ()  # provider, millionths
    top_ups: tuple[TopUp, ...] = ()


def read_files(paths: Iterable[Path], *, since: date, until: date) -> Content:
    """All the files of one price list. ContentError with file, line and field; a file is taken whole or not at all.

    [since, until) is what the list is for: a row that names another year is refused.
    """
    prices: dict[tuple[str, ...], tuple[str, Price]] = {}
    factors: dict[str, tuple[str, int, int]] = {}
    top_ups: dict[tuple[str, str], tuple[str, int, int]] = {}
    for path in paths:
        headings, rows = open_rows(path)
        if set(PRICES) <= set(headings):
            if odd := sorted(set(headings) - {*PRICES, *MAY}):
                raise ContentError("there is no such column of prices", path.name, 1, sayable(odd[0]),
                                   right=f"Columns are {', '.join((*PRICES, *MAY))}")  # fmt: skip
            for row in rows:
                _same_year(row, since, until)
                price = _price(row)
                first = prices.setdefault(key_of(price), (path.name, price))
                if first[1] is not price:
                    raise row.refuse("currency", f"the same price is in {first[0]}, line {first[1].line}", "Keep one")
        elif names := next((pair for pair in FACTORS if set(pair) <= set(headings)), None):
            for row in rows:
                _same_year(row, since, until)
                provider, factor = _factor(row, *names)
                if provider in factors:
                    raise row.refuse(names[0], f"this provider has a factor in line {factors[provider][1]}", "Keep one")
                factors[provider] = (path.name, row.line, factor)
        elif set(TOP_UPS) <= set(headings):
            for row in rows:
                _same_year(row, since, until)
                top_up = _top_up(row)
                if (top_up.provider, top_up.service) in top_ups:
                    raise row.refuse("service", "the provider has a top-up for this service already", "Keep one")
                top_ups[top_up.provider, top_up.service] = (path.name, row.line, top_up.share)
        else:
            raise ContentError("this is no file of prices", path.name, 1,
                               right=f"Its first line names the columns of {KNOWN}")  # fmt: skip
    return Content(
        with_bed_days([price for _, price in prices.values()]),
        tuple((provider, factor) for provider, (_, _, factor) in factors.items()),
        tuple(TopUp(*key, share) for key, (_, _, share) in top_ups.items()),
    )


def key_of(price: Price) -> tuple[str, str, str, str, str, str]:
    """What there is one price of."""
    return price.currency, price.setting, price.specialty, price.best_practice, price.local, price.department


def with_bed_days(prices: list[Price]) -> tuple[Price, ...]:
    """With a price in the setting bed-day for each currency that has one for days beyond the trim point.

    Days that a provider submits as lines of their own (ELXBD, NELXBD) are priced by it. Where the settings of a
    currency differ in their price per day, the one of stays that were not planned is not guessed: ContentError.
    """
    kept = {key_of(price): price for price in prices}
    added: dict[tuple[str, ...], Price] = {}
    for price in prices:
        if price.per_day is None or price.setting == "bed-day" or price.adds:
            continue
        day = replace(
            price, setting="bed-day", pence=price.per_day, trim_days=None, per_day=None, short_stay=None,
        )  # fmt: skip
        key = key_of(day)
        if key in kept:
            continue
        other = added.setdefault(key, day)
        if other.pence != day.pence:
            raise ContentError(
                f"the price per day of {price.currency} is not the same in each setting (see line {other.line})",
                line=price.line, field="per_day", value=f"{day.pence / 100:.2f}",
                right="Give a row for it in the setting bed-day, for days that are submitted as lines of their own",
            )  # fmt: skip
        if day.indicative and not other.indicative:
            added[key] = day
    return (*prices, *added.values())


def open_rows(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The headings (lower case, blanks as _) and the rows of a CSV file in UTF-8, packed with gzip or not.

    All its texts have passed the gate: ContentError where one tells who a person is.
    """
    refuse_file_name(path.name)
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise ContentError("there is no such file", path.name) from None
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError):
        raise ContentError("this is not a CSV file in UTF-8", path.name, right="Save it as CSV UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = tuple(re.sub(r"\s+", "_", heading.strip().lower()) for heading in next(reader, []))
    except csv.Error as error:
        raise ContentError(f"this is not CSV: {error}", path.name, 1) from None
    rows = list(_rows(path.name, headings, reader))
    look_through(distinct(headings, ((row.line, row.values.values()) for row in rows)), file=path.name)
    return headings, iter(rows)


def _rows(file: str, headings: tuple[str, ...], reader: "csv.Reader") -> Iterator[Row]:  # type: ignore[name-defined]
    try:
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            if len(fields) != len(headings):
                raise ContentError(
                    f"this row has {len(fields)} fields where the first line names {len(headings)}",
                    file,
                    reader.line_num,
                )
            yield Row(file, reader.line_num, dict(zip(headings, fields, strict=True)))
    except csv.Error as error:
        raise ContentError(f"this is not CSV: {error}", file, reader.line_num) from None


def _price(row: Row) -> Price:
    setting = row.needed("setting")
    if setting not in SETTINGS:
        raise row.refuse("setting", "there is no such setting", f"Use {', '.join(SETTINGS)}")
    pence = row.pence("price", below=MOST)
    if pence is None:
        raise row.refuse("price", "this is blank", "Leave the whole row out where there is no price")
    trim, per_day = row.days("trim_days"), row.pence("per_day", below=MOST_PER_DAY)
    if per_day is not None and trim is None:
        raise row.refuse("trim_days", "a price per day needs the trim point from which it counts", "Give the days")
    short = row.pence("short_stay", below=MOST)
    if short is not None and short > pence:
        raise row.refuse("short_stay", "the reduced short-stay price is above the full one", "Give it in pounds")
    adds, best, department = row.yes("addition"), row.code("best_practice"), row.code("department")
    if adds and not best:
        raise row.refuse("addition", "what is added is for a best practice", "Give its flag in best_practice")
    if adds and (trim is not None or short is not None):
        raise row.refuse("addition", "days beyond the trim point and short stays are of the ordinary price",
                         "Leave trim_days, per_day and short_stay blank")  # fmt: skip
    if department and setting != BY_DEPARTMENT:
        raise row.refuse("department", "only emergency attendances differ by department", f"Use {BY_DEPARTMENT}")
    return Price(
        currency=row.needed_code("currency").upper(), setting=setting, pence=pence, specialty=row.code("specialty"),
        best_practice=best, trim_days=trim, per_day=per_day, short_stay=short, indicative=row.yes("indicative"),
        local=row.code("local", "provider").upper(), line=row.line, department=department, adds=adds,
    )  # fmt: skip


def _factor(row: Row, provider: str, factor: str) -> tuple[str, int]:
    millionths = row.scaled(factor, digits=6)
    if millionths is None or not LOWEST_FACTOR <= millionths <= HIGHEST_FACTOR:
        raise row.refuse(factor, "this is not a market forces factor", "It is between 0.9 and 1.5, such as 1.060677")
    return row.needed_code(provider, "provider").upper(), millionths


def _top_up(row: Row) -> TopUp:
    share = row.scaled("percent", digits=2)
    if not share or share > 10_000:
        raise row.refuse("percent", "this is not a share on top", "It is above 0 and at most 100, such as 15")
    return TopUp(row.needed_code("provider").upper(), row.needed_code("service"), share)


def _same_year(row: Row, since: date, until: date) -> None:
    """Refuse a row of another year than the list is for."""
    text = row.text("year")
    if not text:
        return
    found = re.fullmatch(r"(20\d\d)[/-]?(\d\d)", text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise row.refuse("year", "this is not a financial year", "Write it like 2025/26")
    first, end = date(int(found[1]), 4, 1), date(int(found[1]) + 1, 4, 1)
    if since < first or until > end:
        raise row.refuse(
            "year", f"this row is for another year: the list is for {since.isoformat()} until {until.isoformat()}",
            "Load it for its own year, or give the list of this one",
        )  # fmt: skip

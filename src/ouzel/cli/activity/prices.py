"""`ouzel activity prices ...`: price lists loaded, listed, looked into and taken back."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.activity.given import Published, Since, Source, Until, Why, WithdrawnFrom, file_there
from ouzel.cli.activity.words import pounds, span
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.models import PriceRelease
    from ouzel.activity.prices.loading import LoadedPrices
    from ouzel.engine.pricing.book import Price

ROUNDING = "penny-of-the-line"
Name = Annotated[str, typer.Option("--name", metavar="WORDS", help="What the list is called; no two are called alike.")]
Rounding = Annotated[
    str,
    typer.Option(
        "--rounding",
        metavar="HOW",
        help="How prices are rounded: penny-of-the-line, penny-at-the-end, penny-each-step, pound-at-the-end.",
    ),
]
Note = Annotated[str, typer.Option("--note", metavar="WORDS", help="What a reader should know of the list.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `prices`."""
    for command in (load, indicative, demonstration):
        app.command()(guarded(command))
    app.command("list")(guarded(list_))
    app.command()(guarded(show))
    app.command()(guarded(withdraw))


def load(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV files of prices, market forces factors and top-ups.")
    ],
    name: Name,
    since: Since,
    until: Until,
    published: Published,
    source: Source,
    rounding: Rounding = ROUNDING,
    note: Note = "",
    over: Annotated[
        int | None,
        typer.Option("--over", metavar="ID", help="This list holds on for whatever the files do not give."),
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Load one price list from its files, whole or not at all. It is for care that ends on its days."""
    ready()
    from ouzel.activity.prices.loading import load_prices

    with showing.working("Loading prices"):
        done = load_prices(
            [file_there(file) for file in files], name=name, since=since, until=until, published=published,
            rounding=rounding, source=source, by=actor(), note=note, over=_found(over) if over is not None else None,
        )  # fmt: skip
    _tell(done, json=json)


def indicative(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Published files: national cost collection, trim points, factors ..."),
    ],
    name: Name,
    since: Since,
    until: Until,
    published: Published,
    cost_year: Annotated[
        int, typer.Option("--cost-year", metavar="YEAR", help="The year in which the year of the costs begins (2024).")
    ],
    rounding: Rounding = ROUNDING,
    json: Json = False,
) -> None:  # fmt: skip
    """Work a price list out from published costs. Every price is marked: it shows what may be, not what is owed."""
    ready()
    from ouzel.activity.prices.indicative import indicative_book
    from ouzel.activity.prices.loading import load_book

    with showing.working("Working prices out"):
        made = indicative_book(
            [file_there(file) for file in files], name=name, since=since, until=until, published=published,
            cost_year=cost_year, rounding=rounding,
        )  # fmt: skip
        done = load_book(made.book, by=actor(), note=" ".join(made.notes))
    for line in made.notes:
        showing.note(line)
    _tell(done, json=json)


def demonstration(since: Since, until: Until, published: Published, json: Json = False) -> None:
    """Load the small price list that comes with Ouzel, to try things with. Every price in it is indicative."""
    ready()
    from ouzel.activity.prices.demonstration import demonstration_book
    from ouzel.activity.prices.loading import load_book

    with showing.working("Loading prices"):
        done = load_book(demonstration_book(since=since, until=until, published=published), by=actor())
    _tell(done, json=json)


def list_(json: Json = False) -> None:
    """Every price list: its days, when it was published, and whether it is in use."""
    ready()
    from ouzel.activity.models import PriceRelease

    rows = list(PriceRelease.objects.visible_to(actor()))
    if json:
        showing.document({"prices": [_shape(row) for row in rows]})
        return
    if not rows:
        showing.say(
            "No price list is loaded. Load one: ouzel activity prices load FILE..., or to try: prices demonstration"
        )
        return
    showing.table(
        ("id", "name", "care that ends", "published", "state"),
        [(row.pk, row.name, span(row.effective), row.published, _state(row)) for row in rows],
    )
    for row in rows:
        if row.withdrawn:
            showing.note(f"{row.pk} was withdrawn on {row.withdrawn} by {row.withdrawn_by}: {row.withdrawn_why}")


def show(
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="An HRG or other currency code, such as FE21Z.")],
    on: Annotated[
        date | None,
        typer.Option(
            "--on", parser=options.a_day, metavar="DATE", help="The day the care ended; by every list if not given."
        ),
    ] = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:  # fmt: skip
    """What a currency costs by each list that holds: one row a setting, before market forces."""
    ready()
    from ouzel.activity.models.prices import sees_local
    from ouzel.activity.prices.books import books, withdrawal_of

    local = sees_local(actor())
    found = [
        (book, price) for book in books(known_at=known_at) for price in book.prices
        if price.currency == currency.strip().upper() and (on is None or book.since <= on < book.until)
        and (local or not price.local)
    ]  # fmt: skip
    if json:
        showing.document({
            "currency": currency.strip().upper(),
            "prices": [
                {"list": book.name, "release": book.release, "since": str(book.since), "until": str(book.until),
                 "setting": price.setting, "specialty": price.specialty, "best_practice": price.best_practice,
                 "department": price.department, "addition": price.adds,
                 "local": price.local, "pence": price.pence, "trim_days": price.trim_days,
                 "per_day_pence": price.per_day, "short_stay_pence": price.short_stay, "indicative": price.indicative}
                for book, price in found
            ],
        })  # fmt: skip
        return
    if not found:
        used = f"known on {known_at}" if known_at else "in use"
        showing.say(f"No list {used} has a price of {currency.strip().upper()}" + (f" on {on}." if on else "."))
        return
    showing.table(
        ("from", "setting", "price", "short stay", "trim", "a day beyond", "for"),
        [(book.since, price.setting, pounds(price.pence), pounds(price.short_stay), price.trim_days,
          pounds(price.per_day), _for(price))
         for book, price in found],
        right=["price", "short stay", "trim", "a day beyond"],
    )  # fmt: skip
    for name, release, source in dict.fromkeys((book.name, book.release, book.source) for book, _ in found):
        showing.note(f"{name}: {source}")
        if said := withdrawal_of(release):
            showing.note(said)
    if any(price.indicative for _, price in found):
        showing.note("Some of these prices are indicative: worked out from costs, and not published prices.")


def _for(price: "Price") -> str:
    """Whom and what a price is for."""
    department = f"department {price.department}" if price.department else ""
    added = "added to the price" if price.adds else ""
    return ", ".join(filter(None, (price.local, price.specialty, department, price.best_practice, added)))


def withdraw(
    release: Annotated[int, typer.Argument(metavar="ID", help="Number of the list (ouzel activity prices list).")],
    why: Why,
    on: WithdrawnFrom = None,
    json: Json = False,
) -> None:
    """Take a price list back from a day on. Whoever asks as known before it still finds it; postings stay."""
    ready()
    from ouzel.activity.prices.loading import withdraw_prices
    from ouzel.core.permissions import today

    done = withdraw_prices(release=_found(release), on=on or today(), by=actor(), why=why)
    if json:
        showing.document(_shape(done))
    else:
        showing.say(f"{done.name} is withdrawn from {done.withdrawn} on: {done.withdrawn_why}")
        showing.note("Figures stay as they were priced until the next run: ouzel activity price")


def _tell(done: "LoadedPrices", *, json: bool) -> None:
    if json:
        showing.document(_shape(done.release) | {
            "already": done.already, "prices": done.prices, "indicative": done.indicative, "factors": done.factors,
            "top_ups": done.top_ups,
        })  # fmt: skip
        return
    row = done.release
    if done.already:
        showing.say(f"The very same list was loaded before: {row.pk}, {row.name}. Nothing was done.")
        return
    showing.say(f"Price list {row.pk}, {row.name}: care that ends {span(row.effective)}, published {row.published}.")
    showing.say(
        f"{showing.count(done.prices, 'price')}, {done.indicative:,} of them indicative; "
        f"{showing.count(done.factors, 'market forces factor')}, {showing.count(done.top_ups, 'top-up')}."
    )


def _state(row: "PriceRelease") -> str:
    return f"withdrawn on {row.withdrawn}" if row.withdrawn else row.get_state_display()


def _shape(row: "PriceRelease") -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "since": str(row.effective.lower), "until": str(row.effective.upper),
        "published": str(row.published), "rounding": row.rounding, "source": row.source, "note": row.note,
        "over": row.over_id,
        "state": row.state, "withdrawn": str(row.withdrawn) if row.withdrawn else None,
        "withdrawn_by": row.withdrawn_by or None, "withdrawn_why": row.withdrawn_why or None,
    }  # fmt: skip


def _found(release: int) -> "PriceRelease":
    from ouzel.activity.models import PriceRelease

    row = PriceRelease.objects.visible_to(actor()).filter(pk=release).first()
    if row is None:
        raise ContentError("there is no such price list", field="id", value=str(release),
                           right="See ouzel activity prices list")  # fmt: skip
    return row

"""`ouzel activity synthetic`: made-up files to try things with, in which nobody is anybody."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity import asking
from ouzel.cli.options import Json
from ouzel.cli.running import guarded
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.synthetic.files import Kind

KINDS: "tuple[Kind, ...]" = ("plcm", "hes-apc", "hes-op", "hes-ae")


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `activity`."""
    app.command()(guarded(synthetic))


def synthetic(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write the files into.")],
    people: Annotated[
        int, typer.Option("--people", metavar="N", min=1, help="How many people the made-up country has.")
    ] = 20_000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="The same seed gives the same people, byte for byte.")
    ] = 1,
    demonstration: Annotated[
        bool,
        typer.Option(
            "--demonstration",
            help="Made-up patients of the real practices and trusts of Bedfordshire, Luton and Milton Keynes instead.",
        ),
    ] = False,
    months: Annotated[
        str,
        typer.Option(
            "--months", metavar="MONTHS",
            help="With --demonstration, a file a month: 2021-04, 2020-10..2021-09 or 2021/22; if none, one a year.",
        ),
    ] = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Write files of activity of people who do not exist: for trying, teaching and testing."""
    if months and not demonstration:
        raise typer.BadParameter("a made-up country is made a year at a time", param_hint="--months")
    wanted = asking.months(months)
    with showing.working("Making people up"):
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ContentError(f"the folder cannot be made: {error.strerror}", out.name) from None
        written = _demonstration(out, seed, wanted) if demonstration else _country(out, people, seed)
    if json:
        showing.document({"files": [{"file": name, "rows": rows} for name, rows in written]})
        return
    showing.table(("file", "rows"), [(name, f"{rows:,}") for name, rows in written], right=["rows"])
    showing.note("All people, and what was done for them, are made up. NHS numbers are of the range kept for tests.")


def _country(out: Path, people: int, seed: int) -> list[tuple[str, int]]:
    """A country of its own: its practices and trusts are in no register but its own."""
    import pyarrow.csv as pcsv

    from ouzel.activity.synthetic.country import Country
    from ouzel.activity.synthetic.files import write_csv
    from ouzel.activity.synthetic.identifiers import postcode_directory
    from ouzel.activity.synthetic.world import make

    country = Country(seed=seed, people=people)
    world = make(country)
    directory = postcode_directory(world)
    name = f"ONSPD_FEB_{country.since.year}_UK.csv"
    pcsv.write_csv(directory, out / name)
    return [
        *((f"{kind}.csv", write_csv(world, out / f"{kind}.csv", kind=kind)) for kind in KINDS),
        (name, directory.num_rows),
    ]


def _demonstration(out: Path, seed: int, months: tuple[int, ...] | None) -> list[tuple[str, int]]:
    from datetime import date

    from ouzel.activity.prices.demonstration import demonstration_book
    from ouzel.activity.synthetic.demonstration import WHOLE_YEARS, YEARS, demonstration_files
    from ouzel.demo.house import OWN_DATA

    since, until = date(YEARS[0], 4, 1), date(YEARS[-1] + 1, 4, 1)
    chosen = list(WHOLE_YEARS) if months is None else [((each - 3) // 12, (each - 3) % 12 + 1) for each in months]
    if any(year not in YEARS for year, _ in chosen):
        raise ContentError(
            "the demonstration has nothing of these months", field="months",
            right=f"Use months from {since:%Y-%m} to {until.year}-03",
        )  # fmt: skip
    book = demonstration_book(since=since, until=until, published=since)
    files = demonstration_files(
        out, facts=OWN_DATA / "facts.csv", list_sizes=OWN_DATA / "list_sizes.csv", book=book, seed=seed, months=chosen
    )
    written = [(each.path.name, each.lines) for each in files]
    for path in sorted(out.glob("ONSPD*.csv")):
        with path.open("rb") as file:
            written.append((path.name, sum(1 for _ in file) - 1))
    return written

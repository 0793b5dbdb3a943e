"""`ouzel activity ...`: files of activity checked and taken, who pays for each line and how much, accounts."""

import typer

from ouzel.cli.activity import (
    accounts,
    agreeing,
    checking,
    disputing,
    effects,
    episodes,
    explaining,
    gates,
    loads,
    matching,
    planning,
    pods,
    prices,
    pricing,
    reporting,
    rules,
    tables,
    trying,
)

__all__ = ["add_to"]

GROUPS = (
    ("plan", "Planned activity and money, a year at a time.", planning.add_plans_to),
    ("prices", "Price lists: load, list, look into, take back.", prices.add_to),
    ("rules", "The rules of who pays, year by year.", rules.add_to),
    ("table", "Tables that the rules refer to: service colours, contracts, prisons.", tables.add_tables_to),
    ("postcodes", "The postcode directory, by which postcodes become small areas.", tables.add_postcodes_to),
    ("pods", "Local points of delivery, and the national ones they stand for.", pods.add_to),
    ("episodes", "Responsibility that stays with a commissioner: aftercare, looked-after children.", episodes.add_to),
    ("gate", "The gate that keeps out what says who a patient is.", gates.add_to),
)


def add_to(app: typer.Typer) -> None:
    """Add the commands and their groups to the group `activity`."""
    for part in (
        checking,
        loads,
        pricing,
        reporting,
        planning,
        effects,
        disputing,
        matching,
        explaining,
        accounts,
        agreeing,
        trying,
    ):
        part.add_to(app)
    for name, words, fill in GROUPS:
        group = typer.Typer(help=words, no_args_is_help=True, rich_markup_mode=None)
        fill(group)
        app.add_typer(group, name=name)

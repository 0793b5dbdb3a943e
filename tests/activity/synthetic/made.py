"""Worlds that several tests ask, each made once."""

from dataclasses import replace
from functools import cache

import pyarrow as pa

from ouzel.activity.synthetic.country import Country
from ouzel.activity.synthetic.events import events
from ouzel.activity.synthetic.lines import lines, marked
from ouzel.activity.synthetic.records import records
from ouzel.activity.synthetic.words import dictionaries
from ouzel.activity.synthetic.world import World, make

SMALL = Country(seed=7, people=40_000, moving=0.5)
"""Two blocks of people, many of whom move."""
LARGE = Country(seed=11, people=500_000, areas=500, practices=80, providers=10, practice_spread=0.0, moving=0.0)
"""Enough people to measure rates; nobody's rate depends on the practice but that of the raised one."""


@cache
def world(country: Country = SMALL) -> World:
    return make(country)


@cache
def all_lines(country: Country = SMALL, year: int | None = None) -> pa.Table:
    return pa.concat_tables(lines(world(country), year=year)).combine_chunks()


@cache
def all_records(country: Country = SMALL, year: int | None = None) -> pa.Table:
    return pa.concat_tables(records(world(country), year=year)).combine_chunks()


@cache
def all_marks(country: Country = SMALL, year: int | None = None) -> pa.Table:
    return pa.concat_tables(marked(world(country), year=year)).combine_chunks()


@cache
def all_events(country: Country = SMALL) -> pa.Table:
    return pa.concat_tables(table.unify_dictionaries() for table in events(world(country))).unify_dictionaries()


@cache
def all_people(country: Country = SMALL) -> pa.Table:
    return pa.concat_tables(world(country).people()).unify_dictionaries()


@cache
def words(country: Country = SMALL) -> dict[str, pa.Table]:
    return dictionaries(world(country))


def seeded(seed: int, *, people: int) -> Country:
    """A country like `SMALL` of another seed and size."""
    return replace(SMALL, seed=seed, people=people)

"""What is planted can be found, and is where it is said to be."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ouzel.activity.prices.deliveries import shipped
from ouzel.activity.rules.reading import flow_for
from ouzel.activity.synthetic import published
from ouzel.activity.synthetic.awkward import TWISTS, Mark
from ouzel.activity.synthetic.facts import facts
from ouzel.activity.synthetic.pricelist import price_book
from ouzel.engine.activity_lines import known
from ouzel.engine.attribution.by_hand import assign
from ouzel.engine.attribution.flow import FACTS
from ouzel.engine.pricing.by_hand import ByHand
from ouzel.engine.pricing.reasons import Why
from tests.activity.synthetic.made import (
    LARGE,
    SMALL,
    all_events,
    all_lines,
    all_marks,
    all_people,
    words,
    world,
)

LATE = replace(SMALL, seed=21, people=20_000, since=date(2025, 4, 1))
"""A country in the year whose rules of who pays come with the package."""


def _marked(mark, country=SMALL):
    """Rows of lines with a mark."""
    table = all_marks(country)
    lines = table.filter(pc.not_equal(pc.bit_wise_and(table["mark"], mark.value), 0))["line"].to_numpy()
    return lines - all_lines(country)["line"][0].as_py()


def test_raised_practice_is_the_one_with_most_emergencies_above_expectation():
    people, events = all_people(LARGE), all_events(LARGE)
    emergencies = events.filter(pc.equal(events["event"].cast("string"), "emergency admission"))
    counts = np.bincount(emergencies["person"].to_numpy(), minlength=people.num_rows)
    practice = people["practice"].combine_chunks().indices.to_numpy()
    fifth = (people["tenth"].to_numpy() - 1) // 2
    year_of_birth = people["birth_date"].cast("timestamp[s]").to_numpy().astype("datetime64[Y]").astype(int) + 1970
    age = LARGE.since.year - year_of_birth
    band = np.searchsorted(published.EMERGENCY_BANDS, age, side="right") - 1
    rate = published.EMERGENCY_PER_1000[band, fifth] / 1000
    ratio = np.bincount(practice, counts) / np.bincount(practice, rate)
    found = world(LARGE).bodies.practices[int(ratio.argmax())]
    assert found == world(LARGE).truths.raised
    assert ratio.max() == pytest.approx(world(LARGE).truths.times, rel=0.12)


@pytest.mark.parametrize("twist", TWISTS, ids=lambda twist: twist.mark.name)
def test_awkward_lines_are_as_many_as_their_share(twist):
    share = getattr(SMALL.shares, twist.mark.name.lower())
    rows = _marked(twist.mark)
    whole = (
        all_lines().num_rows
        if twist.mark is not Mark.START_MISSING
        else int((all_lines()["spell"].to_numpy() != 0).sum())
    )
    assert abs(len(rows) - share * whole) < 5 * np.sqrt(share * whole) + 2
    some = all_lines().take(rows)
    for column, code in (("practice", twist.practice), ("residence", twist.residence), ("currency", twist.currency)):
        if code is not None:
            assert set(pc.take(words()[column]["code"], some[column]).to_pylist()) == {code}


def test_shares_of_wrong_commissioners_and_prices_are_as_said():
    lines = all_lines().num_rows
    assert len(_marked(Mark.WRONG_COMMISSIONER)) / lines == pytest.approx(SMALL.wrong_commissioner, abs=0.002)
    priced = int((pc.fill_null(all_lines()["submitted"], 0).to_numpy() > 0).sum())
    assert len(_marked(Mark.WRONG_PRICE)) / priced == pytest.approx(SMALL.wrong_price, abs=0.002)


def test_spells_across_the_end_of_the_year_are_marked():
    rows = _marked(Mark.CROSSING)
    table = all_lines().take(rows)
    start, end = table["start"].to_numpy(), table["end"].to_numpy()
    april = date(2024, 4, 1).toordinal()
    assert len(rows) > 50
    assert ((end == 0) | (start < april)).all()
    early = (all_lines()["start"].to_numpy() < april) & (all_lines()["start"].to_numpy() > 0)
    assert set(np.flatnonzero(early)) <= set(rows)


def test_change_of_practice_within_a_spell_is_marked_and_kept_to_the_end():
    moved = all_lines().take(_marked(Mark.MOVED_IN_SPELL))
    assert moved.num_rows > 5
    assert (moved["practice"].to_numpy() != moved["practice_after"].to_numpy()).any()
    others = np.setdiff1d(np.arange(all_lines().num_rows), _marked(Mark.MOVED_IN_SPELL))
    rest = all_lines().take(others)
    assert (rest["practice"].to_numpy() == rest["practice_after"].to_numpy()).all()


def test_repeated_lines_are_marked_both_times():
    counts = Counter(all_lines().take(_marked(Mark.REPEATED))["record"].to_pylist())
    assert counts
    assert set(counts.values()) == {2}


def test_merger_and_split_move_every_practice_on_their_day():
    truths, bodies = world().truths, world().bodies
    codes = np.array(bodies.commissioners)
    before, between, after = (codes[row] for row in bodies.of_practice)
    joined = np.isin(before, truths.merger.before)
    assert joined.any()
    assert set(between[joined]) == set(truths.merger.after)
    assert (between[~joined] == before[~joined]).all()
    parted = np.isin(between, truths.split.before)
    assert set(after[parted]) == set(truths.split.after)
    assert (after[~parted] == between[~parted]).all()
    assert truths.merger.day < truths.split.day


def test_commissioner_that_ended_is_submitted_by_mistake_only():
    merger = world().truths.merger
    code = pc.take(words()["commissioner"]["code"], all_lines()["commissioner"])
    ended = pc.is_in(code, pa.array(merger.before)).to_numpy()
    late = all_lines()["end"].to_numpy() >= merger.day.toordinal()
    assert set(np.flatnonzero(ended & late)) <= set(_marked(Mark.WRONG_COMMISSIONER))


def _sample(country, rows):
    table, tables = all_lines(country), words(country)
    for row in rows:
        yield row, table.slice(int(row), 1).to_pylist()[0], tables


def test_submitted_price_is_that_of_the_list_unless_marked_wrong():
    book = price_book(world(LATE))
    pricing = ByHand(books=[book], deliveries=shipped())
    wrong, not_priced = set(_marked(Mark.WRONG_PRICE, LATE)), set(_marked(Mark.NOT_PRICED, LATE))
    for mark in (Mark.CURRENCY_BLANK, Mark.CURRENCY_UNKNOWN, Mark.CURRENCY_UNGROUPED):
        not_priced |= set(_marked(mark, LATE))
    rows = np.unique(np.concatenate([np.arange(0, all_lines(LATE).num_rows, 61), sorted(wrong)[:200]]))
    refused, equal, differing = 0, 0, 0
    for row, line, tables in _sample(LATE, rows):
        if row in not_priced or line["end"] == 0 or date.fromordinal(line["end"]) < LATE.since:
            continue
        profile = tables["profile"].slice(line["profile"], 1).to_pylist()[0]
        supply = tables["supply"].slice(line["supply"], 1).to_pylist()[0]
        priced = pricing.price(
            profile=profile, currency=tables["currency"]["code"][line["currency"]].as_py(),
            stay=known(line["stay"]), exempt_days=known(line["exempt_days"]),
            age=known(line["age"]), activity=line["activity"], submitted=line["submitted"],
            provider=supply["provider"], service=supply["service"], commissioner="OC001",
            end=date.fromordinal(line["end"]),
        )  # fmt: skip
        if priced.why is not Why.PRICED:
            refused += 1
        elif row in wrong:
            differing += priced.price != line["submitted"]
        else:
            assert priced.price == line["submitted"], (line, profile, priced)
            equal += 1
    assert equal > 500
    assert differing > 100
    assert refused > 5


def test_submitted_commissioner_is_that_of_the_rules_unless_marked_wrong():
    known, flow = facts(world(LATE)), flow_for(LATE.since)
    marks = dict(zip(all_marks(LATE)["line"].to_pylist(), all_marks(LATE)["mark"].to_pylist(), strict=True))
    plain = Mark.LOCAL_POD | Mark.WRONG_PRICE | Mark.CURRENCY_BLANK | Mark.NOT_PRICED | Mark.MOVED_IN_SPELL
    plain |= Mark.NO_PRACTICE | Mark.PRACTICE_BLANK | Mark.REPEATED | Mark.CROSSING
    equal = 0
    for _, line, tables in _sample(LATE, range(0, all_lines(LATE).num_rows, 71)):
        supply = tables["supply"].slice(line["supply"], 1).to_pylist()[0]
        if marks.get(line["line"], 0) & ~plain.value or supply["service"] or line["start"] == 0:
            continue
        day = line["end"] or line["start"]
        if day < LATE.since.toordinal():
            continue
        of = {table: known[table].on(line[table], day) for table in (*FACTS, "profile")}
        assigned = assign(flow, of, of["profile"]["kind"])
        code = tables["commissioner"]["code"][line["commissioner"]].as_py()
        assert assigned.payer == code, (line, assigned)
        equal += 1
    assert equal > 500

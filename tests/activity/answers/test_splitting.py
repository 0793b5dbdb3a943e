"""Volume, mix and price sum to the difference, to the penny; each is nought where nothing of its kind changed."""

from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.answers.splitting import Effects, split

PENCE = st.integers(-(10**12), 10**12)
SUMS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(-(10**7), 10**9), PENCE))
PRICED = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(1, 1_000), st.integers(1, 100_000)), min_size=1
)


def amounts(prices: dict[str, tuple[int, int]], times: int = 1) -> dict[str, tuple[int, int]]:
    """Quantities and prices as quantities and amounts."""
    return {cell: (quantity * times, quantity * times * price) for cell, (quantity, price) in prices.items()}


@given(SUMS, SUMS)
def test_parts_sum_to_the_difference_whatever_the_cells(base, actual):
    found = split(base, actual)
    assert found.volume + found.mix + found.price == found.difference
    assert found.base == sum(pence for _, pence in base.values())
    assert found.actual == sum(pence for _, pence in actual.values())


@given(PRICED, st.integers(1, 9))
def test_more_of_the_same_is_volume_alone(prices, times):
    found = split(amounts(prices), amounts(prices, times))
    assert (found.mix, found.price) == (0, 0)


@given(PRICED, st.integers(0, 100_000))
def test_another_price_is_price_alone(prices, more):
    dearer = {cell: (quantity, price + more) for cell, (quantity, price) in prices.items()}
    found = split(amounts(prices), amounts(dearer))
    assert (found.volume, found.mix) == (0, 0)


@given(PRICED)
def test_nothing_planned_is_volume_and_nothing_done_is_volume(prices):
    done = amounts(prices)
    total = sum(pence for _, pence in done.values())
    assert split({}, done) == Effects(0, total, total, 0, 0)
    assert split(done, {}) == Effects(total, 0, -total, 0, 0)


def test_parts_by_hand():
    # 10 at £1 and 10 at £3 were planned; 5 and 20 were done, at £1 and £4.
    found = split({"a": (10, 1_000), "b": (10, 3_000)}, {"a": (5, 500), "b": (20, 8_000)})
    assert found == Effects(base=4_000, actual=8_500, volume=1_000, mix=1_500, price=2_000)


def test_what_is_new_is_mix_and_money_without_activity_is_price():
    found = split({"a": (10, 1_000), "fee": (0, 70)}, {"a": (9, 900), "new": (1, 500), "fee": (0, 100)})
    assert found == Effects(base=1_070, actual=1_500, volume=0, mix=400, price=30)

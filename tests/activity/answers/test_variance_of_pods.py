"""The point of delivery that was submitted beside the one that a line is priced under."""

from datetime import date

import pytest

from ouzel.activity.answers.variance import variance
from ouzel.activity.pod_mapping import map_pod
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.activity.running import run
from ouzel.activity.store import Store
from tests.activity.answers.asked import TODAY, stay
from tests.activity.loads import ON
from tests.activity.paying import answers, take
from tests.core.people import OPERATOR

pytestmark = pytest.mark.django_db


def test_a_stay_that_was_short_differs_from_the_emergency_stay_it_was_sent_as(register: None, store: Store) -> None:
    load_book(
        demonstration_book(since=date(2020, 4, 1), until=date(2022, 4, 1), published=date(2020, 3, 1)), by=OPERATOR
    )
    map_pod(
        local_code="EMERG", pod="NEL", since=date(2021, 1, 1), provider="RC9", recorded=date(2021, 1, 1), by=OPERATOR
    )
    take(
        store, "admitted",
        stay("2021-05-04", pod="NEL", price="100"),
        stay("2021-05-04", pod="NEL", start="2021-05-04", price="200"),
        stay("2021-05-04", local_pod="EMERG", start="2021-05-04", price="300"),
        stay("2021-05-05", price="400"),
    )  # fmt: skip
    derived = [row["pod"] for row in answers(store)]
    run(by=OPERATOR, on=ON, store=store)
    found = variance(of="pod", viewer=OPERATOR, today=TODAY, store=store)
    assert (found.agreed.lines, found.differing.lines, found.unsaid.lines) == (
        sum(pod == "NEL" for pod in derived[:3]), sum(pod != "NEL" for pod in derived[:3]), 1,
    )  # fmt: skip
    assert derived[:3] == ["NEL", "NELST", "NELST"]
    (row,) = found.frame.to_dict("records")
    assert (row["submitted"], row["derived"], row["lines"], row["submitted_pence"]) == ("NEL", "NELST", 2, 50_000)
    assert row["submitted_name"]
    assert (row["rules"], row["box"]) == ("", "")

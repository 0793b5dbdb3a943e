"""The aggregate statement against its parts (conformance case 10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.faults.reconciling import Total, reconcile, totals_of
from ouzel.activity.readers import batches, recognise
from tests.activity.readers.files import submission

PENNY = 10**6
NEL, DRUG, DEVICE, BLOCK = (("RC9", "QHG", pod) for pod in ("NEL", "DRUG", "DEVICE", "BLOCK"))


def pounds(amount: int) -> Total:
    return Total(1000, amount * 100 * PENNY)


def test_statement_is_the_sum_of_its_parts() -> None:
    done = reconcile(
        acm={NEL: pounds(500), DRUG: pounds(70), DEVICE: pounds(30), BLOCK: pounds(1000)},
        plcm={NEL: pounds(500)}, drugs={DRUG: pounds(70)}, devices={DEVICE: pounds(30)}, aggregate_only=("BLOCK",),
    )  # fmt: skip
    assert done.agrees
    assert (done.statement, done.patients, done.drugs, done.devices, done.aggregate_only) == (
        160000, 50000, 7000, 3000, 100000,
    )  # fmt: skip
    assert done.words == "The aggregate statement of £1,600.00 is the sum of its parts."


def test_statement_that_differs_blocks_the_invoice() -> None:
    done = reconcile(
        acm={NEL: pounds(501), DRUG: pounds(70)}, plcm={NEL: pounds(500)}, drugs={DRUG: pounds(90)},
        devices={DEVICE: pounds(5)},
    )  # fmt: skip
    assert not done.agrees
    assert [(each.pod, each.statement, each.patients, each.pence) for each in done.differences] == [
        ("DRUG", 7000, 9000, -2000), ("DEVICE", 0, 500, -500), ("NEL", 50100, 50000, 100),
    ]  # fmt: skip
    assert "may not be approved" in done.words


def test_differences_that_make_up_for_each_other_are_differences() -> None:
    other = ("RC9", "QUE", "NEL")
    done = reconcile(
        acm={NEL: pounds(10), other: pounds(20)}, plcm={NEL: pounds(20), other: pounds(10)}, drugs={}, devices={}
    )
    assert [each.pence for each in done.differences] == [-1000, 1000]


def test_aggregate_only_line_that_has_patients_too_is_compared() -> None:
    done = reconcile(acm={BLOCK: pounds(2)}, plcm={BLOCK: pounds(1)}, drugs={}, devices={}, aggregate_only=("BLOCK",))
    assert [each.pence for each in done.differences] == [100]


@given(st.lists(st.integers(-(10**12), 10**12)), st.lists(st.integers(-(10**12), 10**12)))
def test_parts_split_in_any_way_come_to_the_statement(patients: list[int], drugs: list[int]) -> None:
    total = Total(0, sum(patients) + sum(drugs))
    assert reconcile(
        acm={NEL: total}, plcm={NEL: Total(0, sum(patients))}, drugs={NEL: Total(0, sum(drugs))}, devices={}
    ).agrees


def test_totals_of_files_of_the_standards() -> None:
    acm = submission("acm", {"CONTRACT MONITORING ACTUAL ACTIVITY": "3", "CONTRACT MONITORING ACTUAL PRICE": "7501.50"})
    plcm = submission("plcm", {}, {}, {})
    found = {}
    for name, content in (("acm", acm), ("plcm", plcm)):
        layout = recognise(content)
        found[name] = totals_of(layout.canonical(batch) for _, batch in batches(content, layout, rows=2))
    assert found["plcm"] == {NEL: Total(3000, 750150 * PENNY)}
    assert reconcile(acm=found["acm"], plcm=found["plcm"], drugs={}, devices={}).agrees


@pytest.mark.parametrize(("parts", "pence"), [(499_999, 0), (500_000, 1), (-500_000, -1), (10**24, 10**18)])
def test_total_pence_rounds_half_away_from_nought(parts: int, pence: int) -> None:
    assert Total(0, parts).pence == pence

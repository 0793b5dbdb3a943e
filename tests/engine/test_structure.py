"""The structure: what it drops, what it merges, what it refuses."""

import pytest

from ouzel.engine.spans import Spans, Spells
from ouzel.engine.structure import Structure


def test_spans_drop_rows_that_hold_on_no_day_or_name_themselves() -> None:
    spans = Spans.of([1, 1, 0], [1, 2, 2], [5, 9, 3], [9, 9, 4])
    assert spans.subject.tolist() == [0]


def test_spells_that_touch_become_one_within_a_body_only() -> None:
    spells = Spells.of([0, 0, 1, 0], [1, 5, 7, 20], [5, 7, 9, 30])
    assert list(zip(spells.body, spells.start, spells.until, strict=True)) == [(0, 1, 7), (0, 20, 30), (1, 7, 9)]


def test_structure_body_without_lifespan_is_open_while_anything_holds_of_it() -> None:
    structure = Structure.from_rows(relations=[("commissioner", "A", "B", 10, 20)], lifespans=[("A", 1, 99)])
    assert structure.open.rows_of(structure.index["A"]) == [(1, 99)]
    assert structure.open.rows_of(structure.index["B"]) == [(10, 20)]


def test_structure_unknown_hop_is_refused() -> None:
    with pytest.raises(ValueError, match="boss are not hops"):
        Structure.from_rows(relations=[("boss", "A", "B", 1, 2)])


def test_structure_names_must_match_codes() -> None:
    with pytest.raises(ValueError, match="1 names for 2 codes"):
        Structure.from_arrays(codes=["A", "B"], names=["a"], relations={})

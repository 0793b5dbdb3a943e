"""Afterwards: what later files in the real formats say of an enacted plan; none that lags behind undoes it."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register import actions as register_actions
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.models import Enactment
from ouzel.reorganisation.proving import again
from ouzel.reorganisation.reconciling import Verdict, reconcile
from tests.register.files import commissioner, commissioners, practice, practices, successions
from tests.reorganisation.doing import ENACTED, approved, enacted, held, written
from tests.reorganisation.plans import EFFECTIVE, OPERATOR

A, V = Attribute, Verdict
NAME = "NHS Isles CCG"
TEXT = f'[[merger]]\nbodies = ["X01", "X02"]\ninto = "Y01"\nname = "{NAME}"\n'
pytestmark = pytest.mark.usefixtures("register")


def load(path: Path, published: str) -> None:
    register_actions.load([path], by=OPERATOR, published=date.fromisoformat(published))


@pytest.fixture
def merged(tmp_path: Path) -> Enactment:
    """Two commissioners of five practices, merged by a plan before any file says so."""
    load(commissioners(tmp_path, "eccg-before",
                       commissioner("X01", "NORTH ISLE CCG", "20130401"),
                       commissioner("X02", "SOUTH ISLE CCG", "20130401")), "2020-12-31")  # fmt: skip
    rows = [practice(f"P1000{n}", "X01" if n < 4 else "X02") for n in range(1, 6)]
    load(practices(tmp_path, "epraccur-before", *rows), "2021-01-31")
    return enacted(written(TEXT, slug="isles"))


def verdicts(done: Enactment, code: str, attribute: Attribute = A.COMMISSIONER) -> list[tuple[Verdict, str, str]]:
    """How each file that speaks of one body stands to the plan, with what it says."""
    lines = reconcile(done.proposal).lines
    return [(x.verdict, x.said, x.file) for x in lines if (x.code, x.attribute) == (code, attribute)]


def test_nothing_said_yet_is_silent(merged: Enactment) -> None:
    found = reconcile(merged.proposal)
    assert found.enactment == merged
    assert {line.verdict for line in found.lines} == {V.SILENT}
    assert found.counts == {V.SILENT: len(found.lines)}
    assert found.files == ()
    assert {line.code for line in found.lines} == {"X01", "X02", "Y01", *(f"P1000{n}" for n in range(1, 6))}


def test_file_that_agrees(merged: Enactment, tmp_path: Path) -> None:
    load(practices(tmp_path, "epraccur-after", practice("P10001", "Y01", "20210401")), "2021-06-30")
    assert verdicts(merged, "P10001") == [(V.AGREES, "Y01", "epraccur-after")]
    (line,) = [x for x in reconcile(merged.proposal).of(V.AGREES) if x.code == "P10001"]
    assert (line.planned, line.since, line.row, line.published) == ("Y01", EFFECTIVE, 1, date(2021, 6, 30))


def test_file_that_has_not_caught_up_is_listed_and_undoes_nothing(merged: Enactment, tmp_path: Path) -> None:
    """A list of June that still has every practice under the commissioner that closed in March."""
    rows = [practice(f"P1000{n}", "X01" if n < 4 else "X02", name="THE NEW SURGERY") for n in range(1, 6)]
    load(practices(tmp_path, "epraccur-late", *rows), "2021-06-30")
    for number in range(1, 6):
        old = "X01" if number < 4 else "X02"
        assert verdicts(merged, f"P1000{number}") == [(V.BEHIND, old, "epraccur-late")]
        for known in (ENACTED, date(2021, 6, 30), date(2022, 1, 1)):
            assert held(f"P1000{number}", A.COMMISSIONER, date(2021, 7, 1), known=known) == {"Y01": None}
    assert reconcile(merged.proposal).files == ("epraccur-late",)
    assert again(merged.proposal).holds


def test_list_of_commissioners_that_still_has_them_open_undoes_nothing(merged: Enactment, tmp_path: Path) -> None:
    late = [commissioner("X01", "NORTH CCG", "20130401"), commissioner("X02", "SOUTH CCG", "20130401")]
    load(commissioners(tmp_path, "eccg-late", *late), "2021-06-30")
    assert verdicts(merged, "X01", A.LIFESPAN) == [(V.BEHIND, "open", "eccg-late")]
    assert held("X01", A.LIFESPAN, date(2021, 7, 1), known=date(2021, 7, 1)) == {}
    assert held("Y01", A.LIFESPAN, date(2021, 7, 1), known=date(2021, 7, 1)) == {"open": None}
    assert again(merged.proposal).holds


def test_file_that_disagrees(merged: Enactment, tmp_path: Path) -> None:
    file = practices(tmp_path, "epraccur-other", practice("P10001", "13T", "20210401"),
                     practice("P10002", "Y01", "20210401"))  # fmt: skip
    load(file, "2021-06-30")
    assert verdicts(merged, "P10001") == [(V.DISAGREES, "13T", "epraccur-other")]
    assert verdicts(merged, "P10002") == [(V.AGREES, "Y01", "epraccur-other")]
    assert held("P10001", A.COMMISSIONER, date(2021, 7, 1), known=date(2021, 7, 1)) == {"Y01": None}
    load(commissioners(tmp_path, "eccg", commissioner("X01", "NORTH ISLE CCG", "20130401", "20210630"),
                       commissioner("X02", "SOUTH ISLE CCG", "20130401", "20210331"),
                       commissioner("Y01", NAME.upper(), "20210401")), "2025-12-31")  # fmt: skip
    assert verdicts(merged, "X01", A.LIFESPAN) == [(V.DISAGREES, "open", "eccg")]
    assert verdicts(merged, "X02", A.LIFESPAN) == [(V.AGREES, "open", "eccg")]
    assert verdicts(merged, "Y01", A.LIFESPAN) == [(V.AGREES, "open", "eccg")]
    assert verdicts(merged, "Y01", A.NAME) == [(V.AGREES, NAME.upper(), "eccg")]


def test_change_after_the_plans_day_is_news_and_is_believed(merged: Enactment, tmp_path: Path) -> None:
    load(practices(tmp_path, "epraccur-new", practice("P10001", "13T", "20220101")), "2022-01-31")
    assert verdicts(merged, "P10001") == [(V.NEWER, "13T", "epraccur-new")]
    assert held("P10001", A.COMMISSIONER, date(2021, 12, 31), known=date(2022, 2, 1)) == {"Y01": None}
    assert held("P10001", A.COMMISSIONER, date(2022, 1, 1), known=date(2022, 2, 1)) == {"13T": None}


def test_successions_agree_or_name_another(merged: Enactment, tmp_path: Path) -> None:
    load(successions(tmp_path, "succ", ("X01", "Y01", "20210401"), ("X02", "Y01", "20210701")), "2022-10-31")
    assert verdicts(merged, "X01", A.SUCCESSOR) == [(V.AGREES, "Y01", "succ")]
    assert verdicts(merged, "X02", A.SUCCESSOR) == [(V.DISAGREES, "Y01", "succ")]


def test_files_are_told_in_the_order_of_their_days_and_each_line_once(merged: Enactment, tmp_path: Path) -> None:
    load(practices(tmp_path, "late", practice("P10001", "X01"), practice("P10004", "Y01", "20210401")), "2021-06-30")
    load(practices(tmp_path, "good", practice("P10001", "Y01", "20210401")), "2021-11-30")
    found = reconcile(merged.proposal)
    assert found.files == ("late", "good")
    assert [v for v, _, _ in verdicts(merged, "P10001")] == [V.BEHIND, V.AGREES]
    assert [v for v, _, _ in verdicts(merged, "P10003")] == [V.SILENT]
    assert sum(found.counts.values()) == len(found.lines)
    assert all(found.counts[verdict] == len(found.of(verdict)) for verdict in found.counts)


def test_file_from_before_the_plans_day_has_no_say(merged: Enactment, tmp_path: Path) -> None:
    load(practices(tmp_path, "february", practice("P10001", "X01")), "2021-02-28")
    assert verdicts(merged, "P10001") == [(V.SILENT, "", "")]


def test_plan_that_was_never_enacted_has_nothing_to_reconcile() -> None:
    with pytest.raises(ContentError, match="has not been enacted"):
        reconcile(approved(written('[[rename]]\ncode = "06F"\nname = "New"\n')))

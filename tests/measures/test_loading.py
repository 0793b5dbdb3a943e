"""Figures are loaded whole or not at all, in any order, once; each day answers with the newest before it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, ReferenceRelease
from ouzel.measures import actions, queries
from ouzel.measures.kinds import MEASURES
from ouzel.measures.models import UnitFigure
from tests.core.people import user
from tests.measures.files import ALLOCATIONS, BLMK_ALLOCATIONS, figures, load, monthly, write

PEOPLE = MEASURES["registered-patients"]
SCORE = MEASURES["imd2019-score"]
JANUARY, JUNE = date(2021, 1, 1), date(2021, 6, 1)

pytestmark = pytest.mark.django_db


def spans() -> list[tuple[date, date | None]]:
    return [
        (r.effective.lower, r.effective.upper)
        for r in ReferenceRelease.objects.filter(kind=PEOPLE.release_kind, state="ready").order_by("effective")
    ]


def people(on: date) -> dict[str, Decimal]:
    return queries.figures(PEOPLE, on=on)


def test_figures_hold_until_the_next_in_whatever_order_they_are_loaded(tmp_path):
    for on, count in (("01JUN2021", 2), ("01JAN2021", 1), ("01OCT2021", 4), ("01AUG2021", 3)):
        load(monthly(tmp_path, on, E81001=count))
    days = [JANUARY, JUNE, date(2021, 8, 1), date(2021, 10, 1)]
    assert spans() == list(zip(days, [*days[1:], None], strict=True))
    assert people(date(2020, 12, 31)) == {}
    for day, count in zip(days, (1, 2, 3, 4), strict=True):
        assert people(day) == {"E81001": count}
    assert people(date(2021, 5, 31)) == {"E81001": 1}


def test_the_same_file_twice_adds_nothing(tmp_path):
    path = monthly(tmp_path, "01JAN2021", E81001=1)
    load(path)
    before = (UnitFigure.objects.count(), AuditEntry.objects.count())
    again = load(path)
    assert (again.releases, again.already) == ([], [path.name])
    assert (UnitFigure.objects.count(), AuditEntry.objects.count()) == before


def test_other_figures_of_a_day_that_has_some_are_refused_with_what_to_do(tmp_path):
    load(monthly(tmp_path, "01JAN2021", E81001=1))
    with pytest.raises(ContentError, match="Withdraw release"):
        load(monthly(tmp_path, "01JAN2021", E81001=2))
    assert people(JANUARY) == {"E81001": 1}


def test_two_files_of_one_day_in_one_load_are_refused(tmp_path):
    one = figures(tmp_path, "imd2019-score", "one.csv", A1001=1)
    two = figures(tmp_path, "imd2019-score", "two.csv", A1001=2)
    with pytest.raises(ContentError, match="another file of this load"):
        load(one, two, effective=JANUARY)


def test_a_bad_file_among_good_ones_leaves_nothing(tmp_path):
    good, bad = monthly(tmp_path, "01JAN2021", E81001=1), monthly(tmp_path, "01JUN2021", E81001="many")
    with pytest.raises(ContentError):
        load(good, bad)
    assert not ReferenceRelease.objects.exists()


def test_exactly_what_was_published_comes_back(tmp_path):
    load(figures(tmp_path, "imd2019-score", A1001="34.5687225678029", A1002="12.50"), effective=JANUARY)
    assert str(queries.figures(SCORE, on=JANUARY)["A1001"]) == "34.5687225678029"


def test_a_gap_is_never_nought(tmp_path):
    loaded = load(figures(tmp_path, "imd2019-score", A1001="*", A1002="", A1003=0), effective=JANUARY)
    assert loaded.gaps == 2
    assert queries.figures(SCORE, on=JANUARY) == {"A1003": 0}
    assert queries.gaps(SCORE, on=JANUARY) == {"A1001": "suppressed", "A1002": "missing"}


def test_figures_that_say_no_day_or_publisher_need_them_from_whoever_loads(tmp_path):
    path = figures(tmp_path, "imd2019-score", A1001=1)
    with pytest.raises(ContentError, match="--effective"):
        load(path)
    with pytest.raises(ContentError, match="--source"):
        load(path, effective=JANUARY, source="")
    load(path, effective=JANUARY, source="Our own count")
    assert queries.latest(SCORE, on=JANUARY).source == "Our own count"
    with pytest.raises(ContentError, match="loaded as of 2021-01-01"):
        load(path, effective=JUNE)


def test_a_folder_leaves_out_what_is_no_figures_and_says_why(tmp_path):
    monthly(tmp_path, "01JAN2021", E81001=1)
    write(tmp_path, "colours.csv", "code,colour", ["A,red"])
    figures(tmp_path, "imd2019-score", A1001=1)
    loaded = load(tmp_path)
    assert len(loaded.releases) == 1
    assert {s.file for s in loaded.skipped} == {"colours.csv", "figures.csv"}


def test_what_was_not_published_yet_was_not_known(tmp_path):
    load(monthly(tmp_path, "01JAN2021", E81001=1))
    load(monthly(tmp_path, "01JUN2021", E81001=2), published=date(2021, 6, 17))
    assert queries.figures(PEOPLE, on=JUNE, known_at=date(2021, 6, 16)) == {"E81001": 1}
    assert queries.figures(PEOPLE, on=JUNE, known_at=date(2021, 6, 17)) == {"E81001": 2}


def test_after_a_withdrawal_the_figures_before_hold_on_and_the_day_is_free_again(tmp_path):
    load(monthly(tmp_path, "01JAN2021", E81001=1))
    (wrong,) = load(monthly(tmp_path, "01JUN2021", E81001=2)).releases
    actions.withdraw(release=wrong, by=Actor.command("ann"), why="wrong column")
    assert people(JUNE) == {"E81001": 1}
    load(monthly(tmp_path, "01JUN2021", E81001=3))
    assert people(JUNE) == {"E81001": 3}
    assert people(date(2021, 5, 31)) == {"E81001": 1}


def test_a_withdrawal_needs_a_reason_and_figures(tmp_path):
    (release,) = load(monthly(tmp_path, "01JAN2021", E81001=1)).releases
    with pytest.raises(ContentError, match="reason"):
        actions.withdraw(release=release, by=Actor.command("ann"), why=" ")
    release.kind = "prices"
    with pytest.raises(ContentError, match="not of figures"):
        actions.withdraw(release=release, by=Actor.command("ann"), why="wrong")


def test_an_analyst_may_load_and_others_may_not(tmp_path):
    path = monthly(tmp_path, "01JAN2021", E81001=1)
    with pytest.raises(PermissionDenied):
        actions.load([path], by=Actor.person(user("eve@example.org", "auditor")))
    loaded = actions.load([path], by=Actor.person(user("ann@example.org", "analyst")))
    assert loaded.figures == 1
    entry = AuditEntry.objects.get(action="measures.figures.loaded")
    assert (entry.by_name, entry.detail["figures"]) == ("ann@example.org", 1)


def test_names_become_codes_and_a_name_that_is_nobodys_stays(register, tmp_path):
    strange = "NHS Nowhere CCG,0%,1,0%,1000,0%,1000,0%,0%,1000"
    loaded = load(write(tmp_path, "a.csv", ALLOCATIONS, [*BLMK_ALLOCATIONS, strange]), effective=date(2018, 4, 1))
    found = queries.figures(MEASURES["ccg-allocation"], on=date(2018, 4, 1))
    assert found == {"06F": 587_176, "06P": 286_434, "04F": 320_769, "NHS Nowhere CCG": 1000}
    assert loaded.unmatched == ["NHS Nowhere CCG"]
    assert "NHS Nowhere CCG" in loaded.notes[0]


def test_names_of_which_the_register_knows_none_are_refused(tmp_path):
    strange = "NHS Nowhere CCG,0%,1,0%,1000,0%,1000,0%,0%,1000"
    with pytest.raises(ContentError, match="register load"):
        load(write(tmp_path, "a.csv", ALLOCATIONS, [strange]), effective=date(2018, 4, 1))
    assert not ReferenceRelease.objects.exists()

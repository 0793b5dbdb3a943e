"""Plans from files: a year whole or not at all, each fault with its line."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.models import PlanLine
from ouzel.activity.plan_files import COLUMNS, load_plan, plan_of_year, withdraw_plan
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.core.people import OPERATOR, user

pytestmark = pytest.mark.django_db
PUBLISHED = date(2021, 3, 1)
GOOD = ("2021/22,1,RC9,M1J4Y,300,NEL,10.5,1234.50", "2021/2022,2,rc9,M1J4Y,,EL,-2,-500")


def plan(folder: Path, *rows: str, heading: str = ",".join(COLUMNS)) -> Path:
    path = folder / "plan.csv"
    path.write_text("\n".join([heading, *rows, ""]))
    return path


def load(path: Path, name: str = "Plan 2021/22"):
    return load_plan(path, name=name, by=OPERATOR, published=PUBLISHED)


def test_plan_is_a_release_of_its_year_with_its_lines(tmp_path):
    release = load(plan(tmp_path, *GOOD))
    assert plan_of_year(202122) == release
    assert plan_of_year(202021) is None
    assert list(PlanLine.objects.values_list("month", "provider", "pod", "activity", "pence", "line")) == [
        (1, "RC9", "NEL", 10_500, 123_450, 2), (2, "RC9", "EL", -2_000, -50_000, 3),
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="activity.plan.loaded")
    assert (entry.detail["lines"], entry.detail["pence"]) == (2, 73_450)


@pytest.mark.parametrize(
    ("row", "line", "field", "problem"),
    [
        ("2021/22,13,RC9,M1J4Y,300,NEL,1,1", 3, "month", "not a month of account"),
        ("2021,1,RC9,M1J4Y,300,NEL,1,1", 3, "month", "not a month of account"),
        ("soon,1,RC9,M1J4Y,300,NEL,1,1", 3, "year", "not a month of account"),
        ("2022/23,1,RC9,M1J4Y,300,NEL,1,1", 3, "year", "one financial year"),
        ("2021/22,1,RC9,,300,NEL,1,1", 3, "commissioner", "blank"),
        ("2021/22,1,RC9,M1J4Y,300,BEDS,1,1", 3, "pod", "no such point of delivery"),
        ("2021/22,1,RC9,M1J4Y,300,NEL,many,1", 3, "activity", "not a number"),
        ("2021/22,1,RC9,M1J4Y,300,NEL,1,1.005", 3, "price", "more than 2 decimals"),
        ("2021/22,1,RC9,M1J4Y,300,NEL,1,1", 3, "pod", "planned in line 2 already"),
        ("2021/22,1,RC9,M1J4Y,300,NEL,1", 3, "", "has 7 fields"),
    ],
)
def test_fault_is_told_with_its_line_and_nothing_is_kept(tmp_path, row, line, field, problem):
    with pytest.raises(ContentError, match=problem) as error:
        load(plan(tmp_path, GOOD[0], row))
    assert (error.value.file, error.value.line, error.value.field) == ("plan.csv", line, field)
    assert not PlanLine.objects.exists()
    assert plan_of_year(202122) is None


def test_a_column_that_lacks_and_an_empty_file_are_refused(tmp_path):
    with pytest.raises(ContentError, match="lacks a column") as error:
        load(plan(tmp_path, heading="year,month,provider"))
    assert error.value.field == "commissioner"
    with pytest.raises(ContentError, match="no rows"):
        load(plan(tmp_path))


def test_another_plan_of_the_year_waits_until_the_first_is_withdrawn(tmp_path):
    first = load(plan(tmp_path, *GOOD))
    with pytest.raises(ContentError, match="there is a plan of that year"):
        load(plan(tmp_path, GOOD[0]), "Revised")
    with pytest.raises(ContentError, match="reason"):
        withdraw_plan(release=first, by=OPERATOR, why=" ")
    withdraw_plan(release=first, by=OPERATOR, why="replaced after arbitration")
    second = load(plan(tmp_path, GOOD[0]), "Revised")
    assert plan_of_year(202122) == second
    assert PlanLine.objects.filter(release=first).count() == 2


def test_plans_need_their_permission(tmp_path):
    from ouzel.core.actors import Actor

    with pytest.raises(PermissionDenied):
        load_plan(
            plan(tmp_path, *GOOD), name="Plan", published=PUBLISHED, by=Actor.person(user("p@example.org", "provider"))
        )
    load(plan(tmp_path, *GOOD))
    assert not PlanLine.objects.visible_to(None).exists()

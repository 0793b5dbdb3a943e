"""What local points of delivery stand for: with days, never rewritten, audited; and what waits to be mapped."""

from datetime import date
from pathlib import Path

import ibis
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from ouzel.activity.mapping_queue import queue
from ouzel.activity.models import PodMapping
from ouzel.activity.pod_mapping import Mapped, end_pod_mapping, map_pod
from ouzel.activity.store import Store
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.activity.store.lines import lines
from tests.core.people import OPERATOR, user

RECORDED = date(2018, 1, 1)

pytestmark = pytest.mark.django_db

APRIL, MAY, JUNE = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)


def on(day: date, provider: str = "RC9", code: str = "OPX") -> str:
    return Mapped.known().pod(provider=provider, local_code=code, on=day)


def test_map_holds_on_its_days_alone() -> None:
    made = map_pod(
        provider="rc9",
        local_code=" OPX ",
        pod="opfaspcl",
        since=APRIL,
        until=JUNE,
        recorded=MAY,
        by=OPERATOR,
        note="as told",
    )
    assert (made.provider, made.local_code, made.pod) == ("RC9", "OPX", "OPFASPCL")
    assert [on(day) for day in (date(2025, 3, 31), APRIL, date(2025, 5, 31), JUNE)] == ["", "OPFASPCL", "OPFASPCL", ""]
    assert on(APRIL, "RTW") == ""
    entry = AuditEntry.objects.get(action="activity.pod-mapping.made")
    assert entry.detail == {
        "mapping": made.pk, "pod": "OPFASPCL", "since": "2025-04-01", "until": "2025-06-01", "recorded": "2025-05-01",
        "note": "as told",
    }  # fmt: skip


def test_map_of_a_provider_goes_before_that_of_any() -> None:
    map_pod(recorded=RECORDED, local_code="OPX", pod="OPFASPCL", since=APRIL, by=OPERATOR)
    map_pod(recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPPROC", since=MAY, by=OPERATOR)
    assert [on(APRIL), on(MAY), on(MAY, "RTW")] == ["OPFASPCL", "OPPROC", "OPFASPCL"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"pod": "CLINIC"}, "no such national point"),
        ({"local_code": " "}, "not said"),
        ({"until": APRIL}, "ends before it begins"),
        ({"since": MAY}, "mapped to OPFASPCL on some of these days: from 2025-04-01 until before 2025-06-01"),
    ],
)
def test_map_that_is_wrong_is_refused(change: dict[str, object], problem: str) -> None:
    map_pod(recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPFASPCL", since=APRIL, until=JUNE, by=OPERATOR)
    given = {
        "provider": "RC9",
        "local_code": "OPX",
        "pod": "OPPROC",
        "since": JUNE,
        "recorded": RECORDED,
        "by": OPERATOR,
    } | change
    with pytest.raises(ContentError, match=problem):
        map_pod(**given)  # type: ignore[arg-type]
    assert PodMapping.objects.count() == 1


def test_end_from_a_day_keeps_the_days_before() -> None:
    made = map_pod(recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPFASPCL", since=APRIL, by=OPERATOR)
    rest = end_pod_mapping(recorded=RECORDED, mapping=made, by=OPERATOR, why="counted otherwise", on=MAY)
    assert rest is not None
    made.refresh_from_db()
    assert (made.ended, made.valid.upper) == (True, None)
    assert [on(APRIL), on(MAY)] == ["OPFASPCL", ""]
    map_pod(recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPPROC", since=MAY, by=OPERATOR)
    assert on(MAY) == "OPPROC"
    assert AuditEntry.objects.get(action="activity.pod-mapping.ended").detail["why"] == "counted otherwise"


def test_end_without_a_day_takes_it_back() -> None:
    made = map_pod(recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPFASPCL", since=APRIL, by=OPERATOR)
    assert end_pod_mapping(recorded=RECORDED, mapping=made, by=OPERATOR, why="wrong") is None
    assert on(APRIL) == ""
    with pytest.raises(ContentError, match="ended already"):
        end_pod_mapping(recorded=RECORDED, mapping=made, by=OPERATOR, why="again")


def test_what_was_known_of_a_mapping_on_each_day_is_answered() -> None:
    made = map_pod(recorded=APRIL, provider="RC9", local_code="OPX", pod="OPFASPCL", since=APRIL, by=OPERATOR)
    end_pod_mapping(recorded=JUNE, mapping=made, by=OPERATOR, why="counted otherwise", on=MAY)
    map_pod(recorded=JUNE, provider="RC9", local_code="OPX", pod="OPPROC", since=MAY, by=OPERATOR)

    def of_may(known_at: date | None) -> str:
        return Mapped.known(known_at).pod(provider="RC9", local_code="OPX", on=MAY)

    assert [of_may(day) for day in (date(2025, 3, 31), APRIL, date(2025, 5, 31), JUNE, None)] == [
        "", "OPFASPCL", "OPFASPCL", "OPPROC", "OPPROC",
    ]  # fmt: skip
    made.refresh_from_db()
    assert (made.replaced, made.replaced_by, made.why) == (JUNE, str(OPERATOR), "counted otherwise")


def test_nothing_is_known_before_it_is() -> None:
    made = map_pod(recorded=MAY, provider="RC9", local_code="OPX", pod="OPFASPCL", since=APRIL, by=OPERATOR)
    with pytest.raises(ContentError, match="before it was known"):
        end_pod_mapping(recorded=APRIL, mapping=made, by=OPERATOR, why="wrong")
    with pytest.raises(ContentError, match="has not come"):
        end_pod_mapping(recorded=date(2999, 1, 1), mapping=made, by=OPERATOR, why="wrong")
    end_pod_mapping(recorded=JUNE, mapping=made, by=OPERATOR, why="wrong")
    with pytest.raises(ContentError, match="until 2025-06-01 it was believed to be OPFASPCL"):
        map_pod(recorded=MAY, provider="RC9", local_code="OPX", pod="OPPROC", since=APRIL, by=OPERATOR)


def test_what_was_said_is_neither_rewritten_nor_removed() -> None:
    made = map_pod(recorded=MAY, provider="RC9", local_code="OPX", pod="OPFASPCL", since=APRIL, by=OPERATOR)
    end_pod_mapping(recorded=JUNE, mapping=made, by=OPERATOR, why="wrong")
    for change in (
        lambda: PodMapping.objects.update(pod="OPPROC"),
        lambda: PodMapping.objects.update(replaced=None, replaced_by="", why=""),
        lambda: made.delete(),
    ):
        with pytest.raises(DatabaseError, match="what was said stays"), transaction.atomic():
            change()


def test_end_needs_a_reason_and_a_day_on_which_it_holds() -> None:
    made = map_pod(recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPFASPCL", since=MAY, by=OPERATOR)
    with pytest.raises(ContentError, match="needs its reason"):
        end_pod_mapping(recorded=RECORDED, mapping=made, by=OPERATOR, why=" ")
    with pytest.raises(ContentError, match="does not hold on that day"):
        end_pod_mapping(recorded=RECORDED, mapping=made, by=OPERATOR, why="x", on=APRIL)


def test_mapping_is_for_who_may_load() -> None:
    provider = Actor.person(user("p@example.org", "provider"))
    with pytest.raises(PermissionDenied):
        map_pod(recorded=RECORDED, local_code="OPX", pod="OPPROC", since=APRIL, by=provider)
    assert not PodMapping.objects.exists()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Lines of April and May: local codes with and without a national point of delivery."""
    store = Store.at(tmp_path)
    words = store.dictionaries()
    rc9, rtw = words.number("supply", "RC9", "", ""), words.number("supply", "RTW", "", "")
    profile = ["outpatient", *[""] * 13, "", "", "", ""]
    blank, said, own = (words.number("profile", *[*profile[:14], pod, *profile[15:]]) for pod in ("", "NEL", "LOCAL"))
    x, y = words.number("local_pod", "OPX"), words.number("local_pod", "OPY")
    words.save()
    april, may = date(2025, 4, 10).toordinal(), date(2025, 5, 10).toordinal()
    with store.writer(1, "plcm") as writer:
        writer.write(
            lines(
                1, 6,
                supply=[rc9, rc9, rtw, rc9, rc9, rc9], profile=[blank, own, blank, said, blank, blank],
                local_pod=[x, x, x, x, y, 0], start=[april, may, april, april, april, april],
                end=[april, may, 0, april, april, april], submitted=[100, 250, 900, 5000, 40, 7000], activity=1000,
            )
        )  # fmt: skip
    return store


def waiting(store: Store) -> list[tuple[str, str, int, int]]:
    found = queue(store, connection=ibis.duckdb.connect(), viewer=OPERATOR, on=JUNE)
    return [(one.provider, one.local_code, one.lines, one.pence) for one in found]


def test_queue_is_by_money_and_leaves_out_what_says_its_point_of_delivery(store: Store) -> None:
    assert waiting(store) == [("RTW", "OPX", 1, 900), ("RC9", "OPX", 2, 350), ("RC9", "OPY", 1, 40)]
    first = queue(store, connection=ibis.duckdb.connect(), viewer=OPERATOR, on=JUNE)[1]
    assert (first.first, first.last, first.activity, first.pods) == (
        date(2025, 4, 10),
        date(2025, 5, 10),
        2000,
        {"LOCAL"},
    )


def test_queue_forgets_what_is_mapped_on_the_days_of_its_lines(store: Store) -> None:
    made = map_pod(
        recorded=RECORDED, provider="RC9", local_code="OPX", pod="OPPROC", since=APRIL, until=MAY, by=OPERATOR
    )
    assert waiting(store) == [("RTW", "OPX", 1, 900), ("RC9", "OPX", 1, 250), ("RC9", "OPY", 1, 40)]
    map_pod(recorded=RECORDED, local_code="OPX", pod="OPPROC", since=APRIL, by=OPERATOR)
    assert waiting(store) == [("RC9", "OPY", 1, 40)]
    end_pod_mapping(recorded=RECORDED, mapping=made, by=OPERATOR, why="not needed")
    assert waiting(store) == [("RC9", "OPY", 1, 40)]


def test_queue_is_for_who_may_see_figures(store: Store) -> None:
    with pytest.raises(PermissionDenied):
        queue(store, connection=ibis.duckdb.connect(), viewer=user("q@example.org"), on=JUNE)
    assert queue(store, connection=ibis.duckdb.connect(), viewer=user("r@example.org", "analyst"), on=JUNE)

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from ouzel.core import releases
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, ReferenceRelease
from tests.core.people import OPERATOR, user

SUM = "ab" * 32
YEAR = (date(2025, 4, 1), date(2026, 4, 1))
NEXT = (date(2026, 4, 1), None)


def start(name: str = "2025/26", dates: tuple[date, date | None] = YEAR, kind: str = "prices") -> ReferenceRelease:
    origin = releases.Origin(source="NHS payment scheme", published=date(2025, 3, 1))
    return releases.start_release(kind=kind, name=name, since=dates[0], until=dates[1], origin=origin, by=OPERATOR)


def ready(name: str = "2025/26", dates: tuple[date, date | None] = YEAR, kind: str = "prices") -> ReferenceRelease:
    return releases.finish_release(release=start(name, dates, kind), sha256=SUM, by=OPERATOR)


def effective(on: date) -> list[str]:
    return [release.name for release in ReferenceRelease.objects.effective("prices", on)]


def test_release_answers_once_it_is_ready_for_its_days_only(db):
    release = start()
    assert effective(date(2025, 4, 1)) == []
    releases.finish_release(release=release, sha256=SUM, by=OPERATOR)
    assert effective(date(2025, 4, 1)) == effective(date(2026, 3, 31)) == ["2025/26"]
    assert effective(date(2025, 3, 31)) == effective(date(2026, 4, 1)) == []


def test_release_of_the_next_year_follows_without_overlap(db):
    ready()
    ready("2026/27", NEXT)
    assert effective(date(2026, 3, 31)) == ["2025/26"]
    assert effective(date(2026, 4, 1)) == effective(date(2040, 1, 1)) == ["2026/27"]


def test_release_that_overlaps_a_ready_one_is_refused_until_that_is_superseded(db):
    first = ready("first", (date(2025, 4, 1), None))
    second = start("second", (date(2025, 6, 1), None))
    with pytest.raises(ContentError, match="ready already: first"):
        releases.finish_release(release=second, sha256=SUM, by=OPERATOR)
    releases.supersede_release(release=first, on=date(2025, 6, 1), by=OPERATOR)
    releases.finish_release(release=second, sha256=SUM, by=OPERATOR)
    assert (effective(date(2025, 5, 31)), effective(date(2025, 6, 1))) == (["first"], ["second"])


def test_releases_of_two_kinds_may_overlap(db):
    ready()
    ready(kind="factors")


@pytest.mark.parametrize("on", [date(2025, 4, 1), date(2026, 4, 1), date(2027, 1, 1)])
def test_release_is_superseded_only_inside_its_days(db, on):
    with pytest.raises(ContentError, match="both sides"):
        releases.supersede_release(release=ready(), on=on, by=OPERATOR)


def test_withdrawn_release_stays_but_no_longer_answers(db):
    release = releases.withdraw_release(release=ready(), by=OPERATOR, why="wrong column")
    assert effective(date(2025, 4, 1)) == []
    assert release.state == "withdrawn"
    ready("2025/26 corrected")
    assert effective(date(2025, 4, 1)) == ["2025/26 corrected"]


def test_release_that_will_never_be_whole_can_be_withdrawn(db):
    assert releases.withdraw_release(release=start(), by=OPERATOR, why="file was cut off").state == "withdrawn"


def test_release_takes_no_step_twice(db):
    release = ready()
    with pytest.raises(ContentError, match="cannot finish a release that is ready"):
        releases.finish_release(release=release, sha256=SUM, by=OPERATOR)
    releases.withdraw_release(release=release, by=OPERATOR, why="wrong")
    with pytest.raises(ContentError, match="cannot withdraw a release that is withdrawn"):
        releases.withdraw_release(release=release, by=OPERATOR, why="wrong")


@pytest.mark.parametrize("digest", ["", "ABCD", "g" * 64])
def test_release_is_not_ready_without_the_sum_of_its_file(db, digest):
    with pytest.raises(ContentError, match="sum"):
        releases.finish_release(release=start(), sha256=digest, by=OPERATOR)


def test_release_with_a_name_that_is_taken_or_dates_the_wrong_way_round_is_refused(db):
    start()
    with pytest.raises(ContentError, match="name of its own"):
        start()
    with pytest.raises(ContentError, match="end before it begins"):
        start("other", (YEAR[1], YEAR[0]))


def test_release_steps_are_audited_and_need_the_permission(db):
    releases.withdraw_release(release=ready(), by=OPERATOR, why="wrong column")
    recorded = AuditEntry.objects.order_by("pk")
    assert [entry.action.rpartition(".")[2] for entry in recorded] == ["started", "finished", "withdrawn"]
    assert recorded[2].detail["why"] == "wrong column"
    analyst = Actor.person(user("ann@example.org", "analyst"))
    with pytest.raises(PermissionDenied, match="register keeper"):
        releases.finish_release(release=start("other"), sha256=SUM, by=analyst)


RELEASE = "INSERT INTO core_referencerelease (kind, name, state, effective, published, source, sha256) VALUES "


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (f"('prices', 'b', 'ready', '[2025-06-01,)', '2025-01-01', 's', '{SUM}')", "release_ready_once_a_day"),
        ("('prices', 'b', 'ready', '[2027-06-01,)', '2025-01-01', 's', '')", "release_sha256_when_whole"),
        ("('prices', 'b', 'draft', '[2027-06-01,)', '2025-01-01', 's', '')", "release_state_known"),
        ("('prices', 'b', 'loading', 'empty', '2025-01-01', 's', '')", "release_effective_not_empty"),
        ("('prices', 'b', 'loading', '[2027-06-01,)', '2025-01-01', '', '')", "release_described"),
        ("('prices', '2025/26', 'loading', '[2027-06-01,)', '2025-01-01', 's', '')", "release_name_once_a_kind"),
    ],
)
def test_database_itself_refuses(db, row, constraint):
    ready()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RELEASE + row)

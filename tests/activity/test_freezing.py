"""Months of account: how they are counted, frozen and dated."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.accounts import AccountMonthKey, Frozen
from ouzel.activity.freezing import freeze_month, read_calendar, record_calendar
from ouzel.activity.models import AccountMonth, Freeze
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.activity.accounts import APRIL, MAY, ON, post, total
from tests.core.people import OPERATOR, user

CALENDAR = """year,month,inclusion,reconciliation,post_reconciliation
202526,1,2025-05-16,2025-05-30,2025-06-27
202526,2,,,
"""


@given(year=st.integers(1995, 2100), month=st.integers(1, 12))
def test_month_of_lines_there_and_back(year: int, month: int) -> None:
    kept = year * 12 + month - 1
    key = AccountMonthKey.of(kept)
    assert key.line_month == kept
    assert key.month == (month - 4) % 12 + 1
    assert key.year // 100 == (year if month >= 4 else year - 1)
    assert key.next.line_month == kept + 1
    assert key < key.next


def test_month_over_the_end_of_a_year_and_of_a_century() -> None:
    assert AccountMonthKey(202526, 12).next == AccountMonthKey(202627, 1)
    assert AccountMonthKey(199899, 12).next == AccountMonthKey(199900, 1)
    assert str(AccountMonthKey(202526, 1)) == "month 1 of 2025/26"


@pytest.mark.parametrize(("year", "month"), [(202526, 0), (202526, 13), (202527, 1), (2025, 1)])
def test_month_that_is_none_is_refused(year: int, month: int) -> None:
    with pytest.raises(ContentError, match="not a month of account"):
        AccountMonthKey(year, month)


@pytest.mark.django_db
def test_freeze_holds_for_one_provider_or_for_all() -> None:
    post(total(500))
    freeze_month(year=202526, month=1, provider="RC9", by=OPERATOR, on=ON)
    assert Frozen().holds(APRIL, "RC9")
    assert not Frozen().holds(APRIL, "RD8")
    freeze_month(year=202526, month=1, by=OPERATOR, on=ON)
    assert Frozen().holds(APRIL, "RD8")
    assert Frozen().open_after(APRIL, "RD8") == MAY
    assert Frozen().open_after(MAY, "RD8") == MAY
    assert AuditEntry.objects.filter(action="activity.month.frozen").count() == 2


@pytest.mark.django_db
def test_freeze_is_done_once_and_for_good() -> None:
    freeze_month(year=202526, month=1, by=OPERATOR, on=ON)
    for provider in ("", "RC9"):
        with pytest.raises(ContentError, match="frozen already"):
            freeze_month(year=202526, month=1, provider=provider, by=OPERATOR, on=ON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Freeze.objects.all().delete()


@pytest.mark.django_db
def test_freeze_of_a_month_that_has_not_ended_is_refused() -> None:
    with pytest.raises(ContentError, match=r"month 4 of 2025/26 has not ended.*1 August 2025"):
        freeze_month(year=202526, month=4, by=OPERATOR, on=date(2025, 7, 31))
    freeze_month(year=202526, month=4, by=OPERATOR, on=date(2025, 8, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("provider", ["RC90", "RD8", "everybody"])
def test_freeze_of_a_provider_without_an_account_is_refused(provider: str) -> None:
    post(total(500))
    with pytest.raises(ContentError, match="nothing is posted of this provider"):
        freeze_month(year=202526, month=1, provider=provider, by=OPERATOR, on=ON)
    assert not Freeze.objects.exists()


@pytest.mark.django_db
def test_freeze_is_for_contract_managers() -> None:
    with pytest.raises(PermissionDenied):
        freeze_month(year=202526, month=1, by=Actor.person(user("a@example.org", "analyst")), on=ON)
    freeze_month(year=202526, month=1, by=Actor.person(user("m@example.org", "contract-manager")), on=ON)


def calendar(folder: Path, text: str = CALENDAR) -> Path:
    path = folder / "calendar.csv"
    path.write_text(text)
    return path


@pytest.mark.django_db
def test_calendar_is_kept_as_published_and_corrected(tmp_path: Path) -> None:
    assert record_calendar(months=read_calendar(calendar(tmp_path)), source="invented", by=OPERATOR) == 2
    record_calendar(
        months=read_calendar(calendar(tmp_path, CALENDAR.replace("06-27", "06-30"))), source="corrected", by=OPERATOR
    )
    first, second = AccountMonth.objects.all()
    assert (first.inclusion, first.post_reconciliation) == (date(2025, 5, 16), date(2025, 6, 30))
    assert (second.inclusion, second.source) == (None, "corrected")
    assert AuditEntry.objects.filter(action="activity.calendar.recorded").count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CALENDAR.replace("2025-05-16", "16/05/2025"), "line 2, inclusion"),
        (CALENDAR.replace("202526,2", "202526,x"), "line 3, month"),
        (CALENDAR.replace("202526,2", "202526,13"), "13 of 202526"),
        (CALENDAR.replace("inclusion", "closing"), "inclusion"),
    ],
)
def test_calendar_refuses_what_is_no_date_or_month(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        read_calendar(calendar(tmp_path, text))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CALENDAR.replace("2025-05-30", "2025-05-15"), "not in order"),
        (CALENDAR.replace("202526,2", "202526,1"), "twice"),
    ],
)
def test_calendar_is_refused_whole(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        record_calendar(months=read_calendar(calendar(tmp_path, text)), source="invented", by=OPERATOR)
    assert not AccountMonth.objects.exists()

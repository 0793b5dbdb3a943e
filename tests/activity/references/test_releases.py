"""Tables that are loaded: until when each holds, what is known of it on which day, and what a withdrawal means."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.activity.references.releases import withdraw
from ouzel.activity.references.tables import load_table, rows
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, ReferenceRelease
from tests.core.people import OPERATOR

pytestmark = pytest.mark.django_db

APRIL, OCTOBER = date(2025, 4, 1), date(2025, 10, 1)
JUNE, JULY, NOVEMBER = date(2025, 6, 1), date(2025, 7, 1), date(2025, 11, 1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: tmp_path)


def load(provider: str, *, effective: date = APRIL, published: date = APRIL) -> ReferenceRelease:
    return load_table(
        f"provider,service\n{provider},NCBPS34A\n".encode(), table="provider-contracts", effective=effective,
        published=published, by=OPERATOR, origin="a test", name="contracts.csv",
    )  # fmt: skip


def held(day: date, *, known_at: date | None = None) -> list[str]:
    return [row["provider"] for row in rows("provider-contracts", known_at=known_at) if row.holds(day)]


def test_after_a_withdrawal_the_one_before_holds_again_in_rules_and_register() -> None:
    first, second = load("RC9"), load("RD8", effective=OCTOBER, published=OCTOBER)
    first.refresh_from_db()
    assert (held(NOVEMBER), first.effective.upper) == (["RD8"], OCTOBER)
    withdraw(release=second, by=OPERATOR, why="wrong file", on=NOVEMBER)
    first.refresh_from_db()
    assert (held(NOVEMBER), first.effective.upper) == (["RC9"], None)
    assert held(NOVEMBER, known_at=date(2025, 10, 31)) == ["RD8"]
    assert held(NOVEMBER, known_at=NOVEMBER) == ["RC9"]
    assert AuditEntry.objects.get(action="activity.reference.holds_on").detail["withdrawn"] == second.pk
    withdraw(release=first, by=OPERATOR, why="wrong too")
    assert held(NOVEMBER) == []


def test_a_table_published_anew_for_the_same_day_is_known_on_both_dates() -> None:
    first, second = load("RC9"), load("RD8", published=JUNE)
    first.refresh_from_db()
    assert (first.state, first.withdrawn) == ("withdrawn", JUNE)
    assert [held(JULY, known_at=day) for day in (date(2025, 3, 31), APRIL, date(2025, 5, 31), JUNE, None)] == [
        [], ["RC9"], ["RC9"], ["RD8"], ["RD8"],
    ]  # fmt: skip
    assert load("RD8", published=JUNE) == second
    with pytest.raises(ContentError, match="published on 1 June 2025"):
        load("RC9", published=JUNE)


def test_a_withdrawal_is_no_earlier_than_the_table_and_not_to_come() -> None:
    first = load("RC9")
    for day in (date(2025, 3, 31), date(2999, 1, 1)):
        with pytest.raises(ContentError):
            withdraw(release=first, by=OPERATOR, why="wrong", on=day)
    first.refresh_from_db()
    assert first.state == "ready"


def test_sets_of_codes_cannot_be_loaded() -> None:
    with pytest.raises(ContentError, match="cannot be loaded"):
        load_table(b"set,scheme,code\nabortion,ICD-10,O04\n", table="code-sets", effective=APRIL, published=APRIL,
                   by=OPERATOR, origin="a test", name="sets.csv")  # fmt: skip

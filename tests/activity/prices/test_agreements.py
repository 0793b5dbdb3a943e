"""How a commissioner pays a provider: one way at a time, written down and taken back with a reason."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.models import AgreementRow
from ouzel.activity.prices.agreements import agree, agreements, end_agreement
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.engine.pricing.book import Agreement
from tests.core.people import OPERATOR, user

RECORDED = date(2018, 1, 1)

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2025, 4, 1), date(2026, 4, 1)


def made(**what: Any) -> AgreementRow:
    said = {"provider": "RC9", "commissioner": "M1J4Y", "mechanism": "block", "since": SINCE, "until": UNTIL,
            "source": "invented for the test", "recorded": RECORDED, "by": OPERATOR}  # fmt: skip
    return agree(**{**said, **what})


def test_agreements_are_given_as_they_were_made() -> None:
    made()
    made(commissioner="06H", mechanism="fixed-and-variable")
    made(since=UNTIL, until=date(2027, 4, 1), mechanism="activity")
    assert set(agreements()) == {
        Agreement("RC9", "M1J4Y", "block", SINCE, UNTIL),
        Agreement("RC9", "06H", "fixed-and-variable", SINCE, UNTIL),
        Agreement("RC9", "M1J4Y", "activity", UNTIL, date(2027, 4, 1)),
    }


def test_agreements_of_the_same_days_are_refused_until_the_first_is_taken_back() -> None:
    first = made()
    with pytest.raises(ContentError, match="M1J4Y pays RC9 by block"):
        made(mechanism="activity", since=date(2026, 3, 31), until=date(2026, 5, 1))
    with pytest.raises(ContentError, match="reason"):
        end_agreement(recorded=RECORDED, agreement=first, by=OPERATOR, why="")
    end_agreement(recorded=RECORDED, agreement=first, by=OPERATOR, why="it was never signed")
    assert agreements() == ()
    with pytest.raises(ContentError, match="taken back before"):
        end_agreement(recorded=RECORDED, agreement=first, by=OPERATOR, why="again")
    made(mechanism="activity")
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "activity.agreement.made", "activity.agreement.ended", "activity.agreement.made",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "field"),
    [({"mechanism": "capitation"}, "mechanism"), ({"until": SINCE}, "until"), ({"source": ""}, "source")],
)
def test_agreements_refused(what: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError) as refused:
        made(**what)
    assert refused.value.field == field


def test_agreements_are_made_by_contract_managers_alone() -> None:
    with pytest.raises(PermissionDenied):
        made(by=Actor.person(user("a@example.org", "analyst")))


def test_an_agreement_taken_back_stays_known_for_the_days_before() -> None:
    first = made(recorded=date(2025, 5, 1))
    end_agreement(recorded=date(2025, 9, 1), agreement=first, by=OPERATOR, why="it was never signed")
    with pytest.raises(ContentError, match="was believed to pay RC9 by block"):
        made(mechanism="activity", recorded=date(2025, 6, 1))
    made(mechanism="activity", recorded=date(2025, 9, 1))
    known = [date(2025, 4, 30), date(2025, 5, 1), date(2025, 8, 31), date(2025, 9, 1), None]
    found = [[each.mechanism for each in agreements(known_at=day)] for day in known]
    assert found == [[], ["block"], ["block"], ["activity"], ["activity"]]

"""A provider is one, however its code is written."""

from datetime import date

import pyarrow as pa
import pytest

from ouzel.activity.explaining import explain
from ouzel.activity.models import ActivityLoad
from ouzel.activity.prices.agreements import agree
from ouzel.activity.prices.loading import load_book
from ouzel.activity.providers import canonical, with_canonical
from ouzel.activity.store.manifests import Protocol
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import LineRef
from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.reasons import Why
from tests.activity.loads import lines
from tests.activity.paying import answers, take
from tests.core.people import OPERATOR

SPELT = ("RC9", "RC900", "rc9 ", "RC971")


def stay(**said: str) -> dict[str, str]:
    usual = {
        "record": "1", "provider": "RC9", "practice": "E81073", "start": "2025-04-03", "end": "2025-04-07",
        "admission_method": "11", "patient_class": "1", "specialty": "300", "currency": "FD02H", "age": "50",
    }  # fmt: skip
    return usual | said


def book(**more: object) -> PriceBook:
    given = {"name": "A list", "since": date(2025, 4, 1), "until": date(2026, 4, 1), "published": date(2025, 3, 1),
             "rounding": "penny-at-the-end", "prices": (Price("FD02H", "elective", 100_000),),
             "factors": {"RC900": 1_050_000}, "top_ups": (), "source": "a test"}  # fmt: skip
    return PriceBook(**given | more)


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("RC9", "RC9"), ("rc900 ", "RC9"), ("RC971", "RC9"), ("TAJ01", "TAJ"), ("NT400", "NT4"), ("NT301", "NT301"),
        ("8A123", "8A123"), ("Y01234", "Y01234"), ("", ""),
    ],
)  # fmt: skip
def test_a_code_is_read_as_the_one_it_is_known_by(code, known):
    assert canonical(code) == canonical(canonical(code)) == known


def test_what_was_submitted_is_kept_as_the_site_where_no_other_is_said():
    batch = pa.RecordBatch.from_pydict(
        {"provider": pa.array(["RC971", "RC9", "rc900", None, "rc9"]), "site": pa.array(["", "", "RC9X1", "", None])}
    )
    made, said = with_canonical(batch)
    assert made.column("provider").to_pylist() == ["RC9", "RC9", "RC9", "", "RC9"]
    assert made.column("site").to_pylist() == ["RC971", "", "RC9X1", "", ""]
    assert said == {"RC971": "RC9", "RC900": "RC9"}
    plain = batch.select(["provider"]).slice(0, 1)
    assert with_canonical(plain)[0].column("site").to_pylist() == ["RC971"]
    assert with_canonical(batch.slice(1, 1))[1] == {}


@pytest.mark.django_db
def test_every_form_of_a_provider_has_its_market_forces_its_local_price_and_its_agreements(store):
    load_book(book(), by=OPERATOR)
    take(store, "admitted", *(stay(record=str(n), provider=code) for n, code in enumerate(SPELT)))
    rows = answers(store)
    assert {(row["why"], row["price"]) for row in rows} == {(Why.NOBODY_PAYS, 105_000)}
    assert ActivityLoad.objects.get().provider == "RC9"
    assert ActivityLoad.objects.get().report["providers"] == {"RC900": "RC9", "RC971": "RC9"}
    supplies = store.dictionaries().keys("supply")
    sites = [supplies[row["supply"]][:2] for row in lines(store)]
    assert sites == [("RC9", ""), ("RC9", "RC900"), ("RC9", ""), ("RC9", "RC971")]
    told = explain(LineRef.of(lines(store)[3]["line"]), by=OPERATOR, why="a test", store=store)
    assert told.priced.price == 105_000


@pytest.mark.django_db
def test_a_month_that_is_sent_again_under_the_long_form_replaces_the_first(store):
    take(store, "other", stay(record="1"), protocol=Protocol.BULK, submitted="2025-05-20")
    take(store, "other", stay(record="2", provider="RC900"), protocol=Protocol.BULK, submitted="2025-06-20")
    assert len(lines(store)) == 1


@pytest.mark.django_db
def test_a_list_with_two_factors_of_one_provider_is_refused():
    with pytest.raises(ContentError, match="another factor"):
        load_book(book(factors={"RC9": 1_050_000, "RC900": 1_060_000}), by=OPERATOR)
    load_book(book(factors={"RC9": 1_050_000, "RC900": 1_050_000}), by=OPERATOR)


@pytest.mark.django_db
def test_an_agreement_is_of_the_provider_whatever_form_it_is_written_in():
    made = agree(
        provider="rc900", commissioner="06P", mechanism="block", since=date(2025, 4, 1), until=date(2026, 4, 1),
        source="the contract", recorded=date(2025, 4, 1), by=OPERATOR,
    )  # fmt: skip
    assert made.provider == "RC9"

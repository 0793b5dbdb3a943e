"""Where nobody pays, what would have told who does is named: one sentence for each way the rules tried."""

from datetime import date

from ouzel.activity.missing import missing
from ouzel.engine.attribution.by_hand import Assigned
from ouzel.engine.attribution.flow import METHOD_FACTS, Outcome

DAY = date(2021, 11, 29)
CODES = {"practice": "E81046", "residence": "E01015693", "supply": "RYV"}


def told(*pays: str, payer: str = "", method: str = "", codes: dict[str, str] = CODES, **facts: dict[str, str]) -> str:
    found = Assigned("C-5X", Outcome(pays, "", "words"), method, payer, "", (), "words")
    tables: dict[str, dict[str, str]] = {"practice": {}, "residence": {}, "supply": {}}
    return "; ".join(missing(found, tables | facts, codes=codes, day=DAY))


def test_missing_names_the_fact_the_body_and_the_day() -> None:
    assert told("practice", "residence", "host") == (
        "no commissioner of the GP practice E81046 is recorded for 29 November 2021; "
        "no commissioner of the place of residence E01015693 is recorded for 29 November 2021; "
        "of the provider RYV neither a postcode in an area with a commissioner, nor a board with one local "
        "commissioner only, is recorded for 29 November 2021"
    )


def test_missing_of_a_hub_is_the_region_or_the_commissioner_before_it() -> None:
    known = {"commissioner": "M1J4Y"}
    assert told("practice-hub", practice=known).startswith("of the commissioner of the GP practice E81046 no region")
    assert told("practice-hub").startswith("no commissioner of the GP practice E81046")
    assert told("hub").startswith("no region of NHS England, which has a hub, is recorded of the provider RYV")


def test_missing_of_a_line_that_does_not_say_is_that() -> None:
    nothing = dict.fromkeys(CODES, "")
    assert told("practice", "residence", "host", "submitted", codes=nothing) == (
        "the line names no GP practice; the line says no address that leads to a small area; "
        "the line names no provider; the line was submitted to nobody"
    )
    assert told("practice", practice={"nation": "none"}) == "the GP practice E81046 is a code for having none"
    assert told("residence", residence={"pseudo": "Y"}) == "the address E01015693 is a code for no place"


def test_missing_is_nothing_where_somebody_pays_or_nobody_should() -> None:
    assert told("practice", payer="06P", method="practice") == ""
    assert told("none", method="none") == ""


def test_missing_has_a_sentence_for_every_way_to_pay() -> None:
    for method in METHOD_FACTS:
        assert told(method).endswith("29 November 2021"), method

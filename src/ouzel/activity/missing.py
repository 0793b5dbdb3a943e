"""What would have told who pays for a line, and is not recorded: one sentence for each way the rules tried."""

from collections.abc import Iterator, Mapping
from datetime import date

from ouzel.engine.attribution.by_hand import Assigned
from ouzel.engine.attribution.flow import METHOD_FACTS

FACTS: Mapping[tuple[str, str], str] = {
    ("practice", "commissioner"): "no commissioner of the GP practice {code} is recorded for {day}",
    ("practice", "board"): "no health board of the GP practice {code} is recorded for {day}",
    (
        "residence",
        "commissioner",
    ): "no commissioner of the place of residence {code} is recorded for {day}",
    (
        "residence",
        "board",
    ): "neither the table health-boards nor the postcode directory has one health board of the place of residence"
    " {code} for {day}",
    ("supply", "host"): "of the provider {code} neither a postcode in an area with a commissioner, nor a board with one"
    " local commissioner only, is recorded for {day}",
    ("supply", "hub"): "no region of NHS England, which has a hub, is recorded of the provider {code} for {day}",
    ("supply", "justice_hub"): "no region of NHS England is recorded of the provider {code} for {day}",
    ("supply", "region"): "no region of NHS England is recorded of the provider {code} for {day}",
}
REGION = "of the commissioner of {what} {code} no region of NHS England is recorded for {day}"
WHAT = {"practice": "the GP practice", "residence": "the place of residence"}
NOT_SAID = {
    "practice": "the line names no GP practice",
    "residence": "the line says no address that leads to a small area",
    "supply": "the line names no provider",
}
NO_PRACTICE = "the GP practice {code} is a code for having none"
NO_PLACE = "the address {code} is a code for no place"


def missing(
    assigned: Assigned, facts: Mapping[str, Mapping[str, str]], *, codes: Mapping[str, str], day: date
) -> tuple[str, ...]:
    """What each method of the rules would have needed, in order; none where somebody pays, or nobody should.

    `codes` are those of the line by table: practice, residence, supply (its provider); "" where it says none.
    """
    if assigned.payer or assigned.method == "none":
        return ()
    said = f"{day.day} {day:%B %Y}"
    return tuple(dict.fromkeys(_sentences(assigned, facts, codes, said)))


def _sentences(
    assigned: Assigned, facts: Mapping[str, Mapping[str, str]], codes: Mapping[str, str], day: str
) -> Iterator[str]:
    for method in assigned.outcome.pays:
        if method == "submitted":
            yield "the line was submitted to nobody"
        if method not in METHOD_FACTS:
            continue
        table, name = METHOD_FACTS[method]
        code = codes.get(table, "")
        if not code:
            yield NOT_SAID[table]
        elif table == "practice" and facts[table].get("nation") == "none":
            yield NO_PRACTICE.format(code=code)
        elif table == "residence" and facts[table].get("pseudo"):
            yield NO_PLACE.format(code=code)
        elif (table, name) in FACTS:
            yield FACTS[table, name].format(code=code, day=day)
        elif not facts[table].get("commissioner"):
            yield FACTS[table, "commissioner"].format(code=code, day=day)
        else:
            yield REGION.format(what=WHAT[table], code=code, day=day)

"""National points of delivery, and what a line of each is a record of.

Source: the list used in national plan returns of 2026; kinds and words follow the NHS Data Dictionary. Where `words` is
empty, no meaning was found published. `spell` marks those that are one hospital spell each; `money_only` those that
carry money and no activity; `no_tariff` those without a tariff code.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class PointOfDelivery:
    code: str
    kind: str  # one of engine.activity_lines.KINDS
    words: str
    spell: bool
    money_only: bool
    no_tariff: bool


def _read() -> dict[str, PointOfDelivery]:
    text = files("ouzel.activity.readers").joinpath("points_of_delivery.csv").read_text(encoding="utf-8")
    return {
        row["code"]: PointOfDelivery(
            row["code"],
            row["kind"],
            row["words"],
            row["spell"] == "Y",
            row["money_only"] == "Y",
            row["no_tariff"] == "Y",
        )
        for row in csv.DictReader(text.splitlines())
    }


POINTS: dict[str, PointOfDelivery] = _read()

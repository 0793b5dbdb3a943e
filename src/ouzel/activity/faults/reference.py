"""What checks compare with: code lists that come with the package, and the register where there is one."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Protocol

from ouzel.activity.readers.pods import POINTS, PointOfDelivery

Span = tuple[date | None, date | None]


class Bodies(Protocol):
    """When bodies were open."""

    def open(self, codes: Collection[str]) -> Mapping[str, tuple[Span, ...] | None]:
        """Half-open days on which each was open; None where these are not known. Unknown bodies are left out."""
        ...


@dataclass(frozen=True)
class Special:
    """A code that is not of a body but stands in its place. `until`: from then on it must not be used."""

    words: str
    until: date | None


@dataclass(frozen=True)
class Reference:
    """Code lists. `services` None: the list of specialised services is not there, so that it is not checked against.

    Sources: NHS Data Dictionary (treatment functions and main specialties of May 2026, coded values); HRG4+ codes of
    several years together, NHS England; commissioned service categories as in the delegated commissioner assignment
    guidance of April 2025; points of delivery as in national plan returns of 2026.
    """

    functions: frozenset[str]
    specialties: frozenset[str]
    hrgs: frozenset[str]
    codes: Mapping[str, frozenset[str]]
    special: Mapping[str, Mapping[str, Special]]
    points: Mapping[str, PointOfDelivery] = field(default_factory=lambda: POINTS)
    services: frozenset[str] | None = None
    bodies: Bodies | None = None

    def with_bodies(self, bodies: Bodies) -> "Reference":
        """The same, with bodies to ask when they were open."""
        return replace(self, bodies=bodies)


@cache
def shipped() -> Reference:
    """The lists that come with the package, without a register."""
    codes: dict[str, set[str]] = {}
    for row in _rows("codes"):
        codes.setdefault(row["field"], set()).add(row["code"])
    special: dict[str, dict[str, Special]] = {}
    for row in _rows("special_codes"):
        until = date.fromisoformat(row["used_until"]) if row["used_until"] else None
        special.setdefault(row["field"], {})[row["code"]] = Special(row["words"], until)
    return Reference(
        functions=frozenset(row["code"] for row in _rows("treatment_functions")),
        specialties=frozenset(row["code"] for row in _rows("main_specialties")),
        hrgs=frozenset(row["code"] for row in _rows("hrgs")),
        codes={name: frozenset(those) for name, those in codes.items()},
        special=special,
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("ouzel.activity.faults").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))

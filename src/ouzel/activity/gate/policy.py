"""Policies: what is done with each field of a file, said once, by name and version, and recorded with every load."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from ouzel.activity.gate.kinds import Kind
from ouzel.core.errors import ContentError

DEFAULT = "pseudonymise"
FILE = "policies.toml"


class Treatment(StrEnum):
    """What is done with a field."""

    KEEP = "keep"  # as it is; what is found in it refuses the file
    PSEUDONYMISE = "pseudonymise"
    GENERALISE = "generalise"  # a birth date to an age, a postcode to a small area
    DROP = "drop"
    REFUSE = "refuse"  # any value in it refuses the file


class Unmapped(StrEnum):
    """What is done with a column that is no field of ours. It is looked through and never kept."""

    DROP = "drop"  # whatever is found is told
    REFUSE = "refuse"  # what is found refuses the file


IDENTIFIERS = ("person", "local_person", "spell", "record")
GENERAL = ("birth_date", "residence")


@dataclass(frozen=True)
class Policy:
    """One policy in one version. `refuses` are kinds that refuse the file even in the column that is meant for them."""

    name: str
    version: int
    words: str
    purpose: str
    retention_days: int
    unmapped: Unmapped
    refuses: frozenset[Kind]
    treatments: Mapping[str, Treatment] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def treatment(self, name: str) -> Treatment:
        """What is done with a field. ContentError where the policy says nothing of it: nothing passes unsaid."""
        try:
            return self.treatments[name]
        except KeyError:
            raise ContentError(
                f"the policy {self} does not say what is done with this field", FILE, field=name,
                right=f"Put it under one of {', '.join(Treatment)} in the policy",
            ) from None  # fmt: skip

    def retain_until(self, on: date) -> date:
        """The day on which what was taken on a day is erased."""
        return on + timedelta(days=self.retention_days)


def policy(name: str = DEFAULT) -> Policy:
    """The shipped policy of that name; ContentError names those there are."""
    shipped = policies()
    if name not in shipped:
        raise ContentError("there is no such policy", field="policy", value=name, right=f"Use {', '.join(shipped)}")
    return shipped[name]


@cache
def policies() -> Mapping[str, Policy]:
    """The shipped policies by name."""
    return read_policies(resources.files(__package__).joinpath(FILE).read_text("utf-8"), file=FILE)


def read_policies(text: str, *, file: str) -> dict[str, Policy]:
    """Policies from TOML, one a table; ContentError where one is not whole or would let identifiers pass."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"this is not TOML: {error}", file) from None
    return {name: _read(name, table, file) for name, table in tables.items()}


def _read(name: str, table: object, file: str) -> Policy:
    try:
        if not isinstance(table, dict):
            raise ValueError("a policy is a table")
        treatments: dict[str, Treatment] = {}
        for treatment, fields in table["fields"].items():
            for each in fields:
                if each in treatments:
                    raise ValueError(f"{each} stands under {treatments[each]} and under {treatment}")
                treatments[each] = _allowed(each, Treatment(treatment))
        made = Policy(
            name=name,
            version=int(table["version"]),
            words=str(table["words"]),
            purpose=str(table["purpose"]),
            retention_days=int(table["retention_days"]),
            unmapped=Unmapped(table["unmapped"]),
            refuses=frozenset(map(Kind, table["refuses"])),
            treatments=treatments,
        )
        if not made.purpose or made.retention_days < 1:
            raise ValueError("a policy needs a purpose, and days of retention from 1")
        return made
    except KeyError as error:
        raise ContentError(f"the policy {name} does not say {error.args[0]}", file) from None
    except ValueError as error:
        raise ContentError(f"the policy {name} cannot be followed: {error}", file) from None


def _allowed(name: str, treatment: Treatment) -> Treatment:
    if treatment is Treatment.KEEP and name in IDENTIFIERS + GENERAL:
        raise ValueError(f"{name} tells who a patient is and may not be kept")
    if treatment is Treatment.PSEUDONYMISE and name not in IDENTIFIERS:
        raise ValueError(f"{name} is no identifier: only {', '.join(IDENTIFIERS)} become pseudonyms")
    if treatment is Treatment.GENERALISE and name not in GENERAL:
        raise ValueError(f"only {' and '.join(GENERAL)} can be generalised, not {name}")
    return treatment

"""Suppliers and others whom an item concerns, as they are typed: one to a line."""

from collections.abc import Iterable, Mapping
from typing import Any

from ouzel.web.desk import fields

NAMES = ("name", "ods_code", "company_number")


class PartiesField(fields.LinesField):
    """A line for each: the name, and after semicolons its ODS code and its company number. Gives what agendas hold."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            fields.Shape.LINE, label="Suppliers and others concerned", strip=False,
            help_text="One to a line: the name, and after semicolons its ODS code and its company number. "
            "Members’ interests are compared with them.", **options,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """{"name", "ods_code", "company_number"} of each line."""
        lines = [[piece.strip() for piece in line.split(";", 2)] for line in super().clean(value)]
        return [{key: piece for key, piece in zip(NAMES, line, strict=False) if piece} for line in lines]


def typed(parties: Iterable[Mapping[str, str]]) -> list[str]:
    """The lines by which parties are typed."""
    return ["; ".join(party.get(key, "") for key in NAMES).rstrip("; ") for party in parties]

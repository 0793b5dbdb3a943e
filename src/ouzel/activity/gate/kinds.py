"""What the gate looks for, and what each finding says to the person who sent the file."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a value tells of a patient."""

    NHS_NUMBER = "nhs-number"
    PATIENT = "patient-identifier"
    POSTCODE = "postcode"
    BIRTH_DATE = "birth-date"
    BIRTH_MONTH = "birth-month"
    NAME = "name"
    UNREADABLE = "unreadable"
    FORBIDDEN = "forbidden"
    UNFIT = "no-code"
    DATE = "date"
    UNLISTED = "unlisted-words"


BLANKED = frozenset({Kind.UNFIT, Kind.DATE, Kind.UNLISTED})
"""Kinds that may be innocent: in a kept field they are left blank, and told, where the policy does not refuse them."""


@dataclass(frozen=True)
class Telling:
    """`one` and `many` name the kind; `right` is what to do where it has no place."""

    one: str
    many: str
    right: str


TELLINGS: dict[Kind, Telling] = {
    Kind.NHS_NUMBER: Telling(
        "NHS number", "NHS numbers",
        "Take them out of this column. If they are codes of your own, put a letter before them.",
    ),
    Kind.PATIENT: Telling(
        "hospital's own number of a patient", "hospital's own numbers of patients",
        "Take the column out of the file.",
    ),
    Kind.POSTCODE: Telling(
        "full postcode", "full postcodes",
        "Give a small area (such as E01017621) or take them out. If they are codes of your own, write them otherwise.",
    ),
    Kind.BIRTH_DATE: Telling("date of birth", "dates of birth", "Give the age in years in their place."),
    Kind.BIRTH_MONTH: Telling("month of birth", "months of birth", "Give the age in years in their place."),
    Kind.NAME: Telling("name of a person", "names of persons", "Take the names out."),
    Kind.UNREADABLE: Telling(
        "value that is not text or a number", "values that are not text or numbers",
        "They cannot be looked through: take the column out of the file.",
    ),
    Kind.FORBIDDEN: Telling(
        "value that the policy does not take", "values that the policy does not take",
        "Take the column out of the file.",
    ),
    Kind.UNFIT: Telling(
        "value that does not fit the column", "values that do not fit the column",
        "They might be names. Give codes, numbers and days as the column has them.",
    ),
    Kind.DATE: Telling("date", "dates", "They might be dates of birth, and what a code means needs none."),
    Kind.UNLISTED: Telling(
        "text with words of no list of services", "texts with words of no list of services",
        "They might be names. Say in the mapping of the code what it stands for.",
    ),
}  # fmt: skip

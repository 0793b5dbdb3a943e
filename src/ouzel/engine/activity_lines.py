"""What a stored line of activity looks like: whole numbers only, with the words they stand for in dictionaries.

Two of the dictionaries are of combinations. A *profile* is everything categorical that a line says of the care (how
admitted, which specialty, first or follow-up ...); a *supply* is who provided which service where. A country's year
has some thousands of each, so that rules are worked out once for a profile and looked up by one dense key for a line.
"""

from dataclasses import dataclass

PROFILE = (
    "kind",  # one of KINDS
    "overseas",  # OVERSEAS VISITOR CHARGING CATEGORY: A to F, P, 9
    "administrative",  # ADMINISTRATIVE CATEGORY CODE: 01 to 04
    "admission_method",
    "admission_source",
    "patient_class",  # PATIENT CLASSIFICATION: 1 to 5
    "first_attendance",  # 1 to 5
    "attended",  # ATTENDED OR DID NOT ATTEND: 5, 6 seen; 7, 2, 3, 4, 0 not
    "department",  # EMERGENCY CARE DEPARTMENT TYPE
    "specialty",  # ACTIVITY TREATMENT FUNCTION CODE
    "main_specialty",
    "professionals",  # "multi" where several professionals saw the patient together, else ""
    "best_practice",  # best practice tariff flag of the line
    "unbundled",  # "Y" or "N"
    "pod",  # POINT OF DELIVERY CODE as submitted (a local one is in the line's `local_pod`)
    "category",  # COMMISSIONED SERVICE CATEGORY CODE as submitted
    "sets",  # named code sets its diagnoses and procedures fall in, by comma: "infertility"
)
"""The columns of the profile dictionary, all text; "" is not said."""

SUPPLY = ("provider", "site", "service")
"""The columns of the supply dictionary, all text. `service` is the specialised service code ("" or 99999999: none)."""

RESIDENCE = ("code", "establishment")
"""The columns of the residence dictionary: where the patient lives, and the code of the prison or other place of
detention that the address was found to be ("" mostly). On which days it is one, a table says."""

KINDS = ("admitted", "admitted-unfinished", "outpatient", "emergency", "aggregate", "drug", "device", "other")
"""What a line is a record of. `aggregate` lines stand for many records and have no patient."""

DICTIONARIES = ("profile", "supply", "practice", "residence", "currency", "commissioner", "local_pod", "clinical")
"""Every dictionary. Row 0 of each is blank: not said. All but the first two have `code` and, if known, `name`.

`residence` holds small areas (E01...), W06 and S08 codes where no small area is known, pseudo-postcodes as written
(ZZ99 3VZ) and "BFPO". `currency` holds what is priced: HRG4+ and other currency codes. `clinical`: ICD-10 and OPCS-4.
"""

LINE: dict[str, str] = {
    "line": "int64",  # number of the load << 32 | row, from 1
    "profile": "int32",
    "supply": "int32",
    "practice": "int32",  # registered at admission, attendance or arrival
    "residence": "int32",  # lived then
    "practice_after": "int32",  # at the end of the spell; the same where nothing else was recorded
    "residence_after": "int32",
    "currency": "int32",
    "commissioner": "int32",  # as submitted
    "local_pod": "int32",
    "diagnosis": "int32",  # primary
    "procedure": "int32",  # primary
    "start": "int32",  # day ordinal (`date.toordinal()`): admission, appointment, arrival; 0: not said
    "end": "int32",  # discharge; of what has no other end, the same as start; 0: not finished
    "stay": "int32",  # days from start to end; -1: not known
    "exempt_days": "int32",  # of them in critical care, rehabilitation, palliative care or delayed; -1: not readable
    "age": "int16",  # years at the start; -1: not known
    "sex": "int8",  # 0 not known, 1 male, 2 female, 9 not specified
    "activity": "int64",  # thousandths; null: what was said cannot be read
    "submitted": "int64",  # pence, market forces included; null: not said
    "planned_activity": "int64",  # thousandths; null: not said
    "planned": "int64",  # pence; null: not said
    "person": "int64",  # pseudonym; 0: not said
    "spell": "int64",  # pseudonym of provider and spell number; 0: none
    "record": "int64",  # pseudonym of provider and record identifier; 0: none
    "month": "int32",  # of the account: year * 12 + month - 1, by the end (else the start) of the activity
}
"""The columns of a stored line and their types. Only `activity`, `submitted` and the two planned ones may be null."""

ADULT = 19
"""Age from which the short-stay price of emergencies applies. Source: HFMA; see domain rules of the price release."""


def known(value: int) -> int | None:
    """A stay, a count of exempt days or an age of a line: -1 is not known."""
    return None if value < 0 else value


@dataclass(frozen=True)
class LineRef:
    """One line, as people write it: `12-345` is row 345 of load 12."""

    load: int
    row: int

    @classmethod
    def of(cls, line: int) -> "LineRef":
        """From the number kept in the column `line`."""
        return cls(line >> 32, line & 0xFFFFFFFF)

    @classmethod
    def parse(cls, text: str) -> "LineRef":
        """From `12-345`; ValueError says what would be right."""
        load, dash, row = text.strip().partition("-")
        if not (dash and load.isdigit() and row.isdigit() and int(row) and int(load)):
            raise ValueError(f"{text!r} is not a line: write LOAD-ROW, such as 12-345")
        return cls(int(load), int(row))

    @property
    def line(self) -> int:
        return self.load << 32 | self.row

    def __str__(self) -> str:
        return f"{self.load}-{self.row}"

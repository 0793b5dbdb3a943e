"""The canonical record: what a line of any file of activity says, by one set of names.

Readers turn a file's columns into these; the gate, the checks, the store and the synthetic files use the same names.
All values are text as in the file, without spaces around them; "" is not said. Dates are ISO (2025-04-01) once a reader
knew how the file writes them, money is pounds in decimals.
"""

from dataclasses import dataclass
from enum import StrEnum


class Value(StrEnum):
    """What kind of value a field holds."""

    CODE = "code"  # one of few: kept as a dictionary
    CODES = "codes"  # several codes, by comma
    IDENTIFIER = "identifier"  # nearly every line has its own
    DATE = "date"
    MOMENT = "date and time"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "pounds"
    WORDS = "words"


@dataclass(frozen=True)
class Field:
    """One canonical field. `element` is its name in the NHS Data Dictionary, "" where that has none.

    `longest` counts characters: the most that any of the data sets allows, 0 where none limits it. `personal` values
    are never shown, logged or kept as they are: not in a report either.
    """

    name: str
    words: str
    value: Value
    longest: int = 0
    element: str = ""
    personal: bool = False

    @property
    def many(self) -> bool:
        """Whether distinct values are too many for a dictionary to save work."""
        return self.value in (Value.IDENTIFIER, Value.MONEY, Value.WORDS, Value.CODES)


_V = Value
_ALL = (
    Field("month", "Financial month (1 is April)", _V.CODE, 2, "FINANCIAL MONTH"),
    Field("year", "Financial year (202526)", _V.CODE, 6, "FINANCIAL YEAR"),
    Field("created", "When the file was made", _V.MOMENT, 19, "DATE AND TIME DATA SET CREATED"),
    Field("record", "Identifier of the record", _V.IDENTIFIER, 35, "CDS UNIQUE IDENTIFIER", True),
    Field("person", "NHS number, or pseudonym, of the patient", _V.IDENTIFIER, 0, "NHS NUMBER", True),
    Field("local_person", "Provider's own identifier of the patient", _V.IDENTIFIER, 20,
          "LOCAL PATIENT IDENTIFIER (EXTENDED)", True),
    Field("spell", "Identifier of the hospital spell", _V.IDENTIFIER, 0, "HOSPITAL PROVIDER SPELL NUMBER", True),
    Field("order", "Which episode of the spell (1 is the first)", _V.CODE, 3, "EPISODE NUMBER"),
    Field("provider", "Provider", _V.CODE, 6, "ORGANISATION IDENTIFIER (CODE OF PROVIDER)"),
    Field("site", "Site of treatment", _V.CODE, 9, "ORGANISATION SITE IDENTIFIER (OF TREATMENT)"),
    Field("practice", "GP practice where registered", _V.CODE, 6,
          "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)"),
    Field("residence", "Postcode of the usual address, or a small area", _V.CODE, 9, "POSTCODE OF USUAL ADDRESS", True),
    Field("birth_date", "Date of birth", _V.DATE, 10, "PERSON BIRTH DATE", True),
    Field("age", "Age in years at the start", _V.CODE, 3, "AGE AT ACTIVITY DATE (CONTRACT MONITORING)"),
    Field("sex", "Sex or stated gender", _V.CODE, 1, "PERSON STATED GENDER CODE"),
    Field("ethnicity", "Ethnic category", _V.CODE, 2, "ETHNIC CATEGORY"),
    Field("commissioner", "Commissioner as submitted", _V.CODE, 6, "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)"),
    Field("category", "Commissioned service category", _V.CODE, 2, "COMMISSIONED SERVICE CATEGORY CODE"),
    Field("service", "Specialised service", _V.CODE, 12, "SPECIALISED SERVICE CODE"),
    Field("specialty", "Treatment function", _V.CODE, 3, "ACTIVITY TREATMENT FUNCTION CODE"),
    Field("main_specialty", "Main specialty of the consultant", _V.CODE, 3, "MAIN SPECIALTY CODE"),
    Field("overseas", "Overseas visitor charging category", _V.CODE, 1, "OVERSEAS VISITOR CHARGING CATEGORY"),
    Field("administrative", "Administrative category", _V.CODE, 2, "ADMINISTRATIVE CATEGORY CODE"),
    Field("admission_method", "Method of admission", _V.CODE, 2, "METHOD OF ADMISSION"),
    Field("admission_source", "Source of admission", _V.CODE, 2, "SOURCE OF ADMISSION"),
    Field("patient_class", "Patient classification", _V.CODE, 1, "PATIENT CLASSIFICATION"),
    Field("first_attendance", "First attendance or follow-up", _V.CODE, 1, "FIRST ATTENDANCE CODE"),
    Field("attended", "Attended or did not attend", _V.CODE, 1, "ATTENDED OR DID NOT ATTEND CODE"),
    Field("department", "Type of emergency department", _V.CODE, 2, "EMERGENCY CARE DEPARTMENT TYPE"),
    Field("professionals", "Whether several professionals saw the patient together (multi)", _V.CODE, 5),
    Field("best_practice", "Best practice tariff flag", _V.CODE, 20),
    Field("unbundled", "Whether the line is unbundled (Y, N)", _V.CODE, 1, "UNBUNDLED EPISODE INDICATOR"),
    Field("pod", "National point of delivery", _V.CODE, 10, "POINT OF DELIVERY CODE"),
    Field("local_pod", "Provider's own point of delivery", _V.CODE, 50, "LOCAL POINT OF DELIVERY CODE"),
    Field("local_pod_name", "What the provider calls it", _V.CODE, 100, "LOCAL POINT OF DELIVERY DESCRIPTION"),
    Field("start", "Admission, appointment or arrival", _V.DATE, 10, "ACTIVITY START DATE (CONTRACT MONITORING)"),
    Field("end", "Discharge, or end of the activity", _V.DATE, 10, "ACTIVITY END DATE (CONTRACT MONITORING)"),
    Field("stay", "Days from admission to discharge", _V.CODE, 5),
    Field("critical_days", "Days in critical care", _V.CODE, 5),
    Field("rehabilitation_days", "Days of rehabilitation", _V.CODE, 5),
    Field("palliative_days", "Days of palliative care", _V.CODE, 5),
    Field("delayed_days", "Days of delayed discharge", _V.CODE, 5),
    Field("currency", "What is priced: HRG or other tariff code", _V.CODE, 50, "TARIFF CODE"),
    Field("diagnosis", "Primary diagnosis (ICD-10)", _V.CODE, 6, "PRIMARY DIAGNOSIS (ICD)"),
    Field("procedure", "Primary procedure (OPCS-4)", _V.CODE, 4, "PRIMARY PROCEDURE (OPCS)"),
    Field("diagnoses", "All diagnoses, by comma", _V.CODES),
    Field("procedures", "All procedures, by comma", _V.CODES),
    Field("activity", "How much activity", _V.CODE, 14, "ACTIVITY COUNT (POINT OF DELIVERY)"),
    Field("unit_price", "Price of one, as submitted", _V.MONEY, 27, "ACTIVITY UNIT PRICE"),
    Field("price", "Price of all of it, as submitted", _V.MONEY, 27, "TOTAL COST"),
    Field("planned_activity", "Planned activity", _V.CODE, 14, "CONTRACT MONITORING PLANNED ACTIVITY"),
    Field("planned_price", "Planned price", _V.MONEY, 27, "CONTRACT MONITORING PLANNED PRICE"),
    Field("market_forces", "Market forces amount within the price", _V.MONEY, 27,
          "CONTRACT MONITORING ACTUAL MARKET FORCES FACTOR"),
    Field("status", "Whether the episode is finished (finished, unfinished)", _V.CODE, 10),
    Field("episode_start", "Start of the episode", _V.DATE, 10, "START DATE (EPISODE)"),
    Field("episode_end", "End of the episode", _V.DATE, 10, "END DATE (EPISODE)"),
)  # fmt: skip

FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
"""Every canonical field, in the order in which they are told."""

KIND = "kind"
"""One more column of every canonical batch: what the line is a record of, one of `engine.activity_lines.KINDS`."""

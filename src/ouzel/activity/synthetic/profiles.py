"""The profiles of the made-up care: every combination of what a line says of it, and tables to find one by numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ouzel.activity.synthetic.country import Pods
from ouzel.activity.synthetic.specialties import SPECIALTIES, WITHOUT_CONSULTANT, Specialty
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.days import Ints

METHODS = ("21", "22", "23", "24", "28")
"""Of emergency admissions. 21: through the provider's own emergency department."""
ELECTIVE_FORMS = (("11", "2", "DC"), ("12", "2", "DC"), ("13", "2", "DC"), ("11", "1", "EL"), ("12", "1", "EL"),
                  ("13", "1", "EL"), ("11", "3", "RADAY"), ("81", "1", "NELNE"))  # fmt: skip
"""Method of admission, class of patient and point of delivery of planned admissions, and of transfers (81)."""
FIRSTS = ("1", "2", "3", "4")
ATTENDED = ("5", "6", "7", "2", "4", "3")
FORMS = ("single", "multi", "procedure")
DEPARTMENTS = ("01", "03", "02", "05")
DELIVERY_METHODS = ("31", "32")
NONE = -1


class Variant(IntEnum):
    """What else may be true of a line whose care is of a profile; not every profile has each."""

    USUAL = 0
    SPECIALISED = 1
    CHARGEABLE_VISITOR = 2
    EXEMPT_VISITOR = 3
    PRIVATE = 4
    PRISON = 5
    UNFINISHED = 6
    UNFINISHED_SPECIALISED = 7


_CHANGES: dict[Variant, dict[str, str]] = {
    Variant.SPECIALISED: {"category": "21"},
    Variant.CHARGEABLE_VISITOR: {"overseas": "F", "category": "98"},
    Variant.EXEMPT_VISITOR: {"overseas": "C"},
    Variant.PRIVATE: {"administrative": "02", "category": "98"},
    Variant.PRISON: {"category": "71"},
    Variant.UNFINISHED: {"kind": "admitted-unfinished"},
    Variant.UNFINISHED_SPECIALISED: {"kind": "admitted-unfinished", "category": "21"},
}


@dataclass(frozen=True, eq=False)
class Profiles:
    """`rows` are the dictionary, blank first. The tables hold row numbers, `NONE` where there is no such profile."""

    rows: tuple[Mapping[str, str], ...]
    emergency: Ints  # specialty x method x (0 a longer stay, 1 up to one day)
    elective: Ints  # specialty x form
    delivery: Ints  # method
    outpatient: Ints  # specialty x first x attended x form
    attendance: Ints  # department
    variants: Ints  # variant x profile
    specialty: Ints  # of each profile, the row of its specialty; NONE without
    pods: tuple[str, ...]  # of each profile, its point of delivery, whether or not its row says it

    def column(self, name: str) -> list[str]:
        """One column of the dictionary, by row."""
        return [row[name] for row in self.rows]


class _Rows:
    """Rows as they are added, each once."""

    def __init__(self, pods: Pods) -> None:
        self.rows: list[dict[str, str]] = []
        self.specialty: list[int] = []
        self.pods: list[str] = []
        self.numbers: dict[tuple[str, ...], int] = {}
        self.submitted = pods == "submitted"
        self.row(dict.fromkeys(PROFILE, ""), NONE, "")

    def add(self, specialty: int = NONE, /, **facts: str) -> int:
        usual = {"overseas": "A", "administrative": "01", "category": "12", "unbundled": "N"}
        if specialty != NONE:
            each = SPECIALTIES[specialty]
            usual |= {"specialty": each.code, "main_specialty": each.main}
        pod = facts.pop("pod")
        return self.row(
            dict.fromkeys(PROFILE, "") | usual | facts | {"pod": pod if self.submitted else ""}, specialty, pod
        )

    def row(self, row: dict[str, str], specialty: int, pod: str) -> int:
        """The number of a row."""
        number = self.numbers.setdefault(tuple(row.values()), len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
            self.specialty.append(specialty)
            self.pods.append(pod)
        return number


def make_profiles(pods: Pods) -> Profiles:
    """All profiles; `pods` says whether they name their point of delivery."""
    rows, count = _Rows(pods), len(SPECIALTIES)
    emergency = np.full((count, len(METHODS), 2), NONE, np.int32)
    elective = np.full((count, len(ELECTIVE_FORMS)), NONE, np.int32)
    outpatient = np.full((count, len(FIRSTS), len(ATTENDED), len(FORMS)), NONE, np.int32)
    for number, each in enumerate(SPECIALTIES):
        if each.emergency:
            _emergency(rows, number, emergency)
        if each.elective:
            for form, (method, patient, pod) in enumerate(ELECTIVE_FORMS):
                elective[number, form] = rows.add(
                    number, kind="admitted", admission_method=method, patient_class=patient, pod=pod,
                    admission_source="51" if method == "81" else "19",
                )  # fmt: skip
        _outpatient(rows, number, each, outpatient)
    delivery = [
        rows.add(kind="admitted", admission_method=method, patient_class="1", pod="NELNE", admission_source="19",
                 specialty="501", main_specialty="501")
        for method in DELIVERY_METHODS
    ]  # fmt: skip
    attendance = [
        rows.add(kind="emergency", department=department, pod="AE", specialty="180", main_specialty="180")
        for department in DEPARTMENTS
    ]
    variants = _variants(rows)
    return Profiles(
        tuple(rows.rows), emergency, elective, np.array(delivery, np.int32), outpatient, np.array(attendance, np.int32),
        variants, np.array(rows.specialty, np.int32), tuple(rows.pods),
    )  # fmt: skip


def _emergency(rows: _Rows, number: int, table: Ints) -> None:
    for place, method in enumerate(METHODS):
        for short, pod in enumerate(("NEL", "NELST")):
            table[number, place, short] = rows.add(
                number, kind="admitted", admission_method=method, admission_source="19", patient_class="1", pod=pod
            )


def _outpatient(rows: _Rows, number: int, each: Specialty, table: Ints) -> None:
    lead = "NCL" if each.main in WITHOUT_CONSULTANT else "CL"
    for f, first in enumerate(FIRSTS):
        stage = "FA" if first in "13" else "FUP"
        for a, attended in enumerate(ATTENDED):
            for n, form in enumerate(FORMS):
                if form != "single" and (attended not in "56" or first not in "12"):
                    continue
                pod = f"NF2F{stage}" if first in "34" else f"OP{stage}{'MP' if form == 'multi' else 'SP'}{lead}"
                table[number, f, a, n] = rows.add(
                    number, kind="outpatient", first_attendance=first, attended=attended,
                    professionals="multi" if form == "multi" else "",
                    pod=f"OPPROC{stage}" if form == "procedure" else pod,
                )  # fmt: skip


def _variants(rows: _Rows) -> Ints:
    """Add the variants of every profile that can have them; what a profile has not is itself."""
    usual = len(rows.rows)
    found: dict[Variant, list[int]] = {variant: list(range(usual)) for variant in Variant}
    for variant, change in _CHANGES.items():
        for row in range(1, usual):
            kind = rows.rows[row]["kind"]
            if "kind" in change and kind != "admitted":
                continue
            if variant is Variant.SPECIALISED and (kind == "emergency" or rows.specialty[row] == NONE):
                continue
            more = {"admission_source": "39"} if variant is Variant.PRISON and kind == "admitted" else {}
            found[variant][row] = rows.row(rows.rows[row] | change | more, rows.specialty[row], rows.pods[row])
    return np.array([found[variant] for variant in Variant], np.int32)

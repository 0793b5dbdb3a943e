"""Coded values: that each is in its national list."""

from collections.abc import Callable

from ouzel.activity.faults.check import Mask, Severity, rule
from ouzel.activity.faults.view import View
from ouzel.activity.fields import FIELDS

LISTED = {
    "category": Severity.REFUSES,
    "overseas": Severity.WARNS,
    "administrative": Severity.WARNS,
    "sex": Severity.WARNS,
    "ethnicity": Severity.WARNS,
    "patient_class": Severity.WARNS,
    "first_attendance": Severity.WARNS,
    "attended": Severity.WARNS,
    "admission_method": Severity.WARNS,
    "unbundled": Severity.WARNS,
}
"""Fields with a list in `data/codes.csv`, and what a value outside of it means."""

NOT_SPECIALISED = ("", "99999999")
ICB_OWN = "12"  # the category of what an integrated care board commissions by itself
SPECIALISED = ("21", "25")


def _not_listed(field: str) -> Callable[[View], Mask]:
    def wrong(view: View) -> Mask:
        known = view.reference.codes[field]
        return view.where(field, lambda code: bool(code) and code not in known)

    return wrong


for _field, _severity in LISTED.items():
    rule(
        f"{_field.upper().replace('_', '-')}-UNKNOWN", _field,
        f"{FIELDS[_field].words.lower()}: this is no code of the national list",
        "A code of the NHS Data Dictionary", severity=_severity,
    )(_not_listed(_field))  # fmt: skip


@rule("SPECIALTY-UNKNOWN", "specialty", "there is no such treatment function",
      "A treatment function code of the NHS Data Dictionary, such as 100")  # fmt: skip
def _function(view: View) -> Mask:
    return view.where("specialty", lambda code: bool(code) and code not in view.reference.functions)


@rule("MAIN-SPECIALTY-UNKNOWN", "main_specialty", "there is no such main specialty",
      "A main specialty code of the NHS Data Dictionary", severity=Severity.WARNS)  # fmt: skip
def _main(view: View) -> Mask:
    known = view.reference.specialties | view.reference.functions
    return view.where("main_specialty", lambda code: bool(code) and code not in known)


@rule("SERVICE-UNKNOWN", "service", "there is no such specialised service",
      "A specialised service code, or 99999999 where the service is not specialised",
      severity=Severity.WARNS)  # fmt: skip
def _service(view: View) -> Mask:
    known = view.reference.services
    return view.where("service", lambda code: known is not None and code not in NOT_SPECIALISED and code not in known)


@rule("CATEGORY-SERVICE", "category", "the category and the specialised service contradict each other",
      "Category 21 or 25 with a specialised service, 12 without one", needs=("category", "service"),
      severity=Severity.WARNS)  # fmt: skip
def _contradict(view: View) -> Mask:
    plain = view.where("service", lambda code: code in NOT_SPECIALISED)
    special = view.where("category", lambda code: code in SPECIALISED)
    own = view.where("category", lambda code: code == ICB_OWN)
    return (special & plain) | (own & ~plain)

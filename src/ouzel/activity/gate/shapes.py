"""What a value looks like, by field: anything else in its place may be a person's name, and is not kept.

Every field that is kept has a shape, and none is kept longer than its data sets allow. Shapes are wide enough for the
codes of the published files, of whatever year; where a code can be written in letters alone, as one of a site or of a
tariff can, a surname in capitals may still look like one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.fields import FIELDS, KIND
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.wording import in_code, in_description, in_listed_code
from ouzel.engine.activity_lines import KINDS

Mask = npt.NDArray[np.bool_]
NEVER = r"^$"
CONTROL = r"[\x00-\x1f\x7f]"


@dataclass(frozen=True)
class Shape:
    """The values of one field (RE2). What is `plain` cannot tell of anybody and stays without another look.

    Of the rest, in which the gate has found nothing, what has the `form` stays, and what `judge` has nothing against.
    In the place of what does not stay is `withheld`: blank, but a sign where blank would say something else.
    """

    plain: str = NEVER
    form: str = NEVER
    judge: Callable[[str], Kind | None] | None = None
    withheld: str = ""


_BODY = r"^[A-Z]{1,3}$|^R[A-Z]{4}$|^TA[A-Z]{3}$|^(?:[A-Z]{0,4}[0-9]){1,5}[A-Z]{0,4}(?:-[A-Z0-9]{1,3})?$"
_FUNCTION = r"^[A-Z0-9]{0,2}[0-9][A-Z0-9]?$"
_CLINICAL = r"[A-Z][0-9]{2}\.?[0-9X-]{0,2}[A-Z*+-]?"
_CLINICAL_WIDE = r"[A-Z][0-9][A-Z0-9.*+-]{0,6}"
_TARIFF = r"^[A-Za-z]{1,8}$|^[A-Za-z0-9]{1,2}$|^[A-Za-z0-9 ._/+-]*[0-9][A-Za-z0-9 ._/+-]*$"
_CODE = r"^[A-Za-z0-9][A-Za-z0-9 ._/&+():;,#*-]*$"
_WORDS = r"^[^\x00-\x1f\x7f]*$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{0,15}Z?)?$|^[0-9]{8}$"
_MOMENT = r"^[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:[T ][0-9:.]{2,15}(?:Z|[+-][0-9:]{2,6})?)?$"

NONE = Shape()
"""Nothing fits: of a field without a shape nothing is kept."""

SIGN = Shape(r"^[0-9A-Za-z]$")
TWO = Shape(r"^[0-9][0-9A-Z]?$")
DAYS = Shape(r"^-?[0-9]{1,5}(?:\.[0-9]{0,3})?$")
EXEMPT = replace(DAYS, withheld="?")  # blank is none of them
DATE = Shape(_DAY)
AMOUNT = Shape(
    r"^-?[0-9]{0,7}(?:\.[0-9]{0,12})?$", r"^[-+\x{2212}]?[0-9,]{0,18}(?:\.[0-9]{0,12})?(?:[eE][+-]?[0-9]{1,2})?$"
)
BODY = Shape(form=_BODY)
FUNCTION = Shape(_FUNCTION)
CLINICAL = Shape(rf"^{_CLINICAL}$|^[0-9]{{3,4}}$", rf"^{_CLINICAL_WIDE}$")  # digits alone are of ICD-9
CLINICALS = Shape(rf"^(?:{_CLINICAL},? ?)*$", rf"^(?:{_CLINICAL_WIDE},? ?)*$")

SHAPES: dict[str, Shape] = {
    "month": Shape(r"^[0-9]{1,2}$"),
    "year": Shape(r"^[0-9]{4}[-/]?(?:[0-9]{2}){1,2}$|^[0-9]{4}$"),
    "created": Shape(_MOMENT),
    "order": Shape(r"^[0-9]{1,3}$"),
    "provider": Shape(form=rf"{_BODY}|^[A-Za-z]{{0,4}}[0-9][A-Za-z0-9]{{0,5}}$"),  # small letters too, with a digit
    "site": BODY,
    "practice": Shape(form=r"^[A-Z]{0,3}[0-9][A-Z0-9]{0,7}$"),
    "age": Shape(r"^-?[0-9]{1,3}(?:\.0*)?$"),
    "sex": SIGN,
    "ethnicity": Shape(r"^[A-Za-z][0-9*]?$|^[0-9]{1,2}[A-Z]?$"),
    "commissioner": BODY,
    "category": TWO,
    "service": Shape(form=r"^[A-Z]{0,7}[0-9]{1,4}[A-Z]{0,2}$|^9{8}$"),
    "specialty": FUNCTION,
    "main_specialty": FUNCTION,
    "overseas": SIGN,
    "administrative": TWO,
    "admission_method": TWO,
    "admission_source": TWO,
    "patient_class": SIGN,
    "first_attendance": SIGN,
    "attended": SIGN,
    "department": Shape(r"^[0-9]{1,2}$"),
    "professionals": Shape(r"^(?:multi|single)$"),
    "best_practice": Shape(form=_CODE, judge=in_listed_code),
    "unbundled": SIGN,
    "pod": Shape(form=_CODE, judge=in_listed_code),
    "local_pod": Shape(form=_CODE, judge=in_code),
    "local_pod_name": Shape(form=_WORDS, judge=in_description),
    "start": DATE,
    "end": DATE,
    "stay": DAYS,
    "critical_days": EXEMPT,
    "rehabilitation_days": EXEMPT,
    "palliative_days": EXEMPT,
    "delayed_days": EXEMPT,
    "currency": Shape(form=_TARIFF, judge=in_listed_code),
    "diagnosis": CLINICAL,
    "procedure": CLINICAL,
    "diagnoses": CLINICALS,
    "procedures": CLINICALS,
    "activity": replace(AMOUNT, withheld="?"),  # blank is one unit
    "unit_price": AMOUNT,
    "price": AMOUNT,
    "planned_activity": AMOUNT,
    "planned_price": AMOUNT,
    "market_forces": AMOUNT,
    "status": Shape(r"^(?:finished|unfinished|deleted)$"),
    "episode_start": DATE,
    "episode_end": DATE,
    KIND: Shape(rf"^(?:{'|'.join(KINDS)})$"),
}
"""Every field that a policy may keep."""


def plain(field: str, words: pa.Array) -> Mask:
    """Which texts (no nulls) are blank, or so plain that nobody can be told by them."""
    found: Mask = pc.or_(pc.match_substring_regex(words, SHAPES.get(field, NONE).plain), pc.equal(words, "")).to_numpy(
        zero_copy_only=False
    )
    return found


def withheld(field: str) -> str:
    """What is kept in the place of a text that may not be kept."""
    return SHAPES.get(field, NONE).withheld


def unfit(field: str, words: pa.Array) -> dict[Kind, Mask]:
    """Which distinct texts (no nulls) are not of the field, by what they might be; those that are `plain` fit."""
    shape, longest = SHAPES.get(field, NONE), FIELDS[field].longest if field in FIELDS else 0
    fits = pc.match_substring_regex(words, shape.form)
    fits = pc.and_not(fits, pc.match_substring_regex(words, CONTROL))
    if longest:
        fits = pc.and_(fits, pc.less_equal(pc.utf8_length(words), longest))
    fitting: Mask = fits.to_numpy(zero_copy_only=False) | plain(field, words)
    wrong = {Kind.UNFIT: ~fitting}
    if shape.judge is not None:
        for at in np.flatnonzero(fitting):
            found = shape.judge(words[int(at)].as_py())
            if found is not None:
                wrong.setdefault(found, np.zeros(len(words), bool))[at] = True
    return {kind: mask for kind, mask in wrong.items() if mask.any()}

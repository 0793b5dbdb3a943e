"""What a code looks like, by field: anything else in its place may be a person's name, and is not kept.

Wide enough for every code of the published files, of whatever year; a surname in capitals where a site or a tariff code
should stand can still look like one, for some are written in letters alone.
"""

import pyarrow as pa
import pyarrow.compute as pc

_BODY = r"^[A-Z0-9]{1,9}(-[A-Z0-9]{1,3})?$"
_PROVIDER = rf"{_BODY}|^[A-Za-z]{{0,5}}[0-9][A-Za-z0-9]{{0,5}}$"  # small letters too, where a digit says it is a code
_CLINICAL = r"^[A-Z0-9][0-9][A-Z0-9.*+-]{0,6}$"
_TARIFF = r"^[A-Z]{2}[A-Za-z]{0,6}$|^[A-Za-z0-9]{1,2}$|^[A-Za-z0-9 ._/+-]*[0-9][A-Za-z0-9 ._/+-]*$"
_DAY = r"^[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}$"

SHAPES: dict[str, str] = {
    "provider": _PROVIDER,
    "site": _BODY,
    "commissioner": _BODY,
    "practice": r"^[A-Z]{0,3}[0-9][A-Z0-9]{0,7}$",
    "service": r"^[A-Z0-9]*[0-9][A-Z0-9]*$",
    "specialty": r"^[A-Z0-9]{0,2}[0-9][A-Z0-9]?$",
    "main_specialty": r"^[A-Z0-9]{0,2}[0-9][A-Z0-9]?$",
    "currency": _TARIFF,
    "diagnosis": _CLINICAL,
    "procedure": _CLINICAL,
}


def unfit(field: str, words: pa.Array) -> pa.BooleanArray | None:
    """Which distinct texts (no nulls) are no code of the field; None where its codes have no shape, or all fit."""
    shape = SHAPES.get(field)
    if shape is None or not len(words):
        return None
    fits = pc.and_not(pc.match_substring_regex(words, shape), pc.match_substring_regex(words, _DAY))
    wrong = pc.invert(pc.or_(fits, pc.equal(words, "")))
    return wrong if pc.any(wrong).as_py() else None

"""Providers, sites, practices and commissioners: how they are written, and whether they were open on the day.

Sources: checks of plan returns in use in 2026 (lengths, 00); NHS Data Dictionary (codes that stand for no body).
"""

from collections.abc import Callable

import numpy as np

from ouzel.activity.faults.check import Mask, Severity, mask, rule
from ouzel.activity.faults.view import View
from ouzel.engine.days import MAXDAY, MINDAY

_NAMES = {"provider": "provider", "site": "site", "practice": "GP practice", "commissioner": "commissioner"}


_RETURNS = ("iap", "local-prices")
"""Returns of plans and prices, whose rules ask it. Monitoring may have it: RC900 is read there as RC9."""


@rule("PROVIDER-LENGTH", "provider", "a provider has three to six characters", "Its ODS code, such as RC9")
def _provider_length(view: View) -> Mask:
    return view.where("provider", lambda code: bool(code) and not 3 <= len(code) <= 6)


@rule("PROVIDER-00", "provider", "a provider's code must not end in 00",
      "The organisation's own code without 00, such as RC9 for RC900",
      only=_RETURNS)  # fmt: skip
def _provider_double_nought(view: View) -> Mask:
    return view.where("provider", lambda code: code.endswith("00"))


@rule("SITE-LENGTH", "site", "a site has five to nine characters",
      "The ODS code of the site of treatment, such as RC971")  # fmt: skip
def _site_length(view: View) -> Mask:
    return view.where("site", lambda code: bool(code) and not 5 <= len(code) <= 9)


@rule("COMMISSIONER-RETIRED", "commissioner", "this code is retired and must not be used",
      "The commissioner that the rules of who pays give on the day")  # fmt: skip
def _retired(view: View) -> Mask:
    known = view.reference.special.get("commissioner", {})
    gone = {code: one.until.toordinal() for code, one in known.items() if one.until}
    done, mask = view.done, np.zeros(view.rows, bool)
    for code, until in gone.items():
        mask |= view.where("commissioner", lambda each, code=code: each == code) & ((done == 0) | (done >= until))  # type: ignore[misc]
    return mask


def _unknown(field: str) -> Callable[[View], Mask]:
    def wrong(view: View) -> Mask:
        if view.reference.bodies is None:
            return np.zeros(view.rows, bool)
        words, _ = view.words(field)
        known = view.reference.bodies.open(words)
        special = view.reference.special.get(field, {})
        return view.where(field, lambda code: bool(code) and code not in known and code not in special)

    return wrong


def _closed(field: str) -> Callable[[View], Mask]:
    def wrong(view: View) -> Mask:
        if view.reference.bodies is None:
            return np.zeros(view.rows, bool)
        words, places = view.words(field)
        spans = view.reference.bodies.open(words)
        # Codes whose days are not known are open on all; unknown codes are a fault of their own.
        of_word = [spans.get(word) or ((None, None),) for word in words]
        day = view.done
        is_open = day == 0
        for turn in range(max(map(len, of_word))):
            since = [_ordinal(spans[turn][0], MINDAY) if turn < len(spans) else MAXDAY for spans in of_word]
            until = [_ordinal(spans[turn][1], MAXDAY) if turn < len(spans) else MINDAY for spans in of_word]
            is_open |= (np.array(since)[places] <= day) & (day < np.array(until)[places])
        return mask(~is_open)

    return wrong


def _ordinal(day: object, otherwise: int) -> int:
    return int(day.toordinal()) if day is not None else otherwise  # type: ignore[attr-defined]


for _field, _name in _NAMES.items():
    _heavy = Severity.REFUSES if _field in ("provider", "site") else Severity.WARNS
    rule(
        f"{_field.upper()}-UNKNOWN", _field, f"the register knows no {_name} of this code",
        "Look the code up, or load the file that lists it", severity=Severity.WARNS,
    )(_unknown(_field))  # fmt: skip
    rule(
        f"{_field.upper()}-CLOSED", _field, f"this {_name} was not open on the day",
        "The code that was in use when the activity ended, or the right day", severity=_heavy,
    )(_closed(_field))  # fmt: skip

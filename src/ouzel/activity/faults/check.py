"""What a check is, and the list of all that there are."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from ouzel.activity.faults.view import View

Mask = npt.NDArray[np.bool_]


class Severity(StrEnum):
    """What a fault means: the file cannot be right, or somebody should look."""

    REFUSES = "refuses"
    WARNS = "warns"


@dataclass(frozen=True)
class Check:
    """One check. `field` is what it looks at (a canonical field, or a data element); `words` say what is wrong."""

    code: str
    field: str
    words: str
    right: str
    severity: Severity = Severity.REFUSES


@dataclass(frozen=True)
class Rule:
    """A check over single lines: which rows of a view are wrong. It is made where all of `needs` are in the file.

    `only` names the formats it is for (none: all). `warns_in` are those in which it only warns.
    """

    check: Check
    needs: tuple[str, ...]
    wrong: Callable[[View], Mask]
    only: frozenset[str] = frozenset()
    warns_in: frozenset[str] = frozenset()


def mask(values: object) -> Mask:
    """A comparison of columns as a mask."""
    return np.asarray(values, bool)


CHECKS: dict[str, Check] = {}
"""Every check by its code, those of data elements left out (`elements.checks` gives these)."""

RULES: list[Rule] = []


def declared(check: Check) -> Check:
    """The check, put on the list. ValueError if its code is taken."""
    if check.code in CHECKS:
        raise ValueError(f"{check.code} is the code of two checks")
    CHECKS[check.code] = check
    return check


def rule(
    code: str,
    field: str,
    words: str,
    right: str,
    *,
    needs: tuple[str, ...] | None = None,
    severity: Severity = Severity.REFUSES,
    only: tuple[str, ...] = (),
    warns_in: tuple[str, ...] = (),
) -> Callable[[Callable[[View], Mask]], Callable[[View], Mask]]:
    """Declare a check over single lines; the function says which rows are wrong."""
    check = declared(Check(code, field, words, right, severity))

    def declare(wrong: Callable[[View], Mask]) -> Callable[[View], Mask]:
        RULES.append(Rule(check, needs or (field,), wrong, frozenset(only), frozenset(warns_in)))
        return wrong

    return declare

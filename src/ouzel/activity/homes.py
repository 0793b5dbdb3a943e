"""Where patients live as totals keep it: small areas that have always been in the same authorities are one.

A country has 33,000 small areas and some 400 authorities. Totals name one area for all that share their history, so
that they stay small, and an answer still asks the register of it, on any day and basis.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ouzel.activity.references.recorded import relation
from ouzel.engine.days import Ints
from ouzel.engine.structure import Structure


@dataclass(frozen=True, eq=False)
class Homes:
    """Entry i of the residences is of home `of[i]`; `codes` are those of the areas that stand for homes, "" first."""

    of: Ints
    codes: tuple[str, ...]


def homes(structure: Structure, residences: Sequence[str]) -> Homes:
    """The homes of residences by number: 0 of what is no small area with an authority on any day."""
    found = relation(structure, "local_authority", residences)
    history: dict[int, list[tuple[int, int, str]]] = {}
    for entry, start, until, authority in zip(
        found.entry.tolist(), found.start.tolist(), found.until.tolist(), found.value.tolist(), strict=True
    ):
        history.setdefault(entry, []).append((start, until, authority))
    of = np.zeros(len(residences), dtype=np.int32)
    codes, numbers = [""], dict[tuple[tuple[int, int, str], ...], int]()
    by_code: dict[str, int] = {}  # an area may have several entries: with a prison in it and without
    for entry in sorted(history):
        told = tuple(history[entry])
        if told not in numbers:
            numbers[told] = len(codes)
            codes.append(residences[entry])
        by_code[residences[entry]] = numbers[told]
    for entry, code in enumerate(residences):
        of[entry] = by_code.get(code, 0)
    return Homes(of, tuple(codes))

"""Codes of the cube, and counts of its lines, in words."""

import csv
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files

from ouzel.activity.readers.pods import POINTS
from ouzel.engine.pricing.reasons import Why

KIND_WORDS = {
    "admitted": "admitted care", "admitted-unfinished": "admitted care that had not ended",
    "outpatient": "outpatient care", "emergency": "emergency care", "aggregate": "totals sent without lines",
    "drug": "drugs", "device": "devices", "other": "other",
}  # fmt: skip
MECHANISM_WORDS = {
    "activity": "by activity", "block": "a fixed payment", "fixed-and-variable": "partly fixed, partly by activity",
}  # fmt: skip

PLACE_WORDS = {"home": "where the patient lives", "practice": "where the GP practice stands", "": "not told"}


def words_of(slug: str, codes: Iterable[str]) -> dict[str, str]:
    """What each code of a dimension of the cube means; "" where nothing is known of it."""
    told = _TELLERS[slug]()
    return {code: told.get(code, "") for code in codes}


def special_payers() -> Mapping[str, str]:
    """Codes that stand in the place of a commissioner, such as VPP00, in words."""
    return _listed("special_codes", "words", field="commissioner")


def why_words(name: str) -> str:
    """The reason that a line is charged what it is, in a sentence."""
    return Why[name].words


def _points() -> Mapping[str, str]:
    return {code: point.words for code, point in POINTS.items()}


def _functions() -> Mapping[str, str]:
    return _listed("treatment_functions", "name")


def _categories() -> Mapping[str, str]:
    return _listed("codes", "words", field="category")


@cache
def _listed(name: str, words: str, *, field: str = "") -> Mapping[str, str]:
    """A list that comes with the package: codes and words, of one field where it has several."""
    text = files("ouzel.activity.faults").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: row[words] for row in rows if not field or row["field"] == field}


_TELLERS: dict[str, Callable[[], Mapping[str, str]]] = {
    "pod": _points,
    "specialty": _functions,
    "category": _categories,
    "currency": dict,
    "kind": lambda: KIND_WORDS,
    "mechanism": lambda: MECHANISM_WORDS,
    "place_by": lambda: PLACE_WORDS,
    "why": lambda: {each.name: each.words for each in Why},
}


def lines_in_words(count: int) -> str:
    """1 line, 2,000 lines."""
    return "1 line" if count == 1 else f"{count:,} lines"

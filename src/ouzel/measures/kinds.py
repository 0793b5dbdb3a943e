"""The measures that are kept, as data: what each counts, of which bodies, and how it comes to that of a whole."""

from dataclasses import dataclass
from enum import Enum

from ouzel.core.errors import ContentError
from ouzel.register.kinds import KINDS, Kind


class Adding(Enum):
    """How figures of parts come to that of the whole."""

    SUM = "sum"
    MEAN = "mean"  # weighted by another measure: a score by the people it is about
    EXCESS = "excess"  # per cent above a base: the whole of another measure against the whole of its bases


@dataclass(frozen=True)
class Measure:
    """One kind of figure. Its releases are of the kind `measure:SLUG`; one holds until the next begins."""

    slug: str
    name: str
    unit: str  # what the number counts: "people", "£ thousand", "%"
    kept_for: Kind  # the bodies that have one each
    adding: Adding = Adding.SUM
    by: str = ""  # for MEAN the measure that weighs, for EXCESS the one it is an excess of
    source: str = ""  # who publishes it, and on what terms

    @property
    def release_kind(self) -> str:
        """The kind of its releases of reference data."""
        return f"measure:{self.slug}"

    def adds(self) -> str:
        """How it adds, in words."""
        if self.adding is Adding.SUM:
            return "sum"
        if self.adding is Adding.MEAN:
            return f"mean, weighted by {self.by}"
        return f"excess of the whole over the whole of its bases, by {self.by}"


OGL = "Open Government Licence v3.0"
_NHSE = f"NHS England, {OGL}"
_PRACTICE, _COMMISSIONER = KINDS["practice"], KINDS["commissioner"]
_WEIGHTED = f"NHS England, allocations to integrated care boards, {OGL}"


def _weighted(component: str, name: str) -> Measure:
    return Measure(f"weighted-{component}", f"Weighted population, {name}", "people", _PRACTICE, source=_WEIGHTED)


MEASURES: dict[str, Measure] = {
    measure.slug: measure
    for measure in (
        Measure("registered-patients", "Patients registered at a GP practice", "people", _PRACTICE, source=_NHSE),
        Measure("allocation-population", "Population that allocations start from", "people", _PRACTICE,
                source=_WEIGHTED),
        _weighted("general-and-acute", "general and acute"),
        _weighted("community", "community services"),
        _weighted("mental-health", "mental health"),
        _weighted("maternity", "maternity"),
        _weighted("health-inequalities", "health inequalities"),
        _weighted("prescribing", "prescribing"),
        _weighted("core", "all core services"),
        _weighted("primary-medical-need", "primary medical care before its last adjustment"),
        _weighted("primary-medical", "primary medical care"),
        Measure("ccg-registered-population", "Registered population that an allocation is for", "people",
                _COMMISSIONER, source=_NHSE),
        Measure("ccg-allocation", "Allocation for core services", "£ thousand", _COMMISSIONER, source=_NHSE),
        Measure("ccg-allocation-growth", "Growth of the allocation", "%", _COMMISSIONER,
                Adding.EXCESS, "ccg-allocation", _NHSE),
        Measure("ccg-distance-from-target", "Distance of the allocation from its target", "%", _COMMISSIONER,
                Adding.EXCESS, "ccg-allocation", _NHSE),
        Measure("ccg-allocation-per-head", "Allocation per head", "£", _COMMISSIONER,
                Adding.MEAN, "ccg-registered-population", _NHSE),
        Measure("imd2019-score", "Deprivation score (Index of Multiple Deprivation 2019)", "score", _PRACTICE,
                Adding.MEAN, "registered-patients",
                f"Ministry of Housing, Communities and Local Government, {OGL}"),
    )
}  # fmt: skip
"""Weighted populations are what a practice's people count for in one part of the allocation: all of England's come to
its population again."""


def measure_named(slug: str) -> Measure:
    """The measure called `slug`; ContentError lists what there is."""
    try:
        return MEASURES[slug]
    except KeyError:
        raise ContentError(
            "there is no such measure", field="measure", value=slug, right=f"Use one of {', '.join(MEASURES)}"
        ) from None

"""All checks of one file, batch by batch."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from ouzel.activity.faults import elements, rules
from ouzel.activity.faults.across import Across, Header, Overlap, SameLine, Twice, Unnamed
from ouzel.activity.faults.check import RULES, Check, Severity
from ouzel.activity.faults.found import LISTED, Faults
from ouzel.activity.faults.reference import Reference
from ouzel.activity.faults.showing import shown
from ouzel.activity.faults.view import Mask, Memory, View
from ouzel.activity.readers.formats import Format
from ouzel.activity.readers.headings import key
from ouzel.activity.readers.standards import elements as elements_of

__all__ = ["Checker", "rules"]

_HEADERS = {
    "acm": ("year", "month", "created", "provider"),
    "plcm": ("year", "month", "created", "provider"),
    "drplcm": ("year", "month", "created", "provider"),
    "deplcm": ("year", "month", "created", "provider"),
    "iap": ("year", "created", "provider"),
    "local-prices": ("year", "created", "provider"),
}
_WITHOUT_RECORD = ("acm", "iap", "local-prices")


class Checker:
    """Checks the batches of one file, in order; then `faults()` tells.

    `on` is the day by which nothing can have happened later (None: not checked). Formats of published extracts, which
    nobody can correct, are told their faults as warnings. Nothing of the file is kept but numbers for the checks
    between lines, until the checker is forgotten.
    """

    def __init__(self, layout: Format, reference: Reference, *, on: date | None = None, listed: int = LISTED) -> None:
        self._layout, self._reference, self._on = layout, reference, on
        self._faults = Faults(listed=listed)
        self._memory = Memory()
        self._across: list[Across] | None = None
        self._told = False

    def check(self, raw: pa.RecordBatch, canonical: pa.RecordBatch, *, first_row: int) -> None:
        """Check a batch: as it is in the file, and as `Format.canonical` gives it (before the gate changes it)."""
        view = View(raw, canonical, self._reference, self._memory, self._on)
        if self._across is None:
            self._begin(view)
        self._faults.lines += view.rows
        self._check_elements(view, first_row)
        for each in RULES:
            if each.only and self._layout.slug not in each.only:
                continue
            if all(view.has(field) for field in each.needs):
                severity = Severity.WARNS if self._layout.slug in each.warns_in else each.check.severity
                self._note(view, each.check, each.wrong(view), first_row, severity=severity)
        for across in self._across or ():
            across.see(view, first_row)

    def faults(self) -> Faults:
        """All that was found. The checks between lines are made when this is first asked."""
        if not self._told:
            self._told = True
            for across in self._across or ():
                for check, rows, values in across.found():
                    field = check.field
                    self._faults.note(
                        check, rows, shown(values, field=field, personal=False), severity=self._weigh(check.severity)
                    )
        return self._faults

    def _begin(self, view: View) -> None:
        slug = self._layout.slug
        for check in elements.absent(slug, view):
            self._faults.note(check, np.zeros(1, np.int64), [""])
        self._across = [Header(field) for field in _HEADERS.get(slug, ()) if view.has(field)]
        if view.has("record"):
            self._across.append(Twice(self._layout.identity))
        if slug in _WITHOUT_RECORD:
            self._across.append(SameLine())
        else:
            self._across.append(Unnamed())
        if view.has("start") and view.has("end") and (view.has("person") or view.has("local_person")):
            self._across.append(Overlap())
        if self._reference.bodies is None:
            self._faults.not_made.append("whether bodies were open on the day: the register is empty")
        if self._reference.services is None and view.has("service"):
            self._faults.not_made.append("whether specialised services exist: their list is not there")

    def _check_elements(self, view: View, first_row: int) -> None:
        checks = elements.checks(self._layout.slug)
        for element in elements_of(self._layout.slug):
            for heading in element.headings:
                column = view.raw.get(key(heading))
                if column is not None:
                    missing, shape = elements.wrong(element, column)
                    if element.mandation == "M":
                        self._note(view, checks[f"{element.code}-MISSING"], missing, first_row, personal=True)
                    self._note(
                        view, checks[f"{element.code}-SHAPE"], shape, first_row,
                        name=heading, field=element.field, personal=element.personal,
                    )  # fmt: skip

    def _note(
        self, view: View, check: Check, wrong: Mask, first_row: int, *,
        severity: Severity | None = None, name: str = "", field: str = "", personal: bool = False,
    ) -> None:  # fmt: skip
        at = np.flatnonzero(wrong)
        if not len(at):
            return
        values: Sequence[str] = [""] * len(at)
        if not personal:
            name = name or check.field
            column = view.raw.get(key(name)) if name not in view.canonical else view.canonical[name]
            if column is not None:
                few = pa.array(at[: self._faults.room(check)])
                values = shown([value or "" for value in column.take(few).cast(pa.string()).to_pylist()],
                               field=field or check.field, personal=False)  # fmt: skip
        self._faults.note(check, first_row + at, values, severity=self._weigh(severity or check.severity))

    def _weigh(self, severity: Severity) -> Severity:
        return Severity.WARNS if self._layout.settled else severity

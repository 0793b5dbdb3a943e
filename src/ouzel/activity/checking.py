"""A file checked before it is sent: by the rules by which it would be taken, and nothing of it is kept.

Loading goes through the same `passing`, so that what passes here is taken there.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa

from ouzel.activity.faults import Checker, Faults, Reference, Taking, shipped
from ouzel.activity.faults.register import bodies_of_register
from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.generalising import Postcodes
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.policy import Policy, policy
from ouzel.activity.gate.report import Report
from ouzel.activity.memory import from_the_system
from ouzel.activity.readers import Format, Source, batches, headings, recognise
from ouzel.activity.readers.source import Readable
from ouzel.activity.references.tables import rows as rows_of_table
from ouzel.activity.side_by_side import ahead, aside
from ouzel.activity.store import Store
from ouzel.core.actors import Actor
from ouzel.core.permissions import Permission, require

Progress = Callable[[int], None]
"""Told the number of rows done so far."""


@dataclass(frozen=True)
class CheckResult:
    """What a check of a file found, at the gate and of its content. It holds no value of a patient."""

    file: str
    layout: Format
    rows: int
    report: Report
    faults: Faults
    taking: Taking

    @property
    def refused(self) -> bool:
        """Whether the file would be refused, as it is."""
        return self.report.refused or self.taking.refuses(self.faults)

    def sentences(self) -> list[str]:
        """The result for reading, the verdict first."""
        errors, warnings = self.faults.errors, self.faults.warnings
        verdict = "would be refused whole" if self.refused else "would be taken"
        lines = [
            f"{self.file} is a file of {self.layout.name} with {self.rows:,} {_plural('row', self.rows)}.",
            f"It {verdict}: {self.taking.words}.",
        ]
        lines += self.report.sentences()
        lines.append(
            f"Its content has {errors:,} {_plural('error', errors)} and {warnings:,} {_plural('warning', warnings)}."
        )
        for entry in self.faults.summary():
            count = int(str(entry["count"]))
            lines.append(f"{entry['code']}, {count:,} {_plural('row', count)}: {entry['problem']}. {entry['right']}.")
        if self.faults.unlisted:
            lines.append(f"{self.faults.unlisted:,} of them are counted and not listed, because so many are alike.")
        return lines + [f"Not checked: {words}." for words in self.faults.not_made]

    def as_json(self) -> dict[str, Any]:
        """All but the list of single faults, as JSON knows it."""
        return {
            "file": self.file,
            "format": self.layout.slug,
            "rows": self.rows,
            "refused": self.refused,
            "taking": self.taking.slug,
            "errors": self.faults.errors,
            "warnings": self.faults.warnings,
            "faults": self.faults.summary(),
            "unlisted": self.faults.unlisted,
            "not_checked": list(self.faults.not_made),
            "gate": self.report.as_json(),
        }


def check_file(
    source: Readable | Source, *, by: Actor, on: date, layout: Format | None = None, rules: Policy | None = None,
    taking: Taking | None = None, postcodes: Postcodes | None = None, name: str = "", body: str = "",
    store: Store | None = None, progress: Progress | None = None,
) -> CheckResult:  # fmt: skip
    """Check a file: which format it is of (unless `layout` says), what the gate finds, and every fault.

    `on` is the day by which nothing can have happened later, and on which somebody may check (for `body`, the code of
    their provider, where their role is for that alone). Nothing is kept, and pseudonyms are of a key that nobody has.
    `store` is where tables of rules that were loaded lie. ContentError for a file that cannot be read at all.
    PermissionDenied for who may not check.
    """
    require(by, Permission.ACTIVITY_CHECK, body=body, on=on)
    found = Source.of(source, name=name)
    layout = layout or recognise(found)
    gate = Gate(
        rules or policy(), Key(secrets.token_bytes(32)), postcodes, published=layout.settled,
        headings=layout.headings(headings(found, layout)),
    )  # fmt: skip
    checker = checker_of(layout, on=on, store=store)
    rows = 0
    for _, admitted in passing(found, layout, gate=gate, checker=checker):
        rows += len(admitted)
        if progress:
            progress(rows)
    return CheckResult(found.name, layout, rows, gate.report(), checker.faults(), taking or Taking())


def checker_of(layout: Format, *, on: date, lists: Reference | None = None, store: Store | None = None) -> Checker:
    """The checks of a file: against the lists that come with the package, the register and tables as now known."""
    bodies = bodies_of_register(on)
    lists = replace(lists or shipped(), services=_services(store))
    return Checker(layout, lists.with_bodies(bodies) if bodies else lists, on=on)


def _services(store: Store | None) -> frozenset[str] | None:
    """Every specialised service of any year that was loaded; None where no list was, so that it is not checked."""
    return frozenset(row["service"] for row in rows_of_table("service-colours", store=store)) or None


def passing(
    source: Readable | Source, layout: Format, *, gate: Gate, checker: Checker
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """A file batch by batch through the checks and the gate: what is admitted, with the number of its first row.

    Ask `gate.report()` and `checker.faults()` when it has ended: until then it is not known whether the file is taken.
    """
    from_the_system()
    with aside() as elsewhere:
        for first_row, batch in ahead(batches(source, layout)):
            canonical = layout.canonical(batch)
            # The checks ask the register, so they stay in this thread while the gate works in another.
            admitted = elsewhere.do(partial(gate.admit, canonical, first_row=first_row))
            checker.check(batch, canonical, first_row=first_row)
            yield first_row, admitted.result()


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"

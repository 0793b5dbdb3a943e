"""What an address asks: a day, a state of knowledge, a basis. The same three names mean the same on every page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.register.answers import Moment
from ouzel.web.words import day

if TYPE_CHECKING:
    from ouzel.as_if import AsIf

EARLIEST, LATEST = date(1948, 7, 5), date(2100, 1, 1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PLAN = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")
LONGEST = 400  # characters of a basis: a few plans together
PARTS = ("day", "month", "year")
AS_WAS = Basis("as-was")


class NotADate(ValueError):
    """The message says what would be right."""


@dataclass(frozen=True)
class DateField:
    """A date as somebody gave it, for the three boxes of the form."""

    day: str = ""
    month: str = ""
    year: str = ""
    error: str = ""

    @classmethod
    def of(cls, value: date | None, error: str = "") -> "DateField":
        return cls(str(value.day), str(value.month), str(value.year), error) if value else cls(error=error)


@dataclass(frozen=True)
class Asked:
    """What is asked, ready for queries, with what was wrong beside each field.

    `on` is today where no day is given. `given` holds what stands in the address, to be kept while moving about.
    """

    on: date
    today: date
    known_at: date | None = None
    basis: Basis = AS_WAS
    given: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, DateField] = field(default_factory=dict)
    basis_error: str = ""
    supposed: "AsIf | None" = None  # the register with the plans of an as-if applied
    tidy: bool = True  # False: the boxes of the form were sent, and the address can be said shorter

    @property
    def moment(self) -> Moment:
        """The day asked about, as known then."""
        return Moment(on=self.on, known_at=self.known_at)

    @property
    def members_on(self) -> date:
        """The day whose lists are shown: that of the basis."""
        if self.basis.kind == "as-now":
            return self.today
        return self.basis.day or self.on

    @property
    def members_moment(self) -> Moment:
        """The moment of lists, by the basis."""
        return Moment(on=self.members_on, known_at=self.known_at)

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, message) of each thing that is wrong."""
        found = [(f"{name}-day", f.error) for name, f in self.fields.items() if f.error]
        return found + ([("basis", self.basis_error)] if self.basis_error else [])

    def query(self, **change: object) -> str:
        """The question as the end of an address; a value of None leaves a part out."""
        parts = {**self.given, **{k.replace("_", "-"): str(v) for k, v in change.items() if v is not None}}
        for key, value in change.items():
            if value is None:
                parts.pop(key.replace("_", "-"), None)
        return f"?{urlencode(parts)}" if parts else ""

    def describe(self) -> str:
        """The question in words: `on 5 May 2007, as known on 1 June 2008`."""
        text = f"on {day(self.on)}"
        return f"{text}, as known on {day(self.known_at)}" if self.known_at else text


def read(request: HttpRequest) -> Asked:
    """What this request asks. Nothing is refused: what is wrong is said beside its field, and the rest is answered."""
    sent, today = request.GET, timezone.localdate()
    given: dict[str, str] = {}
    fields: dict[str, DateField] = {}
    values: dict[str, date | None] = {}
    tidy = True
    for name in ("on", "known-at"):
        value, shown, boxes = _date(sent, name)
        values[name], fields[name] = value, shown
        tidy = tidy and not boxes
        if value:
            given[name] = value.isoformat()
    basis, basis_error, shown, boxes = _basis(sent)
    supposed = None
    if basis.kind == "as-if":
        try:
            supposed = _supposed(basis, Moment(today, values["known-at"]), request.user)
            basis = supposed.basis
        except ContentError as error:
            basis, basis_error = AS_WAS, str(error)
    fields["as-at"] = shown
    if basis.kind != "as-was":
        given["basis"] = str(basis)
    on = values["on"] or today
    if not fields["on"].day and not fields["on"].error:
        fields["on"] = DateField.of(on)
    return Asked(
        on=on, today=today, known_at=values["known-at"], basis=basis, given=given, fields=fields,
        basis_error=basis_error, supposed=supposed, tidy=tidy and not boxes,
    )  # fmt: skip


def _supposed(basis: Basis, moment: Moment, viewer: Viewer) -> "AsIf":
    """The register with the plans of a basis applied; ContentError says what is wrong with them."""
    from ouzel.as_if import as_if  # brings the engine: for those alone who ask

    return as_if(basis, viewer=viewer, moment=moment)


def _date(sent: QueryDict, name: str) -> tuple[date | None, DateField, bool]:
    """The date of a field, from `name=2021-04-01` or its three boxes; what to show in them; whether they were sent."""
    texts = [sent.get(f"{name}-{part}", "").strip()[:20] for part in PARTS]
    boxes = any(f"{name}-{part}" in sent for part in PARTS)
    try:
        if any(texts):
            value = from_parts(*texts)
        elif boxes or not sent.get(name, "").strip():
            return None, DateField(), boxes
        else:
            value = from_text(sent.get(name, ""))
    except NotADate as error:
        return None, DateField(texts[0], texts[1], texts[2], str(error)), False
    return value, DateField.of(value), boxes


def from_text(text: str) -> date:
    """`2021-04-01`, `1/4/2021` or `1 April 2021`."""
    text = text.strip()[:40]
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        return from_parts(found[3], found[2], found[1])
    if found := re.fullmatch(r"(\d{1,2})[ /.-]+(\w{1,9})[ /.-]+(\d{4})", text, re.ASCII):
        return from_parts(found[1], found[2], found[3])
    raise NotADate(f"{text!r} is not a date: write it like 2021-04-01")


def from_parts(d: str, m: str, y: str) -> date:
    """A date from what stands in three boxes; a month may be a word."""
    missing = [part for part, text in zip(PARTS, (d, m, y), strict=True) if not text]
    if missing:
        raise NotADate(f"The date must include a {' and a '.join(missing)}")
    if m[:3].lower() in MONTHS:
        m = str(MONTHS.index(m[:3].lower()) + 1)
    if not all(re.fullmatch(r"\d{1,4}", text, re.ASCII) for text in (d, m, y)):
        raise NotADate("The date must be made of numbers, for example 1 4 2021")
    if len(y) != 4:
        raise NotADate("The year must have 4 numbers, for example 2021")
    try:
        value = date(int(y), int(m), int(d))
    except ValueError:
        raise NotADate(f"{d} {m} {y} is not a day of the calendar: check the day and the month") from None
    if not EARLIEST <= value <= LATEST:
        raise NotADate(f"The date must be between {day(EARLIEST)} and {day(LATEST)}")
    return value


def _basis(sent: QueryDict) -> tuple[Basis, str, DateField, bool]:
    """The basis, what is wrong with it, its date for the boxes, and whether the boxes were sent."""
    text = sent.get("basis", "").strip()[:LONGEST] or "as-was"
    if text == "as-at":  # the form: the date stands in boxes of its own
        value, shown, boxes = _date(sent, "as-at")
        if value:
            return Basis("as-at", day=value), "", shown, True
        error = shown.error or "Give the day whose bodies you want"
        return AS_WAS, "", DateField(shown.day, shown.month, shown.year, error), False
    boxes = any(f"as-at-{part}" in sent for part in PARTS)
    try:
        basis = Basis.parse(text)
    except ValueError as error:
        return AS_WAS, str(error), DateField(), False
    if basis.kind == "as-if" and not all(PLAN.fullmatch(name) for name in basis.plans):
        return AS_WAS, f"{text!r} names no proposal: use as-if: and the name in its address", DateField(), False
    if basis.day and not EARLIEST <= basis.day <= LATEST:
        return Basis("as-was"), f"The date must be between {day(EARLIEST)} and {day(LATEST)}", DateField(), False
    return basis, "", DateField.of(basis.day), boxes or (text == "as-was" and "basis" in sent)

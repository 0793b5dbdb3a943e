"""The book of what a plan did, row by row: so that it can be taken back exactly, and counted as it was before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from ouzel.governance.models import BodyFact, Carried
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.models.dated import Dated
from ouzel.reorganisation.models import Enactment

MADE, REPLACED = "made", "replaced"
CLOSING = (
    "closing:"  # begins the name under which the closing of a body by hand is in the book; no slug of a plan has it
)
CLOSED, REOPENED = 0, 1  # in the place of the edition
D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Book:
    """Where everything that one enactment or reversal does is written."""

    plan: str
    edition: int

    def made(self, row: Model) -> None:
        """A row was made."""
        self._write(row, MADE)

    def replaced(self, row: Model) -> None:
        """A row holds no more."""
        self._write(row, REPLACED)

    def _write(self, row: Model, did: str) -> None:
        table = row._meta.model_name or ""
        Carried.objects.create(plan=self.plan, edition=self.edition, table=table, row=row.pk, did=did)


def rows(plan: str, table: str, did: str) -> set[int]:
    """The rows of a table that a plan made or replaced, by enactment and reversal."""
    return set(Carried.objects.filter(plan=plan, table=table, did=did).values_list("row", flat=True))


def taken_back(table: str) -> set[int]:
    """The rows of a table that plans made or replaced which were reversed since: nothing rests on these any more."""
    gone = Enactment.objects.filter(reverses=None, reversed_by__isnull=False).values("proposal__slug")
    reopened = Carried.objects.filter(plan__startswith=CLOSING, edition=REOPENED).values("plan")
    found = Carried.objects.filter(Q(plan__in=gone) | Q(plan__in=reopened), table=table)
    return set(found.values_list("row", flat=True))


def closing(slug: str) -> str:
    """The name in the book of the next closing of a body by hand."""
    there = Carried.objects.filter(plan__startswith=f"{CLOSING}{slug}:", edition=CLOSED)
    return f"{CLOSING}{slug}:{there.values('plan').distinct().count() + 1}"


def standing_closing(slug: str) -> str:
    """The last closing of a body by hand, if it was not taken back; else empty."""
    book = Carried.objects.filter(plan__startswith=f"{CLOSING}{slug}:")
    last = book.filter(edition=CLOSED).order_by("-pk").values_list("plan", flat=True).first() or ""
    return "" if book.filter(plan=last, edition=REOPENED).exists() else last


def closed_on(key: str) -> date:
    """The first day on which a body that was closed by hand was no more."""
    lives = BodyFact.objects.filter(pk__in=rows(key, "bodyfact", MADE), attribute=BodyAttribute.LIFE)
    days: list[date] = [fact.valid.upper for fact in lives]
    return max(days)


def of_a_plan(name: str) -> str:
    """The slug of a plan; empty for a closing by hand."""
    return "" if name.startswith(CLOSING) else name


def again(row: Model, after: Model) -> None:
    """A row that a plan made was written again behind what came before it: the plan made that one too."""
    table = row._meta.model_name or ""
    for entry in Carried.objects.filter(table=table, row=row.pk, did=MADE):
        Book(entry.plan, entry.edition).made(after)


def as_before(facts: QuerySet[D], plan: str, *, known_at: date | None) -> QuerySet[D]:
    """Facts as believed at the end of the day `known_at` (None: now), as though the plan had not been enacted."""
    table = facts.model._meta.model_name or ""
    made, gone = rows(plan, table, MADE), rows(plan, table, REPLACED)
    held = Q(replaced=None) | Q(pk__in=gone)
    if known_at is not None:
        facts, held = facts.filter(recorded__lte=known_at), held | Q(replaced__gt=known_at)
    return facts.filter(held).exclude(pk__in=made)


def enactment_of(plan: str) -> Enactment | None:
    """The enactment of a plan that stands."""
    return Enactment.objects.filter(proposal__slug=plan, reverses=None, reversed_by=None).first()


def written_at(plan: str) -> datetime | None:
    """When the enactment that stands was written; None: it is not enacted, or is only now."""
    own = enactment_of(plan)
    return own.at if own else None

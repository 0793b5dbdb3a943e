"""A body ends, by hand: all that holds of it ends with it, and what is open with it goes to its successor.

It is carried as a plan carries it. What was known of the body stays known, and a closing can be taken back for as long
as nothing was built on it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import checking
from ouzel.governance.bodies.names import Names
from ouzel.governance.bodies.queries import body_on, committees_of
from ouzel.governance.carrying import applying, counting, handing, ledger, undoing
from ouzel.governance.carrying.dependants import built_on
from ouzel.governance.carrying.doing import Doing
from ouzel.governance.carrying.fates import Fate, Fates
from ouzel.governance.carrying.picture import sort_of
from ouzel.governance.carrying.telling import ahead_of
from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import listed

ENDS = "end"
"""What is said of the committees of a body that ends: they end with it."""


@transaction.atomic
def close_body(
    *, body: Body, on: date, known: date, source: str, by: Actor, successor: str = "", committees: str = ""
) -> int:
    """A body ends, its last day being the one before `on`; its seats, appointments, powers and rules end with it.

    `successor`: slug of the body that carries on from the day, which exists then; none given: the one that was said
    already, if it is one. Its open actions, open risks, business to come, strategies and followers go there, and those
    who are accountable to it are accountable to that. `committees`: ENDS where its committees, and theirs, end with it;
    what is open with each goes to the successor's committee of the same sort, or else to the successor, as a plan does
    it. How many facts ended. ContentError for a body that does not exist just before the day, and for one that has
    committees of which nothing is said. PermissionDenied for who does not keep all of them.
    """
    checking.keep(body, by=by)
    if not source.strip():
        raise ContentError("say where this is from", field="source", right="A document, a decision or a law")
    if not BodyFact.objects.known().filter(
        body=body, attribute=BodyAttribute.LIFE, valid__overlap=DateRange(on, None), valid__startswith__lt=on
    ):
        raise ContentError(f"{body} has ended already, or has not begun", field="on", value=str(on))
    heir = _heir(body, successor, on=on, by=by)
    names = Names()
    why = f"{names.on(body.slug, on - timedelta(days=1))} ended on {on:%-d %B %Y}"
    key = ledger.closing(body.slug)
    doing = Doing(plan=key, title=why, day=on, known=known, by=by, book=ledger.Book(key, ledger.CLOSED), said=source)
    ends = [(body, heir), *((each, heir and _of_the_same_sort(each, heir, names, on)) for each in _below(body, on=on))]
    _refuse_unsaid(ends[1:], committees, names, on=on, by=by)
    fates = Fates(tuple(_fate(each, other, names, why, on) for each, other in ends))
    slugs = {*fates.heirs, *fates.heirs.values(), body.slug}
    before = counting.counted(slugs, counting.Asked(day=on))
    ended = sum(applying.end_body(fate, other, doing) for fate, (_, other) in zip(fates.ends, ends, strict=True))
    applying.point_on(fates, doing)
    handed = {
        fate.body.slug: handing.hand_over(
            body=fate.body, name=fate.name, heir=other, heir_name=fate.heir_name, why=why, plan=key, on=on, by=by,
            book=doing.book,
        )
        for fate, (_, other) in zip(fates.ends, ends, strict=True) if other is not None
    }  # fmt: skip
    if heir is not None:
        _refuse_lost(before, counting.counted(slugs, counting.Asked(day=on)), fates)
    for fate in fates.ends:
        audit.record(
            by=by, action=Did.BODY_CLOSED, subject=fate.body.slug,
            detail={"on": on, "known": known, "source": source, "successor": fate.heir, "facts": ended,
                    "handed": handed.get(fate.body.slug, {}), "with": "" if fate.body == body else body.slug,
                    "meetings_ahead": ahead_of(fate.body, on).count()},
        )  # fmt: skip
    return ended


@transaction.atomic
def reopen_body(*, body: Body, why: str, known: date, by: Actor) -> None:
    """Take back that a body was closed by hand: from `known` on it is believed that it never ended, and what went to
    its successor is back with it.

    ContentError without a reason, for a body that was not closed by hand, and for what was built on the closing since.
    """
    if not why.strip():
        raise ContentError("say why the closing is taken back", field="why")
    require_for(by, Permission.BODIES_KEEP, [body], on=today())
    Body.objects.select_for_update().get(pk=body.pk)
    key = ledger.standing_closing(body.slug)
    if not key:
        raise ContentError(f"{body} was not closed by hand, or is open again", field="body", value=body.slug,
                           right="What a reorganisation ended comes back when its plan is reversed")  # fmt: skip
    built = list(built_on(key, day=ledger.closed_on(key)))
    if built:
        raise ContentError(f"something was built on the closing: {built[0]}", field="body", value=body.slug,
                           right="; ".join(built[1:4]))  # fmt: skip
    words = f"The closing was taken back: {why.strip()}"
    undoing.take_back(key, why=words, known=known, by=by, book=ledger.Book(key, ledger.REOPENED), subject=body.slug)
    audit.record(by=by, action=Did.BODY_REOPENED, subject=body.slug, detail={"known": known, "why": why.strip()})


def _heir(body: Body, successor: str, *, on: date, by: Actor) -> Body | None:
    """Who carries on; what is handed over comes before them, so it takes a role for them too."""
    if not successor:
        said = BodyFact.objects.on(on).filter(body=body, attribute=BodyAttribute.SUCCESSOR)
        values = list(said.values_list("value", flat=True)[:2])
        successor = values[0] if len(values) == 1 else ""
    if not successor:
        return None
    other = checking.existing(successor, field="successor")
    checking.check_value(body=body, attribute=BodyAttribute.SUCCESSOR, value=successor, since=on)
    checking.within_life(other, since=on, until=None)
    require_for(by, Permission.BODIES_KEEP, [other], on=today())
    return other


def committees_below(body: Body, *, on: date) -> list[str]:
    """The names of the committees of a body on a day, and of theirs: what ends with it."""
    names = Names()
    return [names.on(each.slug, on) for each in _below(body, on=on)]


def _below(body: Body, *, on: date) -> list[Body]:
    """The committees that a body would still have on a day, and theirs, each after the one that made it."""
    found = [body]
    for each in found:
        made = {view.slug for view in committees_of(each, on=on)} - {other.slug for other in found}
        found += Body.objects.filter(slug__in=made).order_by("slug")
    return found[1:]


def _of_the_same_sort(committee: Body, heir: Body, names: Names, on: date) -> Body:
    """The heir's committee of the same sort, by the words of its name; where there is not one alone, the heir."""
    eve = on - timedelta(days=1)
    called = [names.on(heir.slug, on)]
    before = body_on(committee, on=eve)
    if before is not None:
        called += [names.on(before.part_of, eve), *(each.name for each in before.organisations)]
    sort = sort_of(names.on(committee.slug, eve), called)
    there = [view for view in committees_of(heir, on=on) if view.slug != committee.slug]
    alike = [
        view for view in there if sort and sort_of(view.name, [*called, *(o.name for o in view.organisations)]) == sort
    ]
    return alike[0].body if len(alike) == 1 else heir


def _fate(body: Body, heir: Body | None, names: Names, why: str, on: date) -> Fate:
    name = names.on(body.slug, on - timedelta(days=1))
    heir_name = names.on(heir.slug, on) if heir else ""
    return Fate(body, name, "", heir.slug if heir else "", heir_name, None, None, why, "")


def _refuse_unsaid(
    ends: Sequence[tuple[Body, Body | None]], committees: str, names: Names, *, on: date, by: Actor
) -> None:
    """ContentError where a body has committees and nobody said that they end with it; they must be kept too."""
    if ends and committees != ENDS:
        called = listed([names.on(each.slug, on) for each, _ in ends])
        raise ContentError(
            f"it has committees, which end with it: {called}", field="committees", value=committees,
            right="Say that they end too, or make them committees of another body first",
        )  # fmt: skip
    for each, heir in ends:
        checking.keep(each, by=by)
        if heir is not None:
            require_for(by, Permission.BODIES_KEEP, [heir], on=today())


def _refuse_lost(before: counting.Counts, after: counting.Counts, fates: Fates) -> None:
    """ContentError, and all of it is undone, unless everything that was open is with the heirs."""
    ended = {fate.body.slug for fate in fates.ends}
    for what, counts in before.items():
        left = sum(number for slug, number in after[what].items() if slug in ended)
        if left or sum(counts.values()) != sum(after[what].values()):
            raise ContentError(f"the {what} do not come out the same", field="successor", value=fates.ends[0].heir)

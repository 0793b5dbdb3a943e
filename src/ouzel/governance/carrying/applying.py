"""The fates of bodies become what is recorded: facts end and begin, and what is open is taken over."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from ouzel.core import audit
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.bodies import holding
from ouzel.governance.carrying import handing, owning
from ouzel.governance.carrying.doing import Doing
from ouzel.governance.carrying.fates import Fate, Fates, Opening, Reshaped
from ouzel.governance.carrying.inheriting import Inheritance, inheritance
from ouzel.governance.models import Body, BodyFact, Seat, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute as B
from ouzel.governance.models.dated import Dated


def carry_out(fates: Fates, doing: Doing) -> None:
    """End, open and reshape bodies, hand over what is open, and write it down; nothing where there is nothing."""
    if not (fates.ends or fates.reshaped):
        return
    for opening in fates.openings:
        _open(opening, inheritance(opening, fates, on=doing.day), doing)
    slugs = {*fates.heirs.values(), *fates.heirs}
    bodies = {body.slug: body for body in Body.objects.filter(slug__in=slugs)}
    for fate in fates.ends:
        end_body(fate, bodies.get(fate.heir), doing)
    for reshaped in fates.reshaped:
        _reshape(reshaped, doing)
    point_on(fates, doing)
    handed = {}
    for fate in fates.ends:
        if fate.heir:
            handed[fate.body.slug] = handing.hand_over(
                body=fate.body, name=fate.name, heir=bodies[fate.heir], heir_name=fate.heir_name, why=fate.why,
                plan=doing.plan, on=doing.day, by=doing.by, book=doing.book,
            )  # fmt: skip
    audit.record(
        by=doing.by, action=Did.CARRIED_OVER, subject=f"proposal {doing.plan}",
        detail={"on": doing.day, "known": doing.known, "heirs": fates.heirs, "handed": handed,
                "ended": [fate.body.slug for fate in fates.ends],
                "opened": [opening.slug for opening in fates.openings],
                "reshaped": [each.body.slug for each in fates.reshaped]},
    )  # fmt: skip


def end(rows: Iterable[Dated], doing: Doing) -> None:
    """Facts end on the plan's day; those that would begin later are believed no more."""
    for row in rows:
        for left in facts.cut(
            row, DateRange(doing.day, None), known=doing.known, source=doing.source, by=str(doing.by)
        ):
            doing.book.made(left)
        doing.book.replaced(row)


def say(body: Body, attribute: B, value: str, doing: Doing) -> None:
    """Something holds of a body from the plan's day on, if it is not said already."""
    span = DateRange(doing.day, None)
    there = BodyFact.objects.filter(body=body, attribute=attribute, value=value, replaced=None, valid__overlap=span)
    if not there.exists():
        _hold(BodyFact, {"body": body, "attribute": attribute, "value": value}, doing)


def _open(opening: Opening, from_before: Inheritance, doing: Doing) -> None:
    body, _ = Body.objects.get_or_create(
        slug=opening.slug
    )  # its row stays if the plan is reversed: nothing holds of it
    say(body, B.LIFE, "", doing)
    say(body, B.NAME, opening.name, doing)
    say(body, B.KIND, opening.kind, doing)
    say(body, B.ORGANISATION, opening.organisation, doing)
    kept = [B.TOPIC, B.PLACE]
    if from_before.alike:
        kept += [B.DUTY, B.BASIS]  # another kind has those of its own law
    before = [fate.body for fate in from_before.before]
    held = BodyFact.objects.on(doing.day).filter(body__in=before, attribute__in=kept)
    for attribute, value in dict.fromkeys(held.order_by("attribute", "pk").values_list("attribute", "value")):
        say(body, B(attribute), value, doing)
    for seat in from_before.seats:
        _hold(Seat, {"body": body, **seat}, doing)
    if from_before.orders is not None:
        _hold(StandingOrders, {"body": body, "text": from_before.orders}, doing)


def _hold(model: type[Dated], values: Mapping[str, Any], doing: Doing) -> None:
    """A fact of a body that the plan opens, from its day on."""
    row = model._default_manager.create(
        **values, valid=DateRange(doing.day, None), recorded=doing.known, source=doing.source, by=str(doing.by)
    )
    doing.book.made(row)


def end_body(fate: Fate, heir: Body | None, doing: Doing) -> int:
    """All that holds of a body ends, its heir leads on and answers for its strategies; how many facts ended."""
    ended = 0
    for model, key in holding.held(fate.body, on=doing.day):  # asked as it goes: a line may be of the body twice
        end(_rows(model, key), doing)
        ended += 1
    if heir is not None:
        say(fate.body, B.SUCCESSOR, heir.slug, doing)
    owning.hand_on(fate, heir, doing)
    return ended


def _reshape(reshaped: Reshaped, doing: Doing) -> None:
    held = BodyFact.objects.filter(
        body=reshaped.body, attribute=B.ORGANISATION, value__in=reshaped.gone, replaced=None,
        valid__overlap=DateRange(doing.day, None),
    )  # fmt: skip
    end(list(held), doing)
    for code in reshaped.come:
        say(reshaped.body, B.ORGANISATION, code, doing)


def point_on(fates: Fates, doing: Doing) -> None:
    """Bodies that go on and were accountable to one that ends are accountable to its heir."""
    ended = [fate.body.slug for fate in fates.ends]
    rows = BodyFact.objects.filter(
        attribute=B.ACCOUNTABLE, value__in=ended, replaced=None, valid__overlap=DateRange(doing.day, None)
    ).exclude(body__slug__in=ended)
    for row in list(rows.select_related("body")):
        end([row], doing)
        heir = fates.heirs.get(row.value)
        if heir and heir != row.body.slug:
            say(row.body, B.ACCOUNTABLE, heir, doing)


def _rows(model: type[Dated], key: Mapping[str, object]) -> list[Dated]:
    found: list[Dated] = list(model._default_manager.filter(**key).select_for_update())
    return found


def models_of(names: Iterable[str]) -> dict[str, type[Model]]:
    """The models of governance by the names that the book uses."""
    from django.apps import apps

    return {name: apps.get_model("governance", name) for name in names}

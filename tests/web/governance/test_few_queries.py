"""No page asks the database once for each row that it shows: with many rows it asks as often as with few."""

import copy
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ouzel.governance.models import (
    ActionStep,
    Appointment,
    ForwardItem,
    Interest,
    ItemPaper,
    Link,
    Minutes,
    PaperVersion,
    Person,
    Priority,
    Progress,
    Risk,
    RiskReview,
    Seat,
    Sitting,
    Strategy,
)
from tests.web.governance.told import SLUG, Told

MANY = 12
EVE = "on=2021-03-31"
ON = date(2021, 3, 16)
M = TypeVar("M", bound=Model)


def copied(row: M, **changed: Any) -> M:
    """Another row like one that is there, but for what is changed."""
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made.pk, made._state.adding = None, True
    for name, value in changed.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def link(told: Told, kind: str, ref: str) -> None:
    """Link a decision of the meeting, and a priority, to one more record."""
    for begins, first in (("decision", told.decisions[1].ref), ("priority", "care-strategy/start-well")):
        Link.objects.create(
            from_kind=begins, from_ref=first, relation="evidence", to_kind=kind, to_ref=ref, on=ON, by="test"
        )  # fmt: skip


def grow(told: Told) -> None:
    """Twelve more of everything that pages list."""
    luton, item = told.world.luton, told.items["2"]
    person, paper = Person.objects.get(slug="ola-allthree"), told.paper
    version, put = PaperVersion.objects.get(paper=paper), ItemPaper.objects.get(paper=paper)
    seat = Seat.objects.filter(body=luton).first()
    held = Appointment.objects.filter(body=luton, person=person).first()
    interest = Interest.objects.get(person__slug="gil-eastluton")
    sitting, minutes = Sitting.objects.get(meeting=told.coming), Minutes.objects.get(meeting=told.meeting)
    steps = list(ActionStep.objects.filter(action=told.action).order_by("number"))
    risk, business = Risk.objects.get(title="Too few nurses"), ForwardItem.objects.get(title="Annual report")
    strategy, priority = Strategy.objects.get(slug="care-strategy"), Priority.objects.get(slug="start-well")
    assert seat is not None
    assert held is not None
    for n in range(MANY):
        somebody = copied(person, slug=f"somebody-{n}", name=f"Made-up Body {n}", user=None)
        days = DateRange(date(2021, 4, 1) + timedelta(days=n), None)
        copied(seat, slug=f"seat-{n}", title=f"Seat {n}", order=100 + n, valid=DateRange(ON - timedelta(days=n), None))
        copied(held, person=somebody, seat=f"seat-{n}", valid=days)
        copied(interest, person=person, description=f"Interest {n}")
        other = copied(told.coming, slug=f"2027-02-{n + 1:02}-more", title=f"More {n}")
        copied(sitting, meeting=other)
        copied(minutes, number=minutes.number + 1 + n, why="Typing")
        more = copied(item, number=f"2.{n + 1}", title=f"More business {n}", text="")
        file = copied(paper, slug=f"2021-03-16-more-{n}", title=f"More {n}")
        copied(version, paper=file, sha256=f"{n:064x}")
        copied(put, item=more, paper=file)
        copied(version, number=2 + n, why="Typing", sha256=f"{n + 100:064x}")
        copied(put, item=more, paper=paper)
        decision = copied(told.decisions[1], ref=f"D-2021-9{n:03}", item=more, title=f"Decision {n}")
        link(told, "person", somebody.slug)
        link(told, "paper", file.slug)
        action = copied(told.action, ref=f"A-2021-9{n:03}", item=more, decision=decision)
        for step in steps:
            copied(step, action=action)
        copied(steps[-1], number=steps[-1].number + 1 + n, on=date(2021, 3, 21) + timedelta(days=n), note=f"Step {n}")
        another = copied(risk, ref=f"R-2022-9{n:03}", title=f"Risk {n}")
        for review in RiskReview.objects.filter(risk=risk):
            copied(review, risk=another)
        copied(business, title=f"Business {n}")
        copied(strategy, slug=f"strategy-{n}", title=f"Strategy {n}")
        copied(priority, slug=f"priority-{n}", title=f"Priority {n}")
        Link.objects.create(from_kind="priority", from_ref=f"care-strategy/priority-{n}", relation="evidence",
                            to_kind="paper", to_ref=file.slug, on=ON, by="test")  # fmt: skip
        copied(Progress.objects.get(strategy=strategy, text="Begun"), text=f"Report {n}")


def addresses(told: Told) -> list[str]:
    """Every page and copy that lists something."""
    one = f"meetings/{SLUG}"
    risk = Risk.objects.get(title="Too few nurses").ref
    return [
        f"bodies/?{EVE}", f"bodies/luton-governing-body/?{EVE}", f"bodies/luton-governing-body.json?{EVE}",
        "bodies/blmk-board/", f"people/?{EVE}", f"people/ola-allthree/?{EVE}", f"people.json?{EVE}", "meetings/",
        "meetings.json", f"{one}/", f"{one}.json", f"{one}/log/", f"{one}/minutes/", f"{one}/pack/", "decisions/",
        "decisions.json", f"decisions/{told.decisions[1].ref}/", f"decisions/{told.decisions[1].ref}.json",
        "actions/?stands=all", "actions.json?stands=all", f"actions/{told.action.ref}/", f"interests/?{EVE}",
        f"interests.json?{EVE}", "strategies/", "strategies/care-strategy/", "strategies/care-strategy.json", "risks/",
        f"risks/{risk}/", "forward-plan/", f"papers/{told.paper.slug}/", f"papers/{told.paper.slug}.json",
        "search/?in=records&q=merger", "bodies/luton-governing-body.atom", "meetings.ics",
    ]  # fmt: skip


def test_pages_with_many_rows_ask_as_often_as_pages_with_few(told: Told, site: Client) -> None:
    def asked(address: str) -> int:
        site.get(f"/{address}")
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = site.get(f"/{address}")
        assert response.status_code == 200, address
        return len(captured)

    link(told, "person", "gil-eastluton")
    link(told, "paper", told.paper.slug)
    few = {address: asked(address) for address in addresses(told)}
    grow(told)
    many = {address: asked(address) for address in few}
    assert {address: (few[address], many[address]) for address in few if many[address] > few[address]} == {}

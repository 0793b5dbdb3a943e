"""Decisions that could not wait for a meeting, in public or in private; and what a meeting made of them."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.confidential.actions import Whole, decide_urgently_in_private
from ouzel.core.permissions import Permission, today
from ouzel.governance.decisions import ratifying
from ouzel.governance.decisions.actions import To
from ouzel.governance.models import AgendaItem, Appointment, Body, Decision
from ouzel.governance.reference.orders import orders_of
from ouzel.governance.reference.tags import in_words
from ouzel.governance.rules import require_for
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.decisions import KINDS, WordsForm
from ouzel.web.desk.governance.door import At, Link, ask, governance, holds, mine, name_of, running
from ouzel.web.desk.governance.fields import One, PoundsField, Some
from ouzel.web.desk.governance.forms import Dated, Ruled
from ouzel.web.desk.working import actor

Shape = fields.Shape
RUN, PRIVATE = Permission.GOVERNANCE_RUN, Permission.GOVERNANCE_PRIVATE


class UrgentForm(WordsForm):
    """A decision that could not wait for a meeting."""

    few: tuple[str, ...] = ("pence", "plan", "on")

    why = fields.TextField(Shape.TEXT, label="Why it could not wait", help_text="Everybody reads it")
    agreed_by = Some(label="Who agreed to it")
    consulted = Some(label="Who else was consulted", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["irregular"], self.fields["options"]
        self.order_fields(["title", "text", "why", "kind", "reasons", "agreed_by", "consulted"])


class PrivateForm(Dated):
    """The same, where it cannot be told in full: what everybody may read, and the whole."""

    kind = fields.Select(label="Kind of decision", choices=KINDS, initial="other")
    title = fields.ShapeField(Shape.LINE, label="Title that everybody reads")
    text = fields.TextField(Shape.TEXT, label="What everybody may read of it")
    why = fields.TextField(
        Shape.TEXT, label="Why it could not wait", help_text="Everybody reads it: nothing private belongs here"
    )
    whole_title = fields.ShapeField(Shape.LINE, label="Title in private")
    whole_text = fields.TextField(Shape.TEXT, label="What was decided, in full")
    whole_reasons = fields.TextField(Shape.TEXT, label="Reasons, in full", required=False)
    pence = PoundsField(label="What it commits, in pounds", required=False, help_text="It stays in private")
    agreed_by = Some(label="Who agreed to it")
    consulted = Some(label="Who else was consulted", required=False)


class RatifyForm(Ruled):
    """What a meeting made of an urgent decision."""

    item = One(label="The item at which it was dealt with")
    ratified = fields.Radios(label="What the meeting did", choices=[("yes", "Ratified it"), ("no", "Refused to")])
    note = fields.TextField(
        Shape.TEXT, label="What was said of it", required=False, help_text="Needed where it refused to"
    )


@governance(RUN)
def urgent(request: HttpRequest, body: str) -> HttpResponse:
    """Record a decision taken between meetings, which is public at once."""
    sits = _body(request, body)
    form = UrgentForm(sent(request), viewer=request.user)

    def do(got: dict[str, Any]) -> Decision:
        return ratifying.decide_urgently(
            body=sits, kind=got["kind"], title=got["title"], text=got["text"], why=got["why"],
            agreed_by=got["agreed_by"], consulted=got["consulted"], reasons=got["reasons"], pence=got["pence"],
            links=[To("plan", got["plan"].slug)] if got["plan"] else [], on=got["on"], by=actor(request),
        )  # fmt: skip

    there = [{"href": address("governance-urgent-private", body), "text": "Record it in private"}]
    return _asked(
        request, sits, form, do, title="A decision that could not wait", to="decision",
        said=lambda made: f"{made.ref} is recorded, and public. It waits for its ratification.",
        lead=["It is public at once, and waits for a meeting to ratify it."],
        beside=there if holds(request, PRIVATE) else [],
    )  # fmt: skip


@governance(RUN)
def in_private(request: HttpRequest, body: str) -> HttpResponse:
    """Record a decision taken between meetings that cannot be told in full."""
    sits = _body(request, body)
    require_for(request.user, PRIVATE, [sits], on=today())

    def do(got: dict[str, Any]) -> Decision:
        return decide_urgently_in_private(
            body=sits, kind=got["kind"], title=got["title"], text=got["text"], why=got["why"], pence=got["pence"],
            whole=Whole(got["whole_title"], got["whole_text"], got["whole_reasons"]), agreed_by=got["agreed_by"],
            consulted=got["consulted"], on=got["on"], by=actor(request),
        )  # fmt: skip

    return _asked(
        request, sits, PrivateForm(sent(request)), do, title="A decision in private that could not wait",
        to="decision-whole",
        said=lambda made: f"{made.ref} is recorded. It waits for its ratification.",
        lead=["Everybody reads at once that it was taken, what may be read of it, and why it could not wait.",
              "The rest is for who may read what this body takes in private. It waits for a meeting to ratify it."],
    )  # fmt: skip


@running
def ratify(request: HttpRequest, it: At, ref: str) -> HttpResponse:
    """Record what a meeting made of an urgent decision."""
    row = Decision.objects.visible_to(request.user).filter(ref=ref, method="urgent").first()
    if row is None:
        raise Http404("There is no such urgent decision.")
    form = RatifyForm(sent(request), initial={"on": it.past})
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=it.meeting, removed="").order_by("order")
    form.fields["item"].offer({i.number: (i, f"{i.number}. {i.title}") for i in items})  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: ratifying.ratify(
            decision=row, item=got["item"], ratified=got["ratified"] == "yes", note=got["note"],
            irregular=got["irregular"], on=got["on"], by=it.by,
        ),
        title=f"Ratify {ref}", button="Record it", said=f"What the meeting made of {ref} is recorded.",
        to=("meeting", it.slug), caption=row.title, above=it.above, names=it.names, lead=[row.text, row.urgent],
    )  # fmt: skip


def _asked(
    request: HttpRequest, body: Body, form: Any, do: Callable[[dict[str, Any]], Decision], *, to: str, title: str,
    said: Callable[[Decision], str], lead: list[str], beside: list[Link] | tuple[()] = (),
) -> HttpResponse:  # fmt: skip
    """The page of either form; done, it leads on to the decision."""
    held = Appointment.objects.visible_to(request.user).on(today()).filter(body=body)
    people = {row.person.slug: (row.person, row.person.name)
              for row in held.select_related("person").order_by("person__name")}  # fmt: skip
    for name in ("agreed_by", "consulted"):
        form.fields[name].offer(people)
    name = name_of(body)
    above = [{"href": address("governance-body", body.slug), "text": name}] if _keeps(request, body) else []
    return ask(
        request, form, do, title=title, button="Record it", caption=name, said=said, at="agreed_by",
        to=lambda made: (to, made.ref), names={body.slug: name}, lead=[*_who(body), *lead], above=above,
        beside=beside,
    )  # fmt: skip


def _who(body: Body) -> list[str]:
    """Who must agree, by the standing orders of today."""
    rule = orders_of(body, on=today()).urgent
    if not rule.agree:
        return ["The standing orders of this body allow no decision between meetings."]
    said = [f"The standing orders ask for the agreement of: {'; '.join(in_words(tag) for tag in rule.agree)}."]
    if rule.consult_at_least:
        others = words.count(rule.consult_at_least, "other is", "others are")
        among = f", who hold a seat as: {'; '.join(in_words(tag) for tag in rule.consult)}" if rule.consult else ""
        said.append(f"At least {others} to be consulted{among}.")
    return [" ".join(said)]


def _body(request: HttpRequest, slug: str) -> Body:
    sits = next((each for each in mine(request) if each.slug == slug), None)
    if sits is None:
        raise Http404("There is no such body that you run.")
    return sits


def _keeps(request: HttpRequest, body: Body) -> bool:
    return body in mine(request, Permission.BODIES_KEEP)

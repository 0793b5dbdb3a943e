"""Urgent decisions between meetings: taken by who the standing orders say, in public at once, ratified at a meeting."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance import guards, refs
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.delegation import may_decide
from ouzel.governance.bodies.names import name_of
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.decisions import checks
from ouzel.governance.decisions.actions import To, keep
from ouzel.governance.decisions.sitting import refuse_unless_sitting
from ouzel.governance.models import AgendaItem, Appointment, Body, Decision, Person, Ratification, Seat
from ouzel.governance.papers.patients import refuse_numbers
from ouzel.governance.reference.decisions import kind_of_decision
from ouzel.governance.reference.orders import orders_of
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import in_words


@transaction.atomic
def decide_urgently(
    *, body: Body, kind: str, title: str, text: str, why: str, agreed_by: Iterable[Person], on: date, by: Actor,
    consulted: Iterable[Person] = (), reasons: str = "", pence: int | None = None, links: Sequence[To] = (),
    private: bool = False,
) -> Decision:  # fmt: skip
    """Record a decision taken between meetings because it could not wait (`why`), agreed by the people the standing
    orders name by the seats they hold that day. It waits for ratification at a meeting.

    Of a `private` one all words must be fit for the public, and the sum is not kept here: `ouzel.confidential` has the
    rest. There is no meeting with which a rule not kept could be recorded, so it is refused: ContentError where the
    orders allow none, somebody who must agree or be consulted is missing or holds no seat, or the body may not decide
    it.
    """
    require_for(by, Permission.GOVERNANCE_RUN, [body], on=today())
    for name, value in (("title", title), ("text", text), ("why", why)):
        if not value.strip():
            raise ContentError("say what was decided, and why it could not wait", field=name)
    refuse_numbers("\n".join((title, text, why, reasons)), name="decision")
    guards.check_body(body, {"title": title, "text": text, "why": why, "reasons": reasons})
    agreed, asked = list(dict.fromkeys(agreed_by)), list(dict.fromkeys(consulted))
    kept = _agreed(body, agreed, asked, on)
    locks.take(locks.Lock.GOVERNANCE)  # the same form, sent twice
    same = Decision.objects.filter(body=body, on=on, title=title.strip(), item=None, revises=None).first()
    if same is not None:
        raise ContentError("this is recorded already", field="title", value=same.ref,
                           right="See it, or give another title if it is another decision")  # fmt: skip
    authority = may_decide(body=body, kind=kind_of_decision(kind).slug, pence=pence, on=on)
    if not authority.allowed:
        raise ContentError(authority.why, field="delegation", right="Leave it to who may decide it")
    decision = Decision.objects.create(
        ref=refs.next_ref("D", Decision, on=on), body=body, on=on, kind=kind, pence=None if private else pence,
        title=title.strip(), text=text.strip(), reasons=reasons.strip(), method="urgent", urgent=why.strip(),
        quorum=kept, authority=checks.WITHIN if private and pence is not None else authority.why, private=private,
        by=str(by),
    )  # fmt: skip
    keep(decision, links=links, by=by, on=on)
    return decision


@transaction.atomic
def ratify(
    *, decision: Decision, item: AgendaItem, ratified: bool, by: Actor, on: date, note: str = "", irregular: str = ""
) -> Ratification:  # fmt: skip
    """A meeting of the body, or of what succeeded it, ratifies an urgent decision or refuses to (with the reason in
    `note`). What was done under it stays done; that it was refused is shown with it.

    ContentError for what is not urgent or was dealt with, another body's meeting, no quorum (unless `irregular`).
    """
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    body = _ratifying_body(held, item, on)
    require_for(by, Permission.GOVERNANCE_RUN, [body], on=today())
    if held.method != "urgent":
        raise ContentError(f"{held.ref} was taken at a meeting", field="decision", value=held.ref,
                           right="Only urgent decisions are ratified")  # fmt: skip
    if held.revises_id is not None:
        raise ContentError(f"{held.ref} is the text of another, which was released", field="decision", value=held.ref,
                           right="Ratify the one that it revises")  # fmt: skip
    if Ratification.objects.filter(decision=held).exists():
        raise ContentError(f"a meeting dealt with {held.ref} already", field="decision", value=held.ref)
    if not ratified and not note.strip():
        raise ContentError("say why it was not ratified", field="note")
    meeting = refuse_unless_sitting(item=item, body=body, on=on, what="a ratification")
    guards.check(meeting, {"note": note}, item=item)
    taking = checks.Taking(meeting, item, body, on, by, irregular)
    checks.not_yet_minuted(taking)
    checks.in_public_or_excluded(taking)
    checks.quorate(taking)
    row = Ratification.objects.create(
        decision=held, meeting=meeting, item=item, ratified=ratified, note=note.strip(), by=str(by)
    )
    audit.record(by=by, action=Did.RATIFIED, subject=held.ref,
                 detail={"meeting": meeting.slug, "item": item.number, "ratified": ratified, "on": on})  # fmt: skip
    return row


def awaiting_ratification(bodies: Body | Iterable[Body], *, on: date) -> tuple[Decision, ...]:
    """Urgent decisions of the bodies, and of those they succeeded, that no meeting has dealt with; the oldest first.

    `on`: those taken by the end of that day. They are public.
    """
    given = [bodies] if isinstance(bodies, Body) else list(bodies)
    line = {each for body in given for each in lineage(body, on=on)}
    rows = Decision.objects.visible_to(None).filter(method="urgent", ratification=None, revises=None)
    rows = rows.filter(body__in=line, on__lte=on)
    return tuple(rows.select_related("body").order_by("on", "ref"))


def _ratifying_body(decision: Decision, item: AgendaItem, on: date) -> Body:
    for sitting in item.meeting.sittings.select_related("body"):
        if decision.body_id in {each.pk for each in lineage(sitting.body, on=on)}:
            return sitting.body
    raise ContentError(
        f"{decision.ref} is of {name_of(decision.body, on)}, and neither it nor its successor sits in "
        f"{item.meeting.slug}",
        field="item", value=item.number,
    )  # fmt: skip


def _agreed(body: Body, agreed: list[Person], consulted: list[Person], on: date) -> dict[str, object]:
    rule = orders_of(body, on=on).urgent
    if not rule.agree:
        raise ContentError(f"the standing orders of {name_of(body, on)} allow no decision between meetings",
                           field="body", value=body.slug, right="Call a meeting")  # fmt: skip
    tags = {person.pk: _tags(body, person, on) for person in (*agreed, *consulted)}
    for person in (*agreed, *consulted):
        if not tags[person.pk]:
            raise ContentError(f"{person.name} held no seat of {name_of(body, on)} on {in_words(on)}",
                               field="agreed_by", value=person.slug)  # fmt: skip
    missing = [tag for tag in rule.agree if not any(tag in tags[person.pk] for person in agreed)]
    if missing:
        raise ContentError(
            f"an urgent decision must also be agreed by {' and '.join(tag.replace('-', ' ') for tag in missing)}",
            field="agreed_by", value=", ".join(person.slug for person in agreed),
            right="Ask them, or call a meeting",
        )  # fmt: skip
    heard = [
        each for each in consulted if each not in agreed and (not rule.consult or tags[each.pk] & set(rule.consult))
    ]
    if len(heard) < rule.consult_at_least:
        raise ContentError(
            f"{rule.consult_at_least} others must be consulted ({', '.join(rule.consult)}), and {len(heard)} were",
            field="consulted", right="Consult them first, or call a meeting",
        )  # fmt: skip
    return {"agreed": [person.slug for person in agreed], "consulted": [person.slug for person in consulted]}


def _tags(body: Body, person: Person, on: date) -> set[str]:
    """The tags of the seats somebody holds, and the word "seat", so that a seat without tags is one all the same."""
    held = Appointment.objects.on(on).filter(body=body, person=person).values("seat")
    rows = list(Seat.objects.on(on).filter(body=body, slug__in=held).values_list("tags", flat=True))
    return {"seat", *(tag for tags in rows for tag in tags)} if rows else set()

"""The forward plan of business: what a body will be asked and by when, put on an agenda when its meeting comes."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, Q
from django.db.models.functions import Now

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, Viewer, today
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.knowing import by_then, end_of
from ouzel.governance.meetings.agenda import PURPOSES, add_item
from ouzel.governance.meetings.checking import needs_why
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.models import AgendaItem, Body, ForwardItem, ForwardStep, Meeting
from ouzel.governance.months import months_on
from ouzel.governance.rules import require_for

NEEDS = Permission.GOVERNANCE_RUN


@transaction.atomic
def plan_business(
    *, body: Body, title: str, due: date, every: int | None = None, purpose: str = "information", kind: str = "",
    owner: str = "", public: bool = True, first: date | None = None, by: Actor,
) -> ForwardItem:  # fmt: skip
    """Put something on the forward plan of a body, due by a day. `every`: so many months later again, and again, on the
    day of the month on which it was due `first` (None: `due`) or, where there is none, on the last.
    """
    require_for(by, NEEDS, [body], on=today())
    if not title.strip():
        raise ContentError("say what the business is", field="title")
    if purpose not in PURPOSES:
        raise ContentError("business is for none of these purposes", field="purpose", value=purpose,
                           right=f"Use {', '.join(PURPOSES)}")  # fmt: skip
    if every is not None and every < 1:
        raise ContentError("what recurs comes after a month or more", field="every", value=str(every))
    if public:
        guards.check_body(body, {"title": title, "owner": owner})
    row = ForwardItem.objects.create(body=body, title=title.strip(), due=due, every=every, purpose=purpose, kind=kind,
                                     owner=owner.strip(), public=public, first=first, by=str(by))  # fmt: skip
    _audit(row, "planned", by=by)
    return row


@transaction.atomic
def drop_business(*, planned: ForwardItem, why: str, by: Actor) -> ForwardItem:
    """Take something off the forward plan; it stays to be seen with the reason."""
    _free(planned, by=by)
    needs_why(why)
    if planned.public:
        guards.check_body(planned.body, {"why": why})
    planned.dropped, planned.ended = why.strip(), Now()
    planned.save(update_fields=["dropped", "ended"])
    planned.refresh_from_db()
    _audit(planned, "dropped", by=by)
    return planned


@transaction.atomic
def put_on_agenda(
    *, planned: ForwardItem, meeting: Meeting, title: str = "", number: str = "", after: str = "",
    presenter: str = "", late: str = "", on: date, by: Actor,
) -> AgendaItem:  # fmt: skip
    """Put planned business on the agenda of a meeting of its body. What recurs is on the forward plan again, for so
    many months later. Business that is not public goes on as a private item, and `title` says its general nature: that
    will be public, and how it was planned is not. ContentError without it.
    """
    _free(planned, by=by)
    if not planned.public and not title.strip():
        raise ContentError("this business is not public, and the agenda will be", field="title",
                           right="Say its general nature, in words that everybody may read")  # fmt: skip
    whose = with_body(planned, on=day_of(meeting))
    if whose not in bodies_of(meeting):
        raise ContentError("the body of this business does not sit in the meeting", field="meeting",
                           value=meeting.slug, right=f"Choose a meeting of {whose.slug}")  # fmt: skip
    item = add_item(
        meeting=meeting, title=title.strip() or planned.title, number=number, after=after, purpose=planned.purpose,
        kind=planned.kind, presenter=(presenter or planned.owner) if planned.public else "",
        private=not planned.public, late=late, on=on, by=by,
    )  # fmt: skip
    planned.item, planned.ended = item, Now()
    planned.save(update_fields=["item", "ended"])
    planned.refresh_from_db()
    _audit(planned, f"put on the agenda of {meeting.slug}", by=by)
    if planned.every is not None:
        plan_business(
            body=planned.body, title=planned.title, due=_next(planned), every=planned.every, purpose=planned.purpose,
            kind=planned.kind, owner=planned.owner, public=planned.public, first=planned.first or planned.due, by=by,
        )  # fmt: skip
    return item


def _next(planned: ForwardItem) -> date:
    first, due = planned.first or planned.due, planned.due
    assert planned.every is not None
    return months_on(first, (due.year - first.year) * 12 + due.month - first.month + planned.every)


def with_body(planned: ForwardItem, *, on: date) -> Body:
    """The body that has some business on a day; a plan that is enacted ahead hands it on on its day."""
    steps = sorted(planned.steps.all(), key=lambda step: step.number)
    taken = [step for step in steps if step.on <= on]
    return taken[-1].body if taken else steps[0].before if steps else planned.body


def forward_plan(
    bodies: Iterable[Body], viewer: Viewer, *, since: date | None = None, until: date | None = None,
    on: date | None = None, known_at: date | None = None,
) -> tuple[ForwardItem, ...]:  # fmt: skip
    """What is still to come for some bodies, due from `since` on and before `until`, the first due first.

    `on`: the day on which they have it (None: today); `body` of each row is the one that has it then. `known_at`: what
    was to come as known then (None: now).
    """
    rows = ForwardItem.objects.visible_then(viewer, known_at=known_at).with_holder(on or today(), known_at=known_at)
    rows = rows.filter(_waiting(known_at), **{"holder__in": [body.pk for body in bodies]})
    if since is not None:
        rows = rows.filter(due__gte=since)
    if until is not None:
        rows = rows.filter(due__lt=until)
    steps = Prefetch("steps", ForwardStep.objects.filter(by_then(known_at)).select_related("before", "body"))
    found = tuple(rows.select_related("body").prefetch_related(steps).order_by("due", "id"))
    for row in found:
        row.body = with_body(row, on=on or today())
    return found


def _waiting(known_at: date | None) -> Q:
    """What was on no agenda and not dropped, as known at the end of the day (None: now)."""
    if known_at is None:
        return Q(dropped="", item=None)
    return Q(ended=None) | Q(ended__gte=end_of(known_at))


def due_by(meeting: Meeting, viewer: Viewer) -> tuple[ForwardItem, ...]:
    """What the bodies that sit should take at this meeting: due by its day, or overdue, and on no agenda yet."""
    rows = forward_plan(bodies_of(meeting), viewer, on=day_of(meeting))
    return tuple(row for row in rows if row.due <= day_of(meeting))


def _free(planned: ForwardItem, *, by: Actor) -> None:
    ForwardItem.objects.select_for_update().get(pk=planned.pk)  # whoever comes at the same time waits, and sees it done
    planned.refresh_from_db()
    require_for(by, NEEDS, [with_body(planned, on=today())], on=today())
    if planned.item_id is not None:
        raise ContentError("this is on an agenda already", field="planned", value=planned.title)
    if planned.dropped:
        raise ContentError("this was taken off the forward plan", field="planned", value=planned.title,
                           right=planned.dropped)  # fmt: skip


def _audit(row: ForwardItem, what: str, *, by: Actor) -> None:
    audit.record(by=by, action=Did.FORWARD_PLAN_CHANGED, subject=row.body.slug,
                 detail={"business": row.pk, "title": row.title if row.public else "", "due": row.due,
                         "what": what})  # fmt: skip

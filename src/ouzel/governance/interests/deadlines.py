"""Who must declare, and by when: on appointment, every year, after a change; with reminders as the day comes near."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry
from ouzel.core.permissions import today
from ouzel.governance import post
from ouzel.governance.bodies.names import Names
from ouzel.governance.interests.at_meetings import DeclaredAt, not_entered
from ouzel.governance.interests.keeping import KEEPS
from ouzel.governance.interests.members import Membership, memberships
from ouzel.governance.interests.queries import declared_on, same
from ouzel.governance.models import Body, Declaration, Interest, Letter, Person
from ouzel.governance.months import months_on
from ouzel.governance.reference.interests import Occasion, occasion, occasions
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import in_words

DAY = timedelta(days=1)


class Action(StrEnum):
    """What reminding writes in the audit trail."""

    REMINDED = "governance.interest.reminded"


@dataclass(frozen=True)
class Due:
    """Somebody must declare by the end of the day `by_day`, because of `why`. `last`: when they last declared all."""

    person: Person
    bodies: tuple[Body, ...]
    occasion: str
    why: str
    since: date  # from when on it is due
    by_day: date
    last: date | None
    meeting: str = ""  # slug of the one at which it was declared, where it is not in the register yet

    def overdue(self, on: date) -> bool:
        """Whether the last day is over."""
        return on > self.by_day


@dataclass(frozen=True)
class Late:
    """An interest that was declared after the days there are for it."""

    interest: Interest
    declared: date
    by_day: date


@dataclass(frozen=True)
class Reminder:
    """What somebody is to be told; `email` is empty where they have no account."""

    due: Due
    email: str
    subject: str
    text: str


@dataclass(frozen=True)
class Reminded:
    """To whom the post took a reminder now, and to whom it could not be handed over and will be tried again."""

    told: tuple[Reminder, ...]
    lost: tuple[Reminder, ...]


def due(on: date, *, bodies: Collection[Body] | None = None, within: timedelta = timedelta(days=28)) -> tuple[Due, ...]:
    """Who must declare on the day, or must within so many days from it, by last day and name.

    Whoever holds a seat, or is a named deputy, declares on appointment; after that every year, from the last time they
    declared everything: a person stands once for that. They stand once more for each meeting at which they declared
    what is not in the register. `bodies`: of these only (None: of all).
    """
    every = Body.objects.all() if bodies is None else bodies
    held: dict[int, list[Membership]] = {}
    for one in memberships(list(every), since=on, until=on + within + DAY):
        held.setdefault(one.person.pk, []).append(one)
    people = [seats[0].person for seats in held.values()]
    wholes = [each.slug for each in occasions() if each.whole]
    done: dict[int, list[date]] = {}
    rows = Declaration.objects.filter(person__in=people, occasion__in=wholes, on__lte=on).order_by("on")
    for pk, day in rows.values_list("person", "on"):
        done.setdefault(pk, []).append(day)
    names = Names({seat.body.pk for seats in held.values() for seat in seats})
    found = [
        each for pk, seats in held.items() if (each := _first(seats, done.get(pk, []), on + within, names)) is not None
    ]
    people_now = {pk: tuple({seat.body.pk: seat.body for seat in seats}.values()) for pk, seats in held.items()}
    found += [_at_meeting(each, people_now[each.person.pk]) for each in not_entered(people, on=on)]
    return tuple(sorted(found, key=lambda each: (each.by_day, each.person.name, each.meeting)))


def _at_meeting(declared: DeclaredAt, bodies: tuple[Body, ...]) -> Due:
    """What was declared at a meeting is entered within the days there are for a change."""
    change = occasion("change")
    items = f"item{'s' if len(declared.items) > 1 else ''} {', '.join(declared.items)}"
    why = f"Declared at {declared.meeting.title} on {in_words(declared.day)} ({items}), not yet in the register"
    by_day = declared.day + timedelta(days=change.days or 0)
    return Due(declared.person, bodies, change.slug, why, declared.day, by_day, None, declared.meeting.slug)


def _first(seats: list[Membership], done: list[date], horizon: date, names: Names) -> Due | None:
    """What a person must declare next, where it comes up by the horizon."""
    person, last = seats[0].person, done[-1] if done else None
    bodies = tuple({seat.body.pk: seat.body for seat in seats}.values())
    asked = []
    appointment = occasion("appointment")
    for seat in seats:
        # A declaration made for an appointment that was announced counts for it.
        ahead = seat.since - timedelta(days=appointment.days or 0)
        if last is None or last < ahead:
            by_day = seat.since + timedelta(days=appointment.days or 0)
            why = f"Appointed on {seat.since:%-d %B %Y}: {seat.said}, {names.on(seat.body.slug, seat.since)}"
            asked.append(Due(person, bodies, appointment.slug, why, seat.since, by_day, last))
    yearly = _yearly()
    if last is not None and yearly is not None and yearly.every is not None:
        by_day = months_on(last, yearly.every)
        why = f"Everything was last declared on {last:%-d %B %Y}"
        asked.append(Due(person, bodies, yearly.slug, why, last, by_day, last))
    near = [each for each in asked if each.by_day <= horizon or each.occasion == appointment.slug]
    return min(near, key=lambda each: each.by_day, default=None)


def _yearly() -> Occasion | None:
    return next((each for each in occasions() if each.every is not None), None)


def late(bodies: Collection[Body], *, on: date) -> tuple[Late, ...]:
    """Entries of those who sit on the day that were declared too late: after the days for a change or, for what was
    held before, after those for an appointment. By day of declaration."""
    seats = memberships(bodies, since=on, until=on + DAY)
    began: dict[int, date] = {}
    for seat in seats:
        began[seat.person.pk] = min(seat.since, began.get(seat.person.pk, seat.since))
    people = [seat.person for seat in seats]
    declared, found = declared_on(people), []
    for row in Interest.objects.known().filter(Q(person__in=people)).select_related("person"):
        start = began[row.person_id]
        kind = occasion("change" if row.valid.lower > start else "appointment")
        by_day = max(row.valid.lower, start) + timedelta(days=kind.days or 0)
        if declared[same(row)] > by_day:
            found.append(Late(row, declared[same(row)], by_day))
    return tuple(sorted(found, key=lambda each: (each.declared, each.interest.pk)))


def reminders(on: date, *, bodies: Collection[Body] | None = None) -> tuple[Reminder, ...]:
    """Whom to remind on the day: so many days before the last one as the occasion says, and every week after it."""
    longest = max((days for each in occasions() for days in each.remind), default=0)
    found = []
    for each in due(on, bodies=bodies, within=timedelta(days=longest)):
        left = (each.by_day - on).days
        if left in occasion(each.occasion).remind or (left < 0 and -left % 7 == 0):
            found.append(_reminder(each, left))
    return tuple(found)


def remind(*, on: date, by: Actor, bodies: Collection[Body]) -> Reminded:
    """Send the day's reminders by e-mail, each once. Who has no account is left out: `reminders` names them.

    One that could not be handed over is kept with its reason and tried again with the rest of the post.
    """
    require_for(by, KEEPS, bodies, on=today())
    written = []
    for each in reminders(on, bodies=bodies):
        letter = _write(each, on=on, by=by) if each.email else None
        if letter is not None:
            written.append((each, letter))
    post.deliver_soon([letter for _, letter in written])
    lost = set(
        Letter.objects.filter(pk__in=[letter.pk for _, letter in written]).exclude(failed="").values_list(
            "pk", flat=True)
    )  # fmt: skip
    return Reminded(
        tuple(each for each, letter in written if letter.pk not in lost),
        tuple(each for each, letter in written if letter.pk in lost),
    )


@transaction.atomic
def _write(reminder: Reminder, *, on: date, by: Actor) -> Letter | None:
    locks.take(locks.Lock.GOVERNANCE)
    due = reminder.due
    subject = f"{due.person.slug}, {due.occasion} by {due.by_day}, on {on}{f', {due.meeting}' if due.meeting else ''}"
    if AuditEntry.objects.filter(action=Action.REMINDED, subject=subject).exists():
        return None
    audit.record(by=by, action=Action.REMINDED, subject=subject, detail={"person": due.person.slug, "on": on})
    return post.put(to=reminder.email, key=f"reminder: {subject}", subject=reminder.subject, text=reminder.text)


def _reminder(due: Due, left: int) -> Reminder:
    when = f"by {due.by_day:%-d %B %Y}" if left >= 0 else f"by {due.by_day:%-d %B %Y}, which is over since {-left} days"
    return Reminder(
        due, due.person.user.email if due.person.user else "", "Your declaration of interests is due",
        f"{due.why}.\n\n{_please(due, when)}\n",
    )  # fmt: skip


def _please(due: Due, when: str) -> str:
    if due.meeting:
        return (
            f"Please enter it into the register {when}, and name the meeting with it. Where the register has it "
            "already, confirm that and name the meeting."
        )
    return (
        f"Please declare your interests {when}. Where you have none, declare that. Where nothing changed, confirm what "
        "stands in the register."
    )

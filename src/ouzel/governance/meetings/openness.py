"""Whether a body meets in public, and why: by law, by its own orders, or as its members are those of one that does.

It is worked out when notice is given, and anew when a meeting is moved: seats, orders and the law may be others then.
"""

from collections.abc import Iterable
from datetime import date

from ouzel.governance.bodies.names import name_of
from ouzel.governance.models import Appointment, Body, BodyFact, Seat
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.governance.reference.orders import orders_of

NO_MEMBERS = ("observer", "in-attendance")  # tags of seats that make nobody a member


def in_public_because(body: Body, *, on: date, known_at: date | None = None) -> str:
    """Why a body meets in public on a day, as known then (None: now), as the end of a sentence; empty: it does not.

    A committee to which all members of a body that meets in public belong does, as the constitutions of integrated care
    boards say (NHS England, model constitution, 2022) and, for bodies that it names, the Public Bodies (Admission to
    Meetings) Act 1960, section 2(1).
    """
    return _because(body, on, known_at, ())


def openness(bodies: Iterable[Body], *, on: date) -> tuple[bool, str]:
    """Whether a meeting of these bodies is in public, and why: where one of them meets so, all do."""
    reasons = [f"{name_of(body, on)}: {why}" for body in bodies if (why := in_public_because(body, on=on))]
    return bool(reasons), "; ".join(reasons)


def _because(body: Body, on: date, known_at: date | None, below: tuple[int, ...]) -> str:
    facts = BodyFact.objects.on(on, known_at=known_at).filter(body=body)
    kinds = facts.filter(attribute=BodyAttribute.KIND).values_list("value", flat=True)
    if any(kind_of_body(kind).in_public for kind in kinds):
        return "the law asks it of a body of this kind"
    if orders_of(body, on=on, known_at=known_at).in_public:
        return "its standing orders say so"
    made_by = facts.filter(attribute=BodyAttribute.PART_OF).values_list("value", flat=True)
    for parent in Body.objects.filter(slug__in=made_by).exclude(pk__in=(*below, body.pk)):
        members, above = _members(parent, on, known_at), (*below, body.pk)
        if members and members <= _members(body, on, known_at) and _because(parent, on, known_at, above):
            return f"all members of {name_of(parent, on)} are members of it"
    return ""


def _members(body: Body, on: date, known_at: date | None) -> set[int]:
    """The people who hold a seat of a body, but for seats that make nobody a member."""
    seats = Seat.objects.on(on, known_at=known_at).filter(body=body).values_list("slug", "tags")
    slugs = [slug for slug, tags in seats if not set(tags) & set(NO_MEMBERS)]
    held = Appointment.objects.on(on, known_at=known_at).filter(body=body, seat__in=slugs)
    return set(held.values_list("person_id", flat=True))
